/** What other processes and commands rely on, held against one kind of database. */
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { describe, expect, it } from "vitest"
import { ApiTokens } from "../../../runtime/storage/ApiTokens.ts"
import { Fleet } from "../../../runtime/storage/Fleet.ts"
import { HostFactsStore, type KnownHost } from "../../../runtime/storage/HostFactsStore.ts"
import { Leases } from "../../../runtime/storage/Leases.ts"
import { Outbox } from "../../../runtime/storage/Outbox.ts"
import { RealismConfig } from "../../../runtime/storage/RealismConfig.ts"
import { Retention } from "../../../runtime/storage/Retention.ts"
import type * as Storage from "../../../runtime/storage/Storage.ts"
import { Store } from "../../../runtime/storage/Store.ts"
import { Topologies } from "../../../runtime/storage/Topologies.ts"
import { Workers } from "../../../runtime/storage/Workers.ts"
import { Carries } from "../../../src/ports/Carries.ts"
import { EventBus } from "../../../src/ports/EventBus.ts"
import { Intents } from "../../../src/ports/Intents.ts"
import { SyntheticFiles } from "../../../src/ports/SyntheticFiles.ts"
import { Wordings } from "../../../src/ports/Wordings.ts"
import { monday } from "../../worlds.ts"
import { using, type Subject } from "./Contract.ts"
import { carry, emailEvent, fileEvent, intent, newDecky, row, wordingRow } from "./Samples.ts"

type Everything = Storage.Ports | Storage.Repositories

const knownHost: KnownHost = {
  facts: {
    bootedAt: monday,
    accounts: [
      { login: "anna", uid: 1000, gid: 1000, gecos: "Anna", home: "/home/anna", shell: "/bin/sh" },
    ],
    crontabs: [{ table: "/etc/crontab", text: "17 * * * * root true\n" }],
    sshClient: true,
    sshdRuns: true,
    logsItself: false,
    releaseKnown: true,
  },
  release: "debian-12",
  hostname: "srv-04",
  timezone: "Europe/Berlin",
  ip: undefined,
  bornAtMillis: monday,
  readAtMillis: monday + 1,
}

const nothing = { events: 0, emails: 0, wordings: 0, sentences: 0 }

const count = (table: string, column: string, decky: string) =>
  Effect.flatMap(Store, ({ sql, read }) =>
    Effect.map(
      read(
        sql<{ readonly n: number | string }>`SELECT COUNT(*) AS n FROM ${sql(table)}
          WHERE ${sql(column)} = ${decky}`,
      ),
      ([row]) => Number(row!.n),
    ),
  )

