/** What lies in a container and in a database, looked at by none of the ways that are tested. */
import { execFile } from "node:child_process"
import { promisify } from "node:util"
import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import { unpackTar } from "modern-tar"
import type { Database } from "../../runtime/storage/DatabaseUrl.ts"
import * as Sql from "../../runtime/storage/Sql.ts"
import * as Instant from "../../src/time/Instant.ts"
import type { DockerEngine } from "./DockerEngine.ts"

const run = promisify(execFile)

export interface Found {
  /** As find(1) has it: `f`, `d`, `l` … */
  readonly kind: string
  readonly mode: number
  readonly owner: string
  readonly group: string
  readonly bytes: number
  readonly mtime: Instant.Instant
  readonly links: number
}

const bytesMax = 256 * 1024 * 1024

const printed = "%y %m %u %g %s %T@ %n %p\\0"

const found = (line: string): readonly [string, Found] => {
  const [kind, mode, owner, group, bytes, time, links, ...path] = line.split(" ")
  const [whole = "", fraction = ""] = time!.split(".")
  const nanos = Number(fraction.padEnd(9, "0").slice(0, 9))
  return [
    path.join(" "),
    {
      kind: kind!,
      mode: Number.parseInt(mode!, 8),
      owner: owner!,
      group: group!,
      bytes: Number(bytes),
      mtime: Instant.make(Number(whole) * 1000 + Math.floor(nanos / 1e6), nanos % 1e6),
      links: Number(links),
    },
  ]
}

/** Looks into a container that runs by its own find and tar, and at it by the engine's diff. */
export const container = (engine: DockerEngine, name: string) => {
  const docker = async (...args: ReadonlyArray<string>): Promise<Buffer> =>
    (
      await run("docker", ["-H", engine.host, ...args], {
        encoding: "buffer",
        maxBuffer: bytesMax,
      })
    ).stdout
  return {
    /** All that is there, what the kernel makes up aside. */
    tree: async (): Promise<ReadonlyMap<string, Found>> => {
      const pruned = "( -path /proc -o -path /sys -o -path /dev ) -prune -o".split(" ")
      const out = await docker("exec", name, "find", "/", ...pruned, "-printf", printed)
      return new Map(
        out
          .toString("utf8")
          .split("\0")
          .filter((line) => line !== "")
          .map(found),
      )
    },
    /** The bytes of all files below some folders, by absolute path. */
    contents: async (
      ...folders: ReadonlyArray<string>
    ): Promise<ReadonlyMap<string, Uint8Array>> => {
      const names = folders.map((folder) => folder.slice(1))
      const tar = await docker("exec", name, "tar", "-C", "/", "--format=pax", "-cf", "-", ...names)
      const entries = await unpackTar(tar)
      return new Map(
        entries.flatMap(({ header, data }) =>
          data === undefined || header.type !== "file" ? [] : [[`/${header.name}`, data]],
        ),
      )
    },
    /** What the container's own layer holds, hidden places included: `A /path`, `C /path`. */
    diff: async (): Promise<ReadonlyArray<string>> =>
      (await docker("diff", name)).toString("utf8").split("\n").filter(Boolean),
    /** Size of a file that a mount may hide from whoever is inside. */
    hiddenBytes: async (path: string): Promise<number> => {
      const [entry] = await unpackTar(await docker("cp", `${name}:${path}`, "-"))
      return entry?.data?.length ?? 0
    },
  }
}

/** By a connection of its own, past all repositories. */
export const rows = <A>(database: Database, statement: string): Promise<ReadonlyArray<A>> =>
  Effect.runPromise(
    Effect.flatMap(SqlClient.SqlClient, (sql) =>
      Effect.map(sql.unsafe(statement), (found) => found as ReadonlyArray<A>),
    ).pipe(Effect.provide(Sql.layer(database))),
  )
