/** Python scripts that people keep, one routine each; standard library only. */
import type { Kit } from "./Python.ts"
import type { Routine } from "./Routine.ts"
import { gap, type Lines } from "./Shell.ts"

const argumentOr = (k: Kit, fallback: string): string =>
  `sys.argv[1] if len(sys.argv) > 1 else ${k.s(fallback)}`

const opening = (k: Kit, path: string, encoding = "utf-8"): string =>
  `open(${path}, ${k.rng.pick(["newline=''", `encoding=${k.s(encoding)}`, `encoding=${k.s("utf-8-sig")}, newline=''`])})`

const table = (k: Kit): Lines => {
  const { rng } = k
  const [rows, row, seen] = [k.id("rows", "out", "clean"), k.id("row", "r", "rec"), k.id("seen", "known", "ids")]
  const sep = k.constant("sep", "delimiter", "delim")
  const width = k.constant("width", "columns", "n_cols")
  const column = rng.pick(["number", "id", "name", "mail", "ref", "code", "item"])
  return k.script(
    ["import csv", "import sys"],
    [`${sep} = ${k.s(rng.pick([",", ";"]))}`, `${width} = ${rng.between(3, 14)}`],
    k.block(`def tidy(${row}):`, gap, `cells = [c.strip()${rng.pick(["", ".replace('\\xa0', ' ')", ".strip(' -')"])} for c in ${row}]`, `return cells[:${width}]`),
    [
      `${rows}, ${seen} = [], set()`,
      ...k.block(`with ${opening(k, "sys.argv[1]")} as f:`, ...k.block(`for ${row} in csv.reader(f, delimiter=${sep}):`, ...k.block(`if not any(${row}):`, "continue"), `${row} = tidy(${row})`, ...k.block(`if ${row}[0].lower() in ${seen}:`, "continue"), `${seen}.add(${row}[0].lower())`, `${rows}.append(${row})`)),
      gap,
      `${rows}[1:] = sorted(${rows}[1:], key=lambda r: ${rng.pick(["r[0]", "r[:2]", "(r[-1], r[0])"])})`,
      `csv.writer(sys.stdout, delimiter=${sep}).writerows(${rows})`,
      `print(len(${rows}) - 1, ${k.s(`${k.noun} by ${column}`)}, file=sys.stderr)`,
    ],
  )
}

const tickets = (k: Kit): Lines => {
  const { rng, subject } = k
  const { prefix } = subject.lore.tickets
  const [open, row] = [k.id("open_by", "per_person", "counts"), k.id("row", "t", "ticket")]
  const states = rng.sample(["open", "new", "waiting", "in progress", "reopened", "on hold"], rng.between(2, 4))
  const old = k.constant("old_days", "stale_after", "max_days")
  return k.script(
    ["import csv", "import sys", "from collections import Counter", "from datetime import date"],
    [`STATES = {${states.map(k.s).join(", ")}}`, `${old} = ${rng.pick([10, 14, 20, 21, 30, 45, 60])}`],
    k.block("def age(text):", `y, m, d = (int(x) for x in text[:10].split(${k.s("-")}))`, "return (date.today() - date(y, m, d)).days"),
    [
      `${open}, stale = Counter(), []`,
      ...k.block(`with ${opening(k, "sys.argv[1]")} as f:`, ...k.block(`for ${row} in csv.DictReader(f${rng.pick([", delimiter=';'", ""])}):`, ...k.block(`if ${row}[${k.s("status")}].lower() not in STATES:`, "continue"), `${open}[${row}[${k.s("owner")}] or ${k.s(rng.pick(["nobody", "-", "none"]))}] += 1`, ...k.block(`if age(${row}[${k.s("updated")}]) > ${old}:`, `stale.append(${row}[${k.s("id")}])`))),
      gap,
      ...k.block(`for who, n in ${open}.most_common(${rng.pick(["", "10", "15"])}):`, `print(${k.f(`{n:${rng.between(3, 6)}d}  {who}`)})`),
      `print(${k.s(rng.pick(["stale:", "old:", "no change:"]))}, ${k.s(" ")}.join(sorted(t for t in stale if t.startswith(${k.s(prefix)}))))`,
    ],
  )
}