const outbox = (subject: Subject<Everything>): void => {
  describe(`Outbox on ${subject.name}`, () => {
    it("has an event once, however often it is published, with its row in the list", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const counts = await run(
          Effect.gen(function* () {
            const { publish } = yield* EventBus
            for (let time = 0; time < 3; time++) {
              yield* publish(fileEvent(decky, "1"))
              yield* publish(emailEvent(decky, "2"))
            }
            const sent = yield* (yield* Outbox).since(0, [`orchestrator.file.${decky}`], 10)
            return [
              yield* count("orchestrator_events", "src_decky_uuid", decky),
              yield* count("orchestrator_emails", "mail_decky_uuid", decky),
              sent.map(({ envelope }) => envelope),
            ]
          }),
        )
        expect(counts).toEqual([1, 1, [fileEvent(decky, "1")]])
      }))

    it("keeps what was not published yet, and forgets the oldest", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        await run(
          Effect.gen(function* () {
            const { append, unpublished, markPublished, since, newestId, prune } = yield* Outbox
            const start = yield* newestId
            for (let index = 0; index < 12; index++) yield* append(fileEvent(decky, `${index}`))
            const rows = yield* since(start, [], 100)
            expect(rows.length).toBe(12)
            yield* markPublished(rows.slice(0, 5).map(({ id }) => id))
            yield* markPublished([])
            const open = (yield* unpublished(1000)).filter(({ id }) => id > start)
            expect(open.map(({ id }) => id)).toEqual(rows.slice(5).map(({ id }) => id))
            expect((yield* since(start, ["orchestrator.fil", "x"], 3)).length).toBe(3)
            expect(yield* since(start, ["system."], 3)).toEqual([])
            const newest = yield* newestId
            const { removed, unpublished: lost } = yield* prune(newest - rows[8]!.id)
            expect(removed).toBeGreaterThanOrEqual(9)
            expect(lost).toBeGreaterThanOrEqual(4)
            expect((yield* since(start, [], 100)).length).toBe(3)
          }),
        )
      }))

    it("is followed by a reader who misses nothing that commits late", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const seen = await run(
          Effect.gen(function* () {
            const { follow, append } = yield* Outbox
            const { atomically } = yield* Store
            const heard: Array<string> = []
            yield* Effect.fork(
              Stream.runForEach(follow(undefined, [`orchestrator.file.${decky}`]), ({ envelope }) =>
                Effect.sync(() => void heard.push((envelope as { readonly id: string }).id)),
              ),
            )
            for (let time = 0; heard.length === 0; time++) {
              yield* append(fileEvent(decky, `call ${time}`))
              yield* Effect.sleep("20 millis")
            }
            // its number is taken first, and seen last
            const taken = yield* Deferred.make<void>()
            const late = yield* Effect.fork(
              atomically(
                append(fileEvent(decky, "late")).pipe(
                  Effect.zipRight(Deferred.succeed(taken, undefined)),
                  Effect.zipRight(Effect.sleep("1200 millis")),
                ),
              ),
            )
            yield* Deferred.await(taken)
            yield* Effect.forEach(
              Array.from({ length: 10 }, (_, index) => index),
              (index) => append(fileEvent(decky, `${index}`)),
              { concurrency: 5 },
            )
            yield* Fiber.join(late)
            const wanted = () => heard.filter((id) => !id.includes("/call "))
            while (wanted().length < 11) yield* Effect.sleep("20 millis")
            return wanted()
          }),
        )
        expect(seen.length).toBe(11)
        expect(new Set(seen).size).toBe(11)
        expect(seen).toContain(`${decky}/late`)
      }))
  })
}

const retention = (subject: Subject<Everything>): void => {
  describe(`Retention on ${subject.name}`, () => {
    it("removes the oldest beyond the bound, and asks nothing where none can be", () =>
      using(subject, async (run) => {
        const [busy, quiet] = [newDecky(), newDecky()]
        await run(
          Effect.gen(function* () {
            const store = yield* Store
            const { publish } = yield* EventBus
            const { prune } = yield* Retention
            yield* publish(fileEvent(quiet, "1"))
            yield* store.together(
              Effect.gen(function* () {
                const rows = Array.from({ length: 10_004 }, (_, index) => ({
                  uuid: `${busy.slice(6, 30)}-${index}`,
                  ts: `2026-01-05 00:00:00.${String(index).padStart(6, "0")}`,
                  kind: "file",
                  protocol: "ssh",
                  action: "file:create",
                  src_decky_uuid: busy,
                  success: 1,
                  payload: "{}",
                }))
                for (let at = 0; at < rows.length; at += 500)
                  yield* store.sql`INSERT INTO orchestrator_events ${store.sql.insert(rows.slice(at, at + 500))}`
              }),
            )
            yield* publish(fileEvent(busy, "1", monday / 1000 + 60))
            expect(yield* prune).toEqual({ ...nothing, events: 5 })
            expect(yield* count("orchestrator_events", "src_decky_uuid", busy)).toBe(10_000)
            expect(yield* count("orchestrator_events", "src_decky_uuid", quiet)).toBe(1)
            const [oldest] = yield* store.read(
              store.sql<{ readonly ts: string }>`SELECT MIN(ts) AS ts FROM orchestrator_events
                WHERE src_decky_uuid = ${busy}`,
            )
            expect(oldest?.ts).toBe("2026-01-05 00:00:00.000005")
            yield* publish(fileEvent(busy, "2", monday / 1000 + 61))
            yield* publish(fileEvent(quiet, "2"))
            expect(yield* prune).toEqual({ ...nothing, events: 1 })
            expect(yield* prune).toEqual(nothing)
          }),
        )
      }))
  })
}

