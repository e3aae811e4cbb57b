/**
 * `~/.ssh/known_hosts` as Debian's and Ubuntu's ssh writes it: hashed names (HashKnownHosts yes in
 * their ssh_config), one line a key type that the server offers (sshd(8), "SSH_KNOWN_HOSTS FILE
 * FORMAT").
 */
import { hmac } from "@noble/hashes/hmac.js"
import { sha1 } from "@noble/hashes/legacy.js"
import type { Stream } from "../rng/Rng.ts"
import * as Base64 from "../bytes/Base64.ts"

const encoder = new TextEncoder()

/** SSH wire string: four bytes of length, then the bytes (RFC 4251, section 5). */
const wire = (...parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + 4 + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set([part.length >>> 24, part.length >>> 16, part.length >>> 8, part.length], at)
    out.set(part, at + 4)
    at += 4 + part.length
  }
  return out
}

const text = (value: string): Uint8Array => encoder.encode(value)

/** The public halves of a host's keys, by type; `rng` is the host's own stream. */
const publicKeys = (rng: Stream): ReadonlyArray<readonly [string, Uint8Array]> => {
  const modulus = rng.within("rsa").bytes(385)
  // a positive mpint of 3,072 bits: a zero byte before a set top bit; odd
  modulus[0] = 0
  modulus[1] = modulus[1]! | 0x80
  modulus[384] = modulus[384]! | 1
  const point = rng.within("ecdsa").bytes(65)
  point[0] = 4
  return [
    ["ssh-ed25519", wire(text("ssh-ed25519"), rng.within("ed25519").bytes(32))],
    ["ssh-rsa", wire(text("ssh-rsa"), Uint8Array.of(1, 0, 1), modulus)],
    ["ecdsa-sha2-nistp256", wire(text("ecdsa-sha2-nistp256"), text("nistp256"), point)],
  ]
}

/**
 * The lines that a first connection appends. `hostKeys` is the far host's stream, the same
 * whoever connects; `salts` is the connection's own.
 */
export const lines = (hostKeys: Stream, salts: Stream, name: string): string =>
  publicKeys(hostKeys)
    .map(([type, blob]) => {
      const salt = salts.within(type).bytes(20)
      const hash = hmac(sha1, salt, text(name))
      return `|1|${Base64.encode(salt)}|${Base64.encode(hash)} ${type} ${Base64.encode(blob)}\n`
    })
    .join("")
