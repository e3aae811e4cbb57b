import { spawn, spawnSync, type ChildProcess } from "node:child_process"
import { createServer } from "node:net"
import { setTimeout as pause } from "node:timers/promises"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { controlTopic, topicOf, type Event } from "../../src/events/Event.ts"
import { EventBus } from "../../src/ports/EventBus.ts"
import * as Nats from "../../runtime/bus/Nats.ts"
import * as Control from "../../runtime/orchestrator/Control.ts"
import * as Storage from "../../runtime/storage/Storage.ts"
import { sqlite } from "../orchestrator/world.ts"

const lacking = spawnSync("nats-server", ["--version"]).error !== undefined
if (lacking) {
  if (process.env["CI"] === "true") throw new Error("nats-server is missing; install it")
  console.log("SKIPPED: nats-server is missing; install nats-server")
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { readonly port: number }
      server.close(() => resolve(port))
    })
  })

const event = (turn: number): Event => ({
  v: 1,
  id: `decky/moment/${turn}`,
  topic: topicOf("file", "host:decky one"),
  type: "file",
  ts: 1_767_600_000.5,
  payload: {
    kind: "file",
    protocol: "ssh",
    action: "file:create",
    src_decky_uuid: "decky",
    dst_decky_uuid: null,
    success: true,
    payload: { path: "/home/anna/notes/ä.md" },
    ts: 1_767_600_000.5,
  },
})

describe.skipIf(lacking)("the bus", () => {
  let server: ChildProcess
  let port = 0
  const url = (user = "worker:s%40cret@"): string => `nats://${user}127.0.0.1:${port}`

  beforeAll(async () => {
    port = await freePort()
    server = spawn(
      "nats-server",
      ["-a", "127.0.0.1", "-p", String(port), "--user", "worker", "--pass", "s@cret"],
      { stdio: "ignore" },
    )
    for (let tries = 0; tries < 100; tries++) {
      const answer = await Effect.runPromiseExit(Effect.scoped(Nats.connect(url())))
      if (answer._tag === "Success") return
      await pause(50)
    }
    throw new Error("the server did not start")
  }, 20_000)

  afterAll(() => void server?.kill("SIGTERM"))

  it("gets what was recorded, in order, on the same subjects and with the same envelopes", async () => {
    const program = Effect.gen(function* () {
      const reader = yield* Nats.connect(url())
      const heard = yield* Effect.fork(
        reader
          .subscribe("orchestrator.file.host:decky_one")
          .pipe(Stream.take(3), Stream.runCollect),
      )
      // what is sent before the subscription has arrived is not heard
      yield* Effect.sleep("200 millis")
      const { publish } = yield* EventBus
      for (const turn of [1, 2, 3]) yield* publish(event(turn))
      const relay = yield* Effect.fork(Control.relay(yield* Nats.connect(url())))
      const lines = yield* Fiber.join(heard).pipe(Effect.timeout("10 seconds"))
      yield* Fiber.interrupt(relay)
      return [...lines].map((line) => JSON.parse(line) as Event)
    })
    const heard = await Effect.runPromise(
      Effect.scoped(program).pipe(Effect.provide(Storage.layer(sqlite(), { hostUuid: "local" }))),
    )
    expect(heard).toEqual([event(1), event(2), event(3)])
  })

  const stops = (host: string, told: string | null, through: "bus" | "database") =>
    Effect.runPromise(
      Effect.gen(function* () {
        const bus = yield* Nats.connect(url())
        const stopped = yield* Effect.fork(Control.stopped(host, bus))
        yield* Effect.sleep("700 millis")
        const control: Event = {
          v: 1,
          id: `control/${host}/${told}/${through}`,
          topic: controlTopic,
          type: "control",
          ts: 1,
          payload: { command: "stop", host_uuid: told },
        }
        if (through === "bus") yield* bus.publish(controlTopic, [JSON.stringify(control)])
        else yield* Effect.flatMap(EventBus, ({ publish }) => publish(control))
        const ended = yield* Fiber.join(stopped).pipe(Effect.timeoutOption("3 seconds"))
        yield* Fiber.interrupt(stopped)
        return ended._tag === "Some"
      }).pipe(Effect.scoped, Effect.provide(Storage.layer(sqlite(), { hostUuid: host }))),
    )

  it("tells an orchestrator to stop, and so does the database", async () => {
    expect(await stops("one", "one", "bus")).toBe(true)
    expect(await stops("one", null, "bus")).toBe(true)
    expect(await stops("one", "one", "database")).toBe(true)
  }, 20_000)

  it("does not stop that of another host", async () => {
    expect(await stops("one", "two", "bus")).toBe(false)
    expect(await stops("one", "two", "database")).toBe(false)
  }, 20_000)

  it("says in one line that it does not answer, without the password", async () => {
    const exit = await Effect.runPromise(
      Effect.scoped(Nats.connect(url("worker:wrong@"))).pipe(Effect.flip),
    )
    expect(exit.message).toContain(`127.0.0.1:${port} does not answer`)
    expect(exit.message).not.toContain("wrong")
  })
})
