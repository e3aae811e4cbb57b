/** UUIDs (RFC 9562) of bytes from elsewhere: entropy, or a digest. */
import { bytesToHex } from "@noble/hashes/utils.js"

const groups = [8, 12, 16, 20, 32]

/** Of the first 16 bytes, with that version's marks in their places. */
export const of = (bytes: Uint8Array, version: 4 | 5): string => {
  const marked = bytes.slice(0, 16)
  marked[6] = (marked[6]! & 0x0f) | (version << 4)
  marked[8] = (marked[8]! & 0x3f) | 0x80
  const hex = bytesToHex(marked)
  return groups.map((end, at) => hex.slice(at === 0 ? 0 : groups[at - 1], end)).join("-")
}
