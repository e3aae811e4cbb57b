/** What `decnet canary routes` does. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Alert from "../../../src/canary/alerts/Alert.ts"
import * as Policy from "../../../src/canary/alerts/Policy.ts"
import * as Network from "../../../src/canary/hits/Network.ts"
import { AlertSink, kinds, type TargetKind } from "../../../src/ports/AlertSink.ts"
import * as Taxonomy from "../../../src/taxonomy/ContentClass.ts"
import * as Routes from "../../canary/alerts/Routes.ts"
import * as Sink from "../../canary/alerts/Sink.ts"
import * as KeyFile from "../../config/KeyFile.ts"
import type { Settings } from "../../config/Settings.ts"
import { AlertDeliveries } from "../../storage/AlertDeliveries.ts"
import { AlertRoutes } from "../../storage/AlertRoutes.ts"
import * as Uuid from "../../storage/Uuid.ts"
import { Caller } from "../Caller.ts"
import * as Columns from "../Columns.ts"
import { DependencyFailure, UsageFailure, WorkFailure } from "../Failure.ts"
import * as Input from "../Input.ts"
import * as Found from "./Found.ts"
import * as TargetText from "./TargetText.ts"

const usage = (message: string) => new UsageFailure({ message })

const secretKey = (settings: Settings) =>
  Effect.gen(function* () {
    const { roots } = yield* Caller
    const key = KeyFile.secretKey(settings, roots)
    return Either.isRight(key) ? key.right.value : yield* usage(key.left)
  })

export interface Options {
  readonly name: string
  readonly kind: string
  readonly address: string
  readonly secretFile: string | undefined
  readonly from: string | undefined
  readonly to: ReadonlyArray<string>
  readonly level: string
  readonly deckies: ReadonlyArray<string>
  readonly kinds: ReadonlyArray<string>
  readonly exclude: ReadonlyArray<string>
  readonly digestMinutes: string
  readonly allowPrivate: boolean
}

const found = (text: string): string => `(found ${JSON.stringify(text)})`

const isAmong = <A extends string>(all: ReadonlyArray<A>, text: string): text is A =>
  (all as ReadonlyArray<string>).includes(text)

/** Words for what is told: a class, with or without its prefix, or how it is tripped. */
const kindNamed = (name: string): string | undefined =>
  ["http", "dns", "aws_passive", ...Taxonomy.canary].find(
    (each) => each === name || each === `canary_${name}`,
  )

const filterOf = (options: Options): Effect.Effect<Policy.Filter, UsageFailure> =>
  Effect.gen(function* () {
    const { level, digestMinutes } = options
    if (!isAmong(Policy.levels, level))
      return yield* usage(`--level: write ${Policy.levels.join(", ")} ${found(level)}`)
    const minutes = Number(digestMinutes)
    if (!/^\d{1,4}$/.test(digestMinutes) || minutes < 1 || minutes > 1440)
      return yield* usage(
        `--digest-minutes: write a whole number from 1 to 1440 ${found(digestMinutes)}`,
      )
    const network = options.exclude.find((each) => Network.parse(each) === undefined)
    if (network !== undefined)
      return yield* usage(
        `--exclude: write an address or a network such as 10.0.0.0/8 ${found(network)}`,
      )
    const unknown = options.kinds.find((each) => kindNamed(each) === undefined)
    if (unknown !== undefined)
      return yield* usage(`--only: write http, dns, or a class such as env_file ${found(unknown)}`)
    return {
      level,
      deckies: options.deckies,
      kinds: options.kinds.flatMap((each) => kindNamed(each) ?? []),
      exclude: options.exclude,
      digestMinutes: minutes,
    }
  })

const nameOf = (text: string): Effect.Effect<string, UsageFailure> =>
  /^[\w][\w .-]{0,63}$/.test(text)
    ? Effect.succeed(text)
    : Effect.fail(usage(`name: write 1 to 64 letters, digits, dots or dashes ${found(text)}`))

const kindOf = (text: string): Effect.Effect<TargetKind, UsageFailure> =>
  isAmong(kinds, text)
    ? Effect.succeed(text)
    : Effect.fail(usage(`kind: write ${kinds.join(", ")} ${found(text)}`))

const firstLine = (file: string) =>
  Effect.map(Input.readText(file), (text) => text.split(/\r?\n/)[0]!.trim())

/** Addresses of chats are secrets themselves: `@file` reads one from a file. */
const addressOf = (text: string) =>
  text.startsWith("@") ? firstLine(text.slice(1)) : Effect.succeed(text)