const fleet = (subject: Subject<Everything>): void => {
  describe(`Fleet on ${subject.name}`, () => {
    it("is the union of three sources, of this host and running", () =>
      using(subject, async (run) => {
        const host = newDecky().slice(6, 24)
        await run(
          Effect.gen(function* () {
            const { sql, together } = yield* Store
            const topology = (id: string, target: string | null) =>
              sql`INSERT INTO topologies ${sql.insert({ id: `${host}-${id}`, name: id, mode: "unihost", target_host_uuid: target, config_snapshot: "{}", status: "active", version: 1, needs_resync: 0, email_personas: '[{"name":"Anna"}]', language_default: "de" })}`
            const decky = (uuid: string, topologyId: string, changes: object = {}) =>
              sql`INSERT INTO topology_deckies ${sql.insert({ uuid: `${host}-${uuid}`, topology_id: `${host}-${topologyId}`, name: uuid, services: '["ssh","imap"]', decky_config: '{"role":"mail"}', ip: "10.0.0.5", state: "running", x: 0, y: 0, ...changes })}`
            yield* together(
              Effect.gen(function* () {
                yield* topology("t1", null)
                yield* topology("t2", host)
                yield* topology("t3", "elsewhere")
                yield* decky("d1", "t1")
                yield* decky("d2", "t2", { services: "ssh,imap" })
                yield* decky("d3", "t3")
                yield* decky("d4", "t1", { state: "failed" })
                yield* sql`INSERT INTO decky_shards ${sql.insert({ decky_name: `shard-${host}`, host_uuid: host, services: '["ssh"]', state: "running" })}`
                yield* sql`INSERT INTO decky_shards ${sql.insert({ decky_name: `far-${host}`, host_uuid: "elsewhere", services: '["ssh"]', state: "running" })}`
                const long = "n".repeat(64 - host.length)
                yield* sql`INSERT INTO fleet_deckies ${sql.insert({ host_uuid: host, name: long, services: '["ssh"]', state: "running" })}`
              }),
            )
            const { put, running, list, remove } = yield* Fleet
            yield* put(host, {
              name: "web",
              ip: undefined,
              services: ["ssh"],
              config: { role: "server", hostname: "web-01" },
            })
            yield* put(host, {
              name: "web",
              ip: "10.0.0.9",
              services: ["ssh", "pop3"],
              config: { role: undefined, timezone: "UTC" },
            })
            const mine = ({ uuid }: { readonly uuid: string }) => uuid.includes(host)
            const { deckies, refused } = yield* running(host)
            expect(deckies.filter(mine).map(({ uuid, source }) => [uuid, source])).toEqual([
              [`${host}-d1`, "topology"],
              [`${host}-d2`, "topology"],
              [`${host}:shard-${host}`, "shard"],
              [`${host}:web`, "fleet"],
            ])
            expect(deckies.find(({ name }) => name === "web")).toEqual({
              uuid: `${host}:web`,
              name: "web",
              ip: "10.0.0.9",
              services: ["ssh", "pop3"],
              topologyId: undefined,
              source: "fleet",
              hostUuid: host,
              config: { role: "server", hostname: "web-01", timezone: "UTC" },
            })
            expect(deckies.find(({ uuid }) => uuid === `${host}-d2`)?.services).toEqual([])
            expect(
              refused.map(({ source, reason }) => [source, /65 characters/.test(reason)]),
            ).toEqual([["fleet", true]])
            expect((yield* list(host)).deckies.filter(mine).length).toBe(5)
            expect(yield* remove(host, "web")).toBe(true)
            expect(yield* remove(host, "web")).toBe(false)
            const refusedPut = yield* Effect.flip(
              put(host, { name: "n".repeat(64), ip: undefined, services: [], config: {} }),
            )
            expect(refusedPut.detail).toMatch(/64 in all/)
            const topologies = yield* Topologies
            expect(yield* topologies.get(`${host}-t2`)).toEqual(
              Option.some({
                id: `${host}-t2`,
                name: "t2",
                emailPersonas: [{ name: "Anna" }],
                languageDefault: "de",
                targetHostUuid: host,
              }),
            )
            expect(yield* topologies.setPersonas(`${host}-t2`, [])).toBe(true)
            expect(yield* topologies.setPersonas("none", [])).toBe(false)
            const found = (yield* topologies.list).find(({ id }) => id === `${host}-t2`)
            expect(found?.emailPersonas).toEqual([])
          }),
        )
      }))
  })
}

