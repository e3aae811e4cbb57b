/** A made-up fleet in the forms that the API answers with. */
import { readFileSync } from "node:fs"

const day = 86_400_000
const hour = 3_600_000

/** Numbers below `most` that are the same at each run. */
const numbers = (seed: number) => {
  let state = seed >>> 0
  return (most: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * most)
  }
}

export const iso = (at: number): string => new Date(at).toISOString()

export interface Person {
  readonly name: string
  readonly email: string
  readonly role: string
}

export const people = JSON.parse(
  readFileSync(new URL("../../fixtures/personas.json", import.meta.url), "utf8"),
) as ReadonlyArray<Person & Readonly<Record<string, unknown>>>

const places = ["web", "db", "mail", "build", "git", "files", "jump", "dev", "ci", "print"]
const roles = ["server", "server", "mail", "server", "server", "server", "bastion", "workstation"]
const releases = ["debian-11", "debian-12", "ubuntu-22.04", "ubuntu-24.04"]

const lastActions = [
  ["file:edit", "/home/LOGIN/notes/switch-replacement.md"],
  ["file:create", "/home/LOGIN/todo.txt"],
  ["email:sent", "Re: backup window on Thursday"],
  ["ssh", "df -h /srv"],
  ["file:edit", "/home/LOGIN/bin/rotate-certs.sh"],
] as const

export const deckyName = (index: number): string =>
  `${places[index % places.length]!}-${String(Math.floor(index / places.length) + 1).padStart(2, "0")}`

export const deckyUuid = (index: number): string => `local:${deckyName(index)}`

export const decky = (index: number, now: number) => {
  const draw = numbers(index * 7919 + 13)
  const rate = draw(9) + 1
  const [action, what] = lastActions[draw(lastActions.length)]!
  const living = residents(index)
  const grown = files(index, now).filter(({ removed }) => removed === undefined)
  return {
    uuid: deckyUuid(index),
    name: deckyName(index),
    hostname: `${deckyName(index)}.tarnfield.net`,
    ip: `10.20.${Math.floor(index / 250)}.${(index % 250) + 2}`,
    services: index % 10 === 2 ? ["imap", "smtp"] : ["ssh"],
    role: roles[index % roles.length]!,
    release: releases[index % 4]!,
    source: index % 9 === 0 ? "topology" : "fleet",
    topology_id: index % 9 === 0 ? "t-1" : null,
    state: "running",
    people: living.length,
    last_action:
      index % 41 === 40
        ? null
        : {
            at: iso(now - draw(5 * hour)),
            action,
            what: what.replace("LOGIN", living[index % living.length]!.login),
          },
    activity: Array.from({ length: 24 }, (_, at) => {
      const local = (new Date(now).getUTCHours() + at + 1) % 24
      return local >= 8 && local < 18 ? draw(rate * 2) : draw(8) === 0 ? 1 : 0
    }),
    files: grown.length,
    touched: grown.filter((file) => file.touched).length,
    tokens: { planted: living.length, triggered: index % 90 === 3 ? 1 : 0 },
    ailing:
      index === 7
        ? { since: iso(now - 2 * hour), why: "the container does not answer; see docker logs" }
        : null,
    quiet:
      index === 12 ? { files: "nobody is in hours", mail: "fewer than two are in hours" } : null,
  }
}

export const heat = (
  from = 9,
  to = 17,
  seed = 5,
  most = 14,
): ReadonlyArray<ReadonlyArray<number>> => {
  const draw = numbers(seed)
  const isWithin = (at: number) => (from < to ? at >= from && at < to : at >= from || at < to)
  return Array.from({ length: 7 }, (_, weekday) =>
    Array.from({ length: 24 }, (__, at) =>
      weekday > 4 ? (isWithin(at) && draw(9) === 0 ? 1 : 0) : isWithin(at) ? 2 + draw(most) : 0,
    ),
  )
}

export interface MadeFile {
  readonly uuid: string
  readonly path: string
  readonly class: string
  readonly person: Person | undefined
  readonly owner: string
  readonly mode: string
  readonly bytes: number
  readonly born: number
  readonly changes: ReadonlyArray<number>
  readonly removed: number | undefined
  readonly touched: boolean
}

const loginOf = ({ email }: Person): string => {
  const [given = "", family = ""] = email.split("@")[0]!.split(".")
  return `${given[0] ?? ""}${family}`
}

const made: ReadonlyArray<readonly [string, string, string]> = [
  ["notes/switch-replacement.md", "note", "0644"],
  ["notes/meeting-2026-11-03.md", "note", "0644"],
  ["notes/backup-window.txt", "note", "0640"],
  ["todo.txt", "todo", "0600"],
  ["Documents/handover-draft.md", "draft", "0644"],
  ["Documents/quarter-report.txt", "draft", "0644"],
  ["bin/rotate-certs.sh", "script", "0755"],
  ["bin/disk-usage.py", "script", "0755"],
  [".bash_history", "shell_history", "0600"],
  [".ssh/known_hosts", "known_hosts", "0644"],
  [".aws/credentials", "canary_aws_creds", "0600"],
]

