/**
 * A small history without findings, and the parts to plant a tell in it. Everything is mutable
 * until `finish` turns it into the history that the tells read.
 */
import type { Decky } from "../../src/fleet/Decky.ts"
import type { CronJob, HostProfile } from "../../src/host/HostProfile.ts"
import type { Lore } from "../../src/lore/Lore.ts"
import * as Persona from "../../src/persona/Persona.ts"
import type { Resident } from "../../src/persona/Resident.ts"
import type { ContentClass } from "../../src/taxonomy/ContentClass.ts"
import type {
  DeckyHistory,
  FileEvent,
  History,
  MailEvent,
  TrafficEvent,
  TreeEntry,
} from "../../src/tells/History.ts"
import * as Instant from "../../src/time/Instant.ts"

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

export interface Extra {
  path: string
  bytes: Uint8Array
  mtime: Instant.Instant
  mode: number
  owner: string
  group: string
}

export interface Place {
  readonly decky: Mutable<Decky>
  readonly host: Mutable<HostProfile>
  lore: Lore
  residents: Array<Resident>
  bornAt: number
  readonly files: Array<Mutable<FileEvent>>
  readonly mails: Array<Mutable<MailEvent>>
  readonly traffic: Array<Mutable<TrafficEvent>>
  /** Lines of each file in `/var/log`, joined at the end; its mtime is that of the last line. */
  readonly logs: Map<string, Array<string>>
  /** What stands at a delivery's path: copies differ by their delivery headers. */
  readonly copies: Map<string, string>
  /** Files that no event wrote. */
  readonly extras: Array<Extra>
  /** A directory's mtime, where it is not that of its newest entry. */
  readonly directories: Map<string, Instant.Instant>
}

export interface World {
  afterHoursShare: number
  weekendShare: number
  readonly atlas: Place
  readonly web: Place
}

const encoder = new TextEncoder()
export const bytesOf = (text: string): Uint8Array => encoder.encode(text)

/** Local time in Berlin, which is an hour east of UTC throughout these two weeks. */
export const at = (local: string): number => Instant.parseIso(`${local}+01:00`)!.ms

export const start = at("2026-03-02T00:00:00.000")
export const end = at("2026-03-16T00:00:00.000")

let counter = 0

/** A moment to the nanosecond that no other call of this process returns. */
export const instant = (ms: number): Instant.Instant => {
  counter += 1
  return Instant.make(ms, 1 + ((counter * 7919) % 999_983))
}

const lore: Lore = {
  id: "pool",
  organisation: "Nordwind",
  domain: "nordwind.net",
  hosts: ["atlas", "web-01", "web-02", "db-01"].map((name, index) => ({
    name,
    kind: "app",
    ip: `10.20.0.${10 + index}`,
    services: ["ssh"],
  })),
  projects: [{ name: "ledger-migration", team: "platform", branches: ["main"] }],
  teams: ["platform"],
  vendors: ["Halden"],
  customers: ["Brightwater"],
  meetings: ["standup"],
  databases: ["ledger"],
  tickets: { prefix: "OPS", atDayZero: -60_000, perDay: 3 },
  people: [
    { name: "Ana Ruiz", email: "ana.ruiz@nordwind.net" },
    { name: "Ben Kehl", email: "ben.kehl@nordwind.net" },
    { name: "Carla Pohl", email: "carla.pohl@nordwind.net" },
  ],
  automation: "deploy",
}

export const resident = (
  login: string,
  uid: number,
  entry: Pick<Persona.Entry, "name" | "email"> & Partial<Persona.Entry>,
): Resident => ({
  persona: Persona.fromEntry({ role: "administrator", ...entry }, "en"),
  login,
  uid,
  timezone: "Europe/Berlin",
})

const hourly: CronJob = {
  id: "hourly",
  user: "root",
  minutes: [17],
  hours: Array.from({ length: 24 }, (_, hour) => hour),
  daysOfMonth: "*",
  months: "*",
  daysOfWeek: "*",
  command: "cd / && run-parts --report /etc/cron.hourly",
  table: "/etc/crontab",
}

