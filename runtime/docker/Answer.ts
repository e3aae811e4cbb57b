/** What the engine's answers mean: JSON decoded by schemas, and the odd forms beside it. */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Instant from "../../src/time/Instant.ts"
import { EngineError } from "./EngineFailure.ts"

/** How much of the engine's words an error shows. */
const detailMax = 300

/** The message of an error answer, as one line. */
export const detail = (body: Uint8Array): string => {
  const text = Buffer.from(body).toString("utf8", 0, 4096)
  const message = /^\s*\{"message":("(?:[^"\\]|\\.)*")/.exec(text)?.[1]
  const shown = message === undefined ? text : String(JSON.parse(message))
  return shown.replace(/\s+/g, " ").trim().slice(0, detailMax) || "no reason given"
}

export const Container = Schema.Struct({
  Id: Schema.String,
  Name: Schema.String,
  State: Schema.Struct({
    Running: Schema.Boolean,
    Paused: Schema.Boolean,
    Pid: Schema.Int,
    StartedAt: Schema.String,
  }),
  Config: Schema.Struct({
    Hostname: Schema.String,
    Labels: Schema.NullOr(Schema.Record({ key: Schema.String, value: Schema.String })),
  }),
  HostConfig: Schema.Struct({
    ReadonlyRootfs: Schema.optional(Schema.Boolean),
    Tmpfs: Schema.optional(
      Schema.NullOr(Schema.Record({ key: Schema.String, value: Schema.String })),
    ),
  }),
  Mounts: Schema.Array(
    Schema.Struct({
      Type: Schema.String,
      Destination: Schema.String,
      RW: Schema.optional(Schema.Boolean),
    }),
  ),
  NetworkSettings: Schema.Struct({
    Networks: Schema.optional(
      Schema.NullOr(
        Schema.Record({
          key: Schema.String,
          value: Schema.Struct({ IPAddress: Schema.optional(Schema.String) }),
        }),
      ),
    ),
  }),
})
export type Container = typeof Container.Type

const Listed = Schema.Struct({
  Id: Schema.String,
  Names: Schema.Array(Schema.String),
  Labels: Schema.Record({ key: Schema.String, value: Schema.String }),
  State: Schema.String,
})
export type Listed = typeof Listed.Type

const Top = Schema.Struct({
  Titles: Schema.Array(Schema.String),
  Processes: Schema.NullOr(Schema.Array(Schema.Array(Schema.String))),
})

const malformed = (what: string) => () =>
  new EngineError({ call: what, status: 200, detail: "its answer is not what the API describes" })

const decoder = <A, I>(what: string, schema: Schema.Schema<A, I>) => {
  const decode = Schema.decodeUnknown(Schema.parseJson(schema))
  return (body: Buffer): Effect.Effect<A, EngineError> =>
    Effect.mapError(decode(body.toString("utf8")), malformed(what))
}

export const decodeContainer = decoder("inspect", Container)
export const decodeList = decoder("list", Schema.Array(Listed))
export const decodeCreated = decoder(
  "exec",
  Schema.Struct({ Id: Schema.String.pipe(Schema.pattern(/^[0-9a-f]{8,128}$/)) }),
)
export const decodeExec = decoder(
  "exec",
  Schema.Struct({ Running: Schema.Boolean, ExitCode: Schema.NullOr(Schema.Int) }),
)

/** Of each process the last column, which is its command line. */
export const decodeTop = (body: Buffer): Effect.Effect<ReadonlyArray<string>, EngineError> =>
  Effect.map(decoder("top", Top)(body), ({ Titles, Processes }) => {
    const column = Titles.findIndex((title) => title === "CMD" || title === "COMMAND")
    return (Processes ?? []).flatMap((row) => row[column < 0 ? row.length - 1 : column] ?? [])
  })

export interface PathStat {
  readonly kind: "file" | "directory" | "link" | "other"
  /** Permission bits, with those for set-id and sticky. */
  readonly mode: number
  readonly bytes: number
  readonly mtime: Instant.Instant
  /** Of a link: where it leads in the container, links on the way resolved. */
  readonly linkTarget: string
}

const Stat = Schema.Struct({
  size: Schema.Number,
  mode: Schema.Int,
  mtime: Schema.String,
  linkTarget: Schema.String,
})
const decodeStatJson = Schema.decodeUnknown(Schema.parseJson(Stat))

// Go's os.FileMode
const goDirectory = 2 ** 31
const goLink = 2 ** 27
const goIrregular = 2 ** 26 + 2 ** 25 + 2 ** 24 + 2 ** 21 + 2 ** 19
const goSetuid = 2 ** 23
const goSetgid = 2 ** 22
const goSticky = 2 ** 20

const has = (mode: number, bits: number): boolean => ((mode >>> 0) & bits) !== 0

const kindOf = (mode: number): PathStat["kind"] => {
  if (has(mode, goDirectory)) return "directory"
  if (has(mode, goLink)) return "link"
  return has(mode, goIrregular) ? "other" : "file"
}

/** The header of `HEAD …/archive`: JSON in Base64. */
export const decodeStat = (header: string): Effect.Effect<PathStat, EngineError> =>
  decodeStatJson(Buffer.from(header, "base64").toString("utf8")).pipe(
    Effect.mapError(malformed("stat")),
    Effect.flatMap(({ size, mode, mtime, linkTarget }) => {
      const instant = Instant.parseIso(mtime)
      return instant === undefined
        ? Effect.fail(malformed("stat")())
        : Effect.succeed({
            kind: kindOf(mode),
            mode:
              (mode & 0o777) |
              (has(mode, goSetuid) ? 0o4000 : 0) |
              (has(mode, goSetgid) ? 0o2000 : 0) |
              (has(mode, goSticky) ? 0o1000 : 0),
            bytes: size,
            mtime: instant,
            linkTarget,
          })
    }),
  )