const machine: ReadonlyArray<readonly [string, string, string]> = [
  ["/var/log/cron.log", "log_cron", "0640"],
  ["/var/log/daemon.log", "log_daemon", "0640"],
  ["/var/log/daemon.log.1", "log_daemon", "0640"],
  ["/tmp/systemd-private-8f2c1/tmp.dK3s", "cache_tmp", "0600"],
]

export const residents = (index: number) =>
  people.slice(index % 9, (index % 9) + 3).map((person) => ({
    email: person.email,
    name: person.name,
    login: loginOf(person),
    role: person.role,
  }))

export const files = (index: number, now: number): ReadonlyArray<MadeFile> => {
  const draw = numbers(index + 99)
  /** On a working day so many days ago, between eight and five. */
  const atWork = (daysAgo: number): number => {
    const midnight = Math.floor(now / day - daysAgo) * day
    const weekday = new Date(midnight).getUTCDay()
    const off = weekday === 0 ? 2 : weekday === 6 ? 1 : 0
    return midnight - off * day + 8 * hour + draw(9 * hour)
  }
  const life = (count = draw(7)) => {
    const age = 2 + draw(26)
    const born = atWork(age)
    const changes = Array.from({ length: count }, () => atWork(1 + draw(age)))
      .filter((at) => at > born)
      .sort((a, b) => a - b)
    return { born, changes }
  }
  const homes = people.slice(index % 9, (index % 9) + 3).flatMap((person, home) =>
    made.map(([name, kind, mode], at) => {
      const { born, changes } =
        at === 0 ? { born: atWork(12), changes: [atWork(6), atWork(1)] } : life()
      const removed = at === 5 && draw(2) === 0 ? now - draw(day) : undefined
      return {
        uuid: `f-${index}-${loginOf(person)}-${at}`,
        path: `/home/${loginOf(person)}/${name}`,
        class: kind,
        person,
        owner: loginOf(person),
        mode,
        bytes: at === 0 ? Buffer.byteLength(lastText) : 120 + draw(5000),
        born,
        changes: changes.filter((each) => each < (removed ?? now)),
        removed,
        touched: index % 17 === 0 && home === 0 && at === 3,
      }
    }),
  )
  const logs = machine.map(([path, kind, mode], at) => {
    const { born, changes } = life()
    return {
      uuid: `f-${index}-machine-${at}`,
      path,
      class: kind,
      person: undefined,
      owner: at < 3 ? "root" : "systemd+",
      mode,
      bytes: 8000 + draw(90_000),
      born,
      changes,
      removed: undefined,
      touched: false,
    }
  })
  return [...homes, ...logs]
}

const texts = [
  `# Switch replacement

- old: two 48 port in rack B
- new ones arrive on the 12th
- port list from Tomasz still open
`,
  `# Switch replacement

- old: two 48 port in rack B
- new ones arrived, in the cage
- port list from Tomasz is in the share
- maintenance window Thursday 18:00
`,
  `# Switch replacement

- old: two 48 port in rack B, one goes to the lab
- new ones arrived, in the cage
- port list from Tomasz is in the share
- maintenance window moved to Monday 18:00
- tell the print room beforehand
`,
] as const

export const versions = (file: MadeFile) =>
  texts.map((body, at) => ({
    at: iso(at === 0 ? file.born : (file.changes[at - 1] ?? file.born + at * hour)),
    action: at === 0 ? "create" : "edit",
    bytes: Buffer.byteLength(body),
    sha256: String(at).repeat(64),
    body,
  }))

export const lastText = texts[2]

const kinds = ["file", "traffic", "email", "file"] as const

export interface Event {
  readonly uuid: string
  readonly ts: number
  readonly kind: "file" | "traffic" | "email"
  readonly action: string
  readonly src_decky_uuid: string
  readonly dst_decky_uuid: string | null
  readonly mail_decky_uuid: string | null
  readonly subject: string | null
  readonly sender_email: string | null
  readonly recipient_email: string | null
  readonly success: boolean
  readonly payload: Readonly<Record<string, unknown>>
}

