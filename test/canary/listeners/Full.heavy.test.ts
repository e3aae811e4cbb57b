import { execFileSync } from "node:child_process"
import { mkdtempSync, rmdirSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Journal } from "../../../runtime/canary/Journal.ts"
import * as Segments from "../../../runtime/canary/journal/Segments.ts"
import type { Noted } from "../../../src/canary/Hit.ts"

/** A file system of 64 KiB; undefined where none may be mounted. */
const mounted = (): string | undefined => {
  const folder = mkdtempSync(join(tmpdir(), "full-"))
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], { stdio: "ignore" })
    return folder
  } catch (error) {
    rmdirSync(folder)
    if (process.env["CI"] === "true") throw error
    console.warn("skipped: mounting a file system takes root")
    return undefined
  }
}

const record = (number: number): Noted => ({
  at: number,
  slugs: ["abcdefghijklmnopqrstuvwx23"],
  ip: "198.18.0.1",
  http: { method: "GET", target: `/${"x".repeat(number % 700)}`, headers: [], body: "" },
  dns: undefined,
})

const folder = mounted()

describe.skipIf(folder === undefined)("on a disk that is full", () => {
  const place = folder ?? ""
  beforeAll(() => expect(place).not.toBe(""))
  afterAll(() => {
    execFileSync("umount", [place])
    rmdirSync(place)
  })

  it("the journal keeps whole lines, never throws, and goes on once there is room", async () => {
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          const journal = yield* Journal.open(place, { segmentBytes: 16 * 1024 })
          const kept: Array<number> = []
          for (let number = 1; number <= 1000; number++)
            if (journal.append(record(number)) !== undefined) kept.push(number)
          expect(journal.lost).toBe(1000 - kept.length)
          expect(journal.lost).toBeGreaterThan(100)
          const seen: Array<number> = []
          let position = Segments.origin
          const drain = Effect.gen(function* () {
            for (;;) {
              const { records, next } = yield* journal.read(position, 50)
              position = next
              if (records.length === 0) return
              seen.push(...records.map(({ at }) => at))
            }
          })
          yield* drain
          expect(seen).toEqual(kept)
          yield* journal.release(position)
          expect(journal.append(record(2000))).toBeDefined()
          yield* drain
          expect(seen.at(-1)).toBe(2000)
        }),
      ),
    )
  })
})
