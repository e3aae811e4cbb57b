/** The contract of CanaryTriggers, held against one kind of store. */
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { CanaryTokens } from "../../../src/ports/CanaryTokens.ts"
import { CanaryTriggers, start, type TriggerRow } from "../../../src/ports/CanaryTriggers.ts"
import { using, type Subject } from "../../storage/contracts/Contract.ts"
import { monday, token } from "./Samples.ts"

export type Ports = CanaryTriggers | CanaryTokens

/** Tokens of one test, so that a database that is shared keeps them apart. */
let series = 1000

const row = (id: string, tokenId: string, changes: Partial<TriggerRow> = {}): TriggerRow => ({
  id,
  token: tokenId,
  at: monday + 123,
  ip: "185.220.101.7",
  protocol: "http",
  method: "GET",
  path: "/git/x/info/refs?service=git-upload-pack",
  userAgent: "git/2.39.5",
  headers: [
    ["Host", "assets.example.net"],
    ["host", "twice 🦊"],
  ],
  qname: undefined,
  queryType: undefined,
  transport: undefined,
  subnet: undefined,
  count: 1,
  class: "likely-person",
  reason: "git 2.39.5 fetched a repository.",
  incident: id,
  extras: { user: "deploy", passwordGiven: true },
  ...changes,
})

const lookedUp = (id: string, tokenId: string, at: number): TriggerRow =>
  row(id, tokenId, {
    at,
    protocol: "dns",
    method: undefined,
    path: undefined,
    userAgent: undefined,
    headers: [],
    qname: "WWW.x.C.example.net",
    queryType: "AAAA",
    transport: "tcp",
    subnet: "198.18.4.0/24",
    class: "resolver-echo",
    extras: { labels: "WWW" },
  })

const none = { more: [], tallies: [], fingerprints: [] }

export const contract = (subject: Subject<Ports>): void => {
  describe(`CanaryTriggers on ${subject.name}`, () => {
    const test = (
      name: string,
      body: (seed: number, id: string) => Effect.Effect<void, unknown, Ports>,
    ) =>
      it(name, () =>
        using(subject, (run) => {
          const seed = (series += 3)
          return run(
            Effect.gen(function* () {
              yield* (yield* CanaryTokens).open(token(seed))
              yield* body(seed, token(seed).id)
            }),
          )
        }),
      )

    test("gives rows back as they were, newest first, by page", (seed, id) =>
      Effect.gen(function* () {
        const triggers = yield* CanaryTriggers
        const rows = [
          row(`a-${seed}`, id),
          lookedUp(`b-${seed}`, id, monday + 999),
          lookedUp(`c-${seed}`, id, monday + 999),
        ]
        yield* triggers.record({ ...none, rows })
        expect(yield* triggers.get(`a-${seed}`)).toEqual(rows[0])
        expect(yield* triggers.get("nothing")).toBeUndefined()
        const list = (page: object) => triggers.list({ token: id, limit: 10, offset: 0, ...page })
        expect(yield* list({})).toEqual([rows[2], rows[1], rows[0]])
        expect(yield* list({ limit: 1, offset: 1 })).toEqual([rows[1]])
        expect(yield* list({ since: monday + 500 })).toEqual([rows[2], rows[1]])
        expect(yield* list({ after: rows[2] })).toEqual([rows[1], rows[0]])
        expect(yield* list({ after: rows[1] })).toEqual([rows[0]])
        expect(yield* list({ after: rows[0] })).toEqual([])
      }))

    test("has a row once, however often it is recorded, and counts on it", (seed, id) =>
      Effect.gen(function* () {
        const triggers = yield* CanaryTriggers
        const one = row(`a-${seed}`, id)
        yield* triggers.record({ ...none, rows: [one] })
        yield* triggers.record({ ...none, rows: [{ ...one, reason: "another" }] })
        yield* triggers.record({ ...none, rows: [], more: [{ row: one.id, count: 41 }] })
        yield* triggers.record({ ...none, rows: [], more: [{ row: "nobody's", count: 1 }] })
        expect(yield* triggers.get(one.id)).toEqual({ ...one, count: 42 })
      }))

    test("adds to a token's count, and keeps its newest use", (_, id) =>
      Effect.gen(function* () {
        const triggers = yield* CanaryTriggers
        expect(yield* triggers.tally(id)).toEqual({ count: 0, lastAt: undefined })
        const add = (count: number, lastAt: number) =>
          triggers.record({ ...none, rows: [], tallies: [{ token: id, count, lastAt }] })
        yield* add(2, monday + 5)
        yield* Effect.all(
          Array.from({ length: 20 }, () => add(3, monday)),
          { concurrency: 8 },
        )
        expect(yield* triggers.tally(id)).toEqual({ count: 62, lastAt: monday + 5 })
        yield* add(1, monday + 6)
        expect(yield* triggers.tally(id)).toEqual({ count: 63, lastAt: monday + 6 })
      }))

    test("drops the middle of a flood, and neither its beginning nor its end", (seed, id) =>
      Effect.gen(function* () {
        const triggers = yield* CanaryTriggers
        const name = (at: number) => `f-${seed}-${String(at).padStart(5, "0")}`
        const rows = Array.from({ length: 10_007 }, (_, at) =>
          row(name(at), id, { at: monday + at }),
        )
        yield* triggers.record({ ...none, rows })
        expect(yield* triggers.prune(id)).toBe(7)
        expect(yield* triggers.prune(id)).toBe(0)
        for (const at of [0, 99, 107, 10_006])
          expect((yield* triggers.get(name(at)))?.at).toBe(monday + at)
        for (const at of [100, 106]) expect(yield* triggers.get(name(at))).toBeUndefined()
      }))

    test("keeps a journal's place, each by its name", (seed) =>
      Effect.gen(function* () {
        const triggers = yield* CanaryTriggers
        expect(yield* triggers.cursor(`j-${seed}`)).toEqual(start)
        const cursor = {
          position: { segment: 7, offset: 4_294_967_296 },
          incidents: {
            traces: [
              { slug: "x", source: "http 1.2.3.4", incident: "i", at: monday, asked: ["http GET"] },
            ],
            minutes: [{ slug: "x", minute: 29_460_120, rows: 60, last: "r" }],
          },
          probedAt: monday,
        }
        yield* triggers.move(`j-${seed}`, start)
        yield* triggers.move(`j-${seed}`, cursor)
        expect(yield* triggers.cursor(`j-${seed}`)).toEqual(cursor)
        expect(yield* triggers.cursor(`k-${seed}`)).toEqual(start)
      }))

    test("keeps fingerprints in the order in which they came", (seed, id) =>
      Effect.gen(function* () {
        const triggers = yield* CanaryTriggers
        const print = (at: number) => ({
          token: id,
          trigger: `t-${seed}-${at}`,
          digest: String(at).repeat(64),
          body: { languages: ["de", "🦊"], screen: { width: 1920 } },
          collectedAt: monday + at,
        })
        const fingerprints = [print(2), print(1)]
        yield* triggers.record({ ...none, rows: [], fingerprints })
        yield* triggers.record({ ...none, rows: [], fingerprints: [print(1)] })
        expect(yield* triggers.fingerprints(id)).toEqual([print(1), print(2)])
      }))
  })
}
