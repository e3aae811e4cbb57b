import { connect } from "node:net"
import * as HttpApi from "@effect/platform/HttpApi"
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as HttpServer from "@effect/platform/HttpServer"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schema from "effect/Schema"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Answering from "../../runtime/http/Answering.ts"
import { Limits } from "../../runtime/http/Limits.ts"
import * as Routes from "../../runtime/http/Routes.ts"
import { Store } from "../../runtime/storage/Store.ts"
import { start, unlimited, type Api } from "./server.ts"

let api: Api
beforeAll(async () => void (api = await start()))
afterAll(() => api.stop())

describe("an answer", () => {
  it("has headers that keep browsers from guessing, framing and keeping it", async () => {
    for (const path of ["/api/v1/health", "/api/v1/session", "/api/v1/none", "/none"]) {
      const { headers } = await api.ask(path)
      expect(headers).toMatchObject({
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
      })
      expect(headers).not.toHaveProperty("server")
      expect(headers).not.toHaveProperty("x-powered-by")
      expect(headers).not.toHaveProperty("access-control-allow-origin")
    }
  })

  it("says where there is no such path, and which methods a path takes", async () => {
    expect(await api.ask("/api/v1/none")).toMatchObject({
      status: 404,
      json: { detail: "There is no such path" },
    })
    const wrong = await api.ask("/api/v1/session", { method: "POST" })
    expect(wrong).toMatchObject({
      status: 405,
      json: { detail: "POST is not taken here; there are GET, HEAD, OPTIONS" },
    })
    expect(wrong.headers["allow"]).toBe("GET, HEAD, OPTIONS")
    const options = await api.ask("/api/v1/tokens/x", { method: "OPTIONS" })
    expect([options.status, options.headers["allow"]]).toEqual([204, "DELETE, OPTIONS"])
    expect((await api.ask("/api/v1/deckies/%", { token: api.viewer })).json).toEqual({
      detail: "There is no such path",
    })
    const head = await api.ask("/api/v1/session", { method: "HEAD", token: api.viewer })
    expect([head.status, head.text]).toEqual([200, ""])
  })

  it("is one line of what to write where a field is wrong", async () => {
    const detail = async (body: unknown) =>
      (await api.ask("/api/v1/tokens", { method: "POST", token: api.admin, body })).json
    expect(await detail({ name: "x", role: "root" })).toEqual({
      detail: "role: write one of viewer, admin",
    })
    expect(await detail({ name: 5, role: "admin" })).toEqual({
      detail: "name: write a text (found 5)",
    })
    expect(await detail({ role: "admin" })).toEqual({ detail: "name: is missing" })
    expect(await detail([])).toEqual({ detail: "write an object" })
    expect(
      (await api.ask("/api/v1/realism/synthetic-files?limit=0", { token: api.viewer })).json,
    ).toEqual({ detail: "limit: write a whole number from 1 to 200" })
    const twice = (query: string) =>
      api.ask(`/api/v1/realism/synthetic-files?${query}`, { token: api.viewer })
    for (const name of ["limit", "cursor"])
      expect((await twice(`${name}=1&${name}=2`)).json).toEqual({
        detail: `${name}: write it once`,
      })
  })
})

