/** Lists and the counters beside them, held against one kind of database. */
import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { describe, expect, it } from "vitest"
import * as DeckyFigures from "../../../runtime/storage/DeckyFigures.ts"
import * as EventPages from "../../../runtime/storage/EventPages.ts"
import * as FilePages from "../../../runtime/storage/FilePages.ts"
import * as FileVersions from "../../../runtime/storage/FileVersions.ts"
import { HostFactsStore } from "../../../runtime/storage/HostFactsStore.ts"
import * as Recount from "../../../runtime/storage/migrations/Recount.ts"
import type * as Storage from "../../../runtime/storage/Storage.ts"
import { Store } from "../../../runtime/storage/Store.ts"
import type { Event } from "../../../src/events/Event.ts"
import { EventBus } from "../../../src/ports/EventBus.ts"
import type { StoreUnavailable } from "../../../src/ports/StoreUnavailable.ts"
import { SyntheticFiles } from "../../../src/ports/SyntheticFiles.ts"
import { emailEvent, fileEvent, newDecky, row } from "./Samples.ts"

export type Parts = Storage.Ports | Storage.Repositories

export interface Subject {
  readonly name: string
  readonly open: () => Layer.Layer<Parts, StoreUnavailable>
}

export const publish = (...events: ReadonlyArray<Event>) =>
  Effect.flatMap(EventBus, (bus) => Effect.forEach(events, bus.publish, { discard: true }))

export const second = Date.UTC(2026, 0, 5) / 1000

export const traffic = (decky: string, id: string, ts: number, success = true): Event => {
  const event = fileEvent(decky, id, ts)
  if (event.type !== "file") throw new Error("not a file")
  return {
    ...event,
    type: "traffic",
    topic: `orchestrator.traffic.${decky}`,
    payload: {
      ...event.payload,
      kind: "traffic",
      action: "traffic:ssh",
      success,
      payload: { host: "srv-04", user: "anna", command: "uptime", result: "done" },
    },
  }
}

/** All pages of a list, by offset or by cursor, as one. */
const pages = (filter: EventPages.Filter, limit: number, byCursor: boolean) =>
  Effect.gen(function* () {
    const uuids: Array<string> = []
    let after: EventPages.Place | undefined
    for (let offset = 0; ; offset += limit) {
      const { rows, hasMore } = yield* EventPages.list(filter, {
        limit,
        offset: byCursor ? 0 : offset,
        after,
      })
      uuids.push(...rows.map(({ uuid }) => uuid))
      after = byCursor ? rows.at(-1) : undefined
      if (!hasMore) return uuids
    }
  })

export const shown = (decky: string) =>
  Effect.gen(function* () {
    const total = (filter: FilePages.Filter) => FilePages.total({ decky, ...filter })
    const [figures] = yield* DeckyFigures.of([decky], 0)
    return {
      all: yield* total({}),
      notes: yield* total({ class: "note" }),
      todos: yield* total({ class: "todo" }),
      anna: yield* total({ persona: "anna" }),
      annasNotes: yield* total({ persona: "anna", class: "note" }),
      touched: figures!.touched,
    }
  })

