/** A small made-up history: two or more deckies, a few people, and whatever names a test wants. */
import type { Decky } from "../../src/fleet/Decky.ts"
import type { HostProfile } from "../../src/host/HostProfile.ts"
import type { Lore } from "../../src/lore/Lore.ts"
import type { Resident } from "../../src/persona/Resident.ts"
import type {
  DeckyHistory,
  FileEvent,
  History,
  MailEvent,
  TrafficEvent,
  TreeEntry,
} from "../../src/tells/History.ts"
import * as Instant from "../../src/time/Instant.ts"

/** 2026-01-05T00:00:00Z, a Monday. */
export const start = 1_767_571_200_000

export interface Names {
  readonly person: string
  readonly file: string
  readonly body: string
  readonly subject: string
}

export const tame: Names = {
  person: "Ana Ruiz",
  file: "standup.md",
  body: "# Standup\n\n- call Ben\n- check the backup",
  subject: "Backup of db01",
}

/** Everything that would break out of a page or move a cursor. */
export const hostile: Names = {
  person: `</script><img src=x onerror="alert(1)">'&\u001b[31m\u202e`,
  file: `"><script>alert(2)</script>\u001b[2J.md`,
  body: "<!--<script>\n</script><script>alert(3)</script>\n]]>&amp;\r\n\u2028\u0000end",
  subject: `"]}</script><svg onload=alert(4)>`,
}

const deckyOf = (index: number): Decky => ({
  uuid: `decky-${String(index).padStart(2, "0")}`,
  name: `web-${index}`,
  hostname: `web-${index}`,
  ip: undefined,
  release: "debian-12",
  timezone: "Europe/Madrid",
  services: ["ssh", "imap"],
  role: "server",
  topologyId: undefined,
  personasFile: undefined,
  containers: {},
})

const residentOf = (name: string, login: string, uid: number, timezone: string): Resident => ({
  persona: {
    name,
    email: `${login}@corp.net`,
    role: "Engineer",
    tone: "direct",
    toneCustom: undefined,
    mannerisms: [],
    language: "en",
    signature: undefined,
    activeHours: { startMinute: 540, endMinute: 1080 },
    replyLatency: "normal",
    usesLlmsHeavily: false,
    timezone: undefined,
    weekendShare: undefined,
    holidays: undefined,
    leave: [],
    mailClient: undefined,
  },
  login,
  uid,
  timezone,
})

const hostOf = (decky: Decky, residents: ReadonlyArray<Resident>): HostProfile => ({
  decky,
  ip: "10.0.0.1",
  bootedAt: start,
  pids: { base: 1, perHour: 1, max: 1 },
  accounts: residents.map(({ login, uid, persona }) => ({
    login,
    uid,
    gid: uid,
    gecos: persona.name,
    home: `/home/${login}`,
    shell: "/bin/bash",
  })),
  crontab: [],
  timers: [],
  sshdRuns: true,
  rsyslogRuns: true,
  cronRuns: true,
  logsAreOurs: true,
})