const hours = (k: Kit): Lines => {
  const { rng, subject } = k
  const [sums, total] = [k.id("sums", "hours", "per_project"), k.id("total", "all_hours", "grand")]
  const limit = k.constant("limit", "week_hours", "max_hours")
  const own = subject.matter.project
  return k.script(
    ["import csv", "import sys", "from collections import defaultdict"],
    [`${limit} = ${rng.pick([35, 37, 38, 39, 40, 42])}`, `DEFAULT = ${k.s(own)}`],
    k.block("def number(text):", `text = text.strip().replace(${k.s(",")}, ${k.s(".")})`, ...k.block(`if ${k.s(":")} in text:`, `h, m = text.split(${k.s(":")})`, "return int(h) + int(m) / 60"), "return float(text or 0)"),
    [
      `${sums} = defaultdict(float)`,
      ...k.block("for path in sys.argv[1:]:", ...k.block(`with ${opening(k, "path")} as f:`, ...k.block("for row in csv.DictReader(f):", gap, `${sums}[row.get(${k.s("project")}) or DEFAULT] += number(row[${k.s("hours")}])`))),
      `${total} = sum(${sums}.values())`,
      ...k.block(`for name, value in sorted(${sums}.items(), key=lambda x: ${rng.pick(["-x[1]", "x[0]", "(-x[1], x[0])"])}):`, `print(${k.f(`{name:<${rng.between(18, 30)}} {value:8.${rng.between(1, 2)}f}  {value / ${total}:5.0%}`)})`),
      `print(${k.s(rng.pick(["total", "sum", "all"]))}, round(${total}, 2), ${k.s("of")}, ${limit})`,
    ],
  )
}

const loglines = (k: Kit): Lines => {
  const { rng } = k
  const [hits, line] = [k.id("hits", "counts", "per_hour"), k.id("line", "l", "entry")]
  const words = rng.sample(["error", "timeout", "refused", "fatal", "denied", "reset", "critical", "failed", "panic"], rng.between(2, 5))
  const top = k.constant("top", "show", "most")
  const path = rng.pick(["/var/log/syslog", "/var/log/nginx/error.log", "/var/log/mail.log", "/var/log/daemon.log", "/var/log/auth.log"])
  return k.script(
    ["import re", "import sys", "from collections import Counter"],
    [`WORDS = re.compile(r${k.s(`\\b(${words.join("|")})\\b`)}, re.I)`, `${top} = ${rng.between(4, 20)}`, `path = ${argumentOr(k, path)}`],
    [],
    [
      `${hits}, samples = Counter(), {}`,
      ...k.block(`with open(path, errors=${k.s("replace")}) as f:`, ...k.block(`for ${line} in f:`, `m = WORDS.search(${line})`, ...k.block("if m is None:", "continue"), gap, `when = ${line}[:${rng.pick([9, 13])}]`, `${hits}[when, m.group(1).lower()] += 1`, `samples.setdefault(m.group(1).lower(), ${line}.strip()[:${rng.between(70, 160)}])`)),
      ...k.block(`for (when, word), n in ${hits}.most_common(${top}):`, `print(${k.f(`{when}  {word:<${rng.between(9, 14)}}{n:${rng.between(4, 7)}d}`)})`),
      ...k.maybe(60, ...k.block("for word, text in sorted(samples.items()):", `print(${k.f("{word}: {text}")})`)),
    ],
  )
}

