import { spawn, type ChildProcess } from "node:child_process"
import { createSocket } from "node:dgram"
import { once } from "node:events"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { connect } from "node:net"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Probe from "../../../runtime/canary/Probe.ts"
import * as Serve from "../../../runtime/canary/Serve.ts"
import { Caller } from "../../../runtime/cli/Caller.ts"
import * as Settings from "../../../runtime/config/Settings.ts"
import * as Storage from "../../../runtime/storage/Storage.ts"
import { Workers } from "../../../runtime/storage/Workers.ts"
import { CanaryTokens } from "../../../src/ports/CanaryTokens.ts"
import { bundled, type Program as Bundle } from "../../parts/Bundled.ts"
import * as Samples from "../hits/Samples.ts"
import * as Program from "./Program.ts"
import * as Questions from "./Questions.ts"
import * as Raw from "./Raw.ts"

const known = Samples.token(7)
const unknown = Samples.slug(8)

interface Serving {
  readonly child: ChildProcess
  readonly errors: () => string
}

let bundle: Bundle
let folder = ""
let http = 0
let dns = 0
let environment: Record<string, string> = {}

const settings = (): Settings.Settings => Either.getOrThrow(Settings.read(environment))
const roots = () => ({ etc: join(folder, "etc"), state: folder, own: join(folder, "own") })

const stored = <A>(
  use: Effect.Effect<A, unknown, Storage.Ports | Storage.Repositories>,
): Promise<A> =>
  Effect.runPromise(
    Effect.provide(
      use,
      Storage.layer({ kind: "sqlite", path: join(folder, "decnet.db") }, { hostUuid: "local" }),
    ),
  )

const count = (): Promise<number> =>
  stored(
    Effect.map(
      Effect.flatMap(CanaryTokens, (tokens) => tokens.get(known.id)),
      (row) => row?.triggerCount ?? -1,
    ),
  )

const start = async (niceness = 0): Promise<Serving> => {
  const words = ["-n", String(niceness), process.execPath, bundle.path, folder]
  const child = spawn("nice", words, {
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  })
  let errors = ""
  child.stderr.on("data", (part: Buffer) => (errors += part.toString()))
  await expect
    .poll(() => Raw.isUp(http), { timeout: 20_000, message: "the listener is up" })
    .toBe(true)
  return { child, errors: () => errors }
}

const stop = async ({ child }: Serving, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  await once(child, "exit")
}

const doctor = () =>
  Effect.runPromise(
    Effect.flatMap(Caller, (caller) =>
      Effect.provideService(Probe.findings(settings()), Caller, { ...caller, roots: roots() }),
    ),
  )

beforeAll(async () => {
  bundle = await bundled("test/canary/listeners/Serving.ts")
  folder = Program.folder()
  mkdirSync(join(folder, "etc"))
  http = await Program.freePort()
  dns = await Program.freePort()
  environment = {
    DECNET_CANARY_HTTP_BASE: `http://127.0.0.1:${http}`,
    DECNET_CANARY_HTTP_BIND: "127.0.0.1",
    DECNET_CANARY_HTTP_PORT: String(http),
    DECNET_CANARY_DNS_ZONE: "c.example.net",
    DECNET_CANARY_DNS_BIND: "127.0.0.1",
    DECNET_CANARY_DNS_PORT: String(dns),
    DECNET_CANARY_ANSWER_IP: "10.9.8.7",
    DECNET_DB_URL: `sqlite:///${join(folder, "decnet.db")}`,
    DECNET_SECRET_KEY: "ab".repeat(32),
  }
  await stored(
    Effect.gen(function* () {
      const tokens = yield* CanaryTokens
      yield* tokens.open(known)
      yield* tokens.settle(known.id, { state: "planted", at: known.context.mtime })
    }),
  )
})

afterAll(() => {
  bundle.remove()
  rmSync(folder, { recursive: true, force: true })
})

