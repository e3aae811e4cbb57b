/** A decky's history as far as rows and events have it, for those tells that need no more. */
import * as Effect from "effect/Effect"
import { World } from "../../../src/engine/World.ts"
import type * as PlannerConfig from "../../../src/planner/PlannerConfig.ts"
import { SyntheticFiles, type FileRow } from "../../../src/ports/SyntheticFiles.ts"
import type { Stream } from "../../../src/rng/Rng.ts"
import * as ContentClass from "../../../src/taxonomy/ContentClass.ts"
import * as Instant from "../../../src/time/Instant.ts"
import type * as History from "../../../src/tells/History.ts"
import * as EventPages from "../../storage/EventPages.ts"
import * as FilePages from "../../storage/FilePages.ts"
import * as FileVersions from "../../storage/FileVersions.ts"
import type { Inhabited } from "./Roll.ts"

/** Of a decky's mails, newest first; texts may quote the subjects of these. */
const mailsMax = 5000

/** Characters of texts, all versions together; the files that changed last come first. */
const charactersMax = 600_000

export interface Histories {
  /** Every file whose mode, owner and times are kept; bytes only where these are. */
  readonly outward: History.History
  /** Every path that is known, and in the tree only files whose text is kept and judged. */
  readonly inward: History.History
}

/** Tells that each of them is good for. */
export const outwardTells = [
  "T02",
  "T03",
  "T04",
  "T05",
  "T06",
  "T08",
  "N04",
  "N06",
  "S01",
  "S03",
] as const
export const inwardTells = [
  "T10",
  "N01",
  "N03",
  "N05",
  "N07",
  "N08",
  "N09",
  "X01",
  "X02",
  "X03",
  "X04",
  "X05",
  "X06",
] as const

const encoder = new TextEncoder()
const nothing = new Uint8Array()

const eventOf = (row: FileRow, changes: Partial<History.FileEvent>): History.FileEvent => ({
  at: row.mtime.ms,
  action: row.editCount > 0 ? "edit" : "create",
  class: row.class,
  persona: row.persona,
  path: row.path,
  mtime: row.mtime,
  mode: row.mode,
  owner: row.owner,
  group: row.group,
  bytes: row.bytes,
  sha256: row.sha256 ?? "",
  body: row.body,
  ...changes,
})

/** A file's versions, of which the last one has its time to the nanosecond. */
const eventsOf = (
  row: FileRow,
  versions: ReadonlyArray<FileVersions.Version>,
): ReadonlyArray<History.FileEvent> => {
  const isLast = versions.at(-1)?.sha256 === row.sha256
  const before = (isLast ? versions.slice(0, -1) : versions).map(
    ({ at, action, bytes, sha256, body }) =>
      eventOf(row, {
        at,
        action: action === "create" ? "create" : "edit",
        mtime: Instant.make(at),
        bytes,
        sha256,
        body,
      }),
  )
  const action = before.length > 0 || row.editCount > 0 ? "edit" : "create"
  return [...before, eventOf(row, { action })]
}

const isClass = (text: unknown): text is ContentClass.ContentClass =>
  (ContentClass.all as ReadonlyArray<unknown>).includes(text)

const actions: Readonly<Record<string, "create" | "remove">> = {
  "file:create": "create",
  "file:remove": "remove",
}

/** That paths came and went; what stood in them is not kept. */
const passing = (
  event: EventPages.Happening,
  known: ReadonlySet<string>,
): ReadonlyArray<History.FileEvent> => {
  const { path, content_class: kind } = event.payload
  const action = actions[event.action]
  if (!event.success || action === undefined || typeof path !== "string" || known.has(path))
    return []
  return [
    {
      at: event.at.ms,
      action,
      class: isClass(kind) ? kind : "note",
      persona: undefined,
      path,
      mtime: event.at,
      mode: 0o644,
      owner: "root",
      group: "root",
      bytes: 0,
      sha256: "",
      body: undefined,
    },
  ]
}

const trafficOf = (event: EventPages.Happening): ReadonlyArray<History.TrafficEvent> => {
  const { host, user, command, result } = event.payload
  // a login that was cut short says nothing of how it would have gone
  if (result !== "done" && result !== "failed") return []
  return [
    {
      at: event.at.ms,
      to: event.target,
      toHost: typeof host === "string" ? host : "",
      user: typeof user === "string" ? user : "",
      command: typeof command === "string" ? command : "",
      durationSeconds: 0,
      success: event.success,
    },
  ]
}

