import { mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Fiber from "effect/Fiber"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Policy from "../../../src/canary/alerts/Policy.ts"
import { CanaryTokens } from "../../../src/ports/CanaryTokens.ts"
import { CanaryTriggers } from "../../../src/ports/CanaryTriggers.ts"
import { StoreUnavailable } from "../../../src/ports/StoreUnavailable.ts"
import * as Routes from "../../../runtime/canary/alerts/Routes.ts"
import { consume } from "../../../runtime/canary/hits/Consumer.ts"
import { Journal } from "../../../runtime/canary/Journal.ts"
import * as Settings from "../../../runtime/config/Settings.ts"
import { AlertRoutes } from "../../../runtime/storage/AlertRoutes.ts"
import * as Storage from "../../../runtime/storage/Storage.ts"
import * as SqliteFile from "../../storage/SqliteFile.ts"
import * as Receivers from "../alerts/Receivers.ts"
import { http, slug, token } from "./Samples.ts"

const secretKey = "5a".repeat(32)
const settings = Either.getOrThrow(Settings.read({ DECNET_SECRET_KEY: secretKey }))

let folder = ""
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "journal-"))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const addRoute = (port: number, at: number) =>
  Effect.flatMap(AlertRoutes, ({ add }) =>
    add(
      Routes.rowOf(
        secretKey,
        {
          id: "soc",
          name: "soc",
          target: {
            kind: "webhook",
            url: `http://127.0.0.1:${port}/`,
            secret: null,
            allowPrivate: true,
          },
          filter: Policy.everything,
          enabled: true,
        },
        at,
      ),
    ),
  )

describe("the consumer", () => {
  it("tells of a hit a moment after it was seen, and waits out a database that is away", async () => {
    const server = await Receivers.web(200)
    const now = Date.now()
    await Effect.runPromise(
      Effect.gen(function* () {
        yield* (yield* CanaryTokens).open(token(1))
        yield* addRoute(server.port, now)
        const journal = yield* Journal.open(folder)
        const triggers = yield* CanaryTriggers
        let failures = 0
        const flaky = CanaryTriggers.of({
          ...triggers,
          record: (stretch) =>
            failures++ === 0
              ? Effect.fail(new StoreUnavailable({ reason: "unreachable", detail: "away" }))
              : triggers.record(stretch),
        })
        const fiber = yield* Effect.fork(
          Effect.provideService(consume(journal, settings), CanaryTriggers, flaky),
        )
        const append = (at: number) =>
          journal.append({
            at,
            slugs: [slug(1)],
            ip: "185.220.101.7",
            http: http("git/2.39.5"),
            dns: undefined,
          })
        append(now)
        while (server.posts.length === 0) yield* Effect.sleep("20 millis")
        expect(failures).toBe(2)
        append(now + 1)
        append(now + 2)
        while ((yield* triggers.tally(token(1).id)).count < 3) yield* Effect.sleep("20 millis")
        yield* Fiber.interrupt(fiber)
        // of this journal alone: another host's may lie behind the same database
        expect((yield* triggers.cursor(`hits/${journal.id}`)).position.segment).toBeGreaterThan(0)
        expect((yield* triggers.cursor("hits/local")).position.segment).toBe(0)
        // the two that followed are told as a digest, later
        expect(server.posts.length).toBe(1)
        expect(JSON.parse(server.posts[0]!.body)).toMatchObject({ type: "canary.first" })
      }).pipe(
        Effect.scoped,
        Effect.provide(Storage.layer(SqliteFile.fresh(), { hostUuid: "local" })),
      ),
    )
    expect(readdirSync(folder).filter((name) => name.endsWith(".ndjson")).length).toBe(1)
    await server.stop()
  })
})
