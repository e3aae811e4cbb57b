/** Readers of a journal that are killed in the middle of it, held against one kind of database. */
import { spawn } from "node:child_process"
import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { describe, expect, it } from "vitest"
import * as Policy from "../../../src/canary/alerts/Policy.ts"
import { CanaryTokens } from "../../../src/ports/CanaryTokens.ts"
import { CanaryTriggers } from "../../../src/ports/CanaryTriggers.ts"
import { Journal } from "../../../runtime/canary/Journal.ts"
import { AlertRoutes } from "../../../runtime/storage/AlertRoutes.ts"
import * as DatabaseUrl from "../../../runtime/storage/DatabaseUrl.ts"
import * as Storage from "../../../runtime/storage/Storage.ts"
import { Store } from "../../../runtime/storage/Store.ts"
import { bundled } from "../../parts/Bundled.ts"
import { http, lookup, monday, slug, token } from "./Samples.ts"

const records = 20_000
const tokens = 5
const first = 900_000
/** A reader that gets no further than this many kills would never end. */
const livesMax = 400

/** Runs a reader; kills it that many milliseconds after it began to read. */
const live = (program: string, folder: string, url: string, killAfter: number) =>
  new Promise<"done" | "killed">((resolve, reject) => {
    const child = spawn(process.execPath, [program, folder, url], {
      stdio: ["ignore", "pipe", "pipe"],
    })
    let out = ""
    let errors = ""
    child.stderr.on("data", (part: Buffer) => void (errors += part.toString()))
    child.stdout.on("data", (part: Buffer) => {
      out += part.toString()
      if (out.includes("begun")) setTimeout(() => child.kill("SIGKILL"), killAfter)
    })
    child.once("error", reject)
    child.once("exit", (code, signal) => {
      if (signal === "SIGKILL") resolve("killed")
      else if (code === 0) resolve("done")
      else reject(new Error(`the reader ended with ${code}: ${errors}`))
    })
  })

const written = (folder: string) =>
  Effect.gen(function* () {
    const journal = yield* Journal.open(folder, { segmentBytes: 64 * 1024 })
    for (let at = 0; at < records; at++) {
      const own = slug(first + (at % (tokens + 1)))
      journal.append({
        at: monday + at * 900,
        slugs: [own],
        ip: `185.220.${at % 3}.${at % 200}`,
        http: at % 4 === 0 ? undefined : http("curl/8.5.0", { target: `/api/${own}` }),
        dns: at % 4 === 0 ? lookup("A", `${own}.c.example.net`) : undefined,
      })
    }
  }).pipe(Effect.scoped)

export const killed = (name: string, url: () => string): void => {
  describe(`a reader on ${name} that is killed again and again`, () => {
    it("loses nothing and doubles nothing", async () => {
      const folder = mkdtempSync(join(tmpdir(), "journal-"))
      const program = await bundled("test/canary/hits/Reader.ts")
      const run = <A, E>(work: Effect.Effect<A, E, Storage.Ports | Storage.Repositories>) =>
        Effect.runPromise(
          Effect.provide(
            work,
            Storage.layer(Either.getOrThrow(DatabaseUrl.parse(url())), { hostUuid: "local" }),
          ),
        )
      try {
        await run(
          Effect.gen(function* () {
            const { open } = yield* CanaryTokens
            for (let at = 0; at < tokens; at++) yield* open(token(first + at))
            yield* (yield* AlertRoutes).add({
              id: "killed",
              name: "killed",
              kind: "webhook",
              sealed: "v1.x.y",
              filter: { ...Policy.everything, level: "all" },
              enabled: true,
              createdAt: monday,
            })
            yield* written(folder)
          }),
        )
        let kills = 0
        // ever longer, so that it ends: from within the first transaction to several of them
        while ((await live(program.path, folder, url(), kills * 7)) === "killed")
          expect(++kills).toBeLessThan(livesMax)
        expect(kills).toBeGreaterThan(3)
        console.log(`${name}: ${kills} kills`)
        await run(
          Effect.gen(function* () {
            const triggers = yield* CanaryTriggers
            const { sql, read } = yield* Store
            for (let at = 0; at < tokens; at++) {
              const expected = Array.from({ length: records }, (_, index) => index).filter(
                (index) => index % (tokens + 1) === at,
              )
              const { id } = token(first + at)
              expect(yield* triggers.tally(id)).toEqual({
                count: expected.length,
                lastAt: monday + expected.at(-1)! * 900,
              })
              const [row] = yield* read(
                sql<{ readonly n: number | string; readonly hits: number | string }>`SELECT
                  COUNT(*) AS n, SUM(hits) AS hits FROM canary_triggers t
                  JOIN canary_trigger_details d ON d.trigger_uuid = t.uuid
                  WHERE token_uuid = ${id}`,
              )
              expect(Number(row!.hits)).toBe(expected.length)
              const [events] = yield* read(
                sql<{ readonly n: number | string }>`SELECT COUNT(*) AS n FROM outbox
                  WHERE topic = ${`canary.${id}.triggered`}`,
              )
              expect(Number(events!.n)).toBe(Number(row!.n))
              const [told] = yield* read(
                sql<{ readonly held: string }>`SELECT held FROM alert_windows
                  WHERE route_id = 'killed' AND token_uuid = ${id}`,
              )
              const held = (JSON.parse(told!.held) as { readonly count: number }).count
              const [sent] = yield* read(
                sql<{ readonly n: number | string }>`SELECT COUNT(*) AS n
                  FROM alert_bodies b
                  JOIN alert_deliveries d ON d.id = b.delivery_id
                  WHERE d.route_id = 'killed' AND body LIKE ${`%"token":"${id}"%`}`,
              )
              expect(held + Number(sent!.n)).toBe(expected.length)
            }
          }),
        )
        // what was read is kept no longer, but for the segment that is written to
        expect(readdirSync(folder).filter((each) => each.startsWith("seen-")).length).toBe(1)
      } finally {
        program.remove()
        rmSync(folder, { recursive: true, force: true })
      }
    })
  })
}
