/** Shell scripts about somebody's own papers: tables, archives, scans, branches, counts. */
import type { Routine } from "./Routine.ts"
import { gap, readLoop, type Kit, type Lines } from "./Shell.ts"

const archive = (k: Kit): Lines => {
  const { rng, subject } = k
  const folder = rng.pick(["Documents", "Downloads", "Documents/old", "work", "Documents/done"])
  const src = k.id("src", "from", "folder", "papers")
  const dst = k.id("dst", "store", "into", "archive_dir")
  const pack = k.id("pack", "tarball", "bundle", "target")
  const days = k.id("older_than", "days", "min_age", "age")
  return [
    `${src}=${k.home}/${folder}`,
    `${dst}=${k.home}/${rng.pick(["archive", "Archive", "old", "attic"])}`,
    `${days}=${rng.pick([30, 45, 60, 90, 120, 180, 365])}`,
    "",
    `mkdir -p ${k.q(dst)}`,
    `cd ${k.q(src)} || exit 1`,
    `${pack}=${k.v(dst)}/${k.noun === "" ? subject.matter.project : k.noun}-$(date +%${rng.pick(["Y", "Y-%m", "Y%m%d", "F"])}).tar.gz`,
    gap,
    `find . -type f -mtime +${k.v(days)} ${rng.pick(["", "-size -50M ", "! -name '.*' ", "! -name '*.lnk' "])}-print0 | tar -czf ${k.q(pack)} --null ${rng.pick(["-T -", "--files-from=-"])}`,
    ...k.when(
      `tar -tzf ${k.q(pack)} > /dev/null`,
      [
        k.say(
          `${k.v(pack)}: $(tar -tzf ${k.q(pack)} | wc -l) ${rng.pick(["files", "papers", "entries"])}`,
        ),
        ...k.maybe(
          60,
          gap,
          `find . -type f -mtime +${k.v(days)} -delete`,
          "find . -mindepth 1 -type d -empty -delete",
        ),
      ],
      [`rm -f ${k.q(pack)}`, "exit 1"],
    ),
  ]
}

const columns = (k: Kit): Lines => {
  const { rng, subject } = k
  const file = k.id("file", "csv", "infile", "list")
  const out = k.id("out", "result", "clean")
  const sep = rng.pick([",", ";"])
  const column = k.id("column", "col", "field")
  const least = k.id("minimum", "least", "from_amount")
  const noun = k.noun === "" ? subject.matter.project : k.noun
  return [
    `${file}="\${1:-$(ls -t ${k.home}/Downloads/*${noun}*.csv 2>/dev/null | head -n 1)}"`,
    `${out}=${k.home}/${rng.pick(["Documents", "tmp", "Documents/lists"])}/${noun}-$(date +%${rng.pick(["F", "Y%m", "d%m%y"])}).csv`,
    `${column}=${rng.between(2, 7)}`,
    `${least}=${rng.pick([1, 5, 10, 20, 50, 100])}`,
    "",
    ...k.when(k.test(`! -r ${k.q(file)}`), [
      `${k.say(rng.pick([`${noun}: no file`, "usage: $0 file.csv", "which file?"]))} >&2`,
      "exit 1",
    ]),
    gap,
    `head -n 1 ${k.q(file)} > ${k.q(out)}`,
    `tail -n +2 ${k.q(file)} | tr -d '\\r' | ${rng.pick(["sort -u", "sort", "awk '!seen[$0]++'"])} |`,
    `    awk -F'${sep}' -v c=${k.q(column)} -v m=${k.q(least)} '${rng.pick(['$c != "" && $c + 0 >= m', "$c + 0 >= m", "NF > 2 && $c >= m"])}' >> ${k.q(out)}`,
    "",
    `awk -F'${sep}' -v c=${k.q(column)} 'NR > 1 { s += $c } END { printf "%d ${rng.pick(["rows", "lines", "entries"])}, %.2f\\n", NR - 1, s }' ${k.q(out)}`,
  ]
}

const rename = (k: Kit): Lines => {
  const { rng } = k
  const dir = k.id("dir", "inbox", "scans", "folder")
  const count = k.id("count", "done_now", "moved", "n")
  const f = k.id("f", "file", "old")
  const target = k.id("new", "target", "name")
  const ext = rng.pick(["pdf", "jpg", "PDF", "docx", "xlsx", "png"])
  const noun = k.noun === "" ? "scan" : k.noun
  return [
    `${dir}=${k.home}/${rng.pick(["Downloads", "Documents", "Documents/scans", "Desktop"])}`,
    `${count}=0`,
    `cd ${k.q(dir)} || exit 1`,
    gap,
    ...k.each(f, `*.${ext}`, [
      `${k.test(`-e ${k.q(f)}`)} || continue`,
      `${target}="$(date -r ${k.q(f)} +%${rng.pick(["F", "Y%m%d", "Y-%m"])})-${rng.pick([`${noun}-`, "", `${noun}_`])}$(echo ${k.q(f)} | tr '${rng.pick(["A-Z ", "A-Z"])}' '${rng.pick(["a-z_", "a-z-"])}')"`,
      ...k.when(k.test(`! -e ${k.q(target)}`), [
        `mv ${rng.pick(["-n", "-nv", "-i"])} -- ${k.q(f)} ${k.q(target)}`,
        `${count}=$(( ${count} + 1 ))`,
      ]),
    ]),
    "",
    k.say(`${k.v(count)} ${rng.pick(["renamed", "files renamed", "done", "moved"])}`),
  ]
}

