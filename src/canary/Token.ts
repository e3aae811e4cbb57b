/**
 * What makes one piece of bait unlike any other: a slug that names it wherever it calls home, and a
 * secret that everything else about its bytes is derived from. Both come from entropy.
 */
import { hkdf } from "@noble/hashes/hkdf.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js"
import * as Bytes from "../bytes/Bytes.ts"
import { fromSeed, type Stream } from "../rng/Rng.ts"

export interface Token {
  /** 26 characters of `a-z2-7`: one DNS label, and the same in either case. */
  readonly slug: string
  /** 64 lower-case hexadecimal digits; never leaves the store. */
  readonly secret: string
}

/** Base32 without padding (RFC 4648), in lower case. */
const alphabet = "abcdefghijklmnopqrstuvwxyz234567"

export const slugCharacters = 26
const slugBytes = 16
const secretBytes = 32

/** How many bytes of entropy a token takes. */
export const entropyBytes = slugBytes + secretBytes

const base32 = (bytes: Uint8Array): string => {
  let out = ""
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      out += alphabet[(held >>> bits) & 31]!
    }
    held &= 0xff
  }
  return bits > 0 ? out + alphabet[(held << (5 - bits)) & 31]! : out
}

/** From `entropyBytes` bytes. */
export const ofEntropy = (bytes: Uint8Array): Token => ({
  slug: base32(bytes.subarray(0, slugBytes)),
  secret: bytesToHex(bytes.subarray(slugBytes, entropyBytes)),
})

/** Where the bytes of a token's artifact are drawn from: the same token, the same bytes. */
export const stream = ({ slug, secret }: Token): Stream => fromSeed(`${slug}/${secret}`)

/** Key material of a token, by purpose (HKDF, RFC 5869, with SHA-256). */
export const keyMaterial = (token: Token, purpose: string, count: number): Uint8Array =>
  hkdf(sha256, hexToBytes(token.secret), Bytes.ofText(token.slug), Bytes.ofText(purpose), count)
