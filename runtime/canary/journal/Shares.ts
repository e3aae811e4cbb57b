/** Keeps one caller from filling the journal, which would hide everybody else's calls. */
import * as ClientAddress from "../ClientAddress.ts"

const windowMillis = 60_000
/** One part of so many of the room that there is. */
const part = 4
/** Sources that are told apart in a minute; those that come later share one part. */
const sourcesMax = 65_536
const others = "others"

export class Shares {
  #begunAt = Number.NEGATIVE_INFINITY
  /** Bytes, by source. */
  readonly #taken = new Map<string, number>()

  /** Whether a source may write so many bytes more; `room` is what is left for all. */
  allows(ip: string, bytes: number, room: number, now: number): boolean {
    this.#begin(now)
    const taken = this.#taken.get(this.#keyOf(ip)) ?? 0
    return (taken + bytes) * part <= room + taken
  }

  take(ip: string, bytes: number, now: number): void {
    this.#begin(now)
    const key = this.#keyOf(ip)
    this.#taken.set(key, (this.#taken.get(key) ?? 0) + bytes)
  }

  #keyOf(ip: string): string {
    const source = ClientAddress.prefix64(ip)
    return this.#taken.size < sourcesMax || this.#taken.has(source) ? source : others
  }

  #begin(now: number): void {
    // a clock that was set back begins anew
    if (now - this.#begunAt < windowMillis && now >= this.#begunAt) return
    this.#begunAt = now
    this.#taken.clear()
  }
}
