/**
 * What programs leave behind in `/tmp`, under the names that their mkstemp templates give, with
 * what such a file holds after a crash or a forgotten clean-up. Often it is nothing.
 */
import type * as Effect from "effect/Effect"
import * as Lore from "../lore/Lore.ts"
import { Rng, type Stream } from "../rng/Rng.ts"
import type { Subject } from "./Subject.ts"

const letters = "abcdefghijklmnopqrstuvwxyz"
const alphanumeric = `${letters}${letters.toUpperCase()}0123456789`

type Body = (rng: Stream, subject: Subject) => ReadonlyArray<string>

interface Leftover {
  /** The fixed part of the template, by which a name is known again. */
  readonly matches: RegExp
  readonly weight: number
  readonly name: (rng: Stream) => string
  /** Who runs that program; the persona unless a daemon does. */
  readonly owner: "author" | "root" | "www-data"
  /** How many of a hundred are empty. */
  readonly emptyShare: number
  readonly body: Body
}

const two = (value: number): string => String(value).padStart(2, "0")

const repeat = (count: number, line: (index: number) => string): ReadonlyArray<string> =>
  Array.from({ length: count }, (_, index) => line(index))

const server = (rng: Stream, subject: Subject): Lore.LoreHost =>
  rng.pick(Lore.servers(subject.lore))

