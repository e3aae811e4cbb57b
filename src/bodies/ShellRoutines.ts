/** Shell scripts that people keep: each is one routine with names, limits and hosts of its own. */
import type { Routine } from "./Routine.ts"
import { gap, readLoop, type Kit, type Lines } from "./Shell.ts"

const sshOptions = "-o BatchMode=yes -o ConnectTimeout=5"
const shortSsh = ["-o ConnectTimeout=4", sshOptions, "-n -o ConnectTimeout=8", "-n -q"]

const logFolders = [
  "/var/log/nginx", "/var/log/apache2", "/var/log/postgresql", "/var/log/samba", "/var/log/mysql",
  "/var/log/haproxy", "/var/log/tomcat9", "/var/log/squid", "/var/log/icinga2", "/var/log",
]

const prune = (k: Kit): Lines => {
  const { rng } = k
  const tmp = /tmp|session|sample/.test(k.noun)
  const folder = tmp ? rng.pick(["/var/tmp", `${k.home}/tmp`, `${k.home}/.cache`]) : rng.pick(logFolders)
  const dir = k.id("dir", "log_dir", "base", "target", "folder")
  const keep = k.id("keep_days", "max_age", "days", "retention", "age_days")
  const name = tmp ? rng.pick(["*.tmp", "*.part", "core.*", "tmp*"]) : rng.pick(["*.log", "*.log.*", "*.gz", "*.log.[0-9]*"])
  const before = k.id("before", "was", "used_before")
  const after = k.id("after", "now", "used_after")
  const zip = k.id("zip_after", "gzip_days", "pack_after")
  const packs = !tmp && rng.chance(1, 2)
  return [
    `${dir}=${folder}`,
    `${keep}=${rng.pick([7, 10, 14, 21, 30, 45, 60, 90])}`,
    ...(packs ? [`${zip}=${rng.between(1, 5)}`] : []),
    "",
    ...k.maybe(70, `${k.test(`-d ${k.q(dir)}`)} || exit ${rng.pick([0, 1, 2])}`, ""),
    gap,
    `${before}=$(du -sk ${k.q(dir)} | cut -f1)`,
    ...(packs
      ? [`find ${k.q(dir)} -type f -name '${rng.pick(["*.log", "*.1", "*.old"])}' -mtime +${k.v(zip)} ! -name '*.gz' -exec gzip -q {} \\;`]
      : []),
    gap,
    `find ${k.q(dir)} ${rng.pick(["-type f ", "-maxdepth 2 -type f ", "-xdev -type f "])}-name '${name}' -mtime +${k.v(keep)} ${rng.pick(["-delete", "-print -delete", "-exec rm -f {} +"])}`,
    `${after}=$(du -sk ${k.q(dir)} | cut -f1)`,
    "",
    k.say(`${k.stamp} ${k.v(dir)}: $(( (${before} - ${after}) / 1024 )) MB ${rng.pick(["freed", "gone", "less", "removed"])}`),
  ]
}

const disks = (k: Kit): Lines => {
  const { rng } = k
  const limit = k.id("limit", "warn_at", "max_used", "threshold")
  const over = k.id("over", "found", "bad", "full")
  const points = rng.sample(["/", "/var", "/home", "/srv", "/opt", "/boot", "/tmp"], rng.between(2, 5))
  const mount = k.id("mount", "fs", "where", "point")
  const used = k.id("used", "pct", "percent", "use")
  const show = k.id("top", "show", "biggest")
  return [
    `${limit}=${rng.pick([75, 80, 82, 85, 88, 90, 92, 95])}`,
    `${show}=${rng.pick([5, 8, 10, 12, 15])}`,
    `${over}=0`,
    "",
    gap,
    ...k.each(mount, points.join(" "), [
      `${used}=$(df -P ${k.q(mount)} 2>/dev/null | awk 'NR == 2 { sub("%", "", $5); print $5 }')`,
      `${k.test(`-n ${k.q(used)}`)} || continue`,
      ...k.when(k.test(`${k.q(used)} -ge ${k.q(limit)}`), [
        k.say(`${k.v(mount)} ${k.v(used)}%`),
        `du -xk --max-depth=${rng.between(1, 3)} ${k.q(mount)} 2>/dev/null | sort -rn | head -n ${k.q(show)}`,
        `${over}=1`,
      ]),
    ]),
    "",
    ...k.maybe(50, gap, `df -hP ${rng.pick(["-x tmpfs", "-x tmpfs -x devtmpfs", "-l"])} | tail -n +2 | sort`),
    `exit ${k.q(over)}`,
  ]
}

