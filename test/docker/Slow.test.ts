/** An engine that answers for one container and is silent about another. */
import { mkdtempSync, rmSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Decoys } from "../../runtime/docker/Decoys.ts"
import * as DockerHost from "../../runtime/docker/DockerHost.ts"
import * as Engine from "../../runtime/docker/Engine.ts"
import type { EngineApi } from "../../runtime/docker/EngineApi.ts"
import { create } from "../hosts/HostContract.ts"
import { policy } from "./decoys.ts"

describe("a silent container", () => {
  let folder: string
  let server: Server
  let open = 0
  let asked = 0

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "silent-"))
    server = createServer((request, response) => {
      if (request.url === "/_ping") {
        response.writeHead(200, { "api-version": "1.41" }).end("OK")
      } else if (request.url?.includes("/silent/") === true) {
        open++
        asked++
        response.on("close", () => open--)
      } else response.writeHead(404).end('{"message":"No such container: gone"}')
    })
    await new Promise<void>((resolve) => server.listen(join(folder, "s"), resolve))
  })
  afterEach(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    rmSync(folder, { recursive: true })
  })

  const withEngine = <A>(
    timeoutMillis: number,
    use: (engine: EngineApi) => Effect.Effect<A, unknown>,
  ): Promise<A> =>
    Effect.runPromise(
      Effect.scoped(
        Effect.flatMap(
          Engine.make({
            endpoint: { kind: "unix", path: join(folder, "s") },
            timeout: Duration.millis(timeoutMillis),
          }),
          use,
        ),
      ),
    )

  const plant = (engine: EngineApi, container: string) =>
    Effect.either(
      DockerHost.make(
        new Decoys({ engine, policy, containersOf: (ssh) => ({ ssh, mail: ssh }) }),
      ).plant(container, create("/home/anna/a", "a"), "first"),
    )

  it("is given up after its time, and its connection with it", async () => {
    const outcome = await withEngine(1500, (engine) => plant(engine, "silent"))
    expect(outcome).toMatchObject({
      _tag: "Left",
      left: { _tag: "HostUnreachable", decky: "silent", reason: "timeout" },
    })
    await expect.poll(() => open).toBe(0)
    expect(asked).toBeGreaterThan(0)
  })

  it("delays no other", async () => {
    await withEngine(600_000, (engine) =>
      Effect.gen(function* () {
        const waiting = yield* Effect.forkAll(
          Array.from({ length: 20 }, () => plant(engine, "silent")),
        )
        yield* Effect.promise(() => expect.poll(() => asked).toBeGreaterThan(0))
        const other = yield* plant(engine, "gone")
        expect(other).toMatchObject({ left: { _tag: "HostUnreachable", reason: "down" } })
        yield* Fiber.interrupt(waiting)
      }),
    )
    await expect.poll(() => open).toBe(0)
  })

  it("is left at once when whoever asked is interrupted", async () => {
    await withEngine(600_000, (engine) =>
      Effect.gen(function* () {
        const before = asked
        const fiber = yield* Effect.fork(engine.inspect("silent"))
        yield* Effect.promise(() => expect.poll(() => asked).toBe(before + 1))
        yield* Fiber.interrupt(fiber)
        yield* Effect.promise(() => expect.poll(() => open).toBe(0))
      }),
    )
  })
})
