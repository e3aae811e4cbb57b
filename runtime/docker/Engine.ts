/** The Docker Engine's API over its socket, each call bounded in time. */
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import * as Answer from "./Answer.ts"
import type * as Endpoint from "./Endpoint.ts"
import * as Api from "./EngineApi.ts"
import {
  ContainerDown,
  EngineError,
  EngineTimeout,
  NotFound,
  TooLarge,
  type EngineFailure,
} from "./EngineFailure.ts"
import { Frames } from "./Frames.ts"
import { TarReader } from "./TarReader.ts"
import * as Wire from "./Wire.ts"

/** Longer than this no single call may take. */
export const timeoutDefault = Duration.seconds(8)
/** What a program may say. */
const outputBytesMax = 64 * 1024
/** Newest version of the API that is asked for; older engines get theirs. */
const versionMax = [1, 47] as const

const query = (parameters: Readonly<Record<string, string>>): string =>
  new URLSearchParams(parameters).toString()

/** Names are checked before they become part of a path of the API. */
const containerPath = (container: string): string => `/containers/${encodeURIComponent(container)}`

const spoken = (version: string): string => {
  const [major = 1, minor = 41] = version.split(".").map(Number)
  return major > versionMax[0] || (major === versionMax[0] && minor > versionMax[1])
    ? versionMax.join(".")
    : `${major}.${minor}`
}

export type EngineApi = Api.EngineApi

export class Engine extends Context.Tag("decnet/runtime/docker/Engine")<Engine, EngineApi>() {}

export interface Options {
  readonly endpoint: Endpoint.Endpoint
  readonly timeout?: Duration.Duration
}

/** For the code of an exec, which the engine notes a moment after the stream has ended. */
const shortly = Schedule.spaced("5 millis").pipe(Schedule.intersect(Schedule.recurs(200)))

export const make = ({
  endpoint,
  timeout = timeoutDefault,
}: Options): Effect.Effect<EngineApi, never, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => Wire.make(endpoint)),
      (wire) => wire.close,
    ),
    (wire) => over(wire, timeout),
  )