const sync = (k: Kit): Lines => {
  const { rng, subject } = k
  const { project } = subject.matter
  const [to] = k.hosts(["backup", "file"], 1)
  const src = k.id("src", "from", "source_dir", "work")
  const dst = k.id("dst", "to", "target", "dest")
  const log = k.id("log", "logfile", "out")
  const bandwidth = k.id("bwlimit", "kbps", "rate")
  const skips = rng.sample(["*.tmp", ".cache", "node_modules", "*.swp", "target/", "*.o", ".git", "*.bak"], rng.between(1, 4))
  return [
    `${src}=${k.home}/${rng.pick(["projects", "work", "src"])}/${project}/`,
    `${dst}=${to}:/srv/${rng.pick(["backup", "mirror", "share", "copies"])}/${subject.author.resident.login}/${project}`,
    `${log}=${rng.pick(["/var/tmp", k.home, "/tmp"])}/sync-${project}.log`,
    `${bandwidth}=${rng.between(4, 60) * 500}`,
    "",
    ...k.when(`! ${k.test(`-d ${k.q(src)}`)}`, [`${k.say(`${k.v(src)} ${rng.pick(["missing", "not mounted", "not there"])}`)} >&2`, "exit 1"]),
    "",
    gap,
    `rsync ${rng.pick(["-av", "-a -v", "-rlt", "-aH"])} --bwlimit=${k.q(bandwidth)} ${rng.pick(["--delete --stats", "--delete", "--partial", "--delete-after"])} \\`,
    ...skips.map((skip) => `    --exclude='${skip}' \\`),
    `    ${k.q(src)} ${k.q(dst)} >> ${k.q(log)} 2>&1`,
    "",
    ...k.when(k.test("$? -ne 0"), [k.say(`sync ${project} ${k.stamp}: rsync failed, see ${k.v(log)}`), `tail -n ${rng.between(5, 25)} ${k.q(log)}`]),
    ...k.maybe(40, gap, `gzip -f -c ${k.q(log)} > ${k.q(log)}.gz`),
  ]
}

const dump = (k: Kit): Lines => {
  const { rng, subject } = k
  const [host] = k.hosts(["db"], 1)
  const bases = rng.sample(subject.lore.databases, rng.between(1, 4))
  const out = k.id("out", "dir", "dumps", "target")
  const keep = k.id("keep", "generations", "copies")
  const db = k.id("db", "name", "base")
  const file = k.id("file", "dump", "f")
  const maria = rng.chance(1, 3)
  return [
    `${out}=${rng.pick(["/var/backups/db", `${k.home}/dumps`, "/var/tmp/dumps", "/var/backups/nightly"])}`,
    `${keep}=${rng.between(3, 21)}`,
    "",
    `mkdir -p ${k.q(out)} || exit 1`,
    ...k.maybe(50, "umask 027"),
    gap,
    ...k.each(db, bases.join(" "), [
      `${file}=${k.v(out)}/${k.v(db)}-$(date +%${rng.pick(["F", "Y%m%d", "F-%H%M"])}).sql.gz`,
      maria
        ? `mysqldump -h ${host!} --single-transaction --quick ${k.q(db)} | gzip -${rng.between(4, 9)} > ${k.q(file)}`
        : `pg_dump -h ${host!} -Fp ${rng.pick(["--no-owner ", "-O -x ", "-x ", ""])}${k.q(db)} | gzip -${rng.between(4, 9)} > ${k.q(file)}`,
      ...k.when(`! gzip -t ${k.q(file)}`, [`${k.say(`${k.v(db)}: bad dump`)} >&2`, `rm -f ${k.q(file)}`, "continue"]),
      `ls -1t ${k.q(out)}/${k.q(db)}-*.sql.gz | tail -n +$(( ${keep} + 1 )) | xargs -r rm -f`,
    ]),
    "",
    `ls -lh ${k.q(out)}`,
  ]
}

