import { spawn, spawnSync, type ChildProcess } from "node:child_process"
import { createServer } from "node:net"
import { setTimeout as pause } from "node:timers/promises"
import * as Effect from "effect/Effect"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import * as Nats from "../../../runtime/bus/Nats.ts"
import * as Mint from "../../../runtime/http/access/Mint.ts"
import { ApiTokens } from "../../../runtime/storage/ApiTokens.ts"
import * as Storage from "../../../runtime/storage/Storage.ts"
import { EventBus } from "../../../src/ports/EventBus.ts"
import { emailEvent, fileEvent } from "../../storage/contracts/Samples.ts"
import { start, type Api } from "../server.ts"
import * as Listening from "./Listening.ts"

const open: Array<{ readonly stop: () => void | Promise<void> }> = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.stop()
})

const opened = async (environment: Readonly<Record<string, string>> = {}): Promise<Api> => {
  const api = await start({ environment })
  open.push(api)
  return api
}

const listen = async (api: Api, token = api.viewer) => {
  const heard = await Listening.listen(api, token)
  open.push(heard)
  return heard
}

const publish = Effect.fn(function* (
  ...events: ReadonlyArray<Parameters<EventBus["Type"]["publish"]>[0]>
) {
  const bus = yield* EventBus
  yield* Effect.forEach(events, bus.publish, { discard: true })
})

const megabytes = (): number => {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / 1e6
}

it("tells two hundred listeners of each event, in memory that stays as it is", async () => {
  const api = await opened()
  const tokens = await Promise.all(
    Array.from({ length: 20 }, (_, index) => api.run(Mint.mint(`t${index}`, "viewer", Date.now()))),
  )
  const heard: Array<Listening.Heard> = []
  for (const { token } of tokens)
    for (let index = 0; index < 10; index++) heard.push(await listen(api, token))
  for (const { next } of heard) expect((await next()).event).toBe("snapshot")
  const turns = 60
  const perTurn = 50
  const figures: Array<number> = []
  for (let turn = 0; turn < turns; turn++) {
    const events = Array.from({ length: perTurn }, (_, index) =>
      fileEvent(`d${index}`, `${turn}`, 1_767_600_000 + turn),
    )
    await api.run(publish(...events))
    await Promise.all(
      heard.map(async ({ next }) => {
        for (const { id } of events) expect((await next()).data["id"]).toBe(id)
      }),
    )
    figures.push(megabytes())
  }
  const early = Math.min(...figures.slice(10, 20))
  const late = Math.min(...figures.slice(-10))
  console.log(
    `200 streams, ${turns * perTurn} events each: ${early.toFixed(0)} MB early, ${late.toFixed(0)} MB late, resident ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`,
  )
  expect(late).toBeLessThan(early * 1.15 + 10)
}, 280_000)

it("says every 15 seconds that it is there, and ends with its token", async () => {
  const api = await opened()
  const [viewer, admin] = [await listen(api), await listen(api, api.admin)]
  await viewer.next()
  await admin.next()
  const before = admin.comments()
  await api.run(
    Effect.flatMap(ApiTokens, (tokens) =>
      Effect.flatMap(tokens.list, (all) =>
        tokens.revoke(all.find(({ role }) => role === "viewer")!.id, Date.now()),
      ),
    ),
  )
  const begun = Date.now()
  await viewer.ended
  expect(Date.now() - begun).toBeLessThan(20_000)
  await expect.poll(admin.comments, { timeout: 20_000 }).toBeGreaterThan(before)
  await api.run(publish(fileEvent("d", "after")))
  expect((await admin.next()).data["id"]).toBe("d/after")
}, 60_000)

it("tells what another process writes into the same database", async () => {
  const api = await opened()
  const { next } = await listen(api)
  await next()
  await Effect.runPromise(
    Effect.provide(
      publish(fileEvent("d", "1"), emailEvent("d", "2")),
      Storage.layer({ kind: "sqlite", path: `${api.folder}/test.db` }, { hostUuid: "local" }),
    ),
  )
  expect((await next()).data["id"]).toBe("d/1")
  expect((await next()).data["id"]).toBe("d/2")
})

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

describe.skipIf(lacking)("with a bus", () => {
  let server: ChildProcess
  let url = ""
  beforeAll(async () => {
    const port = await freePort()
    url = `nats://127.0.0.1:${port}`
    server = spawn("nats-server", ["-a", "127.0.0.1", "-p", String(port)], { stdio: "ignore" })
    for (let tries = 0; tries < 100; tries++) {
      const answer = await Effect.runPromiseExit(Effect.scoped(Nats.connect(url)))
      if (answer._tag === "Success") return
      await pause(50)
    }
    throw new Error("the server did not start")
  }, 20_000)
  afterAll(() => void server?.kill("SIGTERM"))

  it("tells what comes by it, what stands in the database too only once", async () => {
    const api = await opened({ DECNET_BUS_URL: url })
    const { next } = await listen(api)
    await next()
    const both = fileEvent("d", "both")
    const say = (event: ReturnType<typeof fileEvent>) =>
      Effect.runPromise(
        Effect.scoped(
          Effect.flatMap(Nats.connect(url), (bus) =>
            bus.publish(event.topic, [JSON.stringify(event)]),
          ),
        ),
      )
    await api.run(publish(both))
    await say(both)
    expect((await next()).data["id"]).toBe("d/both")
    // until the server listens to the bus, what is said there is lost
    const heard = next()
    const told = await (async () => {
      for (let tries = 0; ; tries++) {
        await say(fileEvent("elsewhere", `call ${tries}`))
        const found = await Promise.race([heard, pause(300)])
        if (found !== undefined) return found
      }
    })()
    expect(told.data["id"]).toMatch(/^elsewhere\/call \d+$/)
    expect(told.id).toBeUndefined()
    await say(both)
    await api.run(publish(fileEvent("d", "last")))
    for (;;) {
      const { data } = await next()
      if (data["id"] === "d/last") break
      expect(data["id"]).toMatch(/^elsewhere\/call \d+$/)
    }
  }, 30_000)

  it("goes on without it where it is away", async () => {
    const api = await opened({ DECNET_BUS_URL: `nats://127.0.0.1:${await freePort()}` })
    const { next } = await listen(api)
    await next()
    await api.run(publish(fileEvent("d", "1")))
    expect((await next()).data["id"]).toBe("d/1")
    expect(api.log.join("\n")).toMatch(/the bus at .* does not answer/)
  }, 30_000)
})
