/** What is wrong with a container after all the kills, held against its database and its paper. */
import { createHash } from "node:crypto"
import type { Database } from "../../runtime/storage/DatabaseUrl.ts"
import * as Parties from "../../runtime/ssh/Parties.ts"
import type { World } from "../../src/engine/World.ts"
import * as Gzip from "../../src/logs/Gzip.ts"
import type { Action, Connect } from "../../src/scheduler/Action.ts"
import * as Instant from "../../src/time/Instant.ts"
import * as Inspect from "../parts/Inspect.ts"
import type { OpenIntent } from "./KillLives.ts"
import type { Paper } from "./KillPaper.ts"

type Tree = ReadonlyMap<string, Inspect.Found>

export interface Scene {
  readonly decky: string
  readonly database: Database
  readonly before: Tree
  readonly after: Tree
  readonly contents: ReadonlyMap<string, Uint8Array>
  readonly paper: Paper
}

interface FileRow {
  readonly path: string
  readonly content_hash: string
  readonly mode: number
  readonly owner: string
  readonly owner_group: string
  readonly mtime_ms: number
  readonly mtime_ns: number
  readonly bytes: number
  readonly touched: number
  readonly hashed: number
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex")

const repeated = (items: Iterable<string>): ReadonlyArray<string> => {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const item of items)
    if (seen.has(item)) twice.add(item)
    else seen.add(item)
  return [...twice]
}

const rowProblems = ({ after, contents }: Scene, row: FileRow): ReadonlyArray<string> => {
  const found = after.get(row.path)
  if (Number(row.touched) !== 0) return [`${row.path} counts as a visitor's`]
  if (found?.kind !== "f") return [`${row.path} has a row and is not there`]
  const bytes = contents.get(row.path)!
  const mtime = Instant.make(Number(row.mtime_ms), Number(row.mtime_ns))
  const wanted: Readonly<Record<string, readonly [unknown, unknown]>> = {
    bytes: [Number(row.bytes), found.bytes],
    mode: [Number(row.mode).toString(8), found.mode.toString(8)],
    owner: [`${row.owner}:${row.owner_group}`, `${found.owner}:${found.group}`],
    mtime: [`${mtime.ms}+${mtime.ns}`, `${found.mtime.ms}+${found.mtime.ns}`],
    links: [1, found.links],
    ...(Number(row.hashed) === 0 ? {} : { sha256: [row.content_hash, sha256(bytes)] }),
  }
  return Object.entries(wanted)
    .filter(([, [row_, real]]) => row_ !== real)
    .map(([what, [row_, real]]) => `${row.path}: ${what} is ${real}, its row says ${row_}`)
}

const isMail = (path: string): boolean => path.startsWith("/var/mail/")

/** What the accounts of residents bring with them. */
const isOfAccounts = (path: string): boolean =>
  /^\/home\/[^/]+\/\.(bashrc|profile|bash_logout)$/.test(path) ||
  /^\/etc\/(passwd|group|shadow|gshadow|subuid|subgid)-?$/.test(path)

const strays = ({ before, after }: Scene, rows: ReadonlySet<string>): ReadonlyArray<string> =>
  [...after]
    .filter(
      ([path, { kind }]) =>
        kind !== "d" &&
        !before.has(path) &&
        !rows.has(path) &&
        !isMail(path) &&
        !isOfAccounts(path),
    )
    .map(([path]) => `${path} is there and on no record`)

/** Homes that were made have all that the skeleton has; that of the automation has nothing. */
const bareHomes = ({ before, after }: Scene): ReadonlyArray<string> => {
  const skeleton = [...before.keys()].flatMap((path) => /^\/etc\/skel(\/.+)$/.exec(path)?.[1] ?? [])
  return [...after]
    .filter(([path, { mode }]) => /^\/home\/[^/]+$/.test(path) && mode === 0o700)
    .flatMap(([home]) => skeleton.map((name) => home + name))
    .filter((path) => !after.has(path))
    .map((path) => `${path} was never made`)
}

const isLog = (path: string): boolean => path.startsWith("/var/log/") && !path.endsWith("wtmp")

const textOf = (path: string, bytes: Uint8Array): string =>
  Buffer.from(path.endsWith(".gz") ? Gzip.decompress(bytes) : bytes).toString("utf8")