const certs = (k: Kit): Lines => {
  const { rng } = k
  const hosts = k.hosts(["web", "proxy", "mail", "app"])
  const days = k.id("days", "warn_days", "min_days", "soon")
  const host = k.id("host", "h", "server", "node")
  const end = k.id("end", "expires", "not_after", "until")
  const left = k.id("left", "days_left", "rest")
  const port = k.id("port", "tls_port")
  return [
    `${days}=${rng.pick([10, 14, 20, 21, 28, 30, 40, 45])}`,
    `${port}=${rng.pick([443, 443, 8443, 636, 993])}`,
    "",
    gap,
    ...k.each(host, hosts.join(" "), [
      `${end}=$(echo | openssl s_client -connect ${k.q(host)}:${k.q(port)} ${rng.pick(["", "-servername " + k.q(host) + " "])}2>/dev/null |`,
      "    openssl x509 -noout -enddate 2>/dev/null | cut -d= -f2)",
      ...k.when(k.test(`-z ${k.q(end)}`), [k.say(`${k.v(host)}: ${rng.pick(["no answer", "no certificate", "nothing on"])} ${k.v(port)}`), "continue"]),
      `${left}=$(( ($(date -d ${k.q(end)} +%s) - $(date +%s)) / 86400 ))`,
      ...k.maybe(40, gap),
      ...k.when(k.test(`${k.q(left)} -lt ${k.q(days)}`), [k.say(`${k.v(host)} ${rng.pick(["ends", "expires", "runs out"])} in ${k.v(left)} days`)]),
    ]),
  ]
}

const services = (k: Kit): Lines => {
  const { rng, subject } = k
  const { services: running, name } = subject.matter.host
  const units = rng.sample([...new Set([...running, "cron", "rsyslog", "ssh", "chrony", "postfix"])], rng.between(2, 5))
  const hosts = [name, ...k.hosts([], 4).filter((host) => host !== name)].slice(0, rng.between(1, 4))
  const host = k.id("host", "h", "box", "node")
  const unit = k.id("unit", "svc", "service")
  const state = k.id("state", "status", "st")
  const down = k.id("down", "failed", "errors", "bad")
  return [
    `${k.id("units", "services", "wanted")}="${units.join(" ")}"`,
    `${down}=0`,
    "",
    gap,
    ...k.each(host, hosts.join(" "), [
      ...k.each(unit, units.join(" "), [
        `${state}=$(ssh ${rng.pick(shortSsh)} ${k.q(host)} systemctl is-active ${k.q(unit)} 2>/dev/null)`,
        ...k.when(k.test(`${k.q(state)} != active`), [
          k.say(`${k.v(host)} ${k.v(unit)}: \${${state}:-${rng.pick(["unknown", "no answer", "?"])}}`),
          `${down}=$(( ${down} + 1 ))`,
        ]),
      ]),
    ]).slice(0),
    "",
    ...k.maybe(60, `${k.test(`${k.q(down)} -eq 0`)} && ${k.say(`${k.stamp} ${rng.pick(["all up", "nothing to report", "ok"])}`)}`),
    ...k.maybe(50, `exit ${k.q(down)}`),
  ]
}

const users = (k: Kit): Lines => {
  const { rng } = k
  const low = k.id("min_uid", "first_uid", "low")
  const days = k.id("idle_days", "unused", "days")
  const list = k.id("list", "report", "out", "file")
  const name = k.id("user", "login", "name")
  return [
    `${low}=1000`,
    `${days}=${rng.pick([30, 45, 60, 90, 120, 180])}`,
    `${list}=${k.home}/${rng.pick(["accounts", "users", "logins", "account-review"])}-$(date +%${rng.pick(["F", "Y%m", "Y-W%V"])}).txt`,
    "",
    `: > ${k.q(list)}`,
    gap,
    ...readLoop(k, `getent passwd | awk -F: -v low=${k.q(low)} '$3 >= low && $3 < 60000 { print $1 ":" $${rng.pick([6, 7])} }'`, "line", [
      `${name}=\${line%%:*}`,
      `printf '%-${rng.between(14, 24)}s %-${rng.between(18, 28)}s %s\\n' ${k.q(name)} "\${line#*:}" "$(id -nG ${k.q(name)})" >> ${k.q(list)}`,
    ]),
    "",
    gap,
    `${rng.pick(["echo", "printf '\\n%s\\n'"])} "${rng.pick(["not seen for", "no login for", "idle"])} ${k.v(days)} days:" >> ${k.q(list)}`,
    `lastlog -b ${k.q(days)} | awk 'NR > 1 && !/Never/ { print $1 }' | sort >> ${k.q(list)}`,
    `wc -l < ${k.q(list)}`,
  ]
}

