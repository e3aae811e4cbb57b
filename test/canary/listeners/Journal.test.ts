import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Journal, type Options } from "../../../runtime/canary/Journal.ts"
import * as Reader from "../../../runtime/canary/journal/Reader.ts"
import { fileOf, origin } from "../../../runtime/canary/journal/Segments.ts"
import type { HttpSeen, Noted, Seen } from "../../../src/canary/Hit.ts"

let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const record = (number: number, filling = "", ip = "198.18.0.1"): Noted => ({
  at: number,
  slugs: ["abcdefghijklmnopqrstuvwx23"],
  ip,
  http: { method: "GET", target: `/${number}${filling}`, headers: [["Host", "a"]], body: "" },
  dns: undefined,
})

const run = <A>(
  use: (journal: Journal) => Effect.Effect<A, unknown>,
  options: Options = {},
): Promise<A> =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(Journal.open(folder, options), use)))

const all = (journal: Journal, max = 7): Effect.Effect<ReadonlyArray<Seen>> =>
  Effect.gen(function* () {
    const records: Array<Seen> = []
    for (let position = origin; ;) {
      const batch = yield* journal.read(position, max)
      if (batch.records.length === 0) return records
      records.push(...batch.records)
      position = batch.next
    }
  })

const numbers = (records: ReadonlyArray<Seen>): ReadonlyArray<number> => records.map(({ at }) => at)