const over = (wire: Wire.Wire, timeout: Duration.Duration): EngineApi => {
  let prefix: string | undefined

  const limited =
    (call: string) =>
    <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E | EngineTimeout> =>
      Effect.timeoutFail(effect, {
        duration: timeout,
        onTimeout: () => new EngineTimeout({ call }),
      })

  const ping = wire.call({ method: "GET", path: "/_ping" }).pipe(
    limited("GET /_ping"),
    Effect.flatMap(({ status, headers, body }) => {
      const version = headers["api-version"]
      if (status !== 200 || typeof version !== "string" || !/^\d+\.\d+$/.test(version))
        return Effect.fail(
          new EngineError({ call: "GET /_ping", status, detail: Answer.detail(body) }),
        )
      prefix = `/v${spoken(version)}`
      return Effect.succeed(spoken(version))
    }),
  )
  const versioned = <A, E>(
    use: (prefix: string) => Effect.Effect<A, E>,
  ): Effect.Effect<A, E | EngineFailure> =>
    Effect.suspend(() =>
      prefix === undefined ? Effect.flatMap(ping, () => use(prefix!)) : use(prefix),
    )

  /** Turns the engine's error answers into tags; `path` is the one in the container. */
  const checked = (
    request: Wire.Request,
    container: string | undefined,
    path: string | undefined,
    response: Wire.Response,
  ): Effect.Effect<Wire.Response, EngineFailure> => {
    const { status } = response
    if (status < 300 || status === 304) return Effect.succeed(response)
    const detail = Answer.detail(response.body)
    const call = `${request.method} ${request.path.split("?")[0]!.replace(/^\/v[\d.]+/, "")}`
    if (container !== undefined) {
      if (status === 404 && (path === undefined || /no such container/i.test(detail)))
        return Effect.fail(new ContainerDown({ container, state: "missing" }))
      if (status === 404 && path !== undefined)
        return Effect.fail(new NotFound({ container, path }))
      // a parent that is a file: nothing can be there
      if (path !== undefined && request.method !== "PUT" && /not a directory/.test(detail))
        return Effect.fail(new NotFound({ container, path }))
      if (status === 409)
        return Effect.fail(
          new ContainerDown({ container, state: /paused/.test(detail) ? "paused" : "stopped" }),
        )
    }
    return Effect.fail(new EngineError({ call, status, detail }))
  }

  const call = (
    request: Wire.Request,
    container?: string,
    path?: string,
  ): Effect.Effect<Wire.Response, EngineFailure> =>
    versioned((version) => wire.call({ ...request, path: `${version}${request.path}` })).pipe(
      limited(`${request.method} ${request.path.split("?")[0]!}`),
      Effect.flatMap((response) => checked(request, container, path, response)),
    )

  const post = (path: string, body: unknown, container?: string) =>
    call({ method: "POST", path, body: Buffer.from(JSON.stringify(body)) }, container)

  const archivePath = (container: string, path: string): string =>
    `${containerPath(container)}/archive?${query({ path })}`

  const stream = (container: string, path: string, consumer: Wire.Consumer) => {
    const request: Wire.Request = { method: "GET", path: archivePath(container, path) }
    return versioned((version) =>
      wire.stream({ ...request, path: `${version}${request.path}` }, consumer),
    ).pipe(
      limited(`GET ${containerPath(container)}/archive`),
      Effect.flatMap((response) => checked(request, container, path, response)),
    )
  }

  const create = (container: string, command: Api.Command) =>
    post(
      `${containerPath(container)}/exec`,
      {
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
        Cmd: command.command,
        User: command.user ?? "0:0",
        Env: command.environment ?? ["LC_ALL=C"],
        ...(command.folder === undefined ? {} : { WorkingDir: command.folder }),
      },
      container,
    ).pipe(Effect.flatMap(({ body }) => Answer.decodeCreated(body)))

  const noted = (exec: string) =>
    call({ method: "GET", path: `/exec/${exec}/json` }).pipe(
      Effect.flatMap(({ body }) => Answer.decodeExec(body)),
      Effect.map(({ Running, ExitCode }) => (Running ? undefined : (ExitCode ?? 0))),
    )

  /** The stream may end a moment before the engine has noted the code. */
  const codeOf = (exec: string) =>
    noted(exec).pipe(
      Effect.flatMap((found) =>
        found === undefined ? Effect.fail("running" as const) : Effect.succeed(found),
      ),
      Effect.retry({ while: (error) => error === "running", schedule: shortly }),
      Effect.catchAll((error) =>
        // what has closed its streams and still runs has not failed so far
        error === "running" ? Effect.succeed(0) : Effect.fail(error),
      ),
    )

  /** The code of a program, with what it says handed on. */
  const attached = (
    container: string,
    command: Api.Command,
    input: Uint8Array | Wire.Held,
    consumer: Wire.Consumer,
  ): Effect.Effect<{ readonly code: number; readonly refused?: string }, EngineFailure> =>
    Effect.gen(function* () {
      const { Id } = yield* create(container, command)
      const request: Wire.Request = {
        method: "POST",
        path: `/exec/${Id}/start`,
        body: Buffer.from('{"Detach":false,"Tty":false}'),
      }
      const response = yield* versioned((version) =>
        wire.hijack({ ...request, path: `${version}${request.path}` }, input, consumer),
      )
      if (response.status >= 300) {
        const detail = Answer.detail(response.body)
        // engines that start the program before they answer say so here instead of by its code
        if (/executable file not found|no such file or directory|permission denied/i.test(detail))
          return { code: 127, refused: detail }
        yield* checked(request, container, undefined, response)
      }
      return { code: yield* codeOf(Id) }
    })

  const exec = (container: string, command: Api.Command): Effect.Effect<Api.Ended, EngineFailure> =>
    Effect.suspend(() => {
      const frames = new Frames(command.bytesMax ?? outputBytesMax)
      const input = command.input ?? new Uint8Array(0)
      return Effect.map(
        attached(container, command, input, (chunk) => {
          frames.push(chunk)
          return "more"
        }),
        ({ code, refused }) => ({
          ...frames.end(),
          ...(refused === undefined ? {} : { stderr: Buffer.from(refused) }),
          code,
        }),
      )
    }).pipe(limited(`exec ${command.command[0]!}`))

  return {
    ping,
    inspect: (container) =>
      call({ method: "GET", path: `${containerPath(container)}/json` }, container).pipe(
        Effect.flatMap(({ body }) => Answer.decodeContainer(body)),
      ),
    list: (labels) =>
      call({
        method: "GET",
        path: `/containers/json?${query({ all: "1", filters: JSON.stringify({ label: labels }) })}`,
      }).pipe(Effect.flatMap(({ body }) => Answer.decodeList(body))),
    top: (container) =>
      call({ method: "GET", path: `${containerPath(container)}/top` }, container).pipe(
        Effect.flatMap(({ body }) => Answer.decodeTop(body)),
      ),
    stat: (container, path) =>
      call({ method: "HEAD", path: archivePath(container, path) }, container, path).pipe(
        Effect.catchTag("EngineError", (error): Effect.Effect<never, EngineFailure> =>
          // HEAD has no body that would tell; a parent that is a file answers 500
          Effect.fail(error.status === 500 ? new NotFound({ container, path }) : error),
        ),
        Effect.flatMap(({ headers }) =>
          Answer.decodeStat(String(headers["x-docker-container-path-stat"] ?? "")),
        ),
      ),
    read: (container, path, { from = 0, bytesMax = Api.readBytesMax } = {}) =>
      Effect.suspend(() => {
        const parts: Array<Buffer> = []
        let seen = 0
        let kept = 0
        const reader = new TarReader((chunk) => {
          const skipped = Math.min(chunk.length, Math.max(0, from - seen))
          seen += chunk.length
          kept += chunk.length - skipped
          if (kept <= bytesMax) parts.push(chunk.subarray(skipped))
        })
        const consumer: Wire.Consumer = (chunk) =>
          reader.push(chunk) === "enough" || kept > bytesMax ? "enough" : "more"
        return Effect.flatMap(
          stream(container, path, consumer),
          (): Effect.Effect<Api.Read, EngineFailure> => {
            if (kept > bytesMax) return Effect.fail(new TooLarge({ container, path, bytesMax }))
            const member = reader.member
            return member === undefined
              ? Effect.fail(new NotFound({ container, path }))
              : Effect.succeed({ member, bytes: Buffer.concat(parts) })
          },
        )
      }),
    archive: (container, path, bytesMax = Api.readBytesMax) =>
      Effect.suspend(() => {
        const parts: Array<Buffer> = []
        let size = 0
        return Effect.flatMap(
          stream(container, path, (chunk) => {
            parts.push(chunk)
            size += chunk.length
            return size > bytesMax ? "enough" : "more"
          }),
          () =>
            size > bytesMax
              ? Effect.fail(new TooLarge({ container, path, bytesMax }))
              : Effect.succeed(Buffer.concat(parts)),
        )
      }),
    put: (container, tar) =>
      Effect.asVoid(
        call(
          {
            method: "PUT",
            path: archivePath(container, "/"),
            body: tar,
            contentType: "application/x-tar",
          },
          container,
        ),
      ),
    exec,
    hold: (container, command, farewell) =>
      Effect.map(
        attached(container, command, { farewell }, () => "more"),
        ({ code }) => code,
      ),
  }
}

export const layer = (options: Options): Layer.Layer<Engine> => Layer.scoped(Engine, make(options))
