import * as Effect from "effect/Effect"
import { afterEach, expect, it } from "vitest"
import { Fleet } from "../../../runtime/storage/Fleet.ts"
import { Outbox } from "../../../runtime/storage/Outbox.ts"
import { Store } from "../../../runtime/storage/Store.ts"
import { EventBus } from "../../../src/ports/EventBus.ts"
import { emailEvent, fileEvent } from "../../storage/contracts/Samples.ts"
import { start, type Api } from "../server.ts"
import * as Listening from "./Listening.ts"

const open: Array<{ readonly stop: () => void | Promise<void> }> = []
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.stop()
})

const server = async (): Promise<Api> => {
  const api = await start()
  open.push(api)
  return api
}

const listen = async (api: Api, token = api.viewer, lastId?: string) => {
  const heard = await Listening.listen(api, token, lastId)
  open.push(heard)
  return heard
}

const publish = (api: Api, ...events: ReadonlyArray<Parameters<EventBus["Type"]["publish"]>[0]>) =>
  api.run(Effect.flatMap(EventBus, (bus) => Effect.forEach(events, bus.publish, { discard: true })))

/** So many events in one transaction. */
const burst = (api: Api, count: number, from = 0) =>
  api.run(
    Effect.gen(function* () {
      const { together } = yield* Store
      const { append } = yield* Outbox
      const events = Array.from({ length: count }, (_, index) => fileEvent("d", `${from + index}`))
      yield* together(Effect.forEach(events, append, { discard: true }))
    }),
  )

it("begins with what was, and goes on with what happens, each under its number", async () => {
  const api = await server()
  await api.run(
    Effect.flatMap(Fleet, (fleet) =>
      fleet.put("local", { name: "web", ip: undefined, services: ["ssh"], config: {} }),
    ),
  )
  await publish(api, fileEvent("d", "before"))
  const { next } = await listen(api)
  const snapshot = await next()
  expect(snapshot.event).toBe("snapshot")
  expect(snapshot.data).toMatchObject({
    deckies: 1,
    events: [{ kind: "file", action: "file:create", src_decky_uuid: "d", success: true }],
  })
  await publish(api, fileEvent("d", "1"), emailEvent("d", "2"))
  const [first, second] = [await next(), await next()]
  expect(first).toMatchObject({
    event: "file",
    data: { id: "d/1", topic: "orchestrator.file.d", payload: { src_decky_uuid: "d" } },
  })
  expect(second).toMatchObject({ event: "email", data: { id: "d/2" } })
  expect(Number(second.id)).toBeGreaterThan(Number(first.id))
  expect(Number(first.id)).toBeGreaterThan(Number(snapshot.id))
  const listed = await api.ask("/api/v1/orchestrator/events", { token: api.viewer })
  const uuids = (listed.json as { data: ReadonlyArray<{ uuid: string }> }).data.map(
    ({ uuid }) => uuid,
  )
  expect(uuids).toContain(first.data["uuid"])
  expect(uuids).toContain(second.data["uuid"])
})

it("goes on behind Last-Event-ID without a gap and without a repetition", async () => {
  const api = await server()
  const first = await listen(api)
  await first.next()
  await publish(api, fileEvent("d", "1"), fileEvent("d", "2"))
  const { id } = await first.next()
  first.stop()
  await publish(api, fileEvent("d", "3"))
  const again = await listen(api, api.viewer, id)
  await publish(api, fileEvent("d", "4"))
  const ids = [await again.next(), await again.next(), await again.next()].map(
    ({ data }) => data["id"],
  )
  expect(ids).toEqual(["d/2", "d/3", "d/4"])
})

it("begins anew behind a number that is too old, or that it never gave", async () => {
  const api = await server()
  await publish(api, ...Array.from({ length: 20 }, (_, index) => fileEvent("d", `${index}`)))
  await api.run(Effect.flatMap(Outbox, ({ prune }) => prune(5)))
  for (const lastId of ["3", "999999", "x", "-1"]) {
    const { next, stop } = await listen(api, api.viewer, lastId)
    expect((await next()).event, lastId).toBe("snapshot")
    stop()
  }
  const { next } = await listen(api, api.viewer, "17")
  expect((await next()).data["id"]).toBe("d/17")
})

