/** What reading a journal comes to, held against one kind of database. */
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import * as Policy from "../../../src/canary/alerts/Policy.ts"
import type { Seen } from "../../../src/canary/Hit.ts"
import { CanaryTokens } from "../../../src/ports/CanaryTokens.ts"
import { CanaryTriggers, type Position } from "../../../src/ports/CanaryTriggers.ts"
import { StoreUnavailable } from "../../../src/ports/StoreUnavailable.ts"
import * as Consumer from "../../../runtime/canary/hits/Consumer.ts"
import type { SeenJournal } from "../../../runtime/canary/hits/SeenJournal.ts"
import { AlertDeliveries } from "../../../runtime/storage/AlertDeliveries.ts"
import { AlertRoutes } from "../../../runtime/storage/AlertRoutes.ts"
import { Outbox } from "../../../runtime/storage/Outbox.ts"
import type * as Storage from "../../../runtime/storage/Storage.ts"
import { Store } from "../../../runtime/storage/Store.ts"
import { using, type Subject } from "../../storage/contracts/Contract.ts"
import { nonceOf } from "../../../src/canary/fingerprint/Nonce.ts"
import * as Collector from "./Collector.ts"
import { http, lookup, monday, seen, slug, token } from "./Samples.ts"

export type Everything = Storage.Ports | Storage.Repositories

/** A journal of one segment, in memory; its offsets count records. */
export const journalOf = (records: ReadonlyArray<Seen>) => {
  const released: Array<Position> = []
  const journal: SeenJournal = {
    id: "7".repeat(32),
    read: ({ offset }, max) =>
      Effect.sync(() => {
        const some = records.slice(offset, offset + max)
        return { records: some, next: { segment: 0, offset: offset + some.length } }
      }),
    release: (position) => Effect.sync(() => void released.push(position)),
    awaitMore: Effect.never,
  }
  return { journal, released }
}

const drain = (journal: SeenJournal, name: string, probeSlug?: string) =>
  Effect.gen(function* () {
    const memory = Consumer.memory()
    while ((yield* Consumer.take(journal, name, probeSlug, memory)) > 0);
    return memory
  })

let series = 500_000

const route = (seed: number, level: Policy.Level = "use") => ({
  id: `route-${seed}`,
  name: `route ${seed}`,
  kind: "webhook" as const,
  sealed: "v1.x.y",
  filter: { ...Policy.everything, level, deckies: [`srv-${seed}`] },
  enabled: true,
  createdAt: monday,
})

