/**
 * What the listeners saw, on disk before the answer goes out, so that neither a killed process nor
 * a database that does not answer loses a hit. Written by callbacks of sockets, hence without
 * Effect; read by whoever makes rows of it.
 */
import { closeSync, ftruncateSync, mkdirSync, openSync, writeSync } from "node:fs"
import * as Effect from "effect/Effect"
import * as Runtime from "effect/Runtime"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import type { Noted } from "../../src/canary/Hit.ts"
import * as Identity from "./journal/Identity.ts"
import * as Line from "./journal/Line.ts"
import * as Lock from "./journal/Lock.ts"
import type { Position } from "./journal/Segments.ts"
import * as Segments from "./journal/Segments.ts"
import { Shares } from "./journal/Shares.ts"

/** The folder cannot be used: another process does, or it cannot be written. */
export class JournalUnavailable extends Schema.TaggedError<JournalUnavailable>()(
  "JournalUnavailable",
  { reason: Schema.Literal("held", "unwritable"), message: Schema.String },
) {}

export interface Options {
  /** A segment that has grown to this many bytes is followed by a new one. */
  readonly segmentBytes?: number
  /** Beyond this, hits are counted only, until there is room again. */
  readonly totalBytes?: number
  readonly now?: () => number
}

const segmentBytesDefault = 8 * 1024 * 1024
const totalBytesDefault = 1024 * 1024 * 1024
const warnEveryMillis = 60_000
const lookEveryMillis = 1000

export class Journal {
  /** Hits that were answered and not written, since the start. */
  lost = 0
  /** Hits that were written, since the start. */
  written = 0
  /** 32 hexadecimal digits, which no other journal has and nobody outside knows. */
  readonly id: string

  #file: number | undefined
  #segment: number
  #size: number
  /** Of the segments before the current one. */
  #before: number
  /** Not yet told in the journal itself. */
  #untold = 0
  #warnedAt = Number.NEGATIVE_INFINITY
  #lookedAt = Number.NEGATIVE_INFINITY
  #readTo: Position = Segments.origin
  readonly #shares = new Shares()
  readonly #waiting = new Set<() => void>()
  readonly #folder: string
  readonly #segmentBytes: number
  readonly #totalBytes: number
  readonly #now: () => number
  readonly #warn: (line: string) => void

  private constructor(folder: string, options: Options, warn: (line: string) => void) {
    this.#folder = folder
    this.#segmentBytes = options.segmentBytes ?? segmentBytesDefault
    this.#totalBytes = options.totalBytes ?? totalBytesDefault
    this.#now = options.now ?? Date.now
    this.#warn = warn
    this.id = Identity.obtain(folder)
    const there = Segments.list(folder)
    // a new one for each process, since the last line of the former may be torn; numbers begin at
    // the time, so that ids stay unique where somebody emptied the folder
    this.#segment = Math.max((there.at(-1) ?? 0) + 1, Math.floor(this.#now() / 1000))
    this.#size = 0
    this.#before = Segments.total(folder)
    this.#file = openSync(Segments.fileOf(folder, this.#segment), "a", 0o600)
  }

