/** The body of a request, of which the beginning is kept: counted by length, or in chunks. */

/** `client_max_body_size 1m` */
export const bodyMax = 1024 * 1024

/** How much of it is kept. */
export const keptMax = 16 * 1024

/** `more`: it goes on; 400 and 413 as nginx answers them. */
export type State = "more" | "done" | 400 | 413

const chunkLine = /^[0-9a-f]{1,8}[ \t]*(?:;[^\r\n]*)?\r?\n/i
const chunkLineMax = 4096
const trailersMax = 8192

export class Body {
  #left: number
  #phase: "data" | "size" | "break" | "trailer" | "done"
  #total = 0
  #kept: Array<Buffer> = []
  #keptBytes = 0
  #trailerBytes = 0
  readonly #isChunked: boolean
  readonly #max: number

  /** `length` undefined: it comes in chunks. `max`: where 413 begins. */
  constructor(length: number | undefined, max: number) {
    this.#isChunked = length === undefined
    this.#left = length ?? 0
    this.#phase = this.#isChunked ? "size" : "data"
    this.#max = max
  }

  get beginning(): Buffer {
    return Buffer.concat(this.#kept)
  }

  /** Takes what belongs to it; answers with how many bytes these were. */
  feed(bytes: Buffer): { readonly state: State; readonly used: number } {
    let used = 0
    for (;;) {
      if (this.#phase === "done") return { state: "done", used }
      const rest = bytes.subarray(used)
      if (this.#phase === "data") {
        const count = Math.min(this.#left, rest.length)
        this.#keep(rest.subarray(0, count))
        used += count
        this.#left -= count
        if (this.#left > 0) return { state: "more", used }
        this.#phase = this.#isChunked ? "break" : "done"
        continue
      }
      const step = this.#between(rest)
      if (typeof step !== "number") return { state: step.state, used }
      used += step
    }
  }

  /** What stands between the data of chunks; answers with its length. */
  #between(rest: Buffer): number | { readonly state: "more" | 400 | 413 } {
    const text = rest.subarray(0, chunkLineMax).toString("latin1")
    const feed = text.indexOf("\n")
    if (this.#phase === "break") {
      if (/^\r?\n/.test(text)) this.#phase = "size"
      else return { state: /^\r?$/.test(text) ? "more" : 400 }
      return feed + 1
    }
    if (this.#phase === "trailer") {
      this.#trailerBytes += feed + 1
      if (this.#trailerBytes > trailersMax) return { state: 400 }
      if (feed < 0) return { state: rest.length >= chunkLineMax ? 400 : "more" }
      if (/^\r?\n/.test(text)) this.#phase = "done"
      return feed + 1
    }
    const line = chunkLine.exec(text)?.[0]
    if (line === undefined) {
      const isOpen = feed < 0 && text.length < chunkLineMax
      return {
        state: isOpen && /^(?:[0-9a-f]{1,8}[ \t]*(?:;.*)?\r?)?$/is.test(text) ? "more" : 400,
      }
    }
    this.#left = Number.parseInt(line, 16)
    this.#total += this.#left
    if (this.#total > this.#max) return { state: 413 }
    this.#phase = this.#left === 0 ? "trailer" : "data"
    return line.length
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0 || this.#keptBytes >= keptMax) return
    const part = bytes.subarray(0, keptMax - this.#keptBytes)
    this.#kept.push(Buffer.from(part))
    this.#keptBytes += part.length
  }
}
