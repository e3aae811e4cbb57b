/**
 * The engine's multiplexed stream of a program without a terminal: frames of 8 bytes (stream, three
 * zeros, length in big-endian order) and as many bytes as they say (Engine API, "Attach to a
 * container").
 */

export interface Output {
  readonly stdout: Uint8Array
  readonly stderr: Uint8Array
  /** Whether more came than is kept. */
  readonly cut: boolean
}

const headerBytes = 8

/** Takes chunks as they come and keeps at most `bytesMax` of each stream. */
export class Frames {
  #rest: Buffer = Buffer.alloc(0)
  #cut = false
  readonly #kept: Readonly<Record<1 | 2, Array<Buffer>>> = { 1: [], 2: [] }
  readonly #sizes: Record<1 | 2, number> = { 1: 0, 2: 0 }
  readonly #bytesMax: number

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  push(chunk: Buffer): void {
    let rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    while (rest.length >= headerBytes) {
      const length = rest.readUInt32BE(4)
      if (rest.length < headerBytes + length) break
      this.#keep(rest[0] === 2 ? 2 : 1, rest.subarray(headerBytes, headerBytes + length))
      rest = rest.subarray(headerBytes + length)
    }
    this.#rest = rest
  }

  #keep(stream: 1 | 2, bytes: Buffer): void {
    const room = this.#bytesMax - this.#sizes[stream]
    if (bytes.length > room) this.#cut = true
    if (room <= 0) return
    const taken = bytes.subarray(0, room)
    this.#kept[stream].push(taken)
    this.#sizes[stream] += taken.length
  }

  end(): Output {
    return {
      stdout: Buffer.concat(this.#kept[1]),
      stderr: Buffer.concat(this.#kept[2]),
      cut: this.#cut,
    }
  }
}