const ping = (k: Kit): Lines => {
  const { rng } = k
  const hosts = k.hosts([], rng.between(4, 9))
  const host = k.id("host", "h", "target", "node")
  const tries = k.id("tries", "count", "attempts")
  const wait = k.id("wait", "timeout", "secs")
  const lost = k.id("lost", "missing", "silent", "dead")
  return [
    `${tries}=${rng.between(1, 5)}`,
    `${wait}=${rng.between(1, 6)}`,
    `${lost}=""`,
    gap,
    ...k.each(host, hosts.join(" "), [
      ...k.when(`ping -q -c ${k.q(tries)} -W ${k.q(wait)} ${k.q(host)} > /dev/null 2>&1`, [rng.pick([":", k.say(`${k.v(host)} ok`), "continue"])], [
        k.say(`${k.v(host)} ${rng.pick(["silent", "down?", "no reply", "not answering"])}`),
        `${lost}="${k.v(lost)} ${k.v(host)}"`,
      ]),
    ]),
    "",
    ...k.when(k.test(`-n ${k.q(lost)}`), [`${rng.pick(["logger -t reach", "logger -t ping-check", "logger -p user.warning -t hosts"])} "${rng.pick(["no answer:", "lost:", "unreachable:"])}${k.v(lost)}"`, `exit ${rng.between(1, 3)}`]),
  ]
}

const report = (k: Kit): Lines => {
  const { rng, subject } = k
  const to = k.id("to", "rcpt", "mailto")
  const body = k.id("body", "draft", "tmp", "text")
  const sections = rng.sample<readonly [string, string]>(
    [
      ["uptime", "uptime"], ["disk", "df -hP -x tmpfs"], ["memory", "free -m"],
      ["failed units", "systemctl --failed --no-legend"], ["logins", "last -n 15 -w | head -n 15"],
      ["mail queue", "mailq | tail -n 1"], ["updates", "apt list --upgradable 2>/dev/null | tail -n +2"],
      ["timers", "systemctl list-timers --no-legend | head -n 8"], ["load", "cat /proc/loadavg"],
      ["cron today", "grep -c CRON /var/log/syslog"], ["sockets", "ss -s | head -n 2"],
    ],
    rng.between(2, 5),
  )
  return [
    `${to}=${subject.author.resident.persona.email}`,
    `${body}=$(mktemp) || exit 1`,
    `trap 'rm -f ${k.q(body)}' EXIT`,
    "",
    gap,
    "{",
    ...sections.flatMap(([title, command]) => [`    echo "${rng.pick(["==", "--", "**", "##"])} ${title}"`, `    ${command}`, ...k.maybe(60, "    echo")]),
    `} > ${k.q(body)}`,
    "",
    gap,
    ...k.when(k.test(`-s ${k.q(body)}`), [`mail -s "${rng.pick(["status", "daily", "report", "morning check"])} $(hostname -s) ${k.stamp}" ${k.q(to)} < ${k.q(body)}`]),
  ]
}