export const event = (number: number, ts: number): Event => {
  const kind = kinds[number % kinds.length]!
  const uuid = deckyUuid(number % 40)
  const person = people[number % people.length]!
  const isFailed = number % 23 === 11
  const common = { uuid: `e-${number}`, ts, kind, success: !isFailed, src_decky_uuid: uuid }
  const result = isFailed ? "touched" : "done"
  const noMail = { mail_decky_uuid: null, subject: null, sender_email: null, recipient_email: null }
  if (kind === "email")
    return {
      ...common,
      action: "email:sent",
      dst_decky_uuid: null,
      payload: {},
      mail_decky_uuid: uuid,
      subject: number % 2 === 0 ? "Re: backup window on Thursday" : "Stocktake next week",
      sender_email: person.email,
      recipient_email: people[(number + 1) % people.length]!.email,
    }
  if (kind === "traffic")
    return {
      ...common,
      ...noMail,
      action: "traffic:ssh",
      dst_decky_uuid: number % 3 === 0 ? null : deckyUuid((number + 3) % 40),
      payload: {
        host: number % 3 === 0 ? "nas-01" : deckyName((number + 3) % 40),
        user: loginOf(person),
        command: "df -h /srv",
        result,
      },
    }
  const [name, contentClass] = made[number % made.length]!
  return {
    ...common,
    ...noMail,
    action: number % 3 === 0 ? "file:create" : "file:edit",
    dst_decky_uuid: null,
    payload: { path: `/home/${loginOf(person)}/${name}`, content_class: contentClass, result },
  }
}

/** As the stream tells it: rows of mails have their fields beside, envelopes have no payload. */
export const envelope = (told: Event) => ({
  v: 1,
  id: `${told.src_decky_uuid}/${told.uuid}`,
  topic: `orchestrator.${told.kind}.${told.src_decky_uuid}`,
  type: told.kind,
  ts: told.ts,
  payload: told,
  uuid: told.uuid,
})

const canaryClasses = [
  ["canary_aws_creds", ".aws/credentials", "aws_passive"],
  ["canary_env_file", "app/.env", "http"],
  ["canary_honeydoc_pdf", "Documents/salary-review.pdf", "http"],
  ["canary_ssh_key", ".ssh/id_ed25519_backup", "dns"],
  ["canary_kubeconfig", ".kube/config", "dns"],
] as const

const states = ["planted", "planted", "planted", "revoked", "failed", "pending"] as const

export const token = (index: number, now: number) => {
  const [kind, place, over] = canaryClasses[index % canaryClasses.length]!
  const person = people[index % people.length]!
  const state = states[index % states.length]!
  const used = index % 15 === 1 && state === "planted" ? 3 : 0
  return {
    uuid: `c-${String(index).padStart(3, "0")}`,
    class: kind as string,
    kind: over as string,
    decky_uuid: deckyUuid(index * 3),
    decky_name: deckyName(index * 3),
    topology_id: null,
    path: `/home/${loginOf(person)}/${place}`,
    files: [],
    slug: "w7k2q9x4m1",
    state: state as string,
    last_error: state === "failed" ? "the path is taken by another file" : null,
    persona: person.email,
    blob_uuid: null,
    instrumenter: null,
    created_by: index % 4 === 0 ? "operator" : "orchestrator",
    placed_at: state === "pending" ? null : iso(now - (index + 1) * day),
    last_triggered_at: used === 0 ? null : iso(now - 3 * hour),
    trigger_count: used,
  }
}

const uses = [
  [
    "likely-person",
    "curl from a residential line, twice within a minute, with the path as it stands in the file.",
    "curl/8.5.0",
  ],
  [
    "link-preview",
    "The client says that it draws previews of links in a chat.",
    "Slackbot-LinkExpanding 1.0",
  ],
  ["mail-scanner", "The address belongs to a service that opens links in mail.", "Mozilla/5.0"],
] as const

export const use = (token: string, index: number, now: number) => {
  const [kind, reason, agent] = uses[index % uses.length]!
  return {
    uuid: `u-${token}-${index}`,
    token_uuid: token,
    occurred_at: iso(now - (3 + index) * hour),
    src_ip: `203.0.113.${17 + index}`,
    protocol: "http",
    method: "GET",
    request_path: "/c/**********/config.json",
    user_agent: agent,
    raw_headers: [],
    dns_qname: null,
    query_type: null,
    transport: null,
    client_subnet: null,
    count: index === 0 ? 2 : 1,
    class: kind,
    reason,
    incident_id: "i-1",
    extras: {},
  }
}

export const thread = (index: number, now: number) => {
  const subject = [
    "Backup window on Thursday",
    "Stocktake next week",
    "Licence renewal",
    "Guest wifi",
  ][index % 4]!
  const [a, b] = [people[index % people.length]!, people[(index + 2) % people.length]!]
  return {
    thread_id: `th-${index}`,
    subject,
    messages: Array.from({ length: 1 + (index % 4) }, (_, at) => ({
      message_id: `<${index}.${at}@tarnfield.net>`,
      from: (at % 2 === 0 ? a : b).email,
      to: (at % 2 === 0 ? b : a).email,
      ts: (now - index * 7 * hour + at * hour * 0.6) / 1000,
      subject: at === 0 ? subject : `Re: ${subject}`,
    })),
  }
}