const leases = (subject: Subject<Everything>): void => {
  describe(`Leases on ${subject.name}`, () => {
    it("are one holder's until they run out, with a fence that only grows", () =>
      using(subject, async (run) => {
        const host = newDecky()
        await run(
          Effect.gen(function* () {
            const { acquire, renew, release, holds } = yield* Leases
            const first = yield* acquire(host, "one", 60_000)
            expect(first).toEqual({ _tag: "Granted", fence: 1 })
            const refused = yield* acquire(host, "two", 60_000)
            expect(refused).toMatchObject({ _tag: "HeldElsewhere", heldBy: "one" })
            if (refused._tag === "HeldElsewhere") {
              expect(refused.leftMillis).toBeGreaterThan(50_000)
              const skew = refused.expiresAtMillis - (yield* Clock.currentTimeMillis)
              expect(Math.abs(skew - 60_000)).toBeLessThan(5000)
            }
            expect(yield* renew(host, "one", 1, 1)).toBe(true)
            expect(yield* renew(host, "two", 1, 60_000)).toBe(false)
            yield* Effect.sleep("10 millis")
            expect(yield* holds(host, 1)).toBe(false)
            const second = yield* acquire(host, "two", 60_000)
            expect(second).toEqual({ _tag: "Granted", fence: 2 })
            expect(yield* renew(host, "one", 1, 60_000)).toBe(false)
            expect(yield* holds(host, 1)).toBe(false)
            expect(yield* holds(host, 2)).toBe(true)
            yield* release(host, "one", 1)
            expect(yield* holds(host, 2)).toBe(true)
            yield* release(host, "two", 2)
            expect(yield* holds(host, 2)).toBe(false)
            const third = yield* acquire(host, "one", 60_000)
            expect(third._tag === "Granted" && third.fence > 2).toBe(true)
          }),
        )
      }))

    it("go to one of many who ask at once", () =>
      using(subject, async (run) => {
        const host = newDecky()
        const answers = await run(
          Effect.flatMap(Leases, ({ acquire }) =>
            Effect.forEach(
              Array.from({ length: 8 }, (_, index) => `holder ${index}`),
              (holder) => acquire(host, holder, 60_000),
              { concurrency: 8 },
            ),
          ),
        )
        expect(answers.filter(({ _tag }) => _tag === "Granted").length).toBe(1)
      }))
  })
}