const inventory = (k: Kit): Lines => {
  const { rng } = k
  const hosts = k.hosts([], rng.between(3, 8))
  const out = k.id("out", "csv", "list", "file")
  const host = k.id("host", "h", "box")
  const facts = rng.sample<readonly [string, string]>(
    [
      ["kernel", "uname -r"], ["cores", "nproc"], ["memory", "awk '/MemTotal/ { print int($2 / 1024) }' /proc/meminfo"],
      ["release", "lsb_release -ds"], ["boot", "uptime -s"], ["packages", "dpkg -l | grep -c ^ii"],
      ["root", "df -P / | awk 'NR == 2 { print $5 }'"], ["users", "who | wc -l"],
    ],
    rng.between(2, 5),
  )
  const names = facts.map(([name]) => k.id(name, `${name}_now`, `h_${name}`))
  const comma = rng.pick([",", ";"])
  return [
    `${out}=${k.home}/${rng.pick(["inventory", "hosts", "machines", "servers"])}-$(date +%Y${rng.pick(["%m", "%m%d", "-%m"])}).csv`,
    `echo "${["host", ...facts.map(([name]) => name)].join(comma)}" > ${k.q(out)}`,
    gap,
    ...k.each(host, hosts.join(" "), [
      ...facts.map(([, command], at) => `${names[at]!}=$(ssh ${sshOptions} ${k.q(host)} "${command.replace(/\$/g, "\\$")}" 2>/dev/null)`),
      ...k.maybe(40, gap),
      `echo "${[host, ...names].map((name) => k.v(name)).join(comma)}" >> ${k.q(out)}`,
    ]),
    "",
    ...k.maybe(70, `column -s '${comma}' -t < ${k.q(out)}`),
  ]
}

const configDiff = (k: Kit): Lines => {
  const { rng } = k
  const [one = "localhost", two = "localhost"] = k.hosts([], 2)
  const files = rng.sample(["/etc/fstab", "/etc/hosts", "/etc/resolv.conf", "/etc/ssh/sshd_config", "/etc/sysctl.conf", "/etc/nsswitch.conf", "/etc/crontab", "/etc/rsyslog.conf", "/etc/logrotate.conf", "/etc/exports"], rng.between(2, 6))
  const file = k.id("file", "f", "conf", "path")
  const work = k.id("work", "tmp", "dir", "scratch")
  const [left, right] = [k.id("left", "one", "a", "first"), k.id("right", "two", "b", "second")]
  const changed = k.id("changed", "differs", "drift")
  return [
    `${left}=${one}`,
    `${right}=${two}`,
    `${changed}=0`,
    `${work}=$(mktemp -d) || exit 1`,
    "",
    gap,
    ...k.each(file, files.join(" "), [
      `ssh -q ${k.q(left)} cat ${k.q(file)} 2>/dev/null | sed 's/[[:space:]]*$//' > ${k.q(work)}/a`,
      `ssh -q ${k.q(right)} cat ${k.q(file)} 2>/dev/null | sed 's/[[:space:]]*$//' > ${k.q(work)}/b`,
      ...k.when(`! diff ${rng.pick(["-u", "-u -b", "-U 1", "-wu"])} ${k.q(work)}/a ${k.q(work)}/b`, [`${changed}=$(( ${changed} + 1 ))`, ...k.maybe(50, k.say(`-> ${k.v(file)}`))]),
    ]),
    "",
    `rm -rf ${k.q(work)}`,
    k.say(`${k.v(changed)} of ${files.length} ${rng.pick(["differ", "files differ", "not the same"])}`),
  ]
}