const ports = (k: Kit): Lines => {
  const { rng } = k
  const hosts = k.hosts(rng.between(3, 7))
  const timeout = k.constant("timeout", "wait", "seconds")
  const [host, port, bad] = [k.id("host", "h", "name"), k.id("port", "p"), k.id("bad", "closed", "failed")]
  const pairs = hosts.map((name) => `(${k.s(name)}, ${rng.pick([22, 22, 25, 80, 443, 443, 993, 3306, 5432, 8080, 8443, 9100])}),`)
  return k.script(
    ["import socket", "import sys"],
    [`${timeout} = ${rng.between(2, 9)}`, ...k.block("CHECKS = [", ...pairs), "]"],
    k.block(`def is_open(${host}, ${port}):`, ...k.block("try:", ...k.block(`with socket.create_connection((${host}, ${port}), timeout=${timeout}):`, "return True")), ...k.block("except OSError:", "return False")),
    [
      rng.chance(1, 2)
        ? `${bad} = [c for c in CHECKS if not is_open(*c)]`
        : `${bad} = [(${host}, ${port}) for ${host}, ${port} in CHECKS if not is_open(${host}, ${port})]`,
      gap,
      ...k.block(`for ${host}, ${port} in ${bad}:`, `print(${k.f(rng.pick([`{${host}}:{${port}} closed`, `no answer from {${host}} on {${port}}`, `{${host}} {${port}} -`]))})`),
      `sys.exit(1 if ${bad} else 0)`,
    ],
  )
}

const disks = (k: Kit): Lines => {
  const { rng } = k
  const limit = k.constant("limit", "warn_percent", "threshold")
  const paths = rng.sample(["/", "/var", "/home", "/srv", "/tmp", "/boot", "/opt"], rng.between(2, 5))
  const [path, used] = [k.id("path", "mount", "p"), k.id("used", "percent", "pct")]
  const days = k.constant("older_days", "days", "age_days")
  return k.script(
    ["import os", "import shutil", "import time"],
    [`${limit} = ${rng.between(70, 95)}`, `${days} = ${rng.pick([14, 30, 60, 90, 120])}`, `PATHS = [${paths.map(k.s).join(", ")}]`],
    k.block("def large(top, least):", ...k.block("for folder, _, names in os.walk(top):", ...k.block("for name in names:", "full = os.path.join(folder, name)", ...k.block("try:", "st = os.lstat(full)"), ...k.block("except OSError:", "continue"), ...k.block("if st.st_size > least:", "yield st.st_size, st.st_mtime, full")))),
    [
      ...k.block(`for ${path} in PATHS:`, `total, busy, free = shutil.disk_usage(${path})`, `${used} = 100 * busy // total`, ...k.block(`if ${used} >= ${limit}:`, `print(${k.f(`{${path}} {${used}}% {free >> 20} MB ${rng.pick(["free", "left", "to go"])}`)})`)),
      gap,
      `old = time.time() - ${days} * 86400`,
      ...k.block(`for size, mtime, full in sorted(large(${k.s(k.home)}, ${rng.pick([5, 10, 20, 50, 100])} << 20), reverse=True)[:${rng.between(5, 25)}]:`, `print(size >> 20, ${k.s("MB")}, ${k.s(rng.pick(["old", "*", "unused?"]))} if mtime < old else ${k.s("")}, full)`),
    ],
  )
}

const suffixes = (k: Kit): Lines => {
  const { rng } = k
  const [sizes, counts] = [k.id("sizes", "total_bytes", "weight"), k.id("counts", "files", "how_many")]
  const skip = rng.sample([".git", ".cache", "node_modules", ".venv", "__pycache__", ".local", "snap"], rng.between(2, 4))
  const least = k.constant("least", "min_files", "at_least")
  return k.script(
    ["import os", "import sys", "from collections import Counter"],
    [`SKIP = {${skip.map(k.s).join(", ")}}`, `${least} = ${rng.between(2, 25)}`, `top = ${argumentOr(k, k.home)}`],
    [],
    [
      `${sizes}, ${counts} = Counter(), Counter()`,
      ...k.block("for folder, dirs, names in os.walk(top):", gap, `dirs[:] = ${rng.pick(["[d for d in dirs if d not in SKIP]", "sorted(set(dirs) - SKIP)"])}`, ...k.block("for name in names:", `ext = os.path.splitext(name)[1].lower() or ${k.s(rng.pick(["-", "(none)", "none"]))}`, `${counts}[ext] += 1`, `${sizes}[ext] += os.lstat(os.path.join(folder, name)).st_size`)),
      ...k.block(`for ext, size in ${sizes}.most_common():`, ...k.block(`if ${counts}[ext] >= ${least}:`, `print(${k.f(`{ext:<${rng.between(8, 14)}}{${counts}[ext]:${rng.between(6, 9)}d}{size / 1e6:12.${rng.between(1, 2)}f} MB`)})`)),
      ...k.maybe(60, `print(${k.s(k.noun)}, sum(${counts}.values()))`),
    ],
  )
}

