/** Bytes of texts, and their digests. */
import { sha256 as digest } from "@noble/hashes/sha2.js"
import { bytesToHex } from "@noble/hashes/utils.js"

const encoder = new TextEncoder()

export const ofText = (text: string): Uint8Array => encoder.encode(text)

/** Lower-case hexadecimal. */
export const sha256 = (bytes: Uint8Array): string => bytesToHex(digest(bytes))

export const concat = (parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  if (parts.length === 1) return parts[0]!
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** Where `part` first begins in `whole`; -1 where it does not. */
export const indexOf = (whole: Uint8Array, part: Uint8Array): number => {
  if (part.length === 0) return 0
  const last = whole.length - part.length
  for (
    let at = whole.indexOf(part[0]!);
    at >= 0 && at <= last;
    at = whole.indexOf(part[0]!, at + 1)
  )
    if (part.every((byte, index) => whole[at + index] === byte)) return at
  return -1
}