const usage = (k: Kit): Lines => {
  const { rng } = k
  const limit = k.id("limit_mb", "max_mb", "quota", "mb")
  const dir = k.id("dir", "home", "d")
  const size = k.id("size", "mb_used", "total")
  return [
    `${limit}=${rng.between(2, 60) * 250}`,
    "",
    gap,
    ...k.each(dir, rng.pick(["/home/*", "/home/*/", "/home/[a-z]*"]), [
      `${k.test(`-d ${k.q(dir)}`)} || continue`,
      `${size}=$(du -sm ${k.q(dir)} 2>/dev/null | cut -f1)`,
      ...k.when(k.test(`"\${${size}:-0}" -gt ${k.q(limit)}`), [
        `printf '%${rng.between(6, 9)}d MB  %s\\n' ${k.q(size)} "$(basename ${k.q(dir)})"`,
        ...k.maybe(60, `find ${k.q(dir)} -xdev -type f -size +${rng.pick([50, 100, 200, 500])}M -printf '    %s %p\\n' 2>/dev/null | sort -rn | head -n ${rng.between(3, 9)}`),
      ]),
    ]),
    ...k.maybe(50, "", k.say(`${rng.pick(["limit", "over"])} ${k.v(limit)} MB, ${k.stamp}`)),
  ]
}

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
    ...k.when(`tar -tzf ${k.q(pack)} > /dev/null`, [
      k.say(`${k.v(pack)}: $(tar -tzf ${k.q(pack)} | wc -l) ${rng.pick(["files", "papers", "entries"])}`),
      ...k.maybe(60, gap, `find . -type f -mtime +${k.v(days)} -delete`, "find . -mindepth 1 -type d -empty -delete"),
    ], [`rm -f ${k.q(pack)}`, "exit 1"]),
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
    ...k.when(k.test(`! -r ${k.q(file)}`), [`${k.say(rng.pick([`${noun}: no file`, "usage: $0 file.csv", "which file?"]))} >&2`, "exit 1"]),
    gap,
    `head -n 1 ${k.q(file)} > ${k.q(out)}`,
    `tail -n +2 ${k.q(file)} | tr -d '\\r' | ${rng.pick(["sort -u", "sort", "awk '!seen[$0]++'"])} |`,
    `    awk -F'${sep}' -v c=${k.q(column)} -v m=${k.q(least)} '${rng.pick(["$c != \"\" && $c + 0 >= m", "$c + 0 >= m", "NF > 2 && $c >= m"])}' >> ${k.q(out)}`,
    "",
    `awk -F'${sep}' -v c=${k.q(column)} 'NR > 1 { s += $c } END { printf "%d ${rng.pick(["rows", "lines", "entries"])}, %.2f\\n", NR - 1, s }' ${k.q(out)}`,
  ]
}

const failedLogins = (k: Kit): Lines => {
  const { rng } = k
  const log = k.id("log", "auth", "file")
  const most = k.id("most", "limit", "min_hits", "hits")
  return [
    `${log}=\${1:-/var/log/auth.log}`,
    `${most}=${rng.between(3, 40)}`,
    "",
    ...k.maybe(70, `${k.test(`-r ${k.q(log)}`)} || exit 1`),
    gap,
    `grep -a '${rng.pick(["Failed password", "Invalid user", "authentication failure"])}' ${k.q(log)} |`,
    "    grep -oE '[0-9]+(\\.[0-9]+){3}' | sort | uniq -c | sort -rn |",
    `    awk -v m=${k.q(most)} '$1 >= m { printf "%5d  %s\\n", $1, $2 }' | head -n ${rng.between(5, 30)}`,
    "",
    gap,
    k.say(`${rng.pick(["accepted:", "sessions:", "good ones:"])} $(grep -ac '${rng.pick(["Accepted publickey", "session opened for user", "Accepted "])}' ${k.q(log)})`),
    ...k.maybe(60, `last -n ${rng.between(5, 20)} -w | awk '{ print $1, $3 }' | sort | uniq -c | sort -rn`),
  ]
}

const load = (k: Kit): Lines => {
  const { rng } = k
  const out = k.id("out", "log", "samples_file")
  const samples = k.id("samples", "rounds", "n")
  const pause = k.id("pause", "every", "interval")
  const i = k.id("i", "round", "k")
  const one = k.id("one", "load1", "avg")
  return [
    `${out}=${rng.pick(["/var/tmp", k.home, "/tmp"])}/load-$(hostname -s).${rng.pick(["log", "txt", "dat"])}`,
    `${samples}=${rng.pick([6, 10, 12, 20, 30, 60])}`,
    `${pause}=${rng.pick([5, 10, 15, 20, 30, 60])}`,
    "",
    `${i}=0`,
    `while ${k.test(`${k.q(i)} -lt ${k.q(samples)}`)}; do`,
    `    ${one}=$(cut -d' ' -f${rng.between(1, 3)} /proc/loadavg)`,
    `    printf '%s %s %s\\n' "$(date +%T)" ${k.q(one)} "$(ps -e --no-headers | wc -l)" >> ${k.q(out)}`,
    `    ${i}=$(( ${i} + 1 ))`,
    `    sleep ${k.q(pause)}`,
    "done",
    gap,
    `sort -k2 -n ${k.q(out)} | tail -n ${rng.between(1, 8)}`,
    ...k.maybe(50, `ps -eo pid,user,pcpu,pmem,comm --sort=-${rng.pick(["pcpu", "pmem"])} | head -n ${rng.between(5, 15)}`),
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
      ...k.when(k.test(`! -e ${k.q(target)}`), [`mv ${rng.pick(["-n", "-nv", "-i"])} -- ${k.q(f)} ${k.q(target)}`, `${count}=$(( ${count} + 1 ))`]),
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
    ...readLoop(k, `git for-each-ref --sort=${rng.pick(["committerdate", "-committerdate"])} --format='%(refname:short) %(committerdate:unix) %(authorname)' refs/remotes/origin`, `${branch} when who`, [
      `age=$(( ($(date +%s) - when) / 604800 ))`,
      `${k.test(`"$age" -lt ${k.q(weeks)}`)} && continue`,
      `printf '%3d w  %-${rng.between(28, 44)}s %s\\n' "$age" ${k.q(branch)} "$who"`,
    ]),
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
  const types = rng.sample(k.subject.author.register === "office" ? ["pdf", "docx", "xlsx", "csv", "jpg", "odt", "eml"] : ["log", "json", "sql", "csv", "yml", "py", "sh", "txt", "xml"], rng.between(3, 5))
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
    ...k.maybe(55, gap, `find ${k.q(root)} -xdev -type f -mtime -${k.v(newer)} -printf '%TY-%Tm-%Td %s %p\\n' 2>/dev/null | sort | tail -n ${rng.between(5, 25)}`),
  ]
}