const differ = (k: Kit): Lines => {
  const { rng } = k
  const context = k.constant("context", "around", "n_lines")
  const [one, two] = [k.id("one", "left", "old"), k.id("two", "right", "new")]
  return k.script(
    ["import difflib", "import sys"],
    [`${context} = ${rng.between(0, 5)}`, `IGNORE = (${rng.sample(["#", ";", "//", "--"], rng.between(2, 3)).map(k.s).join(", ")})`],
    k.block("def lines(path):", ...k.block(`with open(path, errors=${k.s("replace")}) as f:`, gap, `text = [x.${rng.pick(["rstrip()", "strip()"])} for x in f]`), `return [x for x in text if x and not x.lstrip().startswith(IGNORE)]`),
    [
      ...k.block("if len(sys.argv) != 3:", `sys.exit(${k.s(rng.pick(["two files, please", "usage: old new", "which two files?"]))})`),
      `${one}, ${two} = (lines(p) for p in sys.argv[1:])`,
      `changes = list(difflib.unified_diff(${one}, ${two}, *sys.argv[1:], lineterm=${k.s("")}, n=${context}))`,
      ...k.block("for x in changes:", "print(x)"),
      `${rng.pick(["print(len(changes), file=sys.stderr)", "sys.exit(bool(changes))", "sys.exit(1 if changes else 0)"])}`,
    ],
  )
}

const totals = (k: Kit): Lines => {
  const { rng } = k
  const [sums, n] = [k.id("sums", "totals", "per_customer"), k.id("n", "count", "lines_read")]
  const by = rng.pick(["customer", "supplier", "cost_centre", "account", "month", "owner"])
  const amount = rng.pick(["amount", "net", "gross", "total", "price"])
  const least = k.constant("least", "cutoff", "min_amount")
  return k.script(
    ["import csv", "import sys", "from collections import defaultdict", "from decimal import Decimal"],
    [`${least} = ${rng.pick([0, 10, 25, 50, 100, 250, 500])}`, `BY, AMOUNT = ${k.s(by)}, ${k.s(amount)}`],
    k.block("def money(text):", `text = text.replace(${k.s(" ")}, ${k.s("")})`, ...k.block(`if ${k.s(",")} in text[-3:]:`, `text = text.replace(${k.s(".")}, ${k.s("")}).replace(${k.s(",")}, ${k.s(".")})`), `return Decimal(text.replace(${k.s(",")}, ${k.s("")}) or 0)`),
    [
      `${sums} = defaultdict(Decimal)`,
      `${n} = 0`,
      ...k.block("for path in sys.argv[1:]:", ...k.block(`with ${opening(k, "path")} as f:`, ...k.block(`for row in csv.DictReader(f${rng.pick([", delimiter=';'", ""])}):`, `${sums}[row[BY].strip()] += money(row[AMOUNT])`, `${n} += 1`))),
      gap,
      ...k.block(`for name in sorted(${sums}, key=${rng.pick([`${sums}.get, reverse=True`, "str.lower", `lambda x: -${sums}[x]`])}):`, ...k.block(`if ${sums}[name] >= ${least}:`, `print(${k.f(`{name:<${rng.between(20, 36)}}{${sums}[name]:12.2f}`)})`)),
      `print(${k.f(`{${n}} ${k.noun}, {sum(${sums}.values()):.2f}`)})`,
    ],
  )
}