export const reading = (subject: Subject<Everything>): void => {
  describe(`reading the journal into ${subject.name}`, () => {
    it("makes rows, counts, events and deliveries, and leaves the unknown out", () =>
      using(subject, (run) => {
        const seed = (series += 3)
        const own = slug(seed)
        const name = `j-${seed}`
        const records = [
          seen({ slug: own, http: http("git/2.39.5", { target: `/git/${own}/info/refs` }) }),
          seen({ slug: slug(seed + 1) }),
          seen({
            slug: own,
            at: monday + 20,
            http: undefined,
            dns: lookup("A", `x.${own}.c.example.net`),
          }),
          seen({
            slug: own,
            at: monday + 30,
            http: undefined,
            dns: lookup("AAAA", `x.${own}.c.example.net`),
          }),
          ...Array.from({ length: 1200 }, (_, at) => seen({ slug: own, at: monday + 40 + at })),
        ]
        const { journal, released } = journalOf(records)
        return run(
          Effect.gen(function* () {
            const { id } = token(seed)
            yield* (yield* CanaryTokens).open(token(seed))
            yield* (yield* AlertRoutes).add(route(seed))
            const since = yield* (yield* Outbox).newestId
            const memory = yield* drain(journal, name)
            expect(memory.unknown).toBe(1)
            const triggers = yield* CanaryTriggers
            const rows = yield* triggers.list({ token: id, limit: 1000, offset: 0 })
            expect(rows.length).toBe(60)
            expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(1203)
            expect(yield* triggers.tally(id)).toEqual({ count: 1203, lastAt: monday + 1239 })
            expect((yield* triggers.cursor(name)).position).toEqual({ segment: 0, offset: 1204 })
            expect(released.at(-1)).toEqual({ segment: 0, offset: 1204 })
            const echo = rows.find(({ queryType }) => queryType === "AAAA")!
            expect(echo).toMatchObject({ class: "resolver-echo", extras: { labels: "x" } })
            expect(echo.incident).toBe(rows.find(({ queryType }) => queryType === "A")!.id)
            const events = yield* (yield* Outbox).since(since, [`canary.${id}.`], 1000)
            expect(events.length).toBe(60)
            expect(events[0]!.envelope).toMatchObject({
              type: "triggered",
              topic: `canary.${id}.triggered`,
              payload: {
                decky_name: `srv-${seed}`,
                src_ip: "185.220.101.7",
                user_agent: "git/2.39.5",
              },
            })
            const deliveries = yield* AlertDeliveries
            const [first, ...others] = yield* deliveries.claim(
              `route-${seed}`,
              monday + 1e6,
              monday + 2e6,
              10,
            )
            expect(others).toEqual([])
            expect(first!.alert.sentence).toMatch(
              /^The environment file at srv-\d+:\/home\/anna\/app\/\.env was used at 2026-01-05 10:00:00 UTC, from 185\.220\.101\.7\. git 2\.39\.5/,
            )
            const [window] = yield* deliveries.windows([id])
            // all but the first, and the echo
            expect(window!.held!.count).toBe(1201)
          }),
        )
      }))

    it("undoes all of a stretch where any of it fails, and makes it whole the next time", () =>
      using(subject, (run) => {
        const seed = (series += 3)
        const { journal, released } = journalOf([seen({ slug: slug(seed) })])
        return run(
          Effect.gen(function* () {
            const { id } = token(seed)
            yield* (yield* CanaryTokens).open(token(seed))
            const triggers = yield* CanaryTriggers
            const broken = new StoreUnavailable({ reason: "full", detail: "no room" })
            const failed = yield* Effect.flip(
              Effect.provideService(drain(journal, `j-${seed}`), CanaryTriggers, {
                ...triggers,
                move: () => Effect.fail(broken),
              }),
            )
            expect(failed).toBe(broken)
            expect(released).toEqual([])
            expect(yield* triggers.tally(id)).toEqual({ count: 0, lastAt: undefined })
            expect(yield* triggers.list({ token: id, limit: 9, offset: 0 })).toEqual([])
            yield* drain(journal, `j-${seed}`)
            yield* drain(journal, `j-${seed}`)
            expect((yield* triggers.tally(id)).count).toBe(1)
          }),
        )
      }))

    it("lets two readers of one journal count everything once", () =>
      using(subject, (run) => {
        const seed = (series += 3)
        const records = Array.from({ length: 3000 }, (_, at) =>
          seen({ slug: slug(seed), at: monday + at * 2000 }),
        )
        return run(
          Effect.gen(function* () {
            const { id } = token(seed)
            yield* (yield* CanaryTokens).open(token(seed))
            const triggers = yield* CanaryTriggers
            yield* triggers.move(`j-${seed}`, yield* triggers.cursor(`j-${seed}`))
            yield* Effect.all(
              [journalOf(records), journalOf(records)].map(({ journal }) =>
                drain(journal, `j-${seed}`),
              ),
              { concurrency: 2 },
            )
            expect((yield* triggers.tally(id)).count).toBe(3000)
            const { sql, read } = yield* Store
            const [row] = yield* read(
              sql<{ readonly n: number | string }>`SELECT COUNT(*) AS n FROM canary_triggers
                WHERE token_uuid = ${id}`,
            )
            expect(Number(row!.n)).toBe(3000)
          }),
        )
      }))

    it("puts fingerprints together over several stretches, and keeps each browser once", () =>
      using(subject, (run) => {
        const seed = (series += 3)
        const own = Collector.tokenOf(slug(seed))
        const requests = [
          // begun first and complete last, when others have been told already
          ...Collector.requests(own, "visit1", 3, { platform: "MacIntel" }),
          // another page's requests in between, more than a stretch has
          ...Array.from({ length: 600 }, () => http("Mozilla/5.0 Firefox/128.0")),
          ...Collector.requests(own, "visit2", 2),
          ...Collector.requests(own, "visit3", 1, { platform: "Win32" }),
        ]
        const shuffled = [requests[1]!, requests[0]!, ...requests.slice(3, 700), requests[2]!]
        const { journal } = journalOf(
          shuffled.map((request, at) => seen({ slug: slug(seed), at: monday + at, http: request })),
        )
        return run(
          Effect.gen(function* () {
            const row = token(seed, {
              class: "canary_fingerprint_html",
              secret: own.secret,
              nonce: nonceOf(own),
            })
            yield* (yield* CanaryTokens).open(row)
            yield* drain(journal, `j-${seed}`)
            const found = yield* (yield* CanaryTriggers).fingerprints(row.id)
            expect(
              found.map(({ body }) => (body as { platform: string }).platform).toSorted(),
            ).toEqual(["Linux x86_64", "MacIntel", "Win32"])
          }),
        )
      }))

    it("keeps of a request what a client has to say, and no more", () =>
      using(subject, (run) => {
        const seed = (series += 3)
        const headers = Array.from(
          { length: 100 },
          (_, at) => [`X-${at}`, "v".repeat(8000)] as const,
        )
        const request = http(undefined, { target: `/${"t".repeat(8000)}`, headers })
        const { journal } = journalOf([seen({ slug: slug(seed), http: request })])
        return run(
          Effect.gen(function* () {
            yield* (yield* CanaryTokens).open(token(seed))
            yield* drain(journal, `j-${seed}`)
            const triggers = yield* CanaryTriggers
            const [row] = yield* triggers.list({ token: token(seed).id, limit: 1, offset: 0 })
            expect(row!.path!.length).toBe(2048)
            expect(JSON.stringify(row!.headers).length).toBeLessThan(30_000)
          }),
        )
      }))

    it("notes its own test, and tells nobody of bait that was revoked", () =>
      using(subject, (run) => {
        const seed = (series += 3)
        const { journal } = journalOf([
          seen({ slug: slug(seed + 1), at: monday + 9 }),
          seen({ slug: slug(seed) }),
        ])
        return run(
          Effect.gen(function* () {
            const { id } = token(seed)
            const tokens = yield* CanaryTokens
            yield* tokens.open(token(seed))
            yield* tokens.settle(id, { state: "revoked" })
            yield* (yield* AlertRoutes).add(route(seed))
            const memory = yield* drain(journal, `j-${seed}`, slug(seed + 1))
            const triggers = yield* CanaryTriggers
            expect((yield* triggers.cursor(`j-${seed}`)).probedAt).toBe(monday + 9)
            expect(memory.unknown).toBe(0)
            expect((yield* triggers.tally(id)).count).toBe(1)
            const due = yield* (yield* AlertDeliveries).due(monday + 1e6)
            expect(due.has(`route-${seed}`)).toBe(false)
          }),
        )
      }))
  })
}