const settings = (subject: Subject<Everything>): void => {
  describe(`Settings and facts on ${subject.name}`, () => {
    it("keep host facts of each decky", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        await run(
          Effect.gen(function* () {
            const { get, put, remove, all } = yield* HostFactsStore
            expect(yield* get(decky)).toEqual(Option.none())
            yield* put(decky, { ...knownHost, ip: "10.0.0.5", release: undefined })
            yield* put(decky, knownHost)
            expect(yield* get(decky)).toEqual(Option.some(knownHost))
            expect((yield* all).get(decky)).toEqual(knownHost)
            yield* remove(decky)
            expect(yield* get(decky)).toEqual(Option.none())
          }),
        )
      }))

    it("forget a decky whole, and no other", () =>
      using(subject, async (run) => {
        const [gone, stays] = [newDecky(), newDecky()]
        await run(
          Effect.gen(function* () {
            const files = yield* SyntheticFiles
            const carries = yield* Carries
            const intents = yield* Intents
            const facts = yield* HostFactsStore
            const wordings = yield* Wordings
            const said = { where: "/home/anna/a.md", sentences: ["0123456789abcdef"] }
            for (const decky of [gone, stays]) {
              yield* files.put(decky, row("/home/anna/a.md"))
              yield* carries.put(decky, carry())
              yield* intents.open(decky, intent("m"))
              yield* facts.put(decky, knownHost)
              yield* wordings.put(wordingRow(decky, "m", said))
            }
            yield* facts.forget(gone)
            const left = (decky: string) =>
              Effect.all([
                Effect.map(files.list(decky), ({ length }) => length),
                Effect.map(carries.get(decky), Option.isSome),
                Effect.map(intents.pending(decky), ({ length }) => length),
                Effect.map(facts.get(decky), Option.isSome),
                Effect.map(wordings.history(decky, said.where), ({ length }) => length),
                wordings.said(decky, "other", said.sentences),
                count("wording_tallies", "decky_uuid", decky),
              ])
            expect(yield* left(gone)).toEqual([0, false, 0, false, 0, false, 0])
            expect(yield* left(stays)).toEqual([1, true, 1, true, 1, true, 1])
          }),
        )
      }))

    it("keep realism settings until they are reset", () =>
      using(subject, async (run) =>
        run(
          Effect.gen(function* () {
            const { get, set, reset } = yield* RealismConfig
            yield* reset("llm")
            expect(yield* get("llm")).toEqual(Option.none())
            yield* set("llm", { model: "a" })
            yield* set("llm", { model: "b" })
            expect(yield* get("llm")).toEqual(Option.some({ model: "b" }))
            yield* reset("llm")
            expect(yield* get("llm")).toEqual(Option.none())
          }),
        ),
      ))

    it("keep the newest beat of each worker", () =>
      using(subject, async (run) => {
        const host = newDecky()
        await run(
          Effect.gen(function* () {
            const { beat, list } = yield* Workers
            yield* beat(host, "orchestrator", undefined, 1)
            yield* beat(host, "orchestrator", { realism: { llm_enabled: false } }, monday)
            expect((yield* list).filter(({ hostUuid }) => hostUuid === host)).toEqual([
              {
                hostUuid: host,
                name: "orchestrator",
                beatAtMillis: monday,
                extra: { realism: { llm_enabled: false } },
              },
            ])
          }),
        )
      }))

    it("know tokens by their hash until they are revoked", () =>
      using(subject, async (run) => {
        const id = newDecky().slice(6)
        const hash = id.replaceAll("-", "").padEnd(64, "0")
        const token = { id, name: "ops", role: "admin" as const, createdAtMillis: monday }
        await run(
          Effect.gen(function* () {
            const { add, bySha256, list, revoke } = yield* ApiTokens
            yield* add(token, hash)
            expect(yield* bySha256(hash)).toEqual(
              Option.some({ ...token, revokedAtMillis: undefined }),
            )
            expect(yield* revoke(id, monday + 5)).toBe(true)
            expect(yield* revoke(id, monday + 9)).toBe(false)
            expect(yield* bySha256(hash)).toEqual(Option.none())
            expect((yield* list).find((each) => each.id === id)?.revokedAtMillis).toBe(monday + 5)
          }),
        )
      }))
  })
}

export const repositories = (subject: Subject<Everything>): void => {
  outbox(subject)
  retention(subject)
  fleet(subject)
  leases(subject)
  settings(subject)
}