/** A clock time earlier today on the author's wall. */
const earlier = (rng: Stream, subject: Subject): string => {
  const minute = rng.between(0, Math.max(0, subject.local.minuteOfDay - 1))
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}:${two(rng.below(60))}`
}

const isoDay = ({ local }: Subject): string =>
  `${local.year}-${two(local.month)}-${two(local.dayOfMonth)}`

/** `df -P` as a script caught it. */
const diskTable: Body = (rng) => [
  "Filesystem     1024-blocks      Used Available Capacity Mounted on",
  ...rng
    .sample(["/", "/var", "/home", "/srv", "/boot", "/tmp"], rng.between(1, 4))
    .map((mount, at) => {
      const size = rng.between(900_000, 96_000_000)
      const percent = rng.between(7, 93)
      const used = Math.floor((size / 100) * percent)
      const cells = [
        String(size).padStart(11),
        String(used).padStart(9),
        String(size - used).padStart(9),
      ]
      return `${`/dev/sda${at + 1}`.padEnd(14)} ${cells.join(" ")} ${`${percent}%`.padStart(8)} ${mount}`
    }),
]

const hostList: Body = (rng, { lore }) => {
  const hosts = rng.sample(Lore.servers(lore), rng.between(3, 12))
  const wide = rng.chance(1, 2)
  return hosts.map((host) =>
    wide
      ? `${host.ip.padEnd(16)}${host.name.padEnd(14)}${rng.between(1, 99)}.${rng.between(100, 999)}`
      : `${host.name} ${rng.between(1, 90_000)}`,
  )
}

const folders = [
  "log",
  "cache",
  "lib",
  "spool",
  "backups",
  "mail",
  "tmp",
  "opt",
  "local",
  "lib/apt",
  "lib/dpkg",
  "cache/apt",
  "log/journal",
  "lib/systemd",
  "cache/man",
  "lib/postgresql",
  "log/nginx",
].map((folder) => `/var/${folder}`)

/** `du -k`, by name. */
const sizes: Body = (rng, subject) =>
  rng
    .sample([...folders, `/home/${subject.author.resident.login}`], rng.between(3, 14))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((place) => `${rng.between(1, 245_000) * 4}\t${place}`)

/** `uniq -c` over addresses. */
const counted: Body = (rng, { lore }) =>
  rng
    .sample(lore.hosts, rng.between(4, 16))
    .map(({ ip }) => `${String(rng.between(1, 4200)).padStart(7)} ${ip}`)

const sorted: Body = (rng, subject) =>
  [...counted(rng, subject), ...hostList(rng, subject)].sort((a, b) => (a < b ? -1 : 1))

const csvRows: Body = (rng, subject) => {
  const { lore } = subject
  const sep = rng.pick([",", ";", "\t"])
  return [
    ["id", "name", "amount", "ref"].join(sep),
    ...repeat(rng.between(2, 14), (index) =>
      [
        String(1000 + index + rng.between(0, 800) * 10),
        rng.pick(lore.customers),
        `${rng.between(4, 9800)}.${two(rng.below(100))}`,
        `${lore.tickets.prefix}-${Lore.newestTicket(lore, subject.local.day) - rng.below(90)}`,
      ].join(sep),
    ),
  ]
}

const jsonState: Body = (rng, subject) => {
  const host = server(rng, subject)
  const entries = [
    `"host": "${host.name}"`,
    `"pid": ${rng.between(800, 60_000)}`,
    `"started": "${isoDay(subject)}T${earlier(rng, subject)}"`,
    `"retries": ${rng.between(0, 7)}`,
    `"project": "${rng.pick(subject.lore.projects).name}"`,
    `"offset": ${rng.between(0, 9_000_000)}`,
    `"ok": ${rng.pick(["true", "false"])}`,
  ]
  const kept = rng.sample(entries, rng.between(3, 6))
  return rng.chance(1, 2) ? [`{${kept.join(", ")}}`] : ["{", `  ${kept.join(",\n  ")}`, "}"]
}

const logExcerpt: Body = (rng, subject) => {
  const times = repeat(rng.between(2, 12), () => earlier(rng, subject)).toSorted((a, b) =>
    a < b ? -1 : 1,
  )
  const { name } = server(rng, subject)
  return times.map(
    (time) =>
      `${isoDay(subject)} ${time} ${rng.pick([
        `INFO connect to ${name} took ${rng.between(3, 400)} ms`,
        `WARN connect to ${name} took ${rng.between(900, 9400)} ms`,
        `INFO ${rng.between(1, 900)} rows read, ${rng.between(0, 30)} skipped`,
        `WARN retry ${rng.between(1, 5)} of 5 in ${rng.between(1, 60)} s`,
        `DEBUG pool size ${rng.between(40, 64)}, ${rng.between(0, 40)} idle`,
        `INFO batch ${rng.between(1, 4000)} done in ${rng.between(20, 9000)} ms`,
        `ERROR batch ${rng.between(1, 4000)}: timeout after ${rng.between(5, 120)} s`,
      ])}`,
  )
}

const query: Body = (rng, subject) => {
  const table = rng.pick(["orders", "sessions", "events", "invoices", "jobs", "audit_log", "items"])
  const column = rng.pick(["state", "owner", "kind", "region", "created_at", "customer_id"])
  const since = `${subject.local.year}-${two(subject.local.month)}-01`
  return [
    `select ${column}, count(*) as n`,
    `  from ${table}`,
    ` where created_at >= '${since}'`,
    `   and ${rng.pick(["amount", "size", "retries", "duration_ms"])} > ${rng.between(1, 9000)}`,
    ` group by ${rng.pick(["1", column])}`,
    ...(rng.chance(2, 3) ? [` order by n desc limit ${rng.between(5, 200)};`] : [" order by 1;"]),
  ]
}

/** A command that somebody took into an editor. */
const command: Body = (rng, subject) => {
  const { name, services } = server(rng, subject)
  const service = services[0] ?? "ssh"
  const project = rng.pick(subject.lore.projects).name
  return [
    rng.pick([
      `for i in $(seq 1 ${rng.between(3, 90)}); do ssh ${name} uptime; sleep ${rng.between(2, 240)}; done`,
      `ssh ${name} 'journalctl -u ${service} --since "${rng.between(5, 900)} min ago"' | tail -n ${rng.between(5, 400)}`,
      `find ~ -name '*${project}*' -mtime -${rng.between(1, 90)} -size +${rng.between(10, 2000)}k | sort`,
      `rsync -av --dry-run --bwlimit=${rng.between(200, 9000)} ~/${project}/ ${name}:/srv/${project}/ | tail -n ${rng.between(5, 60)}`,
      `ssh ${name} du -xk /var | sort -rn | head -n ${rng.between(5, 90)} | awk '$1 > ${rng.between(1000, 99_000)} { print $2 }'`,
      `grep -h ${service} /var/log/syslog | tail -n ${rng.between(100, 90_000)} | cut -c1-${rng.between(20, 190)} | uniq -c`,
    ]),
  ]
}

const session: Body = (rng, subject) => {
  const { login } = subject.author.resident
  const fields = rng.sample(
    [
      `lang|s:2:"${subject.author.lexicon.language}";`,
      `last_seen|i:${subject.local.day * 86_400 + (subject.local.minuteOfDay - subject.local.offsetMinutes) * 60 - rng.between(5, 5400)};`,
      `page|i:${rng.between(1, 60)};`,
      `login|s:${login.length}:"${login}";`,
      `per_page|i:${rng.pick([10, 20, 25, 50, 100])};`,
    ],
    rng.between(1, 4),
  )
  return [`csrf|s:32:"${rng.hex(32)}";${fields.join("")}`]
}

const aptConfig: Body = (rng) => [
  'APT::Architecture "amd64";',
  'APT::Get::AllowUnauthenticated "0";',
  `Acquire::Retries "${rng.between(0, 4)}";`,
  `APT::Periodic::MinAge "${rng.between(1, 9)}";`,
  `Acquire::http::Dl-Limit "${rng.between(0, 9000)}";`,
  `APT::Cache-Start "${rng.between(20, 96) * 1_048_576}";`,
  `Acquire::http::Timeout "${rng.between(10, 120)}";`,
  `Dir::Cache::pkgcache "";`,
]

const mixed =
  (...bodies: ReadonlyArray<Body>): Body =>
  (rng, subject) =>
    rng.pick(bodies)(rng, subject)

const leftovers: ReadonlyArray<Leftover> = [
  {
    matches: /^tmp\./,
    weight: 30,
    name: (rng) => `tmp.${rng.chars(alphanumeric, 10)}`,
    owner: "author",
    emptyShare: 30,
    body: mixed(diskTable, hostList, sizes, counted, csvRows, logExcerpt),
  },
  {
    matches: /^tmp[a-z0-9_]{8}/,
    weight: 18,
    name: (rng) =>
      `tmp${rng.chars(`${letters}0123456789_`, 8)}${rng.pick(["", "", "", ".json", ".csv", ".txt"])}`,
    owner: "author",
    emptyShare: 25,
    body: mixed(jsonState, csvRows, logExcerpt),
  },
  {
    matches: /^sort/,
    weight: 10,
    name: (rng) => `sort${rng.chars(alphanumeric, 6)}`,
    owner: "author",
    emptyShare: 10,
    body: sorted,
  },
  {
    matches: /^bash-fc\./,
    weight: 9,
    name: (rng) => `bash-fc.${rng.chars(alphanumeric, 6)}`,
    owner: "author",
    emptyShare: 5,
    body: command,
  },
  {
    matches: /^psql\.edit\./,
    weight: 7,
    name: (rng) => `psql.edit.${rng.between(1200, 64_000)}.sql`,
    owner: "author",
    emptyShare: 5,
    body: query,
  },
  {
    matches: /^sql[A-Za-z0-9]{6}$/,
    weight: 4,
    name: (rng) => `sql${rng.chars(alphanumeric, 6)}`,
    owner: "author",
    emptyShare: 5,
    body: query,
  },
  {
    matches: /^lessf/,
    weight: 5,
    name: (rng) => `lessf${rng.chars(alphanumeric, 6)}`,
    owner: "author",
    emptyShare: 15,
    body: mixed(logExcerpt, sizes),
  },
  {
    matches: /^sh-thd\./,
    weight: 4,
    name: (rng) => `sh-thd.${rng.chars(alphanumeric, 6)}`,
    owner: "author",
    emptyShare: 10,
    body: mixed(hostList, query),
  },
  {
    matches: /^sess_/,
    weight: 6,
    name: (rng) => `sess_${rng.chars(`${letters}0123456789`, 26)}`,
    owner: "www-data",
    emptyShare: 35,
    body: session,
  },
  {
    matches: /^apt\.conf\./,
    weight: 4,
    name: (rng) => `apt.conf.${rng.chars(alphanumeric, 6)}`,
    owner: "root",
    emptyShare: 20,
    body: aptConfig,
  },
  {
    matches: /^(?:apt\.data|apt\.sig|fileutl\.message)\./,
    weight: 3,
    name: (rng) => `${rng.pick(["apt.data", "fileutl.message"])}.${rng.chars(alphanumeric, 6)}`,
    owner: "root",
    emptyShare: 100,
    body: () => [],
  },
]

export type Owner = Leftover["owner"]

/** A base name below `/tmp`, as the template of some program of that owner gives it. */
export const name = (rng: Stream, owner: Owner = "author"): string =>
  rng.weighted(leftovers, (leftover) => (leftover.owner === owner ? leftover.weight : 0)).name(rng)

const kindOf = (path: string): Leftover => {
  const base = path.slice(path.lastIndexOf("/") + 1)
  return leftovers.find(({ matches }) => matches.test(base)) ?? leftovers[0]!
}

/** Whose process made a file of that name: the persona's own, or a daemon's account. */
export const ownerOf = (path: string): Owner => kindOf(path).owner

/** The content of a leftover; the name in `subject.path` decides of what kind. */
export const create = (subject: Subject): Effect.Effect<string, never, Rng> =>
  Rng.draw((rng) => {
    const kind = kindOf(subject.path)
    if (rng.chance(kind.emptyShare, 100)) return ""
    if (subject.path.endsWith(".json")) return `${jsonState(rng, subject).join("\n")}\n`
    if (subject.path.endsWith(".csv")) return `${csvRows(rng, subject).join("\n")}\n`
    const lines = kind.body(rng, subject)
    // PHP writes its sessions without a line end
    return lines.length === 0 ? "" : lines.join("\n") + (kind.owner === "www-data" ? "" : "\n")
  })