  /** Holds the folder, which is made where it is missing, until the scope closes. */
  static open(
    folder: string,
    options: Options = {},
  ): Effect.Effect<Journal, JournalUnavailable, Scope.Scope> {
    return Effect.acquireRelease(
      Effect.flatMap(Effect.runtime<never>(), (runtime) =>
        Effect.suspend(() => {
          const warn = (line: string): void =>
            void Runtime.runFork(runtime)(Effect.logWarning(line))
          try {
            mkdirSync(folder, { recursive: true, mode: 0o700 })
            const holder = Lock.acquire(folder)
            if (holder === undefined) return Effect.succeed(new Journal(folder, options, warn))
            return new JournalUnavailable({
              reason: "held",
              message: `process ${holder} writes to ${folder} already; stop it first`,
            })
          } catch (error) {
            return new JournalUnavailable({
              reason: "unwritable",
              message: `${folder} cannot be written (${(error as Error).message})`,
            })
          }
        }),
      ),
      (journal) => Effect.sync(() => journal.#close()),
    )
  }

  /**
   * Writes one line and answers with the id of its first record; undefined where it could only be
   * counted. Never throws, and no buffer of ours lies between it and the kernel: once it returns,
   * killing the process loses nothing.
   */
  append(noted: Noted): string | undefined {
    const bytes = Buffer.from(Line.of(noted))
    const refusal = this.#refusal(noted.ip, bytes.length)
    if (refusal !== undefined) {
      this.#count(refusal, noted.slugs.length)
      return undefined
    }
    try {
      if (this.#untold > 0) this.#tell()
      const id = this.#write(bytes)
      this.#shares.take(noted.ip, bytes.length, this.#now())
      this.written += noted.slugs.length
      return id
    } catch (error) {
      this.#count((error as Error).message, noted.slugs.length)
      return undefined
    }
  }

  /**
   * At most `max` records from a position on, or all of one line; from the oldest that is kept where
   * it is gone.
   */
  read(position: Position, max: number): Effect.Effect<Segments.Batch> {
    return Effect.sync(() => {
      const batch = Segments.read(this.#folder, position, max, Identity.markOf(this.id))
      this.#readTo = batch.next
      return batch
    })
  }

  /** What lies before the position is needed no more. */
  release(position: Position): Effect.Effect<void> {
    return Effect.sync(() => {
      Segments.release(this.#folder, position)
      this.#lookedAt = Number.NEGATIVE_INFINITY
    })
  }

  /** Ends once there is something behind what was read last; at once where there is. */
  readonly awaitMore: Effect.Effect<void> = Effect.async<void>((resume) => {
    if (Segments.isBefore(this.#readTo, this.end)) {
      resume(Effect.void)
      return Effect.void
    }
    const wake = (): void => resume(Effect.void)
    this.#waiting.add(wake)
    return Effect.sync(() => void this.#waiting.delete(wake))
  })

  /** Where the next line will stand. */
  get end(): Position {
    return { segment: this.#segment, offset: this.#size }
  }

  /** Why so many bytes of one source are not written; undefined where they are. */
  #refusal(ip: string, bytes: number): string | undefined {
    const refused = this.#refusalNow(ip, bytes)
    const now = this.#now()
    if (refused === undefined || now - this.#lookedAt < lookEveryMillis) return refused
    // readers remove segments, also from another process
    this.#lookedAt = now
    this.#before = Segments.total(this.#folder) - this.#size
    return this.#refusalNow(ip, bytes)
  }

  #refusalNow(ip: string, bytes: number): string | undefined {
    const room = this.#totalBytes - this.#before - this.#size
    if (room <= 0) return "it has grown to its bound; is the database reached?"
    return this.#shares.allows(ip, bytes, room, this.#now())
      ? undefined
      : `${ip} would fill it alone; block it, or see that the database is reached`
  }

  #write(bytes: Buffer): string {
    if (this.#size >= this.#segmentBytes) this.#follow()
    const file = this.#file
    if (file === undefined) throw new Error("it is closed")
    let count = 0
    try {
      while (count < bytes.length) count += writeSync(file, bytes, count)
    } catch (error) {
      if (count > 0) this.#mend(file)
      throw error
    }
    const id = `${Identity.markOf(this.id)}${this.#segment}:${this.#size}`
    this.#size += bytes.length
    for (const wake of this.#waiting) wake()
    this.#waiting.clear()
    return id
  }

  /** Takes back half a line, or leaves it behind in a segment that is written no more. */
  #mend(file: number): void {
    try {
      ftruncateSync(file, this.#size)
    } catch {
      this.#size = this.#segmentBytes
    }
  }

  #follow(): void {
    const next = openSync(Segments.fileOf(this.#folder, this.#segment + 1), "a", 0o600)
    if (this.#file !== undefined) closeSync(this.#file)
    this.#before += this.#size
    this.#file = next
    this.#segment += 1
    this.#size = 0
  }

  /** What could not be written, told once where there is room again; readers pass over it. */
  #tell(): void {
    const count = this.#untold
    this.#write(Buffer.from(`${JSON.stringify({ notWritten: count, until: this.#now() })}\n`))
    this.#untold = 0
  }

  #count(why: string, uses: number): void {
    this.lost += uses
    this.#untold += uses
    const now = this.#now()
    if (now - this.#warnedAt < warnEveryMillis) return
    this.#warnedAt = now
    this.#warn(`the journal of hits cannot be written, ${this.lost} counted only: ${why}`)
  }

  #close(): void {
    try {
      if (this.#untold > 0) this.#tell()
    } catch {
      // there is still no room
    }
    if (this.#file !== undefined) closeSync(this.#file)
    this.#file = undefined
    Lock.release(this.#folder)
  }
}