export const add = (settings: Settings, options: Options) =>
  Effect.gen(function* () {
    const { write, now } = yield* Caller
    const name = yield* nameOf(options.name)
    const kind = yield* kindOf(options.kind)
    const filter = yield* filterOf(options)
    const { secretFile, allowPrivate, from, to } = options
    const target = TargetText.parse({
      kind,
      address: yield* addressOf(options.address),
      allowPrivate,
      secret: secretFile === undefined ? undefined : yield* firstLine(secretFile),
      from,
      to,
    })
    if (Either.isLeft(target)) return yield* usage(target.left)
    const key = yield* secretKey(settings)
    const route = { id: Uuid.random(), name, target: target.right, filter, enabled: true }
    const createdAt = yield* now
    const isNew = yield* Found.withStores(
      settings,
      Effect.flatMap(AlertRoutes, (routes) => routes.add(Routes.rowOf(key, route, createdAt))),
    )
    if (!isNew)
      return yield* usage(
        `there is a route ${name} already; choose another name, or remove that one first`,
      )
    yield* write(
      `${name}: alerts go to ${TargetText.shown(route.target)}; try it: decnet canary routes test ${name}\n`,
    )
  })

const none = (name: string) =>
  usage(`there is no route ${JSON.stringify(name)}; see \`decnet canary routes list\``)

export const remove = (settings: Settings, name: string) =>
  Effect.gen(function* () {
    const { write } = yield* Caller
    const isGone = yield* Found.withStores(
      settings,
      Effect.flatMap(AlertRoutes, (routes) => routes.remove(name)),
    )
    if (!isGone) return yield* none(name)
    yield* write(`${name} is removed, with what was still to be sent\n`)
  })

export const test = (settings: Settings, name: string) =>
  Effect.gen(function* () {
    const { write, now } = yield* Caller
    const key = yield* secretKey(settings)
    const rows = yield* Found.withStores(
      settings,
      Effect.flatMap(AlertRoutes, (routes) => routes.list),
    )
    const row = rows.find((each) => each.name === name)
    if (row === undefined) return yield* none(name)
    const route = Routes.open(key, row)
    if (Either.isLeft(route)) return yield* new WorkFailure({ message: route.left })
    const parcel = { id: Uuid.random(), alert: Alert.test(name, yield* now) }
    yield* Effect.flatMap(AlertSink, (sink) => sink.deliver(route.right, parcel)).pipe(
      Effect.provide(Sink.layer),
      Effect.catchTag("AlertFailed", ({ retry, reason }) => {
        const message = `${name}: ${reason}`
        return Effect.fail(
          retry ? new DependencyFailure({ message }) : new WorkFailure({ message }),
        )
      }),
    )
    yield* write(`${name}: ${TargetText.shown(route.right.target)} took a test\n`)
  })

const heading = [
  "name",
  "kind",
  "where",
  "level",
  "digest",
  "waiting",
  "sent",
  "failed",
  "last error",
]

const nothingYet = { pending: 0, delivered: 0, failed: 0, lastError: undefined }

export const list = (settings: Settings, json: boolean) =>
  Effect.gen(function* () {
    const { write, note, roots } = yield* Caller
    const key = KeyFile.secretKey(settings, roots)
    const { rows, standing } = yield* Found.withStores(
      settings,
      Effect.gen(function* () {
        return {
          rows: yield* (yield* AlertRoutes).list,
          standing: yield* (yield* AlertDeliveries).standing,
        }
      }),
    )
    const shown = rows.map((row) => {
      const opened = Either.flatMap(key, ({ value }) => Routes.open(value, row))
      return {
        row,
        // where it leads is no secret, what follows the host may be
        where: Either.isRight(opened) ? TargetText.shown(opened.right.target) : "unreadable",
        counts: standing.get(row.id) ?? nothingYet,
      }
    })
    if (json) {
      const out = shown.map(({ row, where, counts }) => ({
        id: row.id,
        name: row.name,
        kind: row.kind,
        where,
        enabled: row.enabled,
        filter: row.filter,
        waiting: counts.pending,
        sent: counts.delivered,
        failed: counts.failed,
        last_error: counts.lastError ?? null,
      }))
      return yield* write(`${JSON.stringify(out, undefined, 2)}\n`)
    }
    if (rows.length === 0)
      return yield* note("alerts go nowhere yet; add a route with `decnet canary routes add`")
    const cells = shown.map(({ row, where, counts }) =>
      [
        row.name,
        row.kind,
        where,
        row.filter.level,
        `${row.filter.digestMinutes} min`,
        String(counts.pending),
        String(counts.delivered),
        String(counts.failed),
        counts.lastError ?? "",
      ].map(Columns.clean),
    )
    yield* write(`${Columns.lines([heading, ...cells]).join("\n")}\n`)
  })