/** All generations of a log, oldest first, as one list of lines. */
const logs = ({ contents }: Scene): ReadonlyMap<string, ReadonlyArray<string>> => {
  const families = new Map<string, Array<readonly [number, string]>>()
  for (const [path, bytes] of contents) {
    if (!isLog(path)) continue
    const [, family = path, generation = "0"] =
      /^(.*?\.log|.*?)(?:\.(\d+))?(?:\.gz)?$/.exec(path) ?? []
    const list = families.get(family) ?? []
    families.set(family, [...list, [Number(generation), textOf(path, bytes)]])
  }
  return new Map(
    [...families].map(([family, list]) => [
      family,
      list.sort(([a], [b]) => b - a).flatMap(([, text]) => text.split("\n").slice(0, -1)),
    ]),
  )
}

const logProblems = (scene: Scene): ReadonlyArray<string> =>
  [...logs(scene)].flatMap(([family, lines]) => {
    const problems: Array<string> = []
    const stamps = lines.map((line) => Date.parse(line.split(" ")[0]!))
    // both a stamp and a process: no line of a host's is there twice
    const marked = lines.filter((line) => /\[\d+\]:/.test(line))
    for (const line of repeated(marked)) problems.push(`${family} has a line twice: ${line}`)
    stamps.forEach((stamp, index) => {
      if (Number.isNaN(stamp)) problems.push(`${family} has half a line: ${lines[index]}`)
      else if (index > 0 && stamp < stamps[index - 1]!)
        problems.push(`${family} goes back in time: ${lines[index]}`)
    })
    return problems
  })

const headerOf = (bytes: Uint8Array, name: string): string => {
  const text = Buffer.from(bytes)
    .toString("latin1")
    .split(/\r?\n\r?\n/)[0]!
  const unfolded = text.replace(/\r?\n[ \t]+/g, " ")
  return new RegExp(`^${name}: *(.*?)\\r?$`, "im").exec(unfolded)?.[1] ?? ""
}

interface MailRow {
  readonly message_id: string
  readonly sender_email: string
  readonly recipient_email: string
  readonly success: number
}

const mailboxOf = (path: string): string => {
  const [, domain, local, sent] =
    /^\/var\/mail\/vhosts\/([^/]+)\/([^/]+)\/Maildir(\/\.Sent)?\//.exec(path) ?? ["", "?", "?"]
  return `${local}@${domain}${sent === undefined ? "" : " Sent"}`
}

