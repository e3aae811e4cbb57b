/** Ids of access keys as AWS issues them since 2019: the account can be read from them. */
import type { Stream } from "../../rng/Rng.ts"

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

/**
 * The id of an access key: base32 of ten bytes, the first six of which hold the account, shifted
 * left by seven. Keys of this form have the highest bit set: their fifth character is Q or later
 * (as published by Tal Be'ery and by Aidan Steele, 2020 and 2023).
 */
export const id = (account: number, rest: Uint8Array): string => {
  const bytes = new Uint8Array(10)
  // the account takes bits 7 to 46 of the first six bytes
  const shifted = [(account % 2) * 128 + (rest[0]! & 127)]
  let left = Math.floor(account / 2)
  for (let place = 0; place < 5; place++) {
    shifted.unshift(left % 256)
    left = Math.floor(left / 256)
  }
  bytes.set(shifted)
  bytes[0] = (bytes[0]! & 127) | 128
  bytes.set(rest.subarray(1, 5), 6)
  let bits = 0n
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte)
  let out = ""
  for (let place = 75n; place >= 0n; place -= 5n) out += base32[Number((bits >> place) & 31n)]!
  return `AKIA${out}`
}

/** Twelve digits that an organisation's account may have. */
export const account = (rng: Stream): number => rng.between(1e10, 999_999_999_999)