describe("a body", () => {
  const post = (raw: string | Buffer, type: string | undefined, chunked = false) =>
    api.ask("/api/v1/tokens", {
      method: "POST",
      token: api.admin,
      raw,
      chunked,
      headers: type === undefined ? {} : { "content-type": type },
    })

  it("that is no JSON is 400, and one of another type 415", async () => {
    const broken = await post("{", "application/json")
    expect(broken.status).toBe(400)
    expect((broken.json as { detail: string }).detail).toMatch(/^The body is no valid JSON: \S/)
    for (const type of ["text/plain", "multipart/form-data; boundary=x"])
      for (const text of ["a", ""]) expect((await post(text, type)).status).toBe(415)
    expect((await post('{"name":"a","role":"viewer"}', undefined)).status).toBe(201)
    expect((await post('{"name":"a","role":"viewer"}', undefined, true)).status).toBe(201)
  })

  it("that is too long is 413, whether or not its length is said", async () => {
    const long = Buffer.alloc(9 * 1024 * 1024, 32)
    for (const chunked of [false, true])
      expect(await post(long, "application/json", chunked)).toMatchObject({
        status: 413,
        json: { detail: "The body is larger than 8 MiB" },
      })
    // whoever has no token is not listened to for so long
    const unknown = { method: "POST", raw: long, chunked: true }
    expect((await api.ask("/api/v1/tokens", unknown)).status).toBe(401)
    // just below, it is read and is no JSON
    expect((await post(Buffer.alloc(8 * 1024 * 1024, 32), "application/json")).status).toBe(400)
  })

  it("that is no HTTP at all gets an answer and an end", async () => {
    const text = await new Promise<string>((resolve, reject) => {
      const socket = connect(api.port, "127.0.0.1", () =>
        socket.write("\u0016\u0003\u0001\r\n\r\n"),
      )
      let all = ""
      socket.on("data", (part) => (all += part.toString()))
      socket.on("end", () => resolve(all))
      socket.on("error", reject)
    })
    expect(text).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[^]*\{"detail":"This is no valid HTTP/)
  })
})

describe("what goes wrong here", () => {
  it("is 503 while the database lacks what is needed, and the reason stays in the log", async () => {
    const broken = await start()
    await broken.run(Effect.flatMap(Store, ({ sql }) => sql`DROP TABLE topologies`))
    const answer = await broken.ask("/api/v1/topologies", { token: broken.viewer })
    expect(answer).toMatchObject({
      status: 503,
      json: { detail: "The database does not answer; try again later" },
    })
    expect(broken.log.join("\n")).toContain("lacks tables")
    await broken.stop()
  })

  class Group extends HttpApiGroup.make("g")
    .add(HttpApiEndpoint.get("wrong", "/wrong").addSuccess(Schema.Struct({ n: Schema.Number })))
    .add(HttpApiEndpoint.get("dies", "/dies").addSuccess(Schema.Void)) {}
  const broken = HttpApi.make("broken").add(Group)
  const layer = HttpApiBuilder.api(broken).pipe(
    Layer.provide(
      HttpApiBuilder.group(broken, "g", (handlers) =>
        handlers
          .handle("wrong", () => Effect.succeed({ n: "secret" } as never))
          .handle("dies", () => Effect.die(new Error("secret"))),
      ),
    ),
    Layer.provideMerge(Answering.refusals),
    Layer.provideMerge(Limits.layer([], unlimited)),
    Layer.provideMerge(
      Layer.mergeAll(
        HttpApiBuilder.Router.Live,
        HttpApiBuilder.Middleware.layer,
        HttpServer.layerContext,
      ),
    ),
  )

  it.each(["/wrong", "/dies"])("is 500 and nothing more to the caller of %s", async (path) => {
    const lines: Array<string> = []
    const response = await Effect.runPromise(
      Effect.gen(function* () {
        const inner = yield* HttpApiBuilder.httpApp
        const limits = yield* Limits
        return yield* Answering.around(inner, Routes.of(broken), limits)
      }).pipe(
        Effect.provideService(
          HttpServerRequest.HttpServerRequest,
          HttpServerRequest.fromWeb(new Request(`http://h${path}`)),
        ),
        Effect.provide(layer),
        Effect.scoped,
        Effect.provide(
          Logger.replace(
            Logger.defaultLogger,
            Logger.make((options) => void lines.push(Logger.logfmtLogger.log(options))),
          ),
        ),
      ),
    )
    expect(response.status).toBe(500)
    expect(JSON.stringify(response.body)).not.toContain("secret")
    expect(lines.join("\n")).toContain(`GET ${path} failed`)
  })
})

describe("limits", () => {
  it("are by address: 429 with when to come again", async () => {
    const tight = await start({ rates: { ...unlimited, ofAddress: 5 } })
    const statuses: Array<number> = []
    for (let n = 0; n < 6; n++) statuses.push((await tight.ask("/api/v1/health")).status)
    const last = await tight.ask("/api/v1/health")
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
    expect(last.json).toEqual({ detail: "Too many requests; come again in 12 s" })
    expect(last.headers["retry-after"]).toBe("12")
    await tight.stop()
  })

  it("are by the caller's address where a proxy is trusted, and only there", async () => {
    const rates = { ...unlimited, ofAddress: 1 }
    const from = (at: Api, ip: string) =>
      at.ask("/api/v1/health", { headers: { "x-forwarded-for": ip } }).then(({ status }) => status)
    const trusting = await start({ rates, trustedProxies: ["127.0.0.1"] })
    expect([
      await from(trusting, "192.0.2.1"),
      await from(trusting, "192.0.2.2"),
      await from(trusting, "192.0.2.1"),
    ]).toEqual([200, 200, 429])
    await trusting.stop()
    const wary = await start({ rates })
    expect([await from(wary, "192.0.2.1"), await from(wary, "192.0.2.2")]).toEqual([200, 429])
    await wary.stop()
  })

  it("say once what to do where a proxy on this host is not trusted", async () => {
    const wary = await start()
    const advice = /a proxy on this host .*DECNET_API_TRUSTED_PROXIES/
    const told = () => wary.log.filter((line) => advice.test(line)).length
    await wary.ask("/api/v1/health")
    expect(told()).toBe(0)
    for (let n = 0; n < 3; n++)
      await wary.ask("/api/v1/health", { headers: { "x-forwarded-for": "192.0.2.1" } })
    expect(told()).toBe(1)
    await wary.stop()
  })

  it("let a good token through where its address has nothing left", async () => {
    const tight = await start({ rates: { ofAddress: 5, ofToken: 8, failures: 3 } })
    const status = (token?: string, path = "/api/v1/session") =>
      tight.ask(path, { token }).then((answer) => answer.status)
    for (let n = 0; n < 5; n++) await status(undefined, "/api/v1/health")
    expect(await status(undefined, "/api/v1/health")).toBe(429)
    const all: Array<number> = []
    for (let n = 0; n < 9; n++) all.push(await status(tight.admin))
    expect(all).toEqual([...Array<number>(8).fill(200), 429])
    // its own limit holds where no token is asked for, too
    expect(await status(tight.admin, "/api/v1/health")).toBe(429)
    // one that is none opens nothing for long
    const guesses: Array<number> = []
    for (let n = 0; n < 4; n++) guesses.push(await status("x".repeat(43), "/api/v1/health"))
    expect(guesses).toEqual([200, 200, 429, 429])
    await tight.stop()
  })

  it("are by token, wherever it comes from", async () => {
    const tight = await start({ rates: { ...unlimited, ofToken: 2 } })
    const ask = (token: string) => tight.ask("/api/v1/session", { token })
    const statuses = [await ask(tight.admin), await ask(tight.admin), await ask(tight.admin)]
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(statuses[2]!.headers["retry-after"]).toBe("30")
    expect((await ask(tight.viewer)).status).toBe(200)
    await tight.stop()
  })

  it("are tight for guesses, and keep nobody out whose token was good before", async () => {
    const tight = await start({ rates: { ...unlimited, failures: 3 } })
    const status = (token: string) =>
      tight.ask("/api/v1/session", { token }).then((answer) => answer.status)
    expect(await status(tight.viewer)).toBe(200)
    const guesses: Array<number> = []
    for (let n = 0; n < 5; n++) guesses.push(await status(String(n).repeat(43)))
    expect(guesses).toEqual([401, 401, 401, 429, 429])
    expect(await status(tight.viewer)).toBe(200)
    expect(await status(tight.admin)).toBe(429)
    await tight.stop()
  })
})

it("stops at once although somebody is connected and silent", async () => {
  const one = await start()
  const socket = connect(one.port, "127.0.0.1")
  await new Promise((resolve) => socket.once("connect", resolve))
  socket.on("error", () => undefined)
  socket.write("POST /api/v1/tokens HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n")
  const begun = Date.now()
  await one.stop()
  expect(Date.now() - begun).toBeLessThan(5000)
  socket.destroy()
})

it("gives the place of a stream back when its listener has gone", async () => {
  // more than a token may have open at once
  for (let n = 0; n < 15; n++)
    for (let tries = 1; ; tries++) {
      const { status } = await api.ask("/api/v1/orchestrator/events/stream", { token: api.viewer })
      if (status === 200) break
      expect([status, tries]).toEqual([429, expect.any(Number)])
      expect(tries).toBeLessThan(100)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
})
