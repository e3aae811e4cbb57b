/**
 * A simulated past for a decky that has none, planted in one upload. It is one intent like any
 * other: written down first, and where this process is killed the worker finishes it file by file.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Past from "../../src/engine/Backfill.ts"
import type { TreeEntry } from "../../src/host/TreeEntry.ts"
import { World } from "../../src/engine/World.ts"
import { topicOf } from "../../src/events/Event.ts"
import type { Decky } from "../../src/fleet/Decky.ts"
import * as Profile from "../../src/host/Profile.ts"
import type { PlannerConfig } from "../../src/planner/PlannerConfig.ts"
import { Carries } from "../../src/ports/Carries.ts"
import { EventBus } from "../../src/ports/EventBus.ts"
import type { HostError, HostUnreachable, PathRefused } from "../../src/ports/Host.ts"
import { backfillId, Intents, type Intent } from "../../src/ports/Intents.ts"
import { SyntheticFiles, type FileRow } from "../../src/ports/SyntheticFiles.ts"
import { Transactions } from "../../src/ports/Transactions.ts"
import * as Bytes from "../../src/bytes/Bytes.ts"
import type { Create, Mail } from "../../src/scheduler/Action.ts"
import * as Instant from "../../src/time/Instant.ts"
import * as Registry from "../fleet/Registry.ts"
import { Fleet } from "../storage/Fleet.ts"
import { HostFactsStore, type KnownHost } from "../storage/HostFactsStore.ts"
import * as Enrolment from "./Enrolment.ts"

/** What stands in the way of a back-fill, with what to do. */
export class NotFresh extends Schema.TaggedError<NotFresh>()("NotFresh", {
  message: Schema.String,
}) {}

export interface Options extends Enrolment.Options {
  readonly config: PlannerConfig
  /** Uploads files and directories with their owners and times, in one call. */
  readonly plantTree: (
    decky: Decky,
    entries: ReadonlyArray<TreeEntry>,
  ) => Effect.Effect<void, HostError>
  /** Likewise for mails. */
  readonly plantMails: (
    decky: string,
    mails: ReadonlyArray<Mail>,
  ) => Effect.Effect<void, HostUnreachable | PathRefused>
}

export interface Planted {
  readonly decky: string
  readonly files: number
  readonly mails: number
  /** Epoch milliseconds. */
  readonly from: number
  readonly to: number
}

const isMail = (mailRoot: string, path: string): boolean =>
  path.startsWith(`${mailRoot.split("/%")[0]}/`)

/** What the worker would plant, were it left to it. */
const createOf = (row: FileRow, content: Uint8Array): Create => ({
  _tag: "Create",
  path: row.path,
  class: row.class,
  persona: row.persona,
  mtime: row.mtime,
  mode: row.mode,
  owner: row.owner,
  group: row.group,
  content,
  sha256: Bytes.sha256(content),
  body: row.body,
  hotness: row.hotness,
  removeAt: row.removeAt,
})

/** A container is often younger than the past that it is given. */
const aged = (decky: Decky, options: Options, from: number): Decky => {
  const { facts } = decky
  const bootedAt =
    facts !== undefined && facts.bootedAt > from
      ? Profile.bootTime(
          options.root.within("decky", decky.uuid, "host", "boot"),
          decky.timezone,
          from,
        )
      : facts?.bootedAt
  return facts === undefined
    ? { ...decky, bornAt: from }
    : { ...decky, bornAt: from, facts: { ...facts, bootedAt: bootedAt! } }
}

const fresh = (name: string, uuid: string) =>
  Effect.gen(function* () {
    const carry = yield* (yield* Carries).get(uuid)
    const rows = yield* (yield* SyntheticFiles).list(uuid)
    const open = yield* (yield* Intents).pending(uuid)
    if (open.length > 0)
      return yield* new NotFresh({
        message: `${name} has work under way; start \`decnet orchestrate\` and it is finished`,
      })
    if (rows.length > 0 || Option.isSome(carry))
      return yield* new NotFresh({
        message: `${name} has a history already; only a fresh decky can be given a past`,
      })
  })