it("tells a burst whole, to those who listen and to one who was away", async () => {
  const api = await server()
  const [viewer, admin] = [await listen(api), await listen(api, api.admin)]
  const { id } = await viewer.next()
  await admin.next()
  await burst(api, 500)
  for (let index = 0; index < 500; index++) {
    expect((await viewer.next()).data["id"]).toBe(`d/${index}`)
    expect((await admin.next()).data["id"]).toBe(`d/${index}`)
  }
  admin.stop()
  await burst(api, 1000, 500)
  const again = await listen(api, api.admin, id)
  for (let index = 0; index < 1500; index++)
    expect((await again.next()).data["id"]).toBe(`d/${index}`)
  for (let index = 500; index < 1500; index++)
    expect((await viewer.next()).data["id"]).toBe(`d/${index}`)
  await burst(api, 4000, 1500)
  expect((await (await listen(api, api.admin, id)).next()).event).toBe("snapshot")
}, 30_000)

it("tells viewers of bait that was used without what could be used again", async () => {
  const api = await server()
  const [viewer, admin] = [await listen(api), await listen(api, api.admin)]
  await viewer.next()
  await admin.next()
  const slug = "k3v9slug"
  await publish(api, {
    v: 1,
    id: "t/triggered",
    topic: "canary.t.triggered",
    type: "triggered",
    ts: 1,
    payload: {
      token_id: "t",
      decky_id: "d",
      decky_name: "web",
      trigger_id: "u",
      src_ip: "203.0.113.9",
      request_path: `/${slug}`,
      dns_qname: `${slug}.example.org`,
      raw_headers: [["Host", slug]],
      occurred_at: 1,
    },
  })
  const seen = await viewer.next()
  expect(seen).toMatchObject({ event: "canary", data: { payload: { src_ip: "203.0.113.9" } } })
  expect(JSON.stringify(seen)).not.toContain(slug)
  expect(JSON.stringify(await admin.next())).toContain(slug)
})

it("takes ten streams of a token and no more, and the place of one that has gone", async () => {
  const api = await server()
  const heard = []
  for (let index = 0; index < 10; index++) heard.push(await listen(api))
  const path = "/api/v1/orchestrator/events/stream"
  const refused = await api.ask(path, { token: api.viewer })
  expect(refused.status).toBe(429)
  expect(refused.headers["retry-after"]).toBe("15")
  // another token's streams are its own
  await (await listen(api, api.admin)).next()
  heard[0]!.stop()
  await expect.poll(async () => (await api.ask(path, { token: api.viewer })).status).toBe(200)
})

it("lets in nobody without a token", async () => {
  const api = await server()
  expect((await api.ask("/api/v1/orchestrator/events/stream")).status).toBe(401)
  const token = api.viewer
  const asked = await api.ask(`/api/v1/orchestrator/events/stream?access_token=${token}`)
  expect(asked.status).toBe(401)
})

it("lets go whoever does not read, and keeps telling the others", async () => {
  const api = await server()
  const idle = await Listening.connect(api, api.admin)
  open.push({ stop: () => void idle.destroy() })
  const { next } = await listen(api)
  await next()
  const wide = { path: "x".repeat(60_000), content_class: "note" }
  for (let told = 0; told < 1200; told += 100) {
    const events = Array.from({ length: 100 }, (_, index) => {
      const event = fileEvent("d", `${told + index}`)
      return { ...event, payload: { ...event.payload, payload: wide } } as typeof event
    })
    await publish(api, ...events)
    for (let index = 0; index < events.length; index++)
      expect((await next()).data["id"]).toBe(`d/${told + index}`)
  }
  // what was on its way is still read; then it ends, which a stream never does by itself
  const ended = new Promise<void>((resolve) => {
    idle.on("error", () => resolve()).on("close", () => resolve())
  })
  idle.resume()
  await ended
}, 60_000)
