/**
 * What a decky is, read from it at first contact: by archives, and by the engine's own list of its
 * processes, so that nothing is run inside.
 */
import { unpackTar } from "modern-tar"
import * as Effect from "effect/Effect"
import type { Release } from "../../src/fleet/Decky.ts"
import type { HostFacts } from "../../src/fleet/HostFacts.ts"
import * as Instant from "../../src/time/Instant.ts"
import type { Container } from "../docker/Answer.ts"
import type { EngineApi } from "../docker/EngineApi.ts"
import type { EngineFailure } from "../docker/EngineFailure.ts"
import * as OsRelease from "./OsRelease.ts"
import * as PasswdFile from "./PasswdFile.ts"
import * as ProcessList from "./ProcessList.ts"
import * as TimeZoneFile from "./TimeZoneFile.ts"

export interface Read {
  readonly facts: HostFacts
  /** Undefined where it is none that is known. */
  readonly release: Release | undefined
  readonly hostname: string
  /** IANA. */
  readonly timezone: string
  readonly ip: string | undefined
}

/** A file of facts is a few kilobytes; nothing longer is believed. */
const textBytesMax = 256 * 1024
/** Tables below `/etc/cron.d`. */
const tablesMax = 64

const decoder = new TextDecoder()

const present = <A>(
  effect: Effect.Effect<A, EngineFailure>,
): Effect.Effect<A | undefined, EngineFailure> =>
  effect.pipe(
    Effect.catchTag("NotFound", () => Effect.succeed(undefined)),
    Effect.catchTag("TooLarge", () => Effect.succeed(undefined)),
  )

/** Names that cron reads below `/etc/cron.d`, as run-parts(8) has them. */
const isTable = (name: string): boolean => /^[A-Za-z0-9_-]+$/.test(name)

const reader = (engine: EngineApi, container: string) => {
  const text = (path: string): Effect.Effect<string, EngineFailure> =>
    Effect.map(present(engine.read(container, path, { bytesMax: textBytesMax })), (found) =>
      found?.member.kind === "file" ? decoder.decode(found.bytes) : "",
    )
  const linkTarget = (path: string): Effect.Effect<string, EngineFailure> =>
    Effect.map(present(engine.stat(container, path)), (found) => found?.linkTarget ?? "")
  const exists = (paths: ReadonlyArray<string>): Effect.Effect<boolean, EngineFailure> =>
    Effect.map(
      Effect.forEach(paths, (path) => present(engine.stat(container, path))),
      (found) => found.some((each) => each !== undefined),
    )
  /** os-release is a link to below `/usr/lib` on all four releases. */
  const throughLink = (path: string): Effect.Effect<string, EngineFailure> =>
    Effect.flatMap(linkTarget(path), (target) => text(target === "" ? path : target))

  const tables = Effect.gen(function* () {
    const all: Array<{ readonly table: string; readonly text: string }> = []
    const main = yield* text("/etc/crontab")
    if (main !== "") all.push({ table: "/etc/crontab", text: main })
    const tar = yield* present(engine.archive(container, "/etc/cron.d"))
    const entries = tar === undefined ? [] : yield* Effect.promise(() => unpackTar(tar))
    for (const { header, data } of entries) {
      const name = /^cron\.d\/([^/]+)$/.exec(header.name)?.[1]
      if (name === undefined || !isTable(name) || data === undefined) continue
      if (data.length <= textBytesMax)
        all.push({ table: `/etc/cron.d/${name}`, text: decoder.decode(data) })
    }
    return all.sort((a, b) => (a.table < b.table ? -1 : 1)).slice(0, tablesMax)
  })
  return { text, linkTarget, exists, throughLink, tables }
}

/** Of the first network that gives one. */
const ipOf = ({ NetworkSettings }: Container): string | undefined =>
  Object.entries(NetworkSettings.Networks ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { IPAddress }]) => IPAddress)
    .find((ip) => ip !== undefined && ip !== "")

export const read = (
  engine: EngineApi,
  container: string,
  inspected: Container,
): Effect.Effect<Read, EngineFailure> =>
  Effect.gen(function* () {
    const from = reader(engine, container)
    const release = OsRelease.parse(yield* from.throughLink("/etc/os-release"))
    const daemons = ProcessList.daemonsOf(yield* engine.top(container))
    return {
      release,
      hostname: inspected.Config.Hostname,
      timezone: TimeZoneFile.zoneOf(
        yield* from.linkTarget("/etc/localtime"),
        yield* from.text("/etc/timezone"),
      ),
      ip: ipOf(inspected),
      facts: {
        bootedAt: Instant.parseIso(inspected.State.StartedAt)?.ms ?? 0,
        accounts: PasswdFile.parse(yield* from.text("/etc/passwd")),
        crontabs: yield* from.tables,
        sshClient: yield* from.exists(["/usr/bin/ssh", "/bin/ssh"]),
        sshdRuns: daemons.sshd,
        logsItself: daemons.syslog,
        releaseKnown: release !== undefined,
      },
    }
  })