const meet = (options: Options, name: string, from: number, now: number) =>
  Effect.gen(function* () {
    const known = yield* HostFactsStore
    const { deckies } = yield* (yield* Fleet).running(options.hostUuid)
    const row = deckies.find((each) => each.name === name || each.uuid === name)
    if (row === undefined)
      return yield* new NotFresh({
        message: `there is no running decky ${JSON.stringify(name)} here; see \`decnet deckies list\``,
      })
    yield* fresh(name, row.uuid)
    const read = yield* options.contact.read(Registry.make(row, undefined).decky)
    const met: KnownHost = {
      ...read,
      metBy: options.hostUuid,
      bornAtMillis: from,
      readAtMillis: now,
    }
    const decky = aged(Registry.make(row, met).decky, options, from)
    const host: KnownHost = { ...met, facts: decky.facts ?? met.facts }
    yield* known.put(row.uuid, host)
    return { decky, host }
  })

/** Plants the last `days` days into the decky of that name. */
export const run = (options: Options, name: string, days: number) =>
  Effect.gen(function* () {
    const to = yield* Clock.currentTimeMillis
    const from = to - days * Instant.dayMillis
    const { decky, host } = yield* meet(options, name, from, to)
    const pool = yield* options.pools.poolOf(decky)
    const world = new World({
      root: options.root,
      config: options.config,
      cadence: options.cadence,
      start: from,
      deckies: [decky],
      poolOf: () => pool,
      mailRoot: options.mailRoot,
    })
    const past = yield* Past.make(world, decky.uuid, to)
    yield* Enrolment.settleIn(options, world.casts.get(decky.uuid)!, host)

    const mails = past.outcomes.flatMap(({ action }): ReadonlyArray<Mail> =>
      action._tag === "Mail" ? [action] : [],
    )
    const contents = new Map(
      past.tree.flatMap(({ path, kind, read }) => (kind === "file" ? [[path, read()]] : [])),
    )
    const intent: Intent = {
      momentId: backfillId(from),
      at: Instant.make(to),
      actions: [...past.rows.map((row) => createOf(row, contents.get(row.path)!)), ...mails],
      carry: past.carry,
      recorded: 0,
      attempt: "again",
    }
    yield* (yield* Intents).open(decky.uuid, intent)
    // nothing has been uploaded where this fails, save for want of an answer
    const refused = (message: string) =>
      Effect.flatMap(Intents, ({ close }) => close(decky.uuid, intent.momentId)).pipe(
        // it is met again as if for the first time
        Effect.zipRight(Effect.flatMap(HostFactsStore, ({ remove }) => remove(decky.uuid))),
        Effect.zipRight(new NotFresh({ message })),
      )
    yield* options
      .plantTree(
        decky,
        past.tree.filter(({ path }) => !isMail(options.mailRoot, path)),
      )
      .pipe(
        Effect.catchTags({
          FileTouched: ({ path }) =>
            refused(`${path} is in ${decky.name} already; give a past to a fresh container only`),
          PathRefused: ({ message }) => refused(message),
        }),
      )
    yield* options.plantMails(decky.uuid, mails)
    yield* record(decky.uuid, intent, past, { files: past.rows.length, mails: mails.length })
    return { decky: decky.name, files: past.rows.length, mails: mails.length, from, to }
  })

/** All of it, and that it was planted, as one. */
const record = (
  uuid: string,
  intent: Intent,
  { rows, carry }: Past.Past,
  counts: { readonly files: number; readonly mails: number },
) =>
  Effect.gen(function* () {
    const { atomically } = yield* Transactions
    const files = yield* SyntheticFiles
    const carries = yield* Carries
    const intents = yield* Intents
    const bus = yield* EventBus
    const ts = intent.at.ms / 1000
    yield* atomically(
      Effect.gen(function* () {
        yield* Effect.forEach(rows, (row) => files.put(uuid, row), { discard: true })
        yield* carries.put(uuid, carry)
        yield* intents.close(uuid, intent.momentId)
        yield* bus.publish({
          v: 1,
          id: `${uuid}/${intent.momentId}`,
          topic: topicOf("file", uuid),
          type: "file",
          ts,
          payload: {
            kind: "file",
            protocol: "ssh",
            action: "decky:backfill",
            src_decky_uuid: uuid,
            dst_decky_uuid: null,
            success: true,
            payload: { from: Number(intent.momentId.split("/")[1]), to: intent.at.ms, ...counts },
            ts,
          },
        })
      }),
    )
  })
