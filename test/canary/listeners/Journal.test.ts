import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { Journal, type Options } from "../../../runtime/canary/Journal.ts"
import { fileOf, origin } from "../../../runtime/canary/journal/Segments.ts"
import type { Seen } from "../../../src/canary/Hit.ts"

let folder = ""
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "journal-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const record = (number: number, filling = ""): Omit<Seen, "id"> => ({
  at: number,
  slug: "abcdefghijklmnopqrstuvwx23",
  ip: "198.18.0.1",
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
    const { id: _, ...first } = records[0]!
    expect(first).toEqual(JSON.parse(JSON.stringify(record(0))))
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
    appendFileSync(join(folder, readdirSync(folder)[0]!), '{"at":2,"slug":"abc')
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
          expect(readdirSync(folder).filter((name) => name !== "lock")).toHaveLength(1)
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
          for (let at = 0; at < 100; at++) journal.append(record(at))
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

  it("keeps a hit whose headers are enormous, without them", async () => {
    const headers = Array.from({ length: 100 }, () => ["X", "\u0001".repeat(8000)] as const)
    const huge = { ...record(1), http: { ...record(1).http!, headers } }
    const records = await run((journal) => {
      journal.append(huge)
      journal.append(record(2))
      return all(journal)
    })
    expect(numbers(records)).toEqual([1, 2])
    expect(records[0]!.http).toEqual({ method: "GET", target: "/1", headers: [], body: "" })
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