const due = (k: Kit): Lines => {
  const { rng } = k
  const soon = k.constant("soon_days", "ahead", "look_ahead")
  const [today, rows] = [k.id("today", "now"), k.id("rows", "found", "soon")]
  return k.script(
    ["import csv", "import sys", "from datetime import datetime, timedelta"],
    [`${soon} = ${rng.pick([7, 10, 14, 21, 30, 45, 60, 90])}`, `FORMATS = (${rng.sample(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d.%m.%y"], rng.between(2, 3)).map(k.s).join(", ")})`],
    k.block("def parse(text):", ...k.block("for form in FORMATS:", ...k.block("try:", "return datetime.strptime(text.strip(), form)"), ...k.block("except ValueError:", rng.pick(["pass", "continue"]))), "return None"),
    [
      `${today} = datetime.now()`,
      `${rows} = []`,
      ...k.block(`with ${opening(k, "sys.argv[1]")} as f:`, ...k.block("for row in csv.reader(f):", "when = parse(row[-1])", gap, ...k.block(`if when and ${today} - timedelta(days=1) < when < ${today} + timedelta(days=${soon}):`, `${rows}.append((when, row[0]))`))),
      ...k.block(`for when, name in sorted(${rows}):`, `print(when.strftime(${k.s(rng.pick(["%d.%m.", "%a %d %b", "%F", "%d/%m"]))}), (when - ${today}).days, name)`),
    ],
  )
}

const json = (k: Kit): Lines => {
  const { rng } = k
  const fields = rng.sample(["id", "name", "state", "owner", "created", "size", "version", "team", "total", "kind", "code", "region"], rng.between(3, 6))
  const [data, item] = [k.id("data", "doc", "content"), k.id("item", "entry", "x")]
  const limit = k.constant("limit", "max_rows", "cut")
  return k.script(
    ["import csv", "import json", "import sys"],
    [`FIELDS = [${fields.map(k.s).join(", ")}]`, `${limit} = ${rng.pick([50, 100, 200, 250, 500, 1000])}`],
    [],
    [
      ...k.block(`with open(sys.argv[1]) as f:`, `${data} = json.load(f)`),
      ...k.block(`if isinstance(${data}, dict):`, gap, `${data} = ${data}.get(${k.s(rng.pick(["items", "data", "results", k.noun]))}, [])`),
      `out = csv.DictWriter(sys.stdout, FIELDS, extrasaction=${k.s("ignore")}${rng.pick(["", `, delimiter=${k.s(";")}`])})`,
      "out.writeheader()",
      ...k.block(`for ${item} in ${data}[:${limit}]:`, ...k.maybe(50, ...k.block(`if not ${item}.get(${k.s(fields[0]!)}):`, "continue")), `out.writerow({name: ${item}.get(name, ${k.s("")}) for name in FIELDS})`),
    ],
  )
}

const merge = (k: Kit): Lines => {
  const { rng } = k
  const [left, right, key] = [k.id("left", "base", "first"), k.id("right", "extra", "second"), k.id("column", "field", "on")]
  const missing = k.id("missing", "unmatched", "lost")
  return k.script(
    ["import csv", "import sys"],
    [`${key} = ${k.s(rng.pick(["id", "number", "mail", "code", "name", "ref"]))}`, `MAX_MISSING = ${rng.between(3, 40)}`],
    k.block("def load(path):", ...k.block(`with ${opening(k, "path")} as f:`, rng.pick([`return {r[${key}].strip(): r for r in csv.DictReader(f)}`, `return {row[${key}].strip().lower(): row for row in csv.DictReader(f)}`]))),
    [
      `${left}, ${right} = load(sys.argv[1]), load(sys.argv[2])`,
      `${missing} = sorted(set(${left}) - set(${right}))`,
      gap,
      ...k.block(`for name, row in ${left}.items():`, `row.update(${right}.get(name, {}))`),
      `names = sorted({c for row in ${left}.values() for c in row})`,
      `out = csv.DictWriter(sys.stdout, names, restval=${k.s(rng.pick(["", "-", "?"]))})`,
      "out.writeheader()",
      `out.writerows(${left}[name] for name in sorted(${left}))`,
      `print(len(${missing}), ${k.s(rng.pick(["without match", "not found", "only left"]))}, *${missing}[:MAX_MISSING], file=sys.stderr)`,
    ],
  )
}

