/** Python scripts over files, logs and hosts. Standard library only. */
import type { Kit } from "./Python.ts"
import type { Routine } from "./Routine.ts"
import { gap, type Lines } from "./Shell.ts"

const argumentOr = (k: Kit, fallback: string): string =>
  `sys.argv[1] if len(sys.argv) > 1 else ${k.s(fallback)}`

const loglines = (k: Kit): Lines => {
  const { rng } = k
  const [hits, line] = [k.id("hits", "counts", "per_hour"), k.id("line", "l", "entry")]
  const words = rng.sample(
    ["error", "timeout", "refused", "fatal", "denied", "reset", "critical", "failed", "panic"],
    rng.between(2, 5),
  )
  const top = k.constant("top", "show", "most")
  const path = rng.pick([
    "/var/log/syslog",
    "/var/log/nginx/error.log",
    "/var/log/mail.log",
    "/var/log/daemon.log",
    "/var/log/auth.log",
  ])
  return k.script(
    ["import re", "import sys", "from collections import Counter"],
    [
      `WORDS = re.compile(r${k.s(`\\b(${words.join("|")})\\b`)}, re.I)`,
      `${top} = ${rng.between(4, 20)}`,
      `path = ${argumentOr(k, path)}`,
    ],
    [],
    [
      `${hits}, samples = Counter(), {}`,
      ...k.block(
        `with open(path, errors=${k.s("replace")}) as f:`,
        ...k.block(
          `for ${line} in f:`,
          `m = WORDS.search(${line})`,
          ...k.block("if m is None:", "continue"),
          gap,
          `when = ${line}[:${rng.pick([9, 13])}]`,
          `${hits}[when, m.group(1).lower()] += 1`,
          `samples.setdefault(m.group(1).lower(), ${line}.strip()[:${rng.between(70, 160)}])`,
        ),
      ),
      ...k.block(
        `for (when, word), n in ${hits}.most_common(${top}):`,
        `print(${k.f(`{when}  {word:<${rng.between(9, 14)}}{n:${rng.between(4, 7)}d}`)})`,
      ),
      ...k.maybe(
        60,
        ...k.block("for word, text in sorted(samples.items()):", `print(${k.f("{word}: {text}")})`),
      ),
    ],
  )
}

const ports = (k: Kit): Lines => {
  const { rng } = k
  const hosts = k.hosts(rng.between(3, 7))
  const timeout = k.constant("timeout", "wait", "seconds")
  const [host, port, bad] = [
    k.id("host", "h", "name"),
    k.id("port", "p"),
    k.id("bad", "closed", "failed"),
  ]
  const pairs = hosts.map(
    (name) =>
      `(${k.s(name)}, ${rng.pick([22, 22, 25, 80, 443, 443, 993, 3306, 5432, 8080, 8443, 9100])}),`,
  )
  return k.script(
    ["import socket", "import sys"],
    [`${timeout} = ${rng.between(2, 9)}`, ...k.block("CHECKS = [", ...pairs), "]"],
    k.block(
      `def is_open(${host}, ${port}):`,
      ...k.block(
        "try:",
        ...k.block(
          `with socket.create_connection((${host}, ${port}), timeout=${timeout}):`,
          "return True",
        ),
      ),
      ...k.block("except OSError:", "return False"),
    ),
    [
      rng.chance(1, 2)
        ? `${bad} = [c for c in CHECKS if not is_open(*c)]`
        : `${bad} = [(${host}, ${port}) for ${host}, ${port} in CHECKS if not is_open(${host}, ${port})]`,
      gap,
      ...k.block(
        `for ${host}, ${port} in ${bad}:`,
        `print(${k.f(rng.pick([`{${host}}:{${port}} closed`, `no answer from {${host}} on {${port}}`, `{${host}} {${port}} -`]))})`,
      ),
      `sys.exit(1 if ${bad} else 0)`,
    ],
  )
}

const disks = (k: Kit): Lines => {
  const { rng } = k
  const limit = k.constant("limit", "warn_percent", "threshold")
  const paths = rng.sample(
    ["/", "/var", "/home", "/srv", "/tmp", "/boot", "/opt"],
    rng.between(2, 5),
  )
  const [path, used] = [k.id("path", "mount", "p"), k.id("used", "percent", "pct")]
  const days = k.constant("older_days", "days", "age_days")
  return k.script(
    ["import os", "import shutil", "import time"],
    [
      `${limit} = ${rng.between(70, 95)}`,
      `${days} = ${rng.pick([14, 30, 60, 90, 120])}`,
      `PATHS = [${paths.map(k.s).join(", ")}]`,
    ],
    k.block(
      "def large(top, least):",
      ...k.block(
        "for folder, _, names in os.walk(top):",
        ...k.block(
          "for name in names:",
          "full = os.path.join(folder, name)",
          ...k.block("try:", "st = os.lstat(full)"),
          ...k.block("except OSError:", "continue"),
          ...k.block("if st.st_size > least:", "yield st.st_size, st.st_mtime, full"),
        ),
      ),
    ),
    [
      ...k.block(
        `for ${path} in PATHS:`,
        `total, busy, free = shutil.disk_usage(${path})`,
        `${used} = 100 * busy // total`,
        ...k.block(
          `if ${used} >= ${limit}:`,
          `print(${k.f(`{${path}} {${used}}% {free >> 20} MB ${rng.pick(["free", "left", "to go"])}`)})`,
        ),
      ),
      gap,
      `old = time.time() - ${days} * 86400`,
      ...k.block(
        `for size, mtime, full in sorted(large(${k.s(k.home)}, ${rng.pick([5, 10, 20, 50, 100])} << 20), reverse=True)[:${rng.between(5, 25)}]:`,
        `print(size >> 20, ${k.s("MB")}, ${k.s(rng.pick(["old", "*", "unused?"]))} if mtime < old else ${k.s("")}, full)`,
      ),
    ],
  )
}

