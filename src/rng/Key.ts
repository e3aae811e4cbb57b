/**
 * Stream keys: the first 128 bits of HMAC-SHA-256 over a seed and a path of labels.
 *
 * A keyed hash rather than a plain one, so that what a decoy shows does not give the seed away
 * (RFC 2104; truncation to half the output as in its section 5).
 */
import { hmac } from "@noble/hashes/hmac.js"
import { sha256 } from "@noble/hashes/sha2.js"

const encoder = new TextEncoder()

export type Label = string | number

/** Four 32-bit words. */
export type Key = readonly [number, number, number, number]

/** Turns a path of labels into a key; made once a seed, since the seed's pads are then hashed once. */
export type Deriver = (path: string) => Key

/** Appends labels to a path; each carries its length, so that no two lists of labels share a path. */
export const append = (path: string, labels: ReadonlyArray<Label>): string => {
  let out = path
  for (const label of labels) {
    const text = String(label)
    out += `${text.length}:${text}`
  }
  return out
}

const word = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!

export const deriver = (seed: string): Deriver => {
  const keyed = hmac.create(sha256, encoder.encode(seed))
  return (path) => {
    const digest = keyed.clone().update(encoder.encode(path)).digest()
    return [word(digest, 0), word(digest, 4), word(digest, 8), word(digest, 12)]
  }
}