const rename = (k: Kit): Lines => {
  const { rng } = k
  const root = k.constant("root", "folder", "inbox")
  const digits = k.constant("digits", "pad", "places")
  const ext = rng.sample([".pdf", ".jpg", ".png", ".docx", ".xlsx", ".tif"], rng.between(2, 4))
  const [path, target] = [k.id("path", "p", "old"), k.id("target", "new", "wanted")]
  return k.script(
    ["import re", "import sys", "from datetime import date", "from pathlib import Path"],
    [`${root} = Path(${argumentOr(k, `${k.home}/${rng.pick(["Downloads", "Documents", "Documents/scans"])}`)})`, `${digits} = ${rng.between(2, 5)}`, `TYPES = {${ext.map(k.s).join(", ")}}`],
    [],
    [
      "number = 0",
      ...k.block(`for ${path} in sorted(${root}.iterdir()):`, ...k.block(`if ${path}.suffix.lower() not in TYPES:`, "continue"), gap, "number += 1", `day = date.fromtimestamp(${path}.stat().st_mtime)`, `stem = re.sub(r${k.s(rng.pick(["[^a-z0-9]+", "\\s+", "[ _()]+"]))}, ${k.s(rng.pick(["-", "_"]))}, ${path}.stem.lower())`, `${target} = ${path}.with_name(${k.f(`{day:%Y%m%d}-{number:0{${digits}}d}-{stem}{${path}.suffix.lower()}`)})`, ...k.block(`if not ${target}.exists():`, `print(${path}.name, ${k.s("->")}, ${target}.name)`, `${path}.rename(${target})`)),
      `print(number, ${k.s(k.noun)})`,
    ],
  )
}

const office = ["office"] as const
const desk = ["office", "dev"] as const

export const routines: ReadonlyArray<Routine<Kit>> = [
  { purpose: "table", nouns: "contacts addresses suppliers prices columns samples datasets *", verbs: "clean fix import split prune convert", registers: desk, lines: table },
  { purpose: "tickets", nouns: "queues claims surveys changelog tests", verbs: "report summarize export collect list", registers: ["dev", "ops"], lines: tickets },
  { purpose: "hours", nouns: "timesheets attendance bookings", verbs: "report summarize count collect check", registers: office, lines: hours },
  { purpose: "loglines", nouns: "logs traces payloads mailq load sessions", verbs: "summarize count report watch check", registers: ["ops", "dev"], lines: loglines },
  { purpose: "ping", nouns: "hosts services endpoints interfaces uptime firewall certs dns", verbs: "check verify watch", registers: ["ops", "dev"], lines: ports },
  { purpose: "disks", nouns: "disks tmp mounts quotas shares snapshots backups", verbs: "check report list watch prune clean", registers: ["ops"], lines: disks },
  { purpose: "count", nouns: "*", verbs: "count summarize list watch collect report", registers: ["dev", "ops", "office"], lines: suffixes },
  { purpose: "configs", nouns: "migrations schema locales packages dns zones deps", verbs: "compare verify check", registers: ["ops", "dev"], lines: differ },
  { purpose: "totals", nouns: "invoices orders expenses receipts vouchers budgets forecasts stock deliveries metrics", verbs: "summarize report export count collect check", registers: office, lines: totals },
  { purpose: "due", nouns: "contracts certs leases bookings claims deliveries releases users", verbs: "check list watch send verify", registers: ["office", "ops"], lines: due },
  { purpose: "json", nouns: "payloads fixtures seeds endpoints metrics releases tags packages artifacts", verbs: "convert export fetch dump import", registers: ["dev"], lines: json },
  { purpose: "table", nouns: "* prices stock contacts surveys attendance", verbs: "merge sync update compare verify", registers: desk, lines: merge },
  { purpose: "rename", nouns: "receipts minutes images contracts vouchers artifacts", verbs: "rename archive convert fix", registers: office, lines: rename },
]