const suffixes = (k: Kit): Lines => {
  const { rng } = k
  const [sizes, counts] = [
    k.id("sizes", "total_bytes", "weight"),
    k.id("counts", "files", "how_many"),
  ]
  const skip = rng.sample(
    [".git", ".cache", "node_modules", ".venv", "__pycache__", ".local", "snap"],
    rng.between(2, 4),
  )
  const least = k.constant("least", "min_files", "at_least")
  return k.script(
    ["import os", "import sys", "from collections import Counter"],
    [
      `SKIP = {${skip.map(k.s).join(", ")}}`,
      `${least} = ${rng.between(2, 25)}`,
      `top = ${argumentOr(k, k.home)}`,
    ],
    [],
    [
      `${sizes}, ${counts} = Counter(), Counter()`,
      ...k.block(
        "for folder, dirs, names in os.walk(top):",
        gap,
        `dirs[:] = ${rng.pick(["[d for d in dirs if d not in SKIP]", "sorted(set(dirs) - SKIP)"])}`,
        ...k.block(
          "for name in names:",
          `ext = os.path.splitext(name)[1].lower() or ${k.s(rng.pick(["-", "(none)", "none"]))}`,
          `${counts}[ext] += 1`,
          `${sizes}[ext] += os.lstat(os.path.join(folder, name)).st_size`,
        ),
      ),
      ...k.block(
        `for ext, size in ${sizes}.most_common():`,
        ...k.block(
          `if ${counts}[ext] >= ${least}:`,
          `print(${k.f(`{ext:<${rng.between(8, 14)}}{${counts}[ext]:${rng.between(6, 9)}d}{size / 1e6:12.${rng.between(1, 2)}f} MB`)})`,
        ),
      ),
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
    [
      `${context} = ${rng.between(0, 5)}`,
      `IGNORE = (${rng.sample(["#", ";", "//", "--"], rng.between(2, 3)).map(k.s).join(", ")})`,
    ],
    k.block(
      "def lines(path):",
      ...k.block(
        `with open(path, errors=${k.s("replace")}) as f:`,
        gap,
        `text = [x.${rng.pick(["rstrip()", "strip()"])} for x in f]`,
      ),
      `return [x for x in text if x and not x.lstrip().startswith(IGNORE)]`,
    ),
    [
      ...k.block(
        "if len(sys.argv) != 3:",
        `sys.exit(${k.s(rng.pick(["two files, please", "usage: old new", "which two files?"]))})`,
      ),
      `${one}, ${two} = (lines(p) for p in sys.argv[1:])`,
      `changes = list(difflib.unified_diff(${one}, ${two}, *sys.argv[1:], lineterm=${k.s("")}, n=${context}))`,
      ...k.block("for x in changes:", "print(x)"),
      `${rng.pick(["print(len(changes), file=sys.stderr)", "sys.exit(bool(changes))", "sys.exit(1 if changes else 0)"])}`,
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
    [
      `${root} = Path(${argumentOr(k, `${k.home}/${rng.pick(["Downloads", "Documents", "Documents/scans"])}`)})`,
      `${digits} = ${rng.between(2, 5)}`,
      `TYPES = {${ext.map(k.s).join(", ")}}`,
    ],
    [],
    [
      "number = 0",
      ...k.block(
        `for ${path} in sorted(${root}.iterdir()):`,
        ...k.block(`if ${path}.suffix.lower() not in TYPES:`, "continue"),
        gap,
        "number += 1",
        `day = date.fromtimestamp(${path}.stat().st_mtime)`,
        `stem = re.sub(r${k.s(rng.pick(["[^a-z0-9]+", "\\s+", "[ _()]+"]))}, ${k.s(rng.pick(["-", "_"]))}, ${path}.stem.lower())`,
        `${target} = ${path}.with_name(${k.f(`{day:%Y%m%d}-{number:0{${digits}}d}-{stem}{${path}.suffix.lower()}`)})`,
        ...k.block(
          `if not ${target}.exists():`,
          `print(${path}.name, ${k.s("->")}, ${target}.name)`,
          `${path}.rename(${target})`,
        ),
      ),
      `print(number, ${k.s(k.noun)})`,
    ],
  )
}

export const routines: ReadonlyArray<Routine<Kit>> = [
  {
    purpose: "loglines",
    nouns: "logs traces payloads mailq load sessions",
    verbs: "summarize count report watch check",
    registers: ["ops", "dev"],
    lines: loglines,
  },
  {
    purpose: "ping",
    nouns: "hosts services endpoints interfaces uptime firewall certs dns",
    verbs: "check verify watch",
    registers: ["ops", "dev"],
    lines: ports,
  },
  {
    purpose: "disks",
    nouns: "disks tmp mounts quotas shares snapshots backups",
    verbs: "check report list watch prune clean",
    registers: ["ops"],
    lines: disks,
  },
  {
    purpose: "count",
    nouns: "*",
    verbs: "count summarize list watch collect report",
    registers: ["dev", "ops", "office"],
    lines: suffixes,
  },
  {
    purpose: "configs",
    nouns: "migrations schema locales packages dns zones deps",
    verbs: "compare verify check",
    registers: ["ops", "dev"],
    lines: differ,
  },
  {
    purpose: "rename",
    nouns: "receipts minutes images contracts vouchers artifacts",
    verbs: "rename archive convert fix",
    registers: ["office"],
    lines: rename,
  },
]