describe("the listeners as a process", () => {
  it("bring uses of bait to the database, also those of before a kill", async () => {
    const first = await start()
    await Raw.exchange(http, `GET /s/${known.slug} HTTP/1.0\r\n\r\n`)
    await Questions.overUdp(dns, Questions.question({ name: `${known.slug}.c.example.net` }))
    await expect.poll(count, { timeout: 20_000 }).toBe(2)
    await Raw.exchange(http, `GET /s/${known.slug} HTTP/1.0\r\n\r\n`)
    await stop(first, "SIGKILL")
    const second = await start()
    await expect.poll(count, { timeout: 20_000 }).toBe(3)
    const since = Date.now()
    await stop(second, "SIGTERM")
    // less than the time after which what does not stop is killed
    expect(Date.now() - since).toBeLessThan(4500)
    expect(existsSync(join(Serve.journalFolder(roots()), "lock"))).toBe(false)
  })

  it("tell that they are there", async () => {
    const serving = await start()
    const since = Date.now()
    await expect
      .poll(
        () =>
          stored(
            Effect.map(
              Effect.flatMap(Workers, (workers) => workers.list),
              (rows) =>
                rows.some(
                  ({ name, beatAtMillis }) => name === "canary" && beatAtMillis >= since - 20_000,
                ),
            ),
          ),
        { timeout: 20_000 },
      )
      .toBe(true)
    await stop(serving, "SIGTERM")
  })

  it("leave no process behind when they are killed", async () => {
    const serving = await start()
    const children = (): ReadonlyArray<string> =>
      readdirSync("/proc").filter((pid) => {
        try {
          return (
            /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(bundle.path)
          )
        } catch {
          return false
        }
      })
    await expect.poll(() => children().length, { timeout: 20_000 }).toBe(2)
    await stop(serving, "SIGKILL")
    await expect.poll(() => children().length, { timeout: 20_000 }).toBe(0)
  })

  it("start again what records the hits where it is killed", async () => {
    const serving = await start()
    const recorder = (): number | undefined => {
      const own = serving.child.pid
      const text = readFileSync(`/proc/${own}/task/${own}/children`, "utf8").trim()
      return text === "" ? undefined : Number(text.split(" ")[0])
    }
    await expect.poll(recorder, { timeout: 20_000 }).toBeDefined()
    const before = await count()
    process.kill(recorder()!, "SIGKILL")
    await expect.poll(recorder, { timeout: 20_000 }).toBeUndefined()
    await Raw.exchange(http, `GET /s/${known.slug} HTTP/1.0\r\n\r\n`)
    await expect.poll(count, { timeout: 30_000 }).toBe(before + 1)
    expect(serving.errors()).toContain("hits wait in the journal")
    await stop(serving, "SIGTERM")
  })

  it("do not raise themselves above what they were started with", async () => {
    const serving = await start(15)
    const own = serving.child.pid
    const nicenessOf = (): number | undefined => {
      const text = readFileSync(`/proc/${own}/task/${own}/children`, "utf8").trim()
      if (text === "") return undefined
      const stat = readFileSync(`/proc/${text.split(" ")[0]}/stat`, "utf8")
      return Number(stat.replace(/^.*\) /s, "").split(" ")[16])
    }
    const before = await count()
    await Raw.exchange(http, `GET /s/${known.slug} HTTP/1.0\r\n\r\n`)
    // its priority is the first thing that it changes
    await expect.poll(count, { timeout: 20_000 }).toBe(before + 1)
    expect(nicenessOf()).toBe(15)
    await stop(serving, "SIGTERM")
  })

  it("pass their own examination, but for what an installation without TLS and delegation lacks", async () => {
    const serving = await start()
    const found = await doctor()
    await stop(serving, "SIGTERM")
    expect(found.filter(({ level }) => level === "fail")).toEqual([])
    const bad = found.filter(({ level }) => level === "warn")
    expect(bad.map(({ what }) => what.replace(/ \(.*/, ""))).toEqual([
      "bait calls by plain HTTP, which looks odd and shows slugs to everybody on the way",
      "a lookup below c.example.net does not come here",
    ])
    expect(found.map(({ what }) => what)).toContain("a hit comes through to the database")
  })

  it("are missed by the examination where they do not run", async () => {
    const found = await doctor()
    const gone = found.filter(({ unreachable }) => unreachable)
    expect(gone).toHaveLength(4)
    expect(gone.every(({ mend }) => mend.includes("start `decnet canary`"))).toBe(true)
  })
})

/** Milliseconds that one request took on a kept connection. */
const timed = async (
  port: number,
  slugs: ReadonlyArray<string>,
): Promise<ReadonlyArray<number>> => {
  const socket = connect(port, "127.0.0.1")
  await once(socket, "connect")
  socket.setNoDelay(true)
  const times: Array<number> = []
  for (const [at, slug] of slugs.entries()) {
    const since = process.hrtime.bigint()
    socket.write(`HEAD /s/${slug} HTTP/1.1\r\nHost: a\r\n\r\n`)
    await once(socket, "data")
    times.push(Number(process.hrtime.bigint() - since) / 1e6)
    // nginx ends a connection after its thousandth request
    if (at % 900 === 899) return [...times, ...(await timed(port, slugs.slice(at + 1)))]
  }
  socket.destroy()
  return times
}

