import { connect, Server } from "node:net"
import { Duplex } from "node:stream"
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest"
import * as ClientAddress from "../../../runtime/canary/ClientAddress.ts"
import { page } from "../../../runtime/canary/http/Answer.ts"
import { Connection, type Handler } from "../../../runtime/canary/http/Connection.ts"
import * as Listeners from "./Listeners.ts"
import { slug } from "./Probes.ts"
import * as Raw from "./Raw.ts"

const other = "aaaaaaaaaaaaaaaaaaaaaaaaaa"
let ours: Listeners.Started

beforeAll(async () => {
  ours = await Listeners.http({ trustedProxies: ["127.0.0.0/8", "10.0.0.0/8", "2001:db8::/32"] })
})
afterAll(() => ours.stop())
beforeEach(() => void ours.seen.splice(0))

const ask = (
  target: string,
  headers: Readonly<Record<string, string>> = {},
  method = "GET",
  body = "",
): Promise<string> => {
  const all = { Host: "files.example.net", Connection: "close", ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  const length = body === "" ? "" : `Content-Length: ${Buffer.byteLength(body)}\r\n`
  return Raw.exchange(
    ours.port,
    `${method} ${target} HTTP/1.1\r\n${lines.join("")}${length}\r\n${body}`,
  )
}

const status = (answer: string): number => Number(answer.split(" ")[1])
const bodyOf = (answer: string): string => answer.slice(answer.indexOf("\r\n\r\n") + 4)
const typeOf = (answer: string): string | undefined => /Content-Type: (.*)\r/.exec(answer)?.[1]

describe("an address with a slug", () => {
  it.each([
    [`/img/${slug}.png`, "image/png", "\u0089PNG"],
    [`/img/${slug}.gif`, "image/gif", "GIF89a"],
    [`/img/${slug}.jpg`, "image/jpeg", "\u00ff\u00d8\u00ff"],
    [`/logo/${slug}.svg`, "image/svg+xml", "<svg"],
    [`/static/${slug}.css`, "text/css", "body"],
    [`/static/${slug}.js`, "application/javascript", '"use strict"'],
    [`/docs/${slug}`, "text/html", "<!DOCTYPE html>"],
    [`/docs/${slug}/index.html?a=1`, "text/html", "<!DOCTYPE html>"],
    [`/api/v1/${slug}`, "application/json", "{"],
    [`/api/v1/${slug}/users/1`, "application/json", "{"],
    [`/?id=${slug}`, "text/html", "<!DOCTYPE html>"],
    [`/x?u=%6b${slug.slice(1)}`, "text/html", "<!DOCTYPE html>"],
    [`/S/${slug.toUpperCase()}`, "text/html", "<!DOCTYPE html>"],
  ])("answers %s as %s", async (target, type, beginning) => {
    const answer = await ask(target)
    expect(status(answer)).toBe(200)
    expect(typeOf(answer)).toBe(type)
    expect(bodyOf(answer).startsWith(beginning)).toBe(true)
    expect(ours.seen.map((each) => each.slug)).toEqual([slug])
  })

  it("is an image to whoever asks for one, and JSON to whoever asks for that", async () => {
    expect(typeOf(await ask(`/s/${slug}`, { Accept: "image/avif,image/webp,*/*" }))).toBe(
      "image/gif",
    )
    expect(typeOf(await ask(`/s/${slug}`, { Accept: "application/json" }))).toBe("application/json")
  })

  it.each([
    `/git/${slug}.git/info/refs?service=git-upload-pack`,
    `/scm/${slug}/info/refs`,
    `/npm/${slug}/left-pad`,
    `/simple/${slug}/requests/`,
    `/repository/npm/${slug}/-/whoami`,
  ])("wants a login at %s", async (target) => {
    const answer = await ask(target, { Authorization: "Basic YTpi" })
    expect(status(answer)).toBe(401)
    expect(answer).toContain('WWW-Authenticate: Basic realm="Restricted"')
    expect(ours.seen).toHaveLength(1)
  })

  it.each(["/v2/", "/api?timeout=32s", "/apis", "/version", "/simple/x/"])(
    "wants a login at %s of a host of its own",
    async (target) => {
      expect(status(await ask(target, { Host: `${slug}.c.example.net` }))).toBe(401)
      expect(ours.seen.map((each) => each.slug)).toEqual([slug])
    },
  )

  it("may stand in the name of the host", async () => {
    const answer = await ask("/", { Host: `deep.${slug.toUpperCase()}.c.example.net:8088` })
    expect(status(answer)).toBe(200)
    expect(ours.seen[0]!.slug).toBe(slug)
  })

  it("refuses keys of AWS as each of its services does", async () => {
    const signed = (service: string) => ({
      Authorization: `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260105/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    })
    const form = { "Content-Type": "application/x-www-form-urlencoded; charset=utf-8" }
    const body = "Action=GetCallerIdentity&Version=2011-06-15"
    const sts = await ask(`/api/${slug}`, { ...form, ...signed("sts") }, "POST", body)
    expect(status(sts)).toBe(403)
    expect(typeOf(sts)).toBe("text/xml")
    expect(bodyOf(sts)).toContain("<Code>InvalidClientTokenId</Code>")
    const id = /x-amzn-RequestId: (.*)\r/.exec(sts)![1]!
    expect(bodyOf(sts)).toContain(`<RequestId>${id}</RequestId>`)
    expect(Buffer.from(ours.seen[0]!.http!.body, "base64").toString()).toBe(body)
    const s3 = await ask(`/api/${slug}/bucket`, signed("s3"))
    expect(bodyOf(s3)).toContain("<AWSAccessKeyId>AKIAIOSFODNN7EXAMPLE</AWSAccessKeyId>")
    const target = { "X-Amz-Target": "secretsmanager.ListSecrets", ...signed("secretsmanager") }
    const json = await ask(`/api/${slug}`, target, "POST", "{}")
    expect(status(json)).toBe(400)
    expect(JSON.parse(bodyOf(json))).toHaveProperty("__type", "UnrecognizedClientException")
  })

  it("answers the same for a slug that nobody has, but for what the path decides", async () => {
    const answers = await Promise.all([slug, other].map((each) => ask(`/api/${each}`)))
    const plain = answers.map((answer) => answer.replace(/Date: .*/, ""))
    expect(plain[0]).toBe(plain[1])
  })
})

describe("what is noted", () => {
  it("is the request as it was sent, with its body's beginning", async () => {
    const body = "x".repeat(20_000)
    await ask(`/s/${slug}?q=%20`, { "user-AGENT": "curl/8", Cookie: "a=b" }, "POST", body)
    const { http, dns, ip } = ours.seen[0]!
    expect(dns).toBeUndefined()
    expect(ip).toBe("127.0.0.1")
    expect(http!.target).toBe(`/s/${slug}?q=%20`)
    expect(http!.headers).toContainEqual(["user-AGENT", "curl/8"])
    expect(http!.headers[0]).toEqual(["Host", "files.example.net"])
    expect(Buffer.from(http!.body, "base64").toString()).toBe("x".repeat(16_384))
  })

  it("is each slug once, and at most eight of one request", async () => {
    await ask(`/s/${slug}/${other}/${slug}`, { Host: `${slug}.c.example.net` })
    expect(ours.seen.map((each) => each.slug)).toEqual([slug, other])
    ours.seen.splice(0)
    const many = Array.from({ length: 40 }, (_, at) =>
      at.toString(2).replaceAll("0", "a").replaceAll("1", "b").padStart(26, "c"),
    )
    await ask(`/s/${many.join("/")}`)
    expect(ours.seen).toHaveLength(8)
  })

  it("is nothing where there is no slug", async () => {
    for (const target of ["/", "/favicon.ico", "/robots.txt", `/${slug}x`, `/${slug.slice(1)}`])
      await ask(target)
    expect(ours.seen).toEqual([])
  })

  it.each([
    ["a missing host", `GET /s/${slug} HTTP/1.1\r\n\r\n`, 400],
    ["a bad header", `GET /s/${slug} HTTP/1.1\r\n: x\r\n\r\n`, 400],
    ["a bad path", `GET /../${slug} HTTP/1.1\r\nHost: a\r\n\r\n`, 400],
    [
      "too large a body",
      `POST /s/${slug} HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n`,
      413,
    ],
    ["a method that is not taken", `PROPFIND /s/${slug} HTTP/1.1\r\nHost: a\r\n\r\n`, 405],
    ["a trace", `TRACE /s/${slug} HTTP/1.1\r\nHost: a\r\n\r\n`, 405],
  ])("includes a request that is refused for %s", async (_, bytes, expected) => {
    expect(status(await Raw.exchange(ours.port, bytes))).toBe(expected)
    expect(ours.seen.map((each) => each.slug)).toEqual([slug])
  })

  it("includes a body that never came to its end", async () => {
    const bytes = `POST /s/${slug} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf`
    expect(await Raw.exchange(ours.port, bytes)).toBe("")
    await expect.poll(() => ours.seen.length).toBe(1)
    expect(Buffer.from(ours.seen[0]!.http!.body, "base64").toString()).toBe("half")
  })

  it("includes chunked bodies, whole", async () => {
    const bytes = `POST /s/${slug} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`
    const answer = await Raw.exchange(
      ours.port,
      `${bytes}3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: z\r\n\r\n`,
    )
    expect(status(answer)).toBe(405)
    expect(Buffer.from(ours.seen[0]!.http!.body, "base64").toString()).toBe("abcde")
  })
})

describe("the caller", () => {
  it.each([
    ["198.18.0.7", "198.18.0.7"],
    ["6.6.6.6, 198.18.0.7", "198.18.0.7"],
    ["6.6.6.6, 198.18.0.7, 10.1.2.3", "198.18.0.7"],
    ["198.18.0.7:4711", "198.18.0.7"],
    ['"[2001:db9::1]:4711"', "2001:db9::1"],
    ["6.6.6.6, nonsense", "127.0.0.1"],
    ["10.0.0.9", "10.0.0.9"],
    ["", "127.0.0.1"],
  ])("behind a trusted proxy is whom %j names last", async (forwarded, ip) => {
    await ask(`/s/${slug}`, { "X-Forwarded-For": forwarded })
    expect(ours.seen[0]!.ip).toBe(ip)
  })

  it("is the peer where that is no proxy of ours, whatever it says", () => {
    const trusted = ClientAddress.trusted(["10.0.0.0/8"])
    expect(ClientAddress.of("198.18.0.1", ["10.0.0.1"], trusted)).toBe("198.18.0.1")
    expect(ClientAddress.of("::ffff:10.0.0.1", ["6.6.6.6"], trusted)).toBe("6.6.6.6")
  })
})

describe("a connection", () => {
  const alone = (): Promise<Listeners.Started> => Listeners.http()

  it("answers a hundred requests that come at once, in order", async () => {
    const requests = Array.from(
      { length: 100 },
      (_, at) => `GET /s/${slug}?${at} HTTP/1.1\r\nHost: a\r\n\r\n`,
    )
    const answer = await Raw.exchange(ours.port, requests.join(""))
    expect(answer.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(100)
    expect(ours.seen.map(({ http }) => http!.target)).toEqual(
      Array.from({ length: 100 }, (_, at) => `/s/${slug}?${at}`),
    )
  })

  it("ends after its thousandth request", async () => {
    const answer = await Raw.exchange(ours.port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1010))
    expect(answer.match(/HTTP\/1\.1 403/g)).toHaveLength(1000)
    expect(answer.match(/Connection: close/g)).toHaveLength(1)
  })

  it("is told to send its body", async () => {
    const bytes = `POST /api/${slug} HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc`
    const answer = await Raw.exchange(ours.port, bytes)
    expect(answer.startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")).toBe(true)
  })

  it("is given up after a minute without a whole request", async () => {
    let now = 1_767_607_200_000
    const server = await Listeners.http({ now: () => now })
    const ended = Raw.held(server.port, "GET / HTTP/1.1\r\nHost: ")
    await expect.poll(() => server.count()).toBe(1)
    now += 61_000
    expect(await ended).toBe("")
    await server.stop()
  })

  it("that is in the middle of a request is answered when the listener stops", async () => {
    const server = await alone()
    const socket = connect(server.port, "127.0.0.1")
    let answer = ""
    socket.on("data", (chunk: Buffer) => (answer += chunk.toString("latin1")))
    const ended = new Promise((resolve) => socket.once("close", resolve))
    socket.write(
      `POST /api/${slug} HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\na`,
    )
    await expect.poll(() => answer).toBe("HTTP/1.1 100 Continue\r\n\r\n")
    const stopped = server.stop()
    await expect.poll(() => Raw.isUp(server.port)).toBe(false)
    socket.write("bc")
    await Promise.all([ended, stopped])
    expect(answer).toContain("HTTP/1.1 200 OK")
    expect(answer).toContain("Connection: close")
  })

  it("is closed where one address has too many", async () => {
    const server = await alone()
    const sockets = Array.from({ length: 300 }, () => connect(server.port, "127.0.0.1"))
    let closed = 0
    for (const socket of sockets) {
      socket.on("error", () => {})
      socket.on("close", () => (closed += 1))
      socket.resume()
    }
    await expect.poll(() => closed).toBe(300 - 256)
    for (const socket of sockets) socket.destroy()
    await server.stop()
  })
})

describe("a head that comes in many pieces", () => {
  const handler: Handler = {
    now: () => 0,
    isBait: () => false,
    answer: () => page(404),
    note: () => {},
  }

  /** Milliseconds that it takes to read it, in pieces of so many bytes. */
  const timed = (text: string, bytes: number): number => {
    const socket = new Duplex({ read: () => {}, write: (_, __, done) => done() })
    const connection = new Connection(
      Object.assign(socket, { setNoDelay: () => {} }) as never,
      handler,
    )
    const whole = Buffer.from(text, "latin1")
    const since = performance.now()
    for (let at = 0; at < whole.length; at += bytes)
      socket.emit("data", whole.subarray(at, at + bytes))
    const took = performance.now() - since
    connection.destroy()
    return took
  }

  it.each([
    ["ten thousand headers", "a_:\n".repeat(8000)],
    ["one name many times", "a:\n".repeat(990)],
    ["long headers", `x: ${"y".repeat(8000)}\r\n`.repeat(3)],
  ])("is read once: %s", (_, headers) => {
    const head = `GET / HTTP/1.1\r\nHost: a\r\n${headers}`
    timed(head, 1)
    // a parse of the whole head for each of its bytes took minutes
    expect(timed(head, 1)).toBeLessThan(10_000)
  })
})

describe("a connection that cannot be taken", () => {
  it.each([
    ["HTTP", () => Listeners.http()],
    ["DNS", () => Listeners.dns()],
  ])("leaves the listener for %s as it was, also the second time", async (_, start) => {
    const listening = vi.spyOn(Server.prototype, "listen")
    const started = await start()
    const server = listening.mock.contexts.at(-1) as Server
    listening.mockRestore()
    const failure = Object.assign(new Error("accept EMFILE"), { code: "EMFILE" })
    for (let times = 0; times < 3; times++)
      expect(() => server.emit("error", failure)).not.toThrow()
    expect(await Raw.isUp(started.port)).toBe(true)
    await started.stop()
  })

  it("does not end the watch over those that say nothing", async () => {
    let now = 1_767_607_200_000
    const listening = vi.spyOn(Server.prototype, "listen")
    const started = await Listeners.http({ now: () => now })
    const server = listening.mock.contexts.at(-1) as Server
    listening.mockRestore()
    server.emit("error", new Error("accept EMFILE"))
    const held = Raw.held(started.port, "GET / HTTP/1.1\r\nHost: ")
    await expect.poll(() => started.count()).toBe(1)
    now += 61_000
    expect(await held).toBe("")
    await started.stop()
  })
})

it("says in one line that its port is in use", async () => {
  await expect(Listeners.http({ port: ours.port })).rejects.toThrow(
    /^DECNET_CANARY_HTTP_PORT: 127\.0\.0\.1 port \d+ is in use; stop what listens there/,
  )
})