const mailProblems = async (scene: Scene): Promise<ReadonlyArray<string>> => {
  const recorded = (
    await Inspect.rows<MailRow>(
      scene.database,
      "SELECT message_id, sender_email, recipient_email, success FROM orchestrator_emails",
    )
  ).filter(({ success }) => Number(success) === 1)
  const files = [...scene.contents].filter(
    ([path]) => isMail(path) && !path.endsWith("maildirfolder"),
  )
  const placed = files.map(([path, bytes]) => ({
    path,
    base: path.replace(/^.*\//, "").split(":2,")[0]!,
    where: `${mailboxOf(path)} ${headerOf(bytes, "Message-ID")}`,
    id: headerOf(bytes, "Message-ID"),
  }))
  const known = new Set(recorded.map(({ message_id }) => message_id))
  const places = new Set(placed.map(({ where }) => where))
  return [
    ...repeated(recorded.map(({ message_id }) => message_id)).map(
      (id) => `${id} is recorded twice`,
    ),
    ...repeated(placed.map(({ base }) => base)).map((base) => `two mails are called ${base}`),
    ...repeated(placed.map(({ where }) => where)).map((where) => `a mail lies twice: ${where}`),
    ...placed
      .filter(({ path, id }) => !/\/(?:new|cur)\/[^/]+$/.test(path) || !known.has(id))
      .map(({ path }) => `${path} is on no record`),
    ...recorded.flatMap(({ message_id, sender_email, recipient_email }) =>
      [`${sender_email} Sent ${message_id}`, `${recipient_email} ${message_id}`]
        .filter((where) => !places.has(where))
        .map((where) => `a mail is recorded and not there: ${where}`),
    ),
  ]
}

interface EventRow {
  readonly envelope: string
}

const eventProblems = async ({ database, decky, paper }: Scene): Promise<ReadonlyArray<string>> => {
  const rows = await Inspect.rows<EventRow>(database, "SELECT envelope FROM outbox ORDER BY id")
  const ids = rows
    .map(({ envelope }) => JSON.parse(envelope) as { readonly id: string; readonly type: string })
    .filter(({ id, type }) => type !== "health" && id.startsWith(`${decky}/`))
    .map(({ id }) => id)
  const wanted = new Set(paper.events)
  const there = new Set(ids)
  return [
    ...repeated(ids).map((id) => `${id} is told twice`),
    ...ids.filter((id) => !wanted.has(id)).map((id) => `${id} is told and did not happen`),
    ...[...wanted].filter((id) => !there.has(id)).map((id) => `${id} is not told of`),
  ]
}

interface Login {
  readonly result: string
  /** Uuid; null for a host that is none of ours. */
  readonly target: string | null
}

/** What is told of sessions between hosts, by id. */
export const logins = async (database: Database): Promise<ReadonlyMap<string, Login>> => {
  const rows = await Inspect.rows<EventRow>(
    database,
    "SELECT envelope FROM outbox WHERE topic LIKE '%.traffic.%' ORDER BY id",
  )
  return new Map(
    rows.map(({ envelope }) => {
      const { id, payload } = JSON.parse(envelope) as {
        readonly id: string
        readonly payload: {
          readonly dst_decky_uuid: string | null
          readonly payload: { readonly result: string }
        }
      }
      return [id, { result: payload.payload.result, target: payload.dst_decky_uuid }]
    }),
  )
}

/** The session that is next, or under way, where it is one between hosts of ours. */
export const loginOf = ({ body, recorded, attempt }: OpenIntent): Connect | undefined => {
  const { actions } = JSON.parse(body) as { readonly actions: ReadonlyArray<Action> }
  const next = actions[Number(recorded)]
  return attempt === "again" && next?._tag === "Connect" && next.target !== undefined
    ? next
    : undefined
}

/** Ids of the real logins that were cut short when somebody was killed. */
export const cutLogins = (
  world: World,
  cut: ReadonlyArray<ReadonlyArray<OpenIntent>>,
): ReadonlyArray<string> =>
  cut.flat().flatMap((intent) => {
    const login = loginOf(intent)
    const { decky_uuid, moment_id, recorded } = intent
    return login === undefined || Parties.of(world, decky_uuid, login) === undefined
      ? []
      : [`${decky_uuid}/${moment_id}/${recorded}`]
  })

/** Where the container differs from a history in which nobody was killed. */
const paperProblems = ({ after, contents, paper, before }: Scene): ReadonlyArray<string> =>
  [...paper.tree.values()].flatMap((entry) => {
    const { path, kind, mode, owner, group, mtime } = entry
    if (kind === "directory") return []
    const found = after.get(path)
    if (found === undefined) return before.has(path) ? [] : [`${path} is on paper and not there`]
    const isSame =
      sha256(contents.get(path)!) === sha256(entry.read()) &&
      found.mode === mode &&
      (isMail(path) || (found.owner === owner && found.group === group)) &&
      Instant.compare(found.mtime, mtime) === 0
    return isSame ? [] : [`${path} is not as it is where nobody was killed`]
  })

/** One line each; empty where everything is as it should be. */
export const problems = async (scene: Scene): Promise<ReadonlyArray<string>> => {
  const { database, decky } = scene
  const rows = await Inspect.rows<FileRow>(
    database,
    `SELECT f.path, f.content_hash, d.mode, d.owner, d.owner_group, d.mtime_ms, d.mtime_ns, d.bytes,
      d.touched, d.hashed
    FROM synthetic_files f LEFT JOIN file_details d
      ON d.decky_uuid = f.decky_uuid AND d.path = f.path
    WHERE f.decky_uuid = '${decky}'`,
  )
  const open = await Inspect.rows<{ readonly moment_id: string }>(
    database,
    "SELECT moment_id FROM intents",
  )
  return [
    ...open.map(({ moment_id }) => `the intent ${moment_id} is still open`),
    ...rows.flatMap((row) => rowProblems(scene, row)),
    ...strays(scene, new Set(rows.map(({ path }) => path))),
    ...bareHomes(scene),
    ...logProblems(scene),
    ...(await mailProblems(scene)),
    ...(await eventProblems(scene)),
    ...paperProblems(scene),
  ]
}