const place = (hostname: string, ip: string, residents: ReadonlyArray<Resident>): Place => {
  const decky: Decky = {
    uuid: `uuid-${hostname}`,
    name: hostname,
    hostname,
    ip,
    release: "debian-12",
    timezone: "Europe/Berlin",
    services: ["ssh", "imap"],
    role: "server",
    topologyId: undefined,
    personasFile: undefined,
    containers: {},
  }
  return {
    decky,
    host: {
      decky,
      ip,
      bootedAt: start - Instant.dayMillis,
      pids: { base: 900, perHour: 90, max: 4_194_304 },
      accounts: residents.map(({ login, uid, persona }) => ({
        login,
        uid,
        gid: uid,
        gecos: persona.name,
        home: `/home/${login}`,
        shell: "/bin/bash",
      })),
      crontab: [hourly],
      timers: [],
      sshdRuns: true,
      rsyslogRuns: true,
      cronRuns: true,
      logsAreOurs: true,
    },
    lore,
    residents: [...residents],
    bornAt: start,
    files: [],
    mails: [],
    traffic: [],
    logs: new Map(),
    copies: new Map(),
    extras: [],
    directories: new Map(),
  }
}

export interface FileOptions {
  readonly action?: FileEvent["action"]
  readonly class?: ContentClass
  readonly login?: string
  readonly mtime?: Instant.Instant
  readonly mode?: number
  readonly owner?: string
}

/** Writes a file as somebody of the decky; `path` is relative to his home or absolute. */
export const file = (
  here: Place,
  path: string,
  when: string | number,
  body: string | undefined,
  options: FileOptions = {},
): Mutable<FileEvent> => {
  const who = here.residents.find(({ login }) => login === options.login) ?? here.residents[0]!
  const ms = typeof when === "number" ? when : at(when)
  const event: Mutable<FileEvent> = {
    at: ms,
    action: options.action ?? "create",
    class: options.class ?? "note",
    persona: who.persona.email,
    path: path.startsWith("/") ? path : `/home/${who.login}/${path}`,
    mtime: options.mtime ?? instant(ms),
    mode: options.mode ?? 0o644,
    owner: options.owner ?? who.login,
    group: options.owner ?? who.login,
    bytes: body === undefined ? 0 : bytesOf(body).length,
    sha256: "",
    body,
  }
  here.files.push(event)
  return event
}

const two = (value: number): string => String(value).padStart(2, "0")
const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
const months = ["Jan", "Feb", "Mar", "Apr"]

const rfcDate = (ms: number): string => {
  const local = new Date(ms + Instant.hourMillis)
  const clock = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()]
    .map(two)
    .join(":")
  const month = months[local.getUTCMonth()]
  return `${weekdays[local.getUTCDay()]}, ${local.getUTCDate()} ${month} ${local.getUTCFullYear()} ${clock} +0100`
}

export interface MailOptions {
  readonly from: string
  readonly to: string
  readonly when: string | number
  readonly subject: string
  readonly body: string
  readonly parent?: MailEvent
  readonly domain?: string
  /** Changes the source before it is delivered. */
  readonly source?: (source: string) => string
  readonly sent?: boolean
  readonly flags?: string
}