/** The greatest distance of two empirical distributions. */
const distance = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number => {
  const share = (sorted: ReadonlyArray<number>, value: number): number => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sorted[middle]! <= value) low = middle + 1
      else high = middle
    }
    return low / sorted.length
  }
  const [left, right] = [a, b].map((each) => [...each].sort((x, y) => x - y)) as [
    Array<number>,
    Array<number>,
  ]
  return Math.max(
    ...[...left, ...right].map((value) => Math.abs(share(left, value) - share(right, value))),
  )
}

const median = (values: ReadonlyArray<number>): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1]!

/** Datagrams that may be lost on a busy machine, as anywhere. */
const lostMax = 5

/** Milliseconds that one lookup took; one that is lost is asked again. */
const timedLookups = async (
  port: number,
  slugs: ReadonlyArray<string>,
): Promise<ReadonlyArray<number>> => {
  let lost = 0
  let waits = 0
  let done: (isAnswered: boolean) => void = () => {}
  const open = () => createSocket("udp4").on("message", () => done(true))
  let socket = open()
  // one timer for all of them, so that none lies on the way of a single lookup
  const watch = setInterval(() => void (++waits > 3 && done(false)), 500)
  const times: Array<number> = []
  try {
    for (let at = 0; at < slugs.length;) {
      const message = Questions.question({ name: `${slugs[at]}.c.example.net` })
      waits = 0
      const since = process.hrtime.bigint()
      const isAnswered = await new Promise<boolean>((resolve) => {
        done = resolve
        socket.send(message, port, "127.0.0.1")
      })
      if (isAnswered) {
        times.push(Number(process.hrtime.bigint() - since) / 1e6)
        at += 1
        // answers to one network are limited
        if (at % 90 === 0) await second()
        continue
      }
      lost += 1
      expect(lost, "lookups without an answer").toBeLessThanOrEqual(lostMax)
      // a late answer is not taken for the next one's
      socket.close()
      socket = open()
    }
  } finally {
    clearInterval(watch)
    socket.close()
  }
  return times
}

/** Until the next second has begun. */
const second = async (): Promise<void> => {
  const now = Math.floor(Date.now() / 1000)
  await expect.poll(() => Math.floor(Date.now() / 1000), { interval: 5 }).toBeGreaterThan(now)
}

describe("time", () => {
  it.each([
    ["HTTP", (slugs: ReadonlyArray<string>) => timed(http, slugs)],
    ["DNS", (slugs: ReadonlyArray<string>) => timedLookups(dns, slugs)],
  ])("does not tell over %s whether a slug is known, in 2,000 requests each", async (what, ask) => {
    const serving = await start()
    const requests = 2000
    await ask(Array.from({ length: 450 }, () => unknown))
    // in short runs, so that what else the machine does falls on both
    const order = Array.from({ length: 2 * requests }, (_, at) =>
      Math.floor(at / 10) % 2 === 0 ? known.slug : unknown,
    )
    // Kolmogorov and Smirnov: by chance, a greater distance comes once in ten thousand runs
    const limit = 2.23 * Math.sqrt(2 / requests)
    const distances: Array<number> = []
    // what else this machine does comes in bursts, a difference of ours would come each time
    for (let attempt = 0; attempt < 3 && !distances.some((each) => each < limit); attempt++) {
      const times = await ask(order)
      const of = (slug: string): ReadonlyArray<number> =>
        times.filter((_, at) => order[at] === slug)
      const [a, b] = [of(known.slug), of(unknown)]
      distances.push(distance(a, b))
      // a lookup in a database would cost several times as much
      const shifted = b.map((time) => time * 1.25)
      console.info(
        `${what}: known ${median(a).toFixed(4)} ms, unknown ${median(b).toFixed(4)} ms; ` +
          `distance ${distance(a, b).toFixed(3)} of ${limit.toFixed(3)}, ` +
          `a quarter slower ${distance(b, shifted).toFixed(3)}`,
      )
      expect(distance(b, shifted), "the test would see a quarter").toBeGreaterThan(limit)
    }
    await stop(serving, "SIGTERM")
    expect(Math.min(...distances)).toBeLessThan(limit)
  })
})