describe("the journal", () => {
  it("gives back what was written, in order, each with an id of its own", async () => {
    const records = await run((journal) => {
      for (let at = 0; at < 100; at++) journal.append(record(at))
      return all(journal)
    })
    expect(numbers(records)).toEqual(Array.from({ length: 100 }, (_, at) => at))
    expect(new Set(records.map(({ id }) => id)).size).toBe(100)
    const { id: _, slug, ...first } = records[0]!
    expect({ ...first, slugs: [slug] }).toEqual(JSON.parse(JSON.stringify(record(0))))
  })

  it("goes on in further segments, and reads across them and across processes", async () => {
    const options = { segmentBytes: 1000 }
    await run((journal) => {
      for (let at = 0; at < 30; at++) journal.append(record(at))
      return Effect.void
    }, options)
    const records = await run((journal) => {
      for (let at = 30; at < 60; at++) journal.append(record(at))
      return all(journal)
    }, options)
    expect(numbers(records)).toEqual(Array.from({ length: 60 }, (_, at) => at))
    expect(readdirSync(folder).length).toBeGreaterThan(6)
  })

  it("passes over a line that a killed process left half written", async () => {
    await run((journal) => {
      journal.append(record(1))
      return Effect.void
    })
    const [name = ""] = readdirSync(folder).filter((each) => each.startsWith("seen-"))
    appendFileSync(join(folder, name), '{"at":2,"slugs":["abc')
    const records = await run((journal) => {
      journal.append(record(3))
      return all(journal)
    })
    expect(numbers(records)).toEqual([1, 3])
  })

  it("removes segments that are released, and never the current one", async () => {
    await run(
      (journal) =>
        Effect.gen(function* () {
          for (let at = 0; at < 50; at++) journal.append(record(at))
          const { next } = yield* journal.read(origin, 10)
          yield* journal.release(next)
          expect(numbers(yield* all(journal))).toContain(49)
          yield* journal.release(journal.end)
          expect(readdirSync(folder).filter((name) => name.startsWith("seen-"))).toHaveLength(1)
          journal.append(record(50))
          expect(numbers((yield* journal.read(next, 1000)).records)).toContain(50)
        }),
      { segmentBytes: 1000 },
    )
  })

  it("counts only what goes beyond its bound, and writes again once there is room", async () => {
    const warned: Array<string> = []
    const logger = Logger.replace(
      Logger.defaultLogger,
      Logger.make(({ message }) => void warned.push(String(message))),
    )
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const journal = yield* Journal.open(folder, { segmentBytes: 1000, totalBytes: 3000 })
          for (let at = 0; at < 100; at++) journal.append(record(at, "", `198.18.0.${at}`))
          const size = readdirSync(folder).reduce(
            (sum, name) => sum + statSync(join(folder, name)).size,
            0,
          )
          expect(size).toBeLessThan(4000)
          expect(journal.lost + journal.written).toBe(100)
          expect(journal.lost).toBeGreaterThan(50)
          yield* journal.release(journal.end)
          expect(journal.append(record(200))).toBeDefined()
          const seen = numbers(yield* all(journal))
          expect(seen.at(-1)).toBe(200)
          yield* Effect.yieldNow()
        }),
      ).pipe(Effect.provide(logger)),
    )
    expect(warned).toHaveLength(1)
    expect(warned[0]).toContain("counted only")
  })

  it("never throws where nothing can be written", async () => {
    const closed = await run((journal) => Effect.succeed(journal))
    expect(closed.append(record(2))).toBeUndefined()
    expect(closed.lost).toBe(1)
  })

  it("is one process's at a time", async () => {
    await run(() =>
      Effect.gen(function* () {
        const second = yield* Effect.exit(Effect.scoped(Journal.open(folder)))
        expect(Exit.isFailure(second)).toBe(true)
        expect(JSON.stringify(second)).toContain("stop it first")
      }),
    )
  })

  it("is taken over from a process that is no more", async () => {
    writeFileSync(join(folder, "lock"), `${process.pid} 1 another-boot\n`)
    await run((journal) => all(journal))
    writeFileSync(join(folder, "lock"), "999999999 1 x\n")
    await run((journal) => all(journal))
    writeFileSync(join(folder, "lock"), "")
    await run((journal) => all(journal))
    expect(readdirSync(folder)).not.toContain("lock")
  })

  it("wakes its reader at the next hit, and at once where there is one unread", async () => {
    await run((journal) =>
      Effect.gen(function* () {
        const { next } = yield* journal.read(origin, 10)
        const waiting = yield* Effect.fork(journal.awaitMore)
        yield* Effect.yieldNow()
        expect((yield* Fiber.poll(waiting))._tag).toBe("None")
        journal.append(record(1))
        yield* Fiber.join(waiting)
        yield* journal.awaitMore
        expect(numbers((yield* journal.read(next, 10)).records)).toEqual([1])
      }),
    )
  })

  const written = (http: HttpSeen): Promise<readonly [Seen, number]> =>
    run((journal) => {
      journal.append({ ...record(1), http })
      return Effect.map(all(journal), (records) => [records.at(-1)!, journal.end.offset] as const)
    })

  it("keeps no more of a request than a row does, in at most 6 KiB", async () => {
    const target = `/${'"'.repeat(8000)}`
    const headers = [
      ...Array.from({ length: 99 }, () => ["X".repeat(700), "\u0001".repeat(8000)] as const),
      ["User-Agent", "\u0001".repeat(8000)] as const,
    ]
    const [huge, bytes] = await written({ method: "M".repeat(8000), target, headers, body: "" })
    expect(bytes).toBeLessThanOrEqual(6 * 1024)
    expect(huge.http!.target).toBe(target.slice(0, 2048))
    // whoever hides behind other headers is named all the same
    expect(huge.http!.headers.at(-1)![0]).toBe("User-Agent")
    const many = Array.from({ length: 99 }, (_, at) => [`X-${at}`, "a"] as const)
    const [kept] = await written({ method: "GET", target: "/", headers: many, body: "" })
    expect(kept.http!.headers).toEqual(many.slice(0, 50))
  })

  it("keeps 16 KiB of what may be a form, and the beginning of any other body", async () => {
    const body = Buffer.alloc(16 * 1024, 97).toString("base64")
    const lengthOf = async (method: string, type: string): Promise<number> => {
      const headers = [["Content-Type", type]] as const
      const [{ http }] = await written({ method, target: "/", headers, body })
      return Buffer.from(http!.body, "base64").length
    }
    expect(await lengthOf("POST", "application/json")).toBe(16 * 1024)
    expect(await lengthOf("POST", "text/plain;charset=UTF-8")).toBe(16 * 1024)
    expect(await lengthOf("POST", "application/octet-stream")).toBe(1020)
    expect(await lengthOf("PUT", "application/json")).toBe(1020)
  })

  it("writes a request of several slugs once, and reads it as one record for each", async () => {
    const slugs = ["a".repeat(26), "b".repeat(26), "c".repeat(26)]
    await run((journal) =>
      Effect.gen(function* () {
        journal.append(record(0))
        const before = journal.end.offset
        for (let at = 1; at < 4; at++) journal.append({ ...record(at), slugs })
        expect(journal.written).toBe(10)
        expect(journal.end.offset).toBeLessThan(before * 6)
        for (const max of [1, 2, 3, 4, 5, 7, 100]) {
          const records = yield* all(journal, max)
          expect(records.map(({ slug }) => slug).slice(1)).toEqual([...slugs, ...slugs, ...slugs])
          expect(new Set(records.map(({ id }) => id)).size).toBe(10)
        }
        // a line is never parted, so that a position can stand behind it
        expect((yield* journal.read(origin, 3)).records).toHaveLength(1)
        expect((yield* journal.read(origin, 5)).records).toHaveLength(4)
      }),
    )
  })

  it("leaves room for others, however much one address sends", async () => {
    let now = 1_767_607_200_000
    const totalBytes = 100_000
    const flood = (journal: Journal, ip: string): number => {
      const before = journal.end.offset
      for (let at = 0; at < 2000; at++) journal.append(record(at, "", ip))
      return journal.end.offset - before
    }
    await run(
      (journal) => {
        const first = flood(journal, "198.18.0.1")
        expect(first).toBeGreaterThan(totalBytes * 0.24)
        expect(first).toBeLessThan(totalBytes * 0.26)
        expect(journal.append(record(1, "", "198.18.0.2"))).toBeDefined()
        expect(flood(journal, "198.18.0.1")).toBeLessThan(500)
        // one caller over IPv6 has a whole network of addresses
        const sixth = flood(journal, "2001:db8::1")
        expect(sixth).toBeGreaterThan(totalBytes * 0.17)
        expect(flood(journal, "2001:db8::2")).toBeLessThan(500)
        now += 60_000
        expect(flood(journal, "198.18.0.1")).toBeGreaterThan(totalBytes * 0.12)
        return Effect.void
      },
      { totalBytes, now: () => now },
    )
  })

  it("has an id that it keeps, that no other has, and that only its user can read", async () => {
    const idOf = (): Promise<string> => run((journal) => Effect.succeed(journal.id))
    const first = await idOf()
    expect(first).toMatch(/^[0-9a-f]{32}$/)
    expect(await idOf()).toBe(first)
    expect(statSync(join(folder, "id")).mode & 0o777).toBe(0o600)
    expect(Reader.make(folder).id).toBe(first)
    const [{ id = "" } = {}] = await run((journal) => {
      journal.append(record(1))
      return all(journal)
    })
    expect(id.startsWith(`${first.slice(0, 8)}-`)).toBe(true)
    // torn by a power failure
    writeFileSync(join(folder, "id"), "")
    expect(await idOf()).not.toBe(first)
  })

  it("goes on from the oldest that is kept where a position is gone", async () => {
    await run(
      (journal) =>
        Effect.gen(function* () {
          for (let at = 0; at < 20; at++) journal.append(record(at))
          const { next } = yield* journal.read(origin, 1)
          rmSync(fileOf(folder, next.segment))
          const { records } = yield* journal.read(next, 1)
          expect(records[0]!.at).toBeGreaterThan(1)
        }),
      { segmentBytes: 1000 },
    )
  })
})
