/** What `decnet api` does. */
import { isIP } from "node:net"
import * as HttpServer from "@effect/platform/HttpServer"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Kinds from "../../config/Kind.ts"
import type { Settings } from "../../config/Settings.ts"
import * as Mint from "../../http/access/Mint.ts"
import * as Dashboard from "../../http/Dashboard.ts"
import * as Heartbeat from "../../http/Heartbeat.ts"
import { Installation } from "../../http/Installation.ts"
import * as Server from "../../http/Server.ts"
import * as Logs from "../../orchestrator/Logs.ts"
import { ApiTokens } from "../../storage/ApiTokens.ts"
import * as Storage from "../../storage/Storage.ts"
import { Caller } from "../Caller.ts"
import { DependencyFailure, UsageFailure, WorkFailure } from "../Failure.ts"
import * as Opened from "../Opened.ts"
import { IsWatched, Version } from "./Seen.ts"

export interface Given {
  readonly host: string | undefined
  readonly port: string | undefined
  readonly insecurePublic: boolean
}

interface Place {
  readonly bind: string
  readonly port: number
}

const isLoopback = (ip: string): boolean =>
  isIP(ip) === 4 ? ip.startsWith("127.") : ip === "::1" || /^::ffff:127\./i.test(ip)

const parsed = <A>(kind: Kinds.Kind<A>, name: string, text: string) =>
  Either.mapLeft(
    kind.parse(text),
    (advice) => new UsageFailure({ message: `${name}: ${advice} (found ${JSON.stringify(text)})` }),
  )

const placeOf = (settings: Settings, given: Given): Either.Either<Place, UsageFailure> =>
  Either.gen(function* () {
    const bind =
      given.host === undefined
        ? settings.apiBind
        : yield* parsed(Kinds.ip, "--host", given.host === "localhost" ? "127.0.0.1" : given.host)
    const port =
      given.port === undefined ? settings.apiPort : yield* parsed(Kinds.port, "--port", given.port)
    if (!isLoopback(bind) && !given.insecurePublic)
      return yield* Either.left(
        new UsageFailure({
          message: `${bind} is no loopback address, and without TLS tokens cross the network readably: listen on 127.0.0.1 behind a proxy with TLS, or add --insecure-public`,
        }),
      )
    return { bind, port }
  })

/** Without a token nobody gets in: a person who watches gets the first one. */
const tellOfFirst = Effect.gen(function* () {
  const { list } = yield* ApiTokens
  if ((yield* list).some(({ revokedAtMillis }) => revokedAtMillis === undefined)) return
  const { write, note, now } = yield* Caller
  const token = (yield* IsWatched) ? yield* Mint.first(yield* now) : undefined
  yield* token === undefined
    ? note("nobody can sign in: there is no token; run `decnet token create NAME --role admin`")
    : write(`admin token, shown this once:\n${token}\n`)
})

const addressOf = ({ bind }: Place, port: number): string =>
  `http://${isIP(bind) === 6 ? `[${bind}]` : bind}:${port}`

const serve = (settings: Settings, place: Place) =>
  Effect.gen(function* () {
    const startedAt = yield* Clock.currentTimeMillis
    const version = yield* Version
    return yield* Effect.gen(function* () {
      const port = Server.portOf(yield* HttpServer.HttpServer)
      const { note } = yield* Caller
      // not before somebody can sign in with it
      yield* tellOfFirst
      yield* note(`listens on ${addressOf(place, port)}`)
      return yield* Heartbeat.run(settings.hostUuid, () => ({
        started_at: startedAt / 1000,
        version,
        port,
        memory_bytes: process.memoryUsage.rss(),
      }))
    }).pipe(
      Effect.provide(
        Server.layer({
          ...place,
          trustedProxies: settings.apiTrustedProxies ?? [],
          pages: Dashboard.app(Dashboard.read()),
        }),
      ),
      Effect.catchTag("ListenFailure", ({ message }) => Effect.fail(new WorkFailure({ message }))),
    )
  })

/** Until it is interrupted. */
export const run = (settings: Settings, given: Given) =>
  Effect.gen(function* () {
    const place = yield* placeOf(settings, given)
    const database = yield* Opened.existing(settings)
    const { roots, environment } = yield* Caller
    const version = yield* Version
    const installation = Layer.succeed(Installation, { settings, roots, environment, version })
    yield* Effect.provide(
      serve(settings, place),
      Layer.mergeAll(
        Layer.provideMerge(installation, Storage.layer(database, { hostUuid: settings.hostUuid })),
        Logs.layer(settings.logFormat, settings.systemLogs),
      ),
    )
    return yield* new DependencyFailure({ message: "the server has ended" })
  })