/** Sends a mail between two of a decky, whole with its deliveries. */
export const mail = (here: Place, options: MailOptions): MailEvent => {
  const ms =
    Math.floor((typeof options.when === "number" ? options.when : at(options.when)) / 1000) * 1000
  counter += 1
  const tag = `${counter.toString(36)}kq${(counter * 7919).toString(36)}`
  const id = `<${tag}@${options.domain ?? "nordwind.net"}>`
  const { parent } = options
  const references = parent === undefined ? [] : [...parent.references, parent.messageId]
  const plain = [
    `Date: ${rfcDate(ms)}`,
    `From: ${options.from}@nordwind.net`,
    `To: ${options.to}@nordwind.net`,
    `Message-ID: ${id}`,
    ...(parent === undefined
      ? []
      : [`In-Reply-To: ${parent.messageId}`, `References: ${references.join(" ")}`]),
    `Subject: ${options.subject}`,
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=us-ascii",
    "",
    options.body,
    "",
  ].join("\n")
  const own = options.source?.(plain) ?? plain
  const received = `Return-Path: <${options.from}@nordwind.net>\nDelivered-To: ${options.to}@nordwind.net\n${own}`
  const deliver = (mailbox: string, folder: string, millis: number, flags: string) => {
    const mtime = instant(ms + millis)
    const source = folder === "" ? received : own
    const [size, feeds] = [bytesOf(source).length, source.split("\n").length - 1]
    const name = `${Math.floor(mtime.ms / 1000)}.M${mtime.ns}P77.${here.decky.hostname},S=${size},W=${size + feeds}:2,${flags}`
    const root = `/var/mail/vhosts/nordwind.net/${mailbox}/Maildir`
    const path = `${root}${folder}/cur/${name}`
    here.copies.set(path, source)
    return { mailbox: `${mailbox}@nordwind.net`, path, mtime }
  }
  const event: MailEvent = {
    at: ms,
    from: `${options.from}@nordwind.net`,
    to: [`${options.to}@nordwind.net`],
    messageId: id,
    inReplyTo: parent?.messageId,
    references,
    threadId: parent?.threadId ?? tag,
    subject: options.subject,
    source: received,
    deliveries: [
      deliver(options.to, "", 1432, options.flags ?? "S"),
      ...(options.sent === false ? [] : [deliver(options.from, "/.Sent", 2871, "S")]),
    ],
  }
  here.mails.push(event)
  return event
}

const iso = (ms: number, micros: number): string =>
  new Date(ms + Instant.hourMillis)
    .toISOString()
    .replace("Z", `${String(micros).padStart(3, "0")}+01:00`)

/** A line as Debian 12 writes it. */
export const line = (here: Place, ms: number, tag: string, message: string): string => {
  counter += 1
  return `${iso(ms, 1 + (counter % 998))} ${here.decky.hostname} ${tag}: ${message}`
}

export const log = (here: Place, name: string, ...lines: ReadonlyArray<string>): void => {
  const path = `/var/log/${name}`
  here.logs.set(path, [...(here.logs.get(path) ?? []), ...lines])
}

/** The three lines of an hourly cron job. */
export const cronRun = (here: Place, ms: number, pid: number): void => {
  const open = `pam_unix(cron:session): session opened for user root(uid=0) by (uid=0)`
  log(here, "auth.log", line(here, ms + 51, `CRON[${pid}]`, open))
  log(here, "cron.log", line(here, ms + 53, `CRON[${pid + 1}]`, `(root) CMD (${hourly.command})`))
  const close = "pam_unix(cron:session): session closed for user root"
  log(here, "auth.log", line(here, ms + 66, `CRON[${pid}]`, close))
}

/** A login on `there` from `here`, as both ends tell it. */
export const session = (here: Place, there: Place, ms: number, pid: number): void => {
  const user = there.residents[0]!.login
  here.traffic.push({
    at: ms,
    to: there.decky.uuid,
    toHost: there.decky.hostname,
    user,
    command: "uptime",
    durationSeconds: 21,
    success: true,
  })
  const from = `${here.host.ip} port 50122`
  const tag = `sshd[${pid}]`
  log(
    there,
    "auth.log",
    line(
      there,
      ms + 804,
      tag,
      `Accepted publickey for ${user} from ${from} ssh2: ED25519 SHA256:x`,
    ),
    line(
      there,
      ms + 811,
      tag,
      `pam_unix(sshd:session): session opened for user ${user}(uid=1000) by (uid=0)`,
    ),
    line(there, ms + 21_900, tag, `pam_unix(sshd:session): session closed for user ${user}`),
  )
}