const mailOf = (row: EventPages.Row): ReadonlyArray<History.MailEvent> =>
  row.kind !== "email"
    ? []
    : [
        {
          at: row.at.ms,
          from: row.from,
          to: [row.to],
          messageId: row.messageId,
          inReplyTo: row.inReplyTo,
          references: [],
          threadId: row.threadId,
          subject: row.subject,
          source: "",
          deliveries: [],
        },
      ]

const entryOf = (row: FileRow): History.TreeEntry => ({
  path: row.path,
  kind: "file",
  mode: row.mode,
  owner: row.owner,
  group: row.group,
  mtime: row.mtime,
  read: () => (row.body === undefined ? nothing : encoder.encode(row.body)),
})

/**
 * Paths of the files whose texts are judged. A file is judged whole or not at all: with a part of
 * its versions, what was written long ago would seem new.
 */
const judgedPaths = (
  rows: ReadonlyArray<FileRow>,
  versions: ReadonlyMap<string, ReadonlyArray<FileVersions.Version>>,
): ReadonlySet<string> => {
  const paths = new Set<string>()
  let left = charactersMax
  for (const { path, body } of [...rows].sort((a, b) => b.mtime.ms - a.mtime.ms)) {
    const texts = [body, ...(versions.get(path) ?? []).map((version) => version.body)]
    left -= texts.reduce((sum, text) => sum + (text?.length ?? 0), 0)
    if (left < 0) break
    paths.add(path)
  }
  return paths
}

/** For others: a database in the process answers without a pause, and a thousand rows take time. */
const turn = Effect.sleep(0)

const inTime = <A extends { readonly at: number }>(events: ReadonlyArray<A>): ReadonlyArray<A> =>
  [...events].sort((a, b) => a.at - b.at)

const castOf = (
  { decky, pool }: Inhabited,
  root: Stream,
  config: PlannerConfig.PlannerConfig,
  now: number,
) =>
  new World({
    root,
    config,
    cadence: { kind: "human" },
    start: now,
    deckies: [decky],
    poolOf: () => pool,
    mailRoot: "/var/mail/vhosts/%d/%n/Maildir",
  }).casts.get(decky.uuid)!

export const of = (
  inhabited: Inhabited,
  root: Stream,
  config: PlannerConfig.PlannerConfig,
  now: number,
) =>
  Effect.gen(function* () {
    const { uuid } = inhabited.decky
    // a visitor's files are his
    const rows = (yield* (yield* SyntheticFiles).list(uuid)).filter(({ touched }) => !touched)
    const versions = yield* Effect.zipRight(turn, FileVersions.ofDecky(uuid))
    const happened = yield* Effect.zipRight(turn, EventPages.happenings(uuid, "file"))
    const traffic = yield* Effect.zipRight(turn, EventPages.happenings(uuid, "traffic"))
    yield* turn
    const mails = yield* EventPages.list(
      { kind: "email", decky: uuid },
      { limit: mailsMax, offset: 0 },
    )
    yield* turn
    const cast = castOf(inhabited, root, config, now)
    const files = rows.flatMap((row) => eventsOf(row, versions.get(row.path) ?? []))
    // of rows that the Python DECNET wrote, mode, owner and times would be guesses
    const detailed = yield* Effect.zipRight(turn, FilePages.detailed(uuid))
    const isDetailed = ({ path }: { readonly path: string }) => detailed.has(path)
    const known = new Set(rows.map(({ path }) => path))
    const common = {
      decky: inhabited.decky,
      host: cast.host,
      lore: cast.lore,
      residents: cast.inhabitants.map(({ resident }) => resident),
      bornAt: inhabited.decky.bornAt ?? 0,
      mails: inTime(mails.rows.flatMap(mailOf)),
      traffic: traffic.flatMap(trafficOf),
    }
    const history = (decky: Pick<History.DeckyHistory, "files" | "tree">): History.History => ({
      start: common.bornAt,
      end: now,
      afterHoursShare: config.afterHoursShare,
      weekendShare: config.weekendShare,
      deckies: [{ ...common, ...decky }],
    })
    const entries = rows.filter(isDetailed).map(entryOf)
    const judged = judgedPaths(rows, versions)
    const readable = rows
      .filter(({ body, path }) => body !== undefined && judged.has(path))
      .map(entryOf)
    const read = files.map((event) =>
      judged.has(event.path) ? event : { ...event, body: undefined },
    )
    const histories: Histories = {
      outward: history({ files: inTime(files.filter(isDetailed)), tree: () => entries }),
      inward: history({
        files: inTime([...read, ...happened.flatMap((event) => passing(event, known))]),
        tree: () => readable,
      }),
    }
    return histories
  })
