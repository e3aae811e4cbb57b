/** What every host port keeps, sentence by sentence of `src/ports/Host.ts`; run on each of them. */
import { gunzipSync } from "node:zlib"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type * as Layer from "effect/Layer"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Bytes from "../../src/bytes/Bytes.ts"
import * as Gzip from "../../src/logs/Gzip.ts"
import { Host, type HostError } from "../../src/ports/Host.ts"
import type { Append, Create, Edit, Remove, Rotate } from "../../src/scheduler/Action.ts"
import * as Instant from "../../src/time/Instant.ts"

export interface Stat {
  readonly mode: number
  readonly owner: string
  readonly mtime: Instant.Instant
}

/** A host with one decky, on which `anna` has an account and a home. */
export interface Subject {
  readonly layer: Layer.Layer<Host>
  readonly decky: string
  readonly read: (path: string) => Promise<Uint8Array | undefined>
  readonly stat: (path: string) => Promise<Stat | undefined>
  /** A visitor adds a line. */
  readonly tamper: (path: string) => Promise<void>
  readonly removeFile: (path: string) => Promise<void>
  readonly stop: () => Promise<void>
}

/** The host's own clock is ahead of this. */
const start = Instant.parseIso("2026-03-02T09:14:07.123456789Z")!
const later = (seconds: number): Instant.Instant => Instant.plus(start, seconds * 1000)

const mine = { persona: "anna@corp.example", mode: 0o640, owner: "anna", group: "anna" } as const

export const create = (path: string, text: string, at = start): Create => {
  const content = Bytes.ofText(text)
  return {
    _tag: "Create",
    ...mine,
    path,
    class: "note",
    mtime: at,
    content,
    sha256: Bytes.sha256(content),
    body: text,
    hotness: 1,
    removeAt: undefined,
  }
}

const edit = (path: string, before: string, text: string, at = later(60)): Edit => ({
  ...create(path, text, at),
  _tag: "Edit",
  body: text,
  previousSha256: Bytes.sha256(Bytes.ofText(before)),
})

interface Place {
  readonly offset: number
  readonly tail?: string
}

export const append = (path: string, text: string, place: Place, at = later(60)): Append => {
  const content = Bytes.ofText(text)
  return {
    _tag: "Append",
    ...mine,
    path,
    class: "log_daemon",
    mtime: at,
    content,
    sha256: Bytes.sha256(content),
    offset: place.offset,
    tail:
      place.tail === undefined
        ? undefined
        : { bytes: place.tail.length, sha256: Bytes.sha256(Bytes.ofText(place.tail)) },
  }
}

const rotate = (from: string, path: string, planned?: string): Rotate => {
  const content =
    planned === undefined ? undefined : Gzip.compress(Bytes.ofText(planned), start.ms / 1000)
  return {
    _tag: "Rotate",
    ...mine,
    from,
    path,
    class: "log_daemon",
    mtime: start,
    at: later(3600),
    bytes: content?.length ?? 0,
    sha256: Bytes.sha256(content ?? new Uint8Array(0)),
    content,
  }
}

const remove = (path: string, text: string | undefined, at = later(120)): Remove => ({
  _tag: "Remove",
  ...mine,
  path,
  class: "note",
  mtime: at,
  previousSha256: text === undefined ? undefined : Bytes.sha256(Bytes.ofText(text)),
})