const entriesOf = (here: Place): ReadonlyArray<TreeEntry> => {
  const files = new Map<string, TreeEntry>()
  const changed = new Map<string, Instant.Instant>()
  const touch = (path: string, mtime: Instant.Instant) => {
    const parent = path.slice(0, path.lastIndexOf("/")) || "/"
    const before = changed.get(parent)
    if (before === undefined || Instant.isBefore(before, mtime)) changed.set(parent, mtime)
    if (parent !== "/" && !changed.has(parent.slice(0, parent.lastIndexOf("/")) || "/"))
      touch(parent, mtime)
  }
  const add = (path: string, extra: Omit<Extra, "path" | "bytes">, bytes: () => Uint8Array) => {
    files.set(path, { path, kind: "file", ...extra, read: bytes })
    touch(path, extra.mtime)
  }
  for (const { action, path, mtime, at: ms, mode, owner, group, body } of here.files) {
    if (action === "remove") {
      files.delete(path)
      touch(path, Instant.make(ms))
    } else add(path, { mtime, mode, owner, group }, () => bytesOf(body ?? ""))
  }
  for (const { deliveries } of here.mails)
    for (const { path, mtime } of deliveries)
      add(path, { mtime, mode: 0o600, owner: "vmail", group: "vmail" }, () =>
        bytesOf(here.copies.get(path)!),
      )
  for (const [path, lines] of here.logs) {
    const stamp = Instant.parseIso((lines.at(-1) ?? "").split(" ")[0]!) ?? Instant.make(end - 1)
    const mtime = Instant.make(stamp.ms, stamp.ns + 1 + (files.size % 900))
    add(path, { mtime, mode: 0o640, owner: "root", group: "adm" }, () =>
      bytesOf(lines.join("\n") + "\n"),
    )
  }
  for (const { path, bytes, ...rest } of here.extras) add(path, rest, () => bytes)
  const directories = [...changed].map(([path, mtime]): TreeEntry => {
    const login = /^\/home\/([^/]+)/.exec(path)?.[1]
    const owner = login ?? (path.startsWith("/var/mail/vhosts/") ? "vmail" : "root")
    return {
      path,
      kind: "directory",
      mode: path.endsWith("/.ssh") ? 0o700 : 0o755,
      owner,
      group: owner,
      mtime: here.directories.get(path) ?? mtime,
      read: () => new Uint8Array(),
    }
  })
  return [...files.values(), ...directories].sort((a, b) => (a.path < b.path ? -1 : 1))
}

const finishPlace = (here: Place): DeckyHistory => ({
  decky: here.decky,
  host: here.host,
  lore: here.lore,
  residents: here.residents,
  bornAt: here.bornAt,
  files: [...here.files].sort((a, b) => a.at - b.at),
  mails: [...here.mails].sort((a, b) => a.at - b.at),
  traffic: [...here.traffic].sort((a, b) => a.at - b.at),
  tree: () => entriesOf(here),
})

export const extra = (
  path: string,
  text: string,
  ms: number,
  over: Partial<Extra> = {},
): Extra => ({
  path,
  bytes: bytesOf(text),
  mtime: instant(ms),
  mode: 0o640,
  owner: "root",
  group: "adm",
  ...over,
})

