/** The API on a free port over a database of its own, with a token of each role. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { request as httpRequest } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as HttpServer from "@effect/platform/HttpServer"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Runtime from "effect/Runtime"
import * as Scope from "effect/Scope"
import type { Roots } from "../../runtime/config/Places.ts"
import * as Settings from "../../runtime/config/Settings.ts"
import * as Mint from "../../runtime/http/access/Mint.ts"
import { Installation } from "../../runtime/http/Installation.ts"
import type { Rates } from "../../runtime/http/Limits.ts"
import * as Server from "../../runtime/http/Server.ts"
import type { Database } from "../../runtime/storage/DatabaseUrl.ts"
import * as Storage from "../../runtime/storage/Storage.ts"

export type Parts = Server.Parts

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | ReadonlyArray<string> | undefined>>
  readonly text: string
  /** Undefined where the body is no JSON. */
  readonly json: unknown
}

export interface Asked {
  readonly method?: string
  readonly token?: string | undefined
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is, in place of a body. */
  readonly raw?: string | Buffer
  /** Without Content-Length. */
  readonly chunked?: boolean
  readonly headers?: Readonly<Record<string, string>>
}

export interface Api {
  readonly port: number
  readonly base: string
  readonly folder: string
  readonly roots: Roots
  readonly admin: string
  readonly viewer: string
  /** Lines of the server's log so far. */
  readonly log: Array<string>
  readonly ask: (path: string, asked?: Asked) => Promise<Answer>
  /** Runs with what the server has. */
  readonly run: <A, E>(effect: Effect.Effect<A, E, Parts>) => Promise<A>
  readonly stop: () => Promise<void>
}

/** So that tests ask as often as they like. */
export const unlimited: Rates = { ofToken: 1e9, ofAddress: 1e9, failures: 1e9 }

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

const send = (port: number, path: string, asked: Asked): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const text = asked.raw ?? (asked.body === undefined ? undefined : JSON.stringify(asked.body))
    const request = httpRequest(
      {
        host: "127.0.0.1",
        port,
        path,
        method: asked.method ?? "GET",
        headers: {
          ...(asked.token === undefined ? {} : { authorization: `Bearer ${asked.token}` }),
          ...(asked.body === undefined ? {} : { "content-type": "application/json" }),
          ...(text === undefined
            ? {}
            : asked.chunked === true
              ? { "transfer-encoding": "chunked" }
              : { "content-length": String(Buffer.byteLength(text)) }),
          ...asked.headers,
        },
      },
      (response) => {
        if ((response.headers["content-type"] ?? "").startsWith("text/event-stream")) {
          // it has no end to wait for
          const { statusCode: status = 0, headers } = response
          request.off("error", reject).on("error", () => undefined)
          request.destroy()
          resolve({ status, headers, text: "", json: undefined })
          return
        }
        const parts: Array<Buffer> = []
        response.on("data", (part: Buffer) => parts.push(part))
        response.on("end", () => {
          const all = Buffer.concat(parts).toString("utf8")
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: all,
            json: jsonOf(all),
          })
        })
        response.on("error", reject)
      },
    )
    request.on("error", reject)
    request.end(text)
  })

export interface Changes {
  readonly rates?: Rates
  readonly environment?: Readonly<Record<string, string>>
  readonly trustedProxies?: ReadonlyArray<string>
  readonly database?: Database
}

export const start = async (changes: Changes = {}): Promise<Api> => {
  const folder = mkdtempSync(join(tmpdir(), "api-"))
  const roots: Roots = {
    etc: join(folder, "etc"),
    state: join(folder, "state"),
    own: join(folder, "own"),
  }
  for (const each of Object.values(roots)) mkdirSync(each)
  const environment = {
    DECNET_SECRET_KEY: "11".repeat(32),
    ...changes.environment,
  }
  const settings = Either.getOrThrow(Settings.read(environment))
  const log: Array<string> = []
  const layer = Server.layer({
    bind: "127.0.0.1",
    port: 0,
    trustedProxies: changes.trustedProxies ?? [],
    rates: changes.rates ?? unlimited,
  }).pipe(
    Layer.provideMerge(
      Layer.succeed(Installation, { settings, roots, environment, version: "1.2.3" }),
    ),
    Layer.provideMerge(
      Storage.layer(changes.database ?? { kind: "sqlite", path: join(folder, "test.db") }, {
        hostUuid: settings.hostUuid,
      }),
    ),
    Layer.provideMerge(
      Logger.replace(
        Logger.defaultLogger,
        Logger.make((options) => void log.push(Logger.logfmtLogger.log(options))),
      ),
    ),
  )
  const scope = Effect.runSync(Scope.make())
  const runtime = await Effect.runPromise(Scope.extend(Layer.toRuntime(layer), scope))
  const run: Api["run"] = (effect) => Runtime.runPromise(runtime)(effect)
  const admin = await run(Mint.mint("ana", "admin", Date.now()))
  const viewer = await run(Mint.mint("bo", "viewer", Date.now()))
  const port = Server.portOf(Context.get(runtime.context, HttpServer.HttpServer))
  return {
    port,
    base: `http://127.0.0.1:${port}`,
    folder,
    roots,
    admin: admin.token,
    viewer: viewer.token,
    log,
    ask: (path, asked = {}) => send(port, path, asked),
    run,
    stop: async () => {
      await Effect.runPromise(Scope.close(scope, Exit.void))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