const ops = ["ops"] as const
const any = ["ops", "dev", "office"] as const

export const routines: ReadonlyArray<Routine<Kit>> = [
  { purpose: "prune", nouns: "logs tmp sessions traces snapshots samples", verbs: "prune clean rotate", registers: ops, lines: prune },
  { purpose: "disks", nouns: "disks mounts inodes raid shares quotas", verbs: "check watch list", registers: ops, lines: disks },
  { purpose: "sync", nouns: "backups images locales fixtures shares snapshots", verbs: "sync backup fetch send", registers: ["ops", "dev"], lines: sync },
  { purpose: "dump", nouns: "schema migrations datasets seeds backups", verbs: "dump backup export", registers: ["ops", "dev"], lines: dump },
  { purpose: "certs", nouns: "certs endpoints firewall", verbs: "check verify watch", registers: ops, lines: certs },
  { purpose: "services", nouns: "services timers cron queues mailq", verbs: "check restart watch verify", registers: ops, lines: services },
  { purpose: "users", nouns: "users sessions contacts quotas", verbs: "list report export count", registers: ops, lines: users },
  { purpose: "ping", nouns: "hosts interfaces dns zones leases endpoints uptime", verbs: "check watch verify list", registers: ops, lines: ping },
  { purpose: "report", nouns: "uptime updates metrics mailq timers cron", verbs: "report send summarize collect", registers: any, lines: report },
  { purpose: "inventory", nouns: "hosts packages interfaces inodes", verbs: "list collect export report", registers: ops, lines: inventory },
  { purpose: "configs", nouns: "dns firewall zones mounts services", verbs: "compare verify merge check", registers: ops, lines: configDiff },
  { purpose: "usage", nouns: "quotas users disks shares", verbs: "report list summarize", registers: ops, lines: usage },
  { purpose: "archive", nouns: "minutes contracts receipts invoices releases artifacts *", verbs: "archive backup clean prune", registers: ["office", "dev"], lines: archive },
  { purpose: "table", nouns: "orders contacts expenses suppliers prices addresses bookings budgets stock surveys deliveries columns datasets *", verbs: "clean export merge fix split convert import fetch update compare verify", registers: ["office", "dev"], lines: columns },
  { purpose: "logins", nouns: "sessions users firewall logs", verbs: "count summarize watch report", registers: ops, lines: failedLogins },
  { purpose: "load", nouns: "load uptime metrics queues", verbs: "watch collect report", registers: ops, lines: load },
  { purpose: "rename", nouns: "receipts invoices vouchers claims minutes images contracts deliveries", verbs: "rename fix convert import", registers: ["office"], lines: rename },
  { purpose: "branches", nouns: "branches tags releases changelog builds deps", verbs: "list prune clean report check", registers: ["dev"], lines: branches },
  { purpose: "count", nouns: "*", verbs: "count summarize list report collect check watch", registers: any, lines: count },
]