export const lists = ({ name, open }: Subject): void => {
  const run = <A, E>(work: Effect.Effect<A, E, Parts>): Promise<A> =>
    Effect.runPromise(Effect.provide(work, open()))

  describe(`Lists on ${name}`, () => {
    it("count files as they come, change and go", () =>
      run(
        Effect.gen(function* () {
          const decky = newDecky()
          const { put, remove } = yield* SyntheticFiles
          yield* put(decky, row("/a", { persona: "anna" }))
          yield* put(decky, row("/b", { persona: "anna", class: "todo" }))
          yield* put(decky, row("/c", { persona: undefined, class: "log_cron" }))
          yield* put(decky, row("/a", { persona: "anna", editCount: 1 }))
          const three = { all: 3, notes: 1, todos: 1, anna: 2, annasNotes: 1, touched: 0 }
          expect(yield* shown(decky)).toEqual(three)
          yield* put(decky, row("/b", { persona: "bo", class: "note", touched: true }))
          yield* remove(decky, "/a")
          yield* remove(decky, "/a")
          yield* remove(decky, "/never")
          const two = { all: 2, notes: 1, todos: 0, anna: 0, annasNotes: 0, touched: 1 }
          expect(yield* shown(decky)).toEqual(two)
          yield* (yield* HostFactsStore).forget(decky)
          expect(yield* shown(decky)).toMatchObject({ all: 0, notes: 0, touched: 0 })
        }),
      ))

    it("count an event once, however often it is told", () =>
      run(
        Effect.gen(function* () {
          const decky = newDecky()
          const at = second + 3600 * 9
          yield* publish(
            fileEvent(decky, "1", at),
            traffic(decky, "2", at + 60),
            traffic(decky, "3", at + 7200, false),
            emailEvent(decky, "4"),
          )
          yield* publish(fileEvent(decky, "1", at), emailEvent(decky, "4"))
          const total = (filter: EventPages.Filter) => EventPages.total({ decky, ...filter })
          expect(yield* total({})).toBe(4)
          expect(yield* total({ kind: "traffic" })).toBe(2)
          expect(yield* total({ kind: "traffic", success: false })).toBe(1)
          expect(yield* total({ success: true })).toBe(3)
          const hour = Math.floor(at / 3600)
          const [figures] = yield* DeckyFigures.of([decky], hour - 24)
          expect([...figures!.byHour].sort()).toEqual([
            [hour - 9, 1],
            [hour, 2],
            [hour + 2, 1],
          ])
          // told late: what happened last stays what it is
          yield* publish(fileEvent(decky, "5", at - 60))
          const [again] = yield* DeckyFigures.of([decky], hour - 24)
          expect(again!.last).toEqual({
            at: (at + 7200) * 1000,
            action: "traffic:ssh",
            what: "anna@srv-04 uptime",
          })
        }),
      ))

    it("tell what people do from what the machine does", () =>
      run(
        Effect.gen(function* () {
          const decky = newDecky()
          const log = fileEvent(decky, "log", second)
          if (log.type !== "file") throw new Error("not a file")
          const inner = { path: "/var/log/cron.log", content_class: "log_cron", result: "done" }
          yield* publish({ ...log, payload: { ...log.payload, payload: inner } })
          yield* publish(fileEvent(decky, "note", second + 7200))
          expect(yield* DeckyFigures.peoplesHours(decky)).toEqual([
            { hour: second / 3600 + 2, events: 1 },
          ])
        }),
      ))

    it("come to the same when they are counted anew", () =>
      run(
        Effect.gen(function* () {
          const decky = newDecky()
          const { put } = yield* SyntheticFiles
          yield* put(decky, row("/a", { persona: "anna" }))
          yield* put(decky, row("/b", { persona: "anna", touched: true }))
          yield* publish(
            fileEvent(decky, "1", second),
            traffic(decky, "2", second + 60, false),
            emailEvent(decky, "3"),
          )
          const all = Effect.gen(function* () {
            return {
              files: yield* shown(decky),
              events: yield* EventPages.total({ decky }),
              failed: yield* EventPages.total({ decky, success: false }),
              hours: yield* DeckyFigures.peoplesHours(decky),
              figures: (yield* DeckyFigures.of([decky], 0))[0],
            }
          })
          const before = yield* all
          const { sql } = yield* Store
          yield* Effect.provideService(Recount.run, SqlClient.SqlClient, sql)
          expect(yield* all).toEqual(before)
        }),
      ))

    it("page through both tables as one, newest first, each row once", () =>
      run(
        Effect.gen(function* () {
          const decky = newDecky()
          for (let index = 0; index < 12; index++)
            // some of the same moment: the uuid decides
            yield* publish(
              fileEvent(decky, `f${index}`, second + Math.floor(index / 3)),
              traffic(decky, `t${index}`, second + Math.floor(index / 2), index % 4 > 0),
            )
          yield* publish(emailEvent(decky, "m"))
          for (const filter of [
            { decky },
            { decky, kind: "file" },
            { decky, kind: "traffic", success: false },
            { decky, kind: "email" },
            { decky, success: true },
          ] as const) {
            const total = yield* EventPages.total(filter)
            const whole = yield* EventPages.list(filter, { limit: 100, offset: 0 })
            const inOrder = [...whole.rows]
              .sort((a, b) => (a.ts < b.ts || (a.ts === b.ts && a.uuid < b.uuid) ? 1 : -1))
              .map(({ uuid }) => uuid)
            expect(inOrder.length).toBe(total)
            expect(yield* pages(filter, 100, false)).toEqual(inOrder)
            expect(yield* pages(filter, 4, false)).toEqual(inOrder)
            expect(yield* pages(filter, 4, true)).toEqual(inOrder)
          }
          const rows = (yield* EventPages.list({ decky }, { limit: 100, offset: 0 })).rows
          expect(rows.find(({ kind }) => kind === "email")).toMatchObject({
            from: "a@holmgate.net",
            threadId: "t1",
            success: true,
          })
        }),
      ))

    it("show files by when they were modified, and by whom and what they are", () =>
      run(
        Effect.gen(function* () {
          const decky = newDecky()
          const { put } = yield* SyntheticFiles
          for (let index = 0; index < 9; index++)
            yield* put(
              decky,
              row(`/${index}`, {
                persona: index % 2 === 0 ? "anna" : "bo",
                class: index % 3 === 0 ? "todo" : "note",
                mtime: { ms: second * 1000 + index, ns: 0 },
              }),
            )
          const paths = (filter: FilePages.Filter) =>
            Effect.gen(function* () {
              const out: Array<string> = []
              let after: FilePages.Place | undefined
              for (;;) {
                const { rows, hasMore } = yield* FilePages.list(filter, {
                  limit: 2,
                  offset: 0,
                  after,
                })
                out.push(...rows.map(({ path }) => path))
                const last = rows.at(-1)
                after = last && { modified: last.last_modified!, uuid: last.uuid }
                if (!hasMore) return out.join("")
              }
            })
          expect(yield* paths({ decky })).toBe("/8/7/6/5/4/3/2/1/0")
          expect(yield* paths({ decky, persona: "anna" })).toBe("/8/6/4/2/0")
          expect(yield* paths({ decky, class: "todo" })).toBe("/6/3/0")
          expect(yield* paths({ decky, persona: "bo", class: "todo" })).toBe("/3")
        }),
      ))

    it("keep the versions of people's files, the newest forty, as long as the file is there", () =>
      run(
        Effect.gen(function* () {
          const decky = newDecky()
          const { put, remove } = yield* SyntheticFiles
          const write = (index: number, body: string | undefined) =>
            put(
              decky,
              row("/home/anna/a", {
                editCount: index,
                body,
                bytes: body?.length ?? 9,
                sha256: `${index}`.padStart(64, "0"),
                mtime: { ms: second * 1000 + index, ns: 0 },
              }),
            )
          yield* write(0, "one\n")
          yield* write(1, "one\ntwo\n")
          // the same bytes are no other version
          yield* write(1, "one\ntwo\n")
          yield* put(decky, row("/var/log/cron.log", { class: "log_cron" }))
          const versions = FileVersions.ofFile(decky, "/home/anna/a")
          expect((yield* versions).map(({ action, body }) => [action, body])).toEqual([
            ["create", "one\n"],
            ["edit", "one\ntwo\n"],
          ])
          expect(yield* FileVersions.ofFile(decky, "/var/log/cron.log")).toEqual([])
          for (let index = 2; index < 60; index++)
            yield* write(index, index === 59 ? "é".repeat(40_000) : `${index}\n`)
          const kept = yield* versions
          expect(kept.length).toBe(FileVersions.versionsMax)
          expect(kept.at(-2)).toMatchObject({ body: "58\n", at: second * 1000 + 58 })
          expect(kept.at(-1)!.body).toBeUndefined()
          expect((yield* FileVersions.ofDecky(decky)).get("/home/anna/a")).toEqual(kept)
          yield* remove(decky, "/home/anna/a")
          expect(yield* versions).toEqual([])
        }),
      ))

    it("show mail by thread, the one with the newest mail first", () =>
      run(
        Effect.gen(function* () {
          const decky = newDecky()
          const mail = (thread: string, id: string, ts: number): Event => {
            const event = emailEvent(decky, id)
            if (event.type !== "email") throw new Error("no mail")
            return { ...event, ts, payload: { ...event.payload, thread_id: thread, ts } }
          }
          yield* publish(
            mail("a", "1", second),
            mail("b", "2", second + 1),
            mail("a", "3", second + 2),
            mail("c", "4", second + 1.5),
          )
          const { total, threads } = yield* EventPages.threads(decky, { limit: 2, offset: 0 })
          expect(total).toBe(3)
          expect(threads.map((one) => one.map(({ threadId }) => threadId))).toEqual([
            ["a", "a"],
            ["c"],
          ])
          expect(threads[0]![0]!.at.ms).toBeLessThan(threads[0]![1]!.at.ms)
          const rest = yield* EventPages.threads(decky, { limit: 2, offset: 2 })
          expect(rest.threads.map(([first]) => first!.threadId)).toEqual(["b"])
        }),
      ))
  })
}