export const hostContract = (name: string, make: () => Promise<Subject>): void => {
  describe(name, () => {
    let subject: Subject
    let folders = 0

    beforeAll(async () => {
      subject = await make()
    })
    afterAll(() => subject?.stop())

    /** A folder of its own for each test, so that none sees another's files. */
    const folder = (): string => `/home/anna/box-${++folders}`

    const run = <A>(
      act: (host: Host["Type"]) => Effect.Effect<A, HostError>,
    ): Promise<Either.Either<A, HostError>> =>
      Effect.runPromise(
        Effect.flatMap(Host, act).pipe(Effect.either, Effect.provide(subject.layer)),
      )

    const plant = (action: Create, attempt: "first" | "again" = "first") =>
      run((host) => host.plant(subject.decky, action, attempt))
    const done = async <A>(outcome: Promise<Either.Either<A, HostError>>): Promise<A> =>
      Either.getOrThrowWith(await outcome, (error) => new Error(`${error._tag}: ${error.message}`))
    const touched = async (
      outcome: Promise<Either.Either<unknown, HostError>>,
      found: "changed" | "missing",
    ): Promise<void> => {
      const result = await outcome
      expect(Either.isLeft(result) ? result.left : result.right).toMatchObject({
        _tag: "FileTouched",
        decky: subject.decky,
        found,
      })
    }
    const text = async (path: string): Promise<string | undefined> => {
      const bytes = await subject.read(path)
      return bytes === undefined ? undefined : Buffer.from(bytes).toString("utf8")
    }

    describe("plant", () => {
      it("writes bytes, mode, owner and mtime to the nanosecond, parents included", async () => {
        const path = `${folder()}/projects/ledger/notes.md`
        await done(plant(create(path, "hello\n")))
        expect(await text(path)).toBe("hello\n")
        expect(await subject.stat(path)).toEqual({ mode: 0o640, owner: "anna", mtime: start })
        const parent = path.slice(0, path.lastIndexOf("/"))
        expect(await subject.stat(parent)).toEqual({ mode: 0o755, owner: "anna", mtime: start })
      })

      it("moves the folder's mtime forward, and never back", async () => {
        const box = folder()
        await done(plant(create(`${box}/a`, "a", later(100))))
        expect((await subject.stat(box))?.mtime).toEqual(later(100))
        await done(plant(create(`${box}/b`, "b", later(200))))
        expect((await subject.stat(box))?.mtime).toEqual(later(200))
        await done(plant(create(`${box}/c`, "c", later(50))))
        expect((await subject.stat(box))?.mtime).toEqual(later(200))
      })

      it("takes its own bytes for done, and leaves others alone", async () => {
        const path = `${folder()}/a`
        await done(plant(create(path, "ours")))
        await done(plant(create(path, "ours"), "again"))
        await done(plant(create(path, "ours")))
        await touched(plant(create(path, "theirs")), "changed")
        await touched(plant(create(path, "theirs"), "again"), "changed")
        expect(await text(path)).toBe("ours")
      })

      it("keeps bytes that are no text, and none at all", async () => {
        const box = folder()
        const content = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7) & 255)
        const bytes = { ...create(`${box}/raw`, ""), content, sha256: Bytes.sha256(content) }
        await done(plant(bytes))
        expect(Bytes.sha256((await subject.read(`${box}/raw`))!)).toBe(bytes.sha256)
        await done(plant(create(`${box}/none`, "")))
        expect(await text(`${box}/none`)).toBe("")
      })
    })

    describe("replace", () => {
      const replace = (action: Edit, attempt: "first" | "again" = "first") =>
        run((host) => host.replace(subject.decky, action, attempt))

      it("replaces what is as it was left", async () => {
        const path = `${folder()}/todo.md`
        await done(plant(create(path, "one")))
        await done(replace(edit(path, "one", "two")))
        expect(await text(path)).toBe("two")
        expect((await subject.stat(path))?.mtime).toEqual(later(60))
      })

      it("leaves alone what a visitor changed or removed", async () => {
        const path = `${folder()}/todo.md`
        await done(plant(create(path, "one")))
        await subject.tamper(path)
        const before = await text(path)
        await touched(replace(edit(path, "one", "two")), "changed")
        await touched(replace(edit(path, "one", "two"), "again"), "changed")
        expect(await text(path)).toBe(before)
        await subject.removeFile(path)
        await touched(replace(edit(path, "one", "two")), "missing")
        expect(await text(path)).toBeUndefined()
      })

      it("takes the new bytes for done only where it may have been there before", async () => {
        const path = `${folder()}/todo.md`
        await done(plant(create(path, "two")))
        await done(replace(edit(path, "one", "two"), "again"))
        await touched(replace(edit(path, "one", "two"), "first"), "changed")
        await done(replace(edit(path, "two", "three"), "again"))
        expect(await text(path)).toBe("three")
      })
    })

    describe("append", () => {
      const add = (action: Append, attempt: "first" | "again" = "first") =>
        run((host) => host.append(subject.decky, action, attempt))

      it("makes a file that is not there, if ours begin at its beginning", async () => {
        const path = `${folder()}/syslog`
        expect(await done(add(append(path, "one\n", { offset: 0 })))).toEqual({ bytes: 4 })
        expect(await text(path)).toBe("one\n")
        expect(await subject.stat(path)).toMatchObject({ mode: 0o640, mtime: later(60) })
        await touched(add(append(`${path}.1`, "two\n", { offset: 4 })), "missing")
      })

      it("adds at the end, and moves the mtime but not the folder's", async () => {
        const box = folder()
        const path = `${box}/syslog`
        await done(plant(create(path, "one\n")))
        const there = { offset: 4, tail: "one\n" }
        expect(await done(add(append(path, "two\n", there, later(300))))).toEqual({ bytes: 8 })
        expect(await text(path)).toBe("one\ntwo\n")
        expect((await subject.stat(path))?.mtime).toEqual(later(300))
        expect((await subject.stat(box))?.mtime).toEqual(start)
      })

      it("lets what others appended stay before ours, and says where ours end", async () => {
        const path = `${folder()}/syslog`
        await done(plant(create(path, "one\n")))
        await subject.tamper(path)
        const theirs = (await text(path))!
        const { bytes } = await done(add(append(path, "two\n", { offset: 4, tail: "one\n" })))
        expect(await text(path)).toBe(`${theirs}two\n`)
        expect(bytes).toBe(theirs.length + 4)
      })

      it("takes a shorter file, or one with another end of ours, for changed", async () => {
        const path = `${folder()}/syslog`
        await done(plant(create(path, "one\n")))
        await touched(add(append(path, "two\n", { offset: 5 })), "changed")
        await touched(add(append(path, "two\n", { offset: 4, tail: "eno\n" })), "changed")
        await touched(add(append(path, "two\n", { offset: 4, tail: "eno\n" }), "again"), "changed")
        expect(await text(path)).toBe("one\n")
      })

      it("takes bytes that are there for done, wherever others wrote", async () => {
        const path = `${folder()}/syslog`
        const two = append(path, "two\n", { offset: 4, tail: "one\n" })
        await done(plant(create(path, "one\n")))
        await subject.tamper(path)
        const { bytes } = await done(add(two))
        await subject.tamper(path)
        const before = await text(path)
        expect(await done(add(two, "again"))).toEqual({ bytes })
        expect(await text(path)).toBe(before)
      })

      it("adds on a second attempt what the first did not", async () => {
        const path = `${folder()}/syslog`
        await done(plant(create(path, "one\n")))
        const two = append(path, "two\n", { offset: 4, tail: "one\n" })
        expect(await done(add(two, "again"))).toEqual({ bytes: 8 })
        expect(await text(path)).toBe("one\ntwo\n")
      })
    })

    describe("rotate", () => {
      const turn = (action: Rotate, attempt: "first" | "again" = "first") =>
        run((host) => host.rotate(subject.decky, action, attempt))

      it("moves a generation with its time, and answers with what it is", async () => {
        const box = folder()
        const path = `${box}/syslog`
        await done(plant(create(path, "lines\n")))
        expect(await done(turn(rotate(path, `${path}.1`)))).toEqual({
          bytes: 6,
          sha256: Bytes.sha256(Bytes.ofText("lines\n")),
        })
        expect(await text(path)).toBeUndefined()
        expect(await text(`${path}.1`)).toBe("lines\n")
        expect((await subject.stat(`${path}.1`))?.mtime).toEqual(start)
        expect((await subject.stat(box))?.mtime).toEqual(later(3600))
      })

      it("compresses what is really there", async () => {
        const path = `${folder()}/syslog`
        await done(plant(create(`${path}.1`, "lines\n")))
        await subject.tamper(`${path}.1`)
        const real = (await text(`${path}.1`))!
        const written = await done(turn(rotate(`${path}.1`, `${path}.2.gz`, "lines\n")))
        const zipped = (await subject.read(`${path}.2.gz`))!
        expect(gunzipSync(zipped).toString()).toBe(real)
        expect(written).toEqual({ bytes: zipped.length, sha256: Bytes.sha256(zipped) })
        expect(await text(`${path}.1`)).toBeUndefined()
      })

      it("writes the planned bytes where nobody else wrote", async () => {
        const path = `${folder()}/syslog`
        await done(plant(create(`${path}.1`, "lines\n")))
        const action = rotate(`${path}.1`, `${path}.2.gz`, "lines\n")
        expect(await done(turn(action))).toEqual({ bytes: action.bytes, sha256: action.sha256 })
        expect(Bytes.sha256((await subject.read(action.path))!)).toBe(action.sha256)
        expect(await subject.stat(action.path)).toEqual({
          mode: 0o640,
          owner: "anna",
          mtime: start,
        })
      })

      it("takes a missing generation beside a present one for done, the second time", async () => {
        const path = `${folder()}/syslog`
        await touched(turn(rotate(path, `${path}.1`)), "missing")
        await touched(turn(rotate(path, `${path}.1`), "again"), "missing")
        await done(plant(create(`${path}.1`, "lines\n")))
        await touched(turn(rotate(path, `${path}.1`)), "missing")
        expect((await done(turn(rotate(path, `${path}.1`), "again"))).bytes).toBe(6)
      })

      it("moves nothing over what is there", async () => {
        const path = `${folder()}/syslog`
        await done(plant(create(path, "new\n")))
        await done(plant(create(`${path}.1`, "old\n")))
        await touched(turn(rotate(path, `${path}.1`)), "changed")
        expect(await text(path)).toBe("new\n")
        expect(await text(`${path}.1`)).toBe("old\n")
      })
    })

    describe("remove", () => {
      const take = (action: Remove, attempt: "first" | "again" = "first") =>
        run((host) => host.remove(subject.decky, action, attempt))

      it("removes what is as it was left, and moves the folder's mtime", async () => {
        const box = folder()
        await done(plant(create(`${box}/a`, "a")))
        await done(take(remove(`${box}/a`, "a")))
        expect(await text(`${box}/a`)).toBeUndefined()
        expect((await subject.stat(box))?.mtime).toEqual(later(120))
      })

      it("leaves alone what a visitor changed", async () => {
        const path = `${folder()}/a`
        await done(plant(create(path, "a")))
        await subject.tamper(path)
        await touched(take(remove(path, "a")), "changed")
        await touched(take(remove(path, "a"), "again"), "changed")
        expect(await text(path)).toBeDefined()
      })

      it("takes a missing file for done only the second time", async () => {
        const path = `${folder()}/a`
        await touched(take(remove(path, "a")), "missing")
        await done(take(remove(path, "a"), "again"))
      })

      it("removes a log generation whatever it holds", async () => {
        const path = `${folder()}/syslog.4.gz`
        await done(plant(create(path, "old")))
        await subject.tamper(path)
        await done(take(remove(path, undefined)))
        expect(await text(path)).toBeUndefined()
      })
    })

    it("says of a decky that it does not know that it is down", async () => {
      const outcome = await run((host) =>
        host.plant("nobody", create("/home/anna/x", "x"), "first"),
      )
      expect(Either.isLeft(outcome) && outcome.left).toMatchObject({
        _tag: "HostUnreachable",
        decky: "nobody",
        reason: "down",
      })
    })
  })
}
