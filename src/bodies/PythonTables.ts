/** Python scripts over tables and exports: cleaning, sums, tickets, dates. Standard library only. */
import type { Kit } from "./Python.ts"
import type { Routine } from "./Routine.ts"
import { gap, type Lines } from "./Shell.ts"

const opening = (k: Kit, path: string, encoding = "utf-8"): string =>
  `open(${path}, ${k.rng.pick(["newline=''", `encoding=${k.s(encoding)}`, `encoding=${k.s("utf-8-sig")}, newline=''`])})`

const table = (k: Kit): Lines => {
  const { rng } = k
  const [rows, row, seen] = [
    k.id("rows", "out", "clean"),
    k.id("row", "r", "rec"),
    k.id("seen", "known", "ids"),
  ]
  const sep = k.constant("sep", "delimiter", "delim")
  const width = k.constant("width", "columns", "n_cols")
  const column = rng.pick(["number", "id", "name", "mail", "ref", "code", "item"])
  return k.script(
    ["import csv", "import sys"],
    [`${sep} = ${k.s(rng.pick([",", ";"]))}`, `${width} = ${rng.between(3, 14)}`],
    k.block(
      `def tidy(${row}):`,
      gap,
      `cells = [c.strip()${rng.pick(["", ".replace('\\xa0', ' ')", ".strip(' -')"])} for c in ${row}]`,
      `return cells[:${width}]`,
    ),
    [
      `${rows}, ${seen} = [], set()`,
      ...k.block(
        `with ${opening(k, "sys.argv[1]")} as f:`,
        ...k.block(
          `for ${row} in csv.reader(f, delimiter=${sep}):`,
          ...k.block(`if not any(${row}):`, "continue"),
          `${row} = tidy(${row})`,
          ...k.block(`if ${row}[0].lower() in ${seen}:`, "continue"),
          `${seen}.add(${row}[0].lower())`,
          `${rows}.append(${row})`,
        ),
      ),
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
  const states = rng.sample(
    ["open", "new", "waiting", "in progress", "reopened", "on hold"],
    rng.between(2, 4),
  )
  const old = k.constant("old_days", "stale_after", "max_days")
  return k.script(
    ["import csv", "import sys", "from collections import Counter", "from datetime import date"],
    [
      `STATES = {${states.map(k.s).join(", ")}}`,
      `${old} = ${rng.pick([10, 14, 20, 21, 30, 45, 60])}`,
    ],
    k.block(
      "def age(text):",
      `y, m, d = (int(x) for x in text[:10].split(${k.s("-")}))`,
      "return (date.today() - date(y, m, d)).days",
    ),
    [
      `${open}, stale = Counter(), []`,
      ...k.block(
        `with ${opening(k, "sys.argv[1]")} as f:`,
        ...k.block(
          `for ${row} in csv.DictReader(f${rng.pick([", delimiter=';'", ""])}):`,
          ...k.block(`if ${row}[${k.s("status")}].lower() not in STATES:`, "continue"),
          `${open}[${row}[${k.s("owner")}] or ${k.s(rng.pick(["nobody", "-", "none"]))}] += 1`,
          ...k.block(
            `if age(${row}[${k.s("updated")}]) > ${old}:`,
            `stale.append(${row}[${k.s("id")}])`,
          ),
        ),
      ),
      gap,
      ...k.block(
        `for who, n in ${open}.most_common(${rng.pick(["", "10", "15"])}):`,
        `print(${k.f(`{n:${rng.between(3, 6)}d}  {who}`)})`,
      ),
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
    k.block(
      "def number(text):",
      `text = text.strip().replace(${k.s(",")}, ${k.s(".")})`,
      ...k.block(
        `if ${k.s(":")} in text:`,
        `h, m = text.split(${k.s(":")})`,
        "return int(h) + int(m) / 60",
      ),
      "return float(text or 0)",
    ),
    [
      `${sums} = defaultdict(float)`,
      ...k.block(
        "for path in sys.argv[1:]:",
        ...k.block(
          `with ${opening(k, "path")} as f:`,
          ...k.block(
            "for row in csv.DictReader(f):",
            gap,
            `${sums}[row.get(${k.s("project")}) or DEFAULT] += number(row[${k.s("hours")}])`,
          ),
        ),
      ),
      `${total} = sum(${sums}.values())`,
      ...k.block(
        `for name, value in sorted(${sums}.items(), key=lambda x: ${rng.pick(["-x[1]", "x[0]", "(-x[1], x[0])"])}):`,
        `print(${k.f(`{name:<${rng.between(18, 30)}} {value:8.${rng.between(1, 2)}f}  {value / ${total}:5.0%}`)})`,
      ),
      `print(${k.s(rng.pick(["total", "sum", "all"]))}, round(${total}, 2), ${k.s("of")}, ${limit})`,
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
    [
      "import csv",
      "import sys",
      "from collections import defaultdict",
      "from decimal import Decimal",
    ],
    [
      `${least} = ${rng.pick([0, 10, 25, 50, 100, 250, 500])}`,
      `BY, AMOUNT = ${k.s(by)}, ${k.s(amount)}`,
    ],
    k.block(
      "def money(text):",
      `text = text.replace(${k.s(" ")}, ${k.s("")})`,
      ...k.block(
        `if ${k.s(",")} in text[-3:]:`,
        `text = text.replace(${k.s(".")}, ${k.s("")}).replace(${k.s(",")}, ${k.s(".")})`,
      ),
      `return Decimal(text.replace(${k.s(",")}, ${k.s("")}) or 0)`,
    ),
    [
      `${sums} = defaultdict(Decimal)`,
      `${n} = 0`,
      ...k.block(
        "for path in sys.argv[1:]:",
        ...k.block(
          `with ${opening(k, "path")} as f:`,
          ...k.block(
            `for row in csv.DictReader(f${rng.pick([", delimiter=';'", ""])}):`,
            `${sums}[row[BY].strip()] += money(row[AMOUNT])`,
            `${n} += 1`,
          ),
        ),
      ),
      gap,
      ...k.block(
        `for name in sorted(${sums}, key=${rng.pick([`${sums}.get, reverse=True`, "str.lower", `lambda x: -${sums}[x]`])}):`,
        ...k.block(
          `if ${sums}[name] >= ${least}:`,
          `print(${k.f(`{name:<${rng.between(20, 36)}}{${sums}[name]:12.2f}`)})`,
        ),
      ),
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
    [
      `${soon} = ${rng.pick([7, 10, 14, 21, 30, 45, 60, 90])}`,
      `FORMATS = (${rng.sample(["%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d.%m.%y"], rng.between(2, 3)).map(k.s).join(", ")})`,
    ],
    k.block(
      "def parse(text):",
      ...k.block(
        "for form in FORMATS:",
        ...k.block("try:", "return datetime.strptime(text.strip(), form)"),
        ...k.block("except ValueError:", rng.pick(["pass", "continue"])),
      ),
      "return None",
    ),
    [
      `${today} = datetime.now()`,
      `${rows} = []`,
      ...k.block(
        `with ${opening(k, "sys.argv[1]")} as f:`,
        ...k.block(
          "for row in csv.reader(f):",
          "when = parse(row[-1])",
          gap,
          ...k.block(
            `if when and ${today} - timedelta(days=1) < when < ${today} + timedelta(days=${soon}):`,
            `${rows}.append((when, row[0]))`,
          ),
        ),
      ),
      ...k.block(
        `for when, name in sorted(${rows}):`,
        `print(when.strftime(${k.s(rng.pick(["%d.%m.", "%a %d %b", "%F", "%d/%m"]))}), (when - ${today}).days, name)`,
      ),
    ],
  )
}

const json = (k: Kit): Lines => {
  const { rng } = k
  const fields = rng.sample(
    [
      "id",
      "name",
      "state",
      "owner",
      "created",
      "size",
      "version",
      "team",
      "total",
      "kind",
      "code",
      "region",
    ],
    rng.between(3, 6),
  )
  const [data, item] = [k.id("data", "doc", "content"), k.id("item", "entry", "x")]
  const limit = k.constant("limit", "max_rows", "cut")
  return k.script(
    ["import csv", "import json", "import sys"],
    [
      `FIELDS = [${fields.map(k.s).join(", ")}]`,
      `${limit} = ${rng.pick([50, 100, 200, 250, 500, 1000])}`,
    ],
    [],
    [
      ...k.block(`with open(sys.argv[1]) as f:`, `${data} = json.load(f)`),
      ...k.block(
        `if isinstance(${data}, dict):`,
        gap,
        `${data} = ${data}.get(${k.s(rng.pick(["items", "data", "results", k.noun]))}, [])`,
      ),
      `out = csv.DictWriter(sys.stdout, FIELDS, extrasaction=${k.s("ignore")}${rng.pick(["", `, delimiter=${k.s(";")}`])})`,
      "out.writeheader()",
      ...k.block(
        `for ${item} in ${data}[:${limit}]:`,
        ...k.maybe(50, ...k.block(`if not ${item}.get(${k.s(fields[0]!)}):`, "continue")),
        `out.writerow({name: ${item}.get(name, ${k.s("")}) for name in FIELDS})`,
      ),
    ],
  )
}

const merge = (k: Kit): Lines => {
  const { rng } = k
  const [left, right, key] = [
    k.id("left", "base", "first"),
    k.id("right", "extra", "second"),
    k.id("column", "field", "on"),
  ]
  const missing = k.id("missing", "unmatched", "lost")
  return k.script(
    ["import csv", "import sys"],
    [
      `${key} = ${k.s(rng.pick(["id", "number", "mail", "code", "name", "ref"]))}`,
      `MAX_MISSING = ${rng.between(3, 40)}`,
    ],
    k.block(
      "def load(path):",
      ...k.block(
        `with ${opening(k, "path")} as f:`,
        rng.pick([
          `return {r[${key}].strip(): r for r in csv.DictReader(f)}`,
          `return {row[${key}].strip().lower(): row for row in csv.DictReader(f)}`,
        ]),
      ),
    ),
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

export const routines: ReadonlyArray<Routine<Kit>> = [
  {
    purpose: "table",
    nouns: "contacts addresses suppliers prices columns samples datasets *",
    verbs: "clean fix import split prune convert",
    registers: ["office", "dev"],
    lines: table,
  },
  {
    purpose: "tickets",
    nouns: "queues claims surveys changelog tests",
    verbs: "report summarize export collect list",
    registers: ["dev", "ops"],
    lines: tickets,
  },
  {
    purpose: "hours",
    nouns: "timesheets attendance bookings",
    verbs: "report summarize count collect check",
    registers: ["office"],
    lines: hours,
  },
  {
    purpose: "totals",
    nouns: "invoices orders expenses receipts vouchers budgets forecasts stock deliveries metrics",
    verbs: "summarize report export count collect check",
    registers: ["office"],
    lines: totals,
  },
  {
    purpose: "due",
    nouns: "contracts certs leases bookings claims deliveries releases users",
    verbs: "check list watch send verify",
    registers: ["office", "ops"],
    lines: due,
  },
  {
    purpose: "json",
    nouns: "payloads fixtures seeds endpoints metrics releases tags packages artifacts",
    verbs: "convert export fetch dump import",
    registers: ["dev"],
    lines: json,
  },
  {
    purpose: "table",
    nouns: "* prices stock contacts surveys attendance",
    verbs: "merge sync update compare verify",
    registers: ["office", "dev"],
    lines: merge,
  },
]