const furnish = ({ atlas, web }: World): void => {
  file(
    atlas,
    "notes/standup.md",
    "2026-03-03T10:14:33.127",
    "Ledger import is slower than it was before the change.\nAsk Ben.\n",
  )
  file(
    atlas,
    "notes/standup.md",
    "2026-03-04T11:02:09.551",
    "Ledger import is slower than it was before the change.\nBen looks at it, see OPS-1482.\n",
    { action: "edit" },
  )
  file(
    atlas,
    "bin/rotate-certs.sh",
    "2026-03-05T14:41:52.018",
    '#!/bin/sh\n# renew what runs out\nfor name in a b; do\n  if [ -n "$name" ]; then echo "$name"; fi\ndone\n',
    { class: "script", mode: 0o755 },
  )
  file(
    web,
    "TODO.md",
    "2026-03-03T15:20:41.733",
    "- [ ] call Halden about the spare disks for db-01\n- [ ] read the logs\n",
    { class: "todo" },
  )
  const first = mail(atlas, {
    from: "ana.ruiz",
    to: "ben.kehl",
    when: "2026-03-03T09:31:12",
    subject: "certificate on web-01",
    body: "Hi Ben,\n\nthe certificate on web-01 ends soon, can you have a look?\n\nAna",
  })
  mail(atlas, {
    from: "ben.kehl",
    to: "ana.ruiz",
    when: "2026-03-03T10:44:57",
    subject: "Re: certificate on web-01",
    body: "Hi Ana,\n\nwill do that tomorrow after the first coffee.\n\nBen\n\nOn 2026-03-03 09:31, Ana wrote:\n> the certificate on web-01 ends soon, can you have a look?",
    parent: first,
  })
  for (const [index, hour] of ["08", "09", "10"].entries()) {
    cronRun(atlas, at(`2026-03-03T${hour}:17:01.000`), 3000 + 90 * index)
    cronRun(web, at(`2026-03-03T${hour}:17:01.000`), 5100 + 90 * index)
  }
  session(atlas, web, at("2026-03-03T10:40:11.307"), 5310)
  atlas.extras.push(
    extra(
      "/home/ana/.ssh/known_hosts",
      "web-01 ssh-ed25519 AAAAC3\n",
      at("2026-03-03T10:40:12.000"),
      { mode: 0o600, owner: "ana", group: "ana" },
    ),
  )
}

export const world = (): World => {
  const ana = resident("ana", 1000, { name: "Ana Ruiz", email: "ana.ruiz@nordwind.net" })
  const ben = resident("ben", 1001, {
    name: "Ben Kehl",
    email: "ben.kehl@nordwind.net",
    language: "de",
  })
  const carla = resident("carla", 1000, { name: "Carla Pohl", email: "carla.pohl@nordwind.net" })
  const made: World = {
    afterHoursShare: 0,
    weekendShare: 0.03,
    atlas: place("atlas", "10.20.0.10", [ana, ben]),
    web: place("web-01", "10.20.0.11", [carla]),
  }
  furnish(made)
  return made
}

export const finish = (made: World): History => ({
  start,
  end,
  afterHoursShare: made.afterHoursShare,
  weekendShare: made.weekendShare,
  deckies: [finishPlace(made.atlas), finishPlace(made.web)],
})

/** The clean history, changed. */
export const history = (change: (made: World) => void = () => undefined): History => {
  const made = world()
  change(made)
  return finish(made)
}

/** `index` as a word that no other index has: no text repeats and no name has digits. */
export const code = (index: number): string =>
  [index % 20, Math.floor(index / 20) % 20, Math.floor(index / 400) % 20]
    .map((digit) => "bcdfghjklmnprstvwxyz"[digit]! + "aeiou"[digit % 5]!)
    .join("")

/** The `index`-th of `count` moments, spread over the working days and hours of both weeks. */
export const workday = (index: number, count: number, second = (index * 37) % 60): number => {
  const days = [2, 3, 4, 5, 6, 9, 10, 11, 12, 13]
  const perDay = Math.ceil(count / days.length)
  const day = days[Math.floor(index / perDay)]!
  const minute = Math.floor(((index % perDay) * 530) / perDay)
  return (
    at(`2026-03-${two(day)}T09:02:00.000`) +
    minute * 60_000 +
    second * 1000 +
    ((index * 131) % 1000)
  )
}

/** So many notes of Ana's, each with a sentence of its own. */
export const notes = (
  here: Place,
  count: number,
  second?: (index: number) => number,
): Array<Mutable<FileEvent>> =>
  Array.from({ length: count }, (_, index) =>
    file(
      here,
      `notes/${here.decky.role}-${code(index)}.md`,
      workday(index, count, second?.(index)),
      `The ${code(index)} part of ${here.decky.hostname} needs another look from somebody soon\n`,
    ),
  )