const branches = (k: Kit): Lines => {
  const { rng, subject } = k
  const repo = k.id("repo", "dir", "checkout")
  const weeks = k.id("weeks", "stale_weeks", "old_weeks")
  const branch = k.id("branch", "b", "ref")
  const main = rng.pick(["main", "master", "develop"])
  return [
    `${repo}="\${1:-${k.home}/${rng.pick(["src", "git", "projects"])}/${subject.matter.project}}"`,
    `${weeks}=${rng.between(2, 16)}`,
    "",
    `cd ${k.q(repo)} || exit 1`,
    `git fetch ${rng.pick(["-q --prune", "--prune -q", "-q -p origin"])}`,
    gap,
    ...readLoop(
      k,
      `git for-each-ref --sort=${rng.pick(["committerdate", "-committerdate"])} --format='%(refname:short) %(committerdate:unix) %(authorname)' refs/remotes/origin`,
      `${branch} when who`,
      [
        `age=$(( ($(date +%s) - when) / 604800 ))`,
        `${k.test(`"$age" -lt ${k.q(weeks)}`)} && continue`,
        `printf '%3d w  %-${rng.between(28, 44)}s %s\\n' "$age" ${k.q(branch)} "$who"`,
      ],
    ),
    "",
    gap,
    k.say(`merged into ${main}: $(git branch -r --merged origin/${main} | grep -vc ${main})`),
  ]
}

const count = (k: Kit): Lines => {
  const { rng } = k
  const root = k.id("root", "dir", "where", "base")
  const newer = k.id("since_days", "newer", "days")
  const noun = k.noun === "" ? "files" : k.noun
  const types = rng.sample(
    k.subject.author.register === "office"
      ? ["pdf", "docx", "xlsx", "csv", "jpg", "odt", "eml"]
      : ["log", "json", "sql", "csv", "yml", "py", "sh", "txt", "xml"],
    rng.between(3, 5),
  )
  const ext = k.id("ext", "suffix", "kind")
  const total = k.id("total", "sum", "all")
  return [
    `${root}="\${1:-${k.home}}"`,
    `${newer}=${rng.between(3, 60)}`,
    `${total}=0`,
    gap,
    ...k.each(ext, types.join(" "), [
      `n=$(find ${k.q(root)} -xdev -type f -iname "*.${k.v(ext)}" -mtime -${k.v(newer)} 2>/dev/null | wc -l)`,
      `printf '%-${rng.between(6, 12)}s %${rng.between(5, 8)}d\\n' ${k.q(ext)} "$n"`,
      `${total}=$(( ${total} + n ))`,
    ]),
    "",
    k.say(`${noun}: ${k.v(total)} ${rng.pick(["in", "within", "over"])} ${k.v(newer)} days`),
    ...k.maybe(
      55,
      gap,
      `find ${k.q(root)} -xdev -type f -mtime -${k.v(newer)} -printf '%TY-%Tm-%Td %s %p\\n' 2>/dev/null | sort | tail -n ${rng.between(5, 25)}`,
    ),
  ]
}

export const routines: ReadonlyArray<Routine<Kit>> = [
  {
    purpose: "archive",
    nouns: "minutes contracts receipts invoices releases artifacts *",
    verbs: "archive backup clean prune",
    registers: ["office", "dev"],
    lines: archive,
  },
  {
    purpose: "table",
    nouns:
      "orders contacts expenses suppliers prices addresses bookings budgets stock surveys deliveries columns datasets *",
    verbs: "clean export merge fix split convert import fetch update compare verify",
    registers: ["office", "dev"],
    lines: columns,
  },
  {
    purpose: "rename",
    nouns: "receipts invoices vouchers claims minutes images contracts deliveries",
    verbs: "rename fix convert import",
    registers: ["office"],
    lines: rename,
  },
  {
    purpose: "branches",
    nouns: "branches tags releases changelog builds deps",
    verbs: "list prune clean report check",
    registers: ["dev"],
    lines: branches,
  },
  {
    purpose: "count",
    nouns: "*",
    verbs: "count summarize list report collect check watch",
    registers: ["ops", "dev", "office"],
    lines: count,
  },
]
