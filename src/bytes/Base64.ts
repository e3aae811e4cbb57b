/** Base64 (RFC 4648), since the pure world has no codec of its own. */

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

/** Padded with `=` to whole groups of four. */
export const encode = (bytes: ArrayLike<number>): string => {
  let out = ""
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at
    const group =
      (bytes[at]! << 16) | ((left > 1 ? bytes[at + 1]! : 0) << 8) | (left > 2 ? bytes[at + 2]! : 0)
    out += alphabet[group >> 18]! + alphabet[(group >> 12) & 63]!
    out += left > 1 ? alphabet[(group >> 6) & 63]! : "="
    out += left > 2 ? alphabet[group & 63]! : "="
  }
  return out
}

/** Of either alphabet, padded or not; undefined where it is none. */
export const decode = (text: string): Uint8Array | undefined => {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/").replace(/=+$/, "")
  if (plain.length % 4 === 1) return undefined
  const out = new Uint8Array(Math.floor((plain.length * 3) / 4))
  let held = 0
  let bits = 0
  let at = 0
  for (const character of plain) {
    const value = alphabet.indexOf(character)
    if (value < 0) return undefined
    held = ((held << 6) | value) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    out[at++] = (held >>> bits) & 255
  }
  return out
}

/** The unpadded form that is safe in names and URLs. */
export const encodeUrl = (bytes: ArrayLike<number>): string =>
  encode(bytes).replace(/=/g, "").replace(/\+/g, "-").replace(/\//g, "_")
