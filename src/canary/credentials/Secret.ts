/** Secrets as products issue them: their alphabets, lengths, prefixes and checksums. */
import * as Base64 from "../../bytes/Base64.ts"
import * as Token from "../Token.ts"

const lower = "abcdefghijklmnopqrstuvwxyz"
const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
const digits = "0123456789"

export const alphanumeric = digits + upper + lower
export const base64Url = `${alphanumeric}-_`
export const hexadecimal = `${digits}abcdef`

/** `count` characters, each as likely as the others: bytes beyond a multiple are thrown away. */
export const chars = (
  token: Token.Token,
  purpose: string,
  alphabet: string,
  count: number,
): string => {
  const bound = 256 - (256 % alphabet.length)
  let out = ""
  for (let round = 0; out.length < count; round++)
    for (const byte of Token.keyMaterial(token, `${purpose}/${round}`, count + 32))
      if (byte < bound && out.length < count) out += alphabet[byte % alphabet.length]!
  return out
}

export const hex = (token: Token.Token, purpose: string, count: number): string =>
  chars(token, purpose, hexadecimal, count)

export const base64 = (token: Token.Token, purpose: string, bytes: number): string =>
  Base64.encode(Token.keyMaterial(token, purpose, bytes))

export const base64UrlOf = Base64.encodeUrl

/** Version 4 (RFC 9562). */
export const uuid = (token: Token.Token, purpose: string): string => {
  const text = hex(token, purpose, 32)
  const variant = "89ab"[Number.parseInt(text[16]!, 16) & 3]!
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-${variant}${text.slice(17, 20)}-${text.slice(20)}`
}

/** The CRC of zip and PNG (ISO 3309). */
export const crc32 = (bytes: ArrayLike<number>): number => {
  let crc = 0xffffffff
  for (let at = 0; at < bytes.length; at++) {
    crc ^= bytes[at]!
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}

/**
 * `ghp_`, `npm_`: thirty characters and, as six more, the CRC-32 of them in base 62, as GitHub
 * describes its token formats since 2021.
 */
export const checked = (token: Token.Token, purpose: string, prefix: string): string => {
  const random = chars(token, purpose, alphanumeric, 30)
  let rest = crc32([...random].map((each) => each.charCodeAt(0)))
  let check = ""
  for (let place = 0; place < 6; place++) {
    check = alphanumeric[rest % 62]! + check
    rest = Math.floor(rest / 62)
  }
  return `${prefix}${random}${check}`
}

/** GitLab's: 20 characters. */
export const gitlab = (token: Token.Token, purpose: string, prefix = "glpat-"): string =>
  prefix + chars(token, purpose, base64Url, 20)

const consonants = "bcdfghjkmnprstvwxz"
const vowels = "aeiou"

/** A password as an administrator makes one: by `pwgen`, `openssl rand`, or a password safe. */
export const password = (token: Token.Token, purpose: string): string => {
  const style = Token.stream(token).within("password", purpose)
  switch (style.weightedIndex([5, 3, 2, 3, 2])) {
    case 0:
      return chars(token, purpose, alphanumeric, style.pick([16, 18, 20, 24, 32]))
    case 1:
      return base64(token, purpose, style.pick([15, 18, 24])).replace(/[+/]/g, "x")
    case 2:
      return hex(token, purpose, style.pick([20, 24, 32]))
    case 3:
      return chars(token, purpose, `${alphanumeric}-_.`, style.between(14, 26)).replace(
        /^[-.]|[-.]$/g,
        "k",
      )
    default:
      return Array.from({ length: style.pick([3, 4]) }, (_, index) => {
        const own = `${purpose}/${index}`
        const letters = chars(token, own, consonants, 2)
        const between = chars(token, `${own}/v`, vowels, 2)
        const number = chars(token, `${own}/n`, "23456789", 2)
        return letters[0]!.toUpperCase() + between[0]! + letters[1]! + between[1]! + number
      }).join("-")
  }
}