const lore: Lore = {
  id: "fleet",
  organisation: "Corp",
  domain: "corp.net",
  hosts: [],
  projects: [],
  teams: [],
  vendors: [],
  customers: [],
  meetings: [],
  databases: [],
  tickets: { prefix: "OPS", atDayZero: 0, perDay: 1 },
  people: [],
  automation: "deploy",
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** A file of one person: born, edited `edits` times a day apart, perhaps removed. */
const life = (
  login: string,
  path: string,
  body: string,
  at: number,
  edits: number,
  isRemoved: boolean,
): ReadonlyArray<FileEvent> => {
  const event = (
    action: FileEvent["action"],
    step: number,
    text: string | undefined,
  ): FileEvent => ({
    at: at + step * Instant.dayMillis,
    action,
    class: path.endsWith(".sh") ? "script" : "note",
    persona: `${login}@corp.net`,
    path,
    mtime: Instant.make(at + step * Instant.dayMillis, 1234 + step),
    mode: 0o644,
    owner: login,
    group: login,
    bytes: text === undefined ? 0 : bytesOf(text).length,
    sha256: "00",
    body: text,
  })
  const texts = Array.from({ length: edits + 1 }, (_, step) =>
    [body, ...Array.from({ length: step }, (_, line) => `- item ${line + 1}`), ""].join("\n"),
  )
  return [
    ...texts.map((text, step) => event(step === 0 ? "create" : "edit", step, text)),
    ...(isRemoved ? [event("remove", edits + 1, undefined)] : []),
  ]
}

const mailOf = (
  index: number,
  at: number,
  subject: string,
  from: string,
  to: string,
): MailEvent => {
  const text = index === 0 ? "Hello,\nis it done?\n" : "Yes =C3=A9.\n\n> Hello,\n> is it done?\n"
  return {
    at,
    from,
    to: [to],
    messageId: `<${index}@corp.net>`,
    inReplyTo: index === 0 ? undefined : "<0@corp.net>",
    references: index === 0 ? [] : ["<0@corp.net>"],
    threadId: "thread-1",
    subject: index === 0 ? subject : `Re: ${subject}`,
    source:
      `From: ${from}\nTo: ${to}\nSubject: x\nDate: Mon, 5 Jan 2026 10:00:00 +0100\n` +
      "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n" +
      `Content-Transfer-Encoding: quoted-printable\n\n${text}`,
    deliveries: [{ mailbox: to, path: `/var/mail/${to}/${index}`, mtime: Instant.make(at, 1) }],
  }
}

const trafficOf = (index: number, to: string | undefined): TrafficEvent => ({
  at: start + index * Instant.hourMillis,
  to,
  toHost: to === undefined ? "db01" : "web-1",
  user: "ana",
  command: index % 2 === 0 ? "" : "uptime; df -h",
  durationSeconds: 30 + index,
  success: index !== 1,
})

const treeOf = (
  files: ReadonlyArray<FileEvent>,
  residents: ReadonlyArray<Resident>,
): ReadonlyArray<TreeEntry> => {
  const entries = new Map<string, TreeEntry>()
  const directory = (path: string, owner: string): void => {
    entries.set(path, {
      path,
      kind: "directory",
      mode: 0o755,
      owner,
      group: owner,
      mtime: Instant.make(start),
      read: () => new Uint8Array(),
    })
  }
  for (const path of ["/", "/home", "/var", "/var/log"]) directory(path, "root")
  for (const { login } of residents)
    for (const path of [`/home/${login}`, `/home/${login}/notes`]) directory(path, login)
  for (const { path, action, body, mode, owner, group, mtime } of files)
    if (action === "remove") entries.delete(path)
    else
      entries.set(path, {
        path,
        kind: "file",
        mode,
        owner,
        group,
        mtime,
        read: () => bytesOf(body ?? ""),
      })
  const syslog = Array.from({ length: 400 }, (_, line) => `Jan  5 10:00:00 web CRON[${line}]: x\n`)
  entries.set("/var/log/syslog", {
    path: "/var/log/syslog",
    kind: "file",
    mode: 0o640,
    owner: "root",
    group: "adm",
    mtime: Instant.make(start + Instant.dayMillis),
    read: () => bytesOf(syslog.join("")),
  })
  return [...entries.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
}

const deckyHistory = (index: number, names: Names): DeckyHistory => {
  const decky = deckyOf(index)
  const residents = [
    residentOf(names.person, "ana", 1001, "Europe/Madrid"),
    residentOf("Ben Okafor", "ben", 1002, "America/New_York"),
  ]
  const nine = start + 8 * Instant.hourMillis
  const files = [
    ...life("ana", `/home/ana/notes/${names.file}`, names.body, nine, 3, false),
    ...life("ana", "/home/ana/backup.sh", "#!/bin/sh\nset -e", nine + Instant.hourMillis, 1, false),
    ...life("ben", "/home/ben/notes/todo.md", "- one", nine + 6 * Instant.hourMillis, 2, true),
  ].sort((a, b) => a.at - b.at || (a.path < b.path ? -1 : 1))
  return {
    decky,
    host: hostOf(decky, residents),
    lore,
    residents,
    bornAt: start,
    files,
    mails: [
      mailOf(0, nine + Instant.minuteMillis, names.subject, "ana@corp.net", "ben@corp.net"),
      mailOf(1, nine + 7 * Instant.hourMillis, names.subject, "ben@corp.net", "ana@corp.net"),
    ],
    traffic: [trafficOf(0, undefined), trafficOf(1, undefined), trafficOf(2, "decky-01")],
    tree: () => treeOf(files, residents),
  }
}

export const make = (count: number, names: Names = tame): History => ({
  start,
  end: start + 14 * Instant.dayMillis,
  afterHoursShare: 0,
  weekendShare: 0.03,
  deckies: Array.from({ length: count }, (_, index) => deckyHistory(index + 1, names)),
})

export const run = { seed: "1", days: 14, version: "0.1.0" } as const
