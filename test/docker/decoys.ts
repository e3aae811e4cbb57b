/** Decoy containers for tests of the Docker layers: how they are reached and looked into. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { Decoys, type Options } from "../../runtime/docker/Decoys.ts"
import * as Endpoint from "../../runtime/docker/Endpoint.ts"
import * as Engine from "../../runtime/docker/Engine.ts"
import * as PathPolicy from "../../runtime/docker/PathPolicy.ts"
import * as Instant from "../../src/time/Instant.ts"
import type { DockerEngine } from "../parts/DockerEngine.ts"

export const uuid = "6f1c2f0e-55d7-4a8e-9c1b-d2f0a4b7e001"

export const policy = Either.getOrThrow(
  PathPolicy.parse("/home:/root:/tmp:/var/log:/var/mail:/var/spool:/var/backups:/srv"),
)

/** A client and the way to close it. */
export const connect = async (part: DockerEngine) => {
  const scope = await Effect.runPromise(Scope.make())
  const endpoint = Either.getOrThrow(Endpoint.parse(part.host))
  const engine = await Effect.runPromise(Scope.extend(Engine.make({ endpoint }), scope))
  return { engine, close: () => Effect.runPromise(Scope.close(scope, Exit.void)) }
}

export const decoysOf = (
  engine: Engine.EngineApi,
  container: string,
  transport: NonNullable<Options["transport"]>,
): Decoys =>
  new Decoys({
    engine,
    policy,
    transport,
    containersOf: (decky) => (decky === uuid ? { ssh: container, mail: container } : undefined),
  })

/** Looks into a container by its own programs. */
export const inside = (part: DockerEngine, container: string) => {
  const exec = (...command: ReadonlyArray<string>) => part.docker("exec", container, ...command)
  const absent = (): undefined => undefined
  return {
    exec,
    read: (path: string): Promise<Uint8Array | undefined> =>
      exec("base64", "--", path).then((text) => Buffer.from(text, "base64"), absent),
    stat: (path: string) =>
      exec("stat", "-c", "%a %U %.9Y %h", "--", path).then((line) => {
        const [mode = "", owner = "", time = "", links] = line.split(" ")
        const [whole = "", nanos = ""] = time.split(".")
        return {
          mode: Number.parseInt(mode, 8),
          owner,
          mtime: Instant.make(
            Number(whole) * 1000 + Math.floor(Number(nanos) / 1e6),
            Number(nanos) % 1e6,
          ),
          links: Number(links),
        }
      }, absent),
  }
}
