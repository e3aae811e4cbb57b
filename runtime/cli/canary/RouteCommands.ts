/** What `decnet canary routes` does. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { TargetKind } from "../../../src/ports/AlertSink.ts"
import * as Routes from "../../canary/alerts/Routes.ts"
import * as RouteText from "../../canary/alerts/RouteText.ts"
import * as Standing from "../../canary/alerts/Standing.ts"
import * as Trial from "../../canary/alerts/Trial.ts"
import * as TargetText from "../../canary/alerts/TargetText.ts"
import * as KeyFile from "../../config/KeyFile.ts"
import type { Settings } from "../../config/Settings.ts"
import { AlertRoutes } from "../../storage/AlertRoutes.ts"
import * as Uuid from "../../storage/Uuid.ts"
import { Caller } from "../Caller.ts"
import * as Columns from "../Columns.ts"
import { DependencyFailure, UsageFailure, WorkFailure } from "../Failure.ts"
import * as Input from "../Input.ts"
import * as Found from "./Found.ts"

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

const optionOf: Readonly<Record<RouteText.Field, string>> = {
  name: "name",
  kind: "kind",
  level: "--level",
  kinds: "--only",
  exclude: "--exclude",
  digest_minutes: "--digest-minutes",
}

const said = <A>(parsed: Either.Either<A, RouteText.Fault>): Effect.Effect<A, UsageFailure> =>
  Either.isRight(parsed)
    ? Effect.succeed(parsed.right)
    : Effect.fail(usage(`${optionOf[parsed.left.field]}: ${parsed.left.says}`))

const faults: Readonly<Record<TargetText.Fault, (kind: TargetKind) => string>> = {
  address: (kind) => `address: ${TargetText.advice(kind)}`,
  "password-in-address": () => "address: leave the password out, and give it with --secret-file",
  parties: () => "--from and --to: write the sender's address and at least one recipient's",
  from: () => "--from: write an address such as alerts@example.net",
  to: () => "--to: write addresses such as soc@example.net, at most 20",
  "no-password": () => "--secret-file: name a file with that user's password",
}

const firstLine = (file: string) =>
  Effect.map(Input.readText(file), (text) => text.split(/\r?\n/)[0]!.trim())

/** Addresses of chats are secrets themselves: `@file` reads one from a file. */
const addressOf = (text: string) =>
  text.startsWith("@") ? firstLine(text.slice(1)) : Effect.succeed(text)

export const add = (settings: Settings, options: Options) =>
  Effect.gen(function* () {
    const { write, now } = yield* Caller
    const name = yield* said(RouteText.name(options.name))
    const kind = yield* said(RouteText.kind(options.kind))
    const filter = yield* said(RouteText.filter(options))
    const { secretFile, allowPrivate, from, to } = options
    const target = TargetText.parse({
      kind,
      address: yield* addressOf(options.address),
      allowPrivate,
      secret: secretFile === undefined ? undefined : yield* firstLine(secretFile),
      from,
      to,
    })
    if (Either.isLeft(target)) return yield* usage(faults[target.left](kind))
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
    yield* Trial.send(route.right, yield* now).pipe(
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

export const list = (settings: Settings, json: boolean) =>
  Effect.gen(function* () {
    const { write, note, roots } = yield* Caller
    const key = Either.map(KeyFile.secretKey(settings, roots), ({ value }) => value)
    const shown = yield* Found.withStores(settings, Standing.list(key))
    if (json) return yield* write(`${JSON.stringify(shown.map(Standing.toWire), undefined, 2)}\n`)
    if (shown.length === 0)
      return yield* note("alerts go nowhere yet; add a route with `decnet canary routes add`")
    const cells = shown.map(({ row, where, waiting, sent, failed, lastError }) =>
      [
        row.name,
        row.kind,
        where,
        row.filter.level,
        `${row.filter.digestMinutes} min`,
        String(waiting),
        String(sent),
        String(failed),
        lastError ?? "",
      ].map(Columns.clean),
    )
    yield* write(`${Columns.lines([heading, ...cells]).join("\n")}\n`)
  })
