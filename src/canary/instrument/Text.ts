/** Texts in the encoding that they came in. */
import * as Bytes from "../../bytes/Bytes.ts"

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "latin1"

export interface Written {
  /** A character for each unit of the encoding that is not UTF-8; without its mark. */
  readonly text: string
  readonly encoding: Encoding
  readonly mark: Uint8Array
}

/** A character for each byte. */
export const latin = (bytes: Uint8Array): string => {
  let out = ""
  const step = 8192
  for (let at = 0; at < bytes.length; at += step)
    out += String.fromCharCode(...bytes.subarray(at, at + step))
  return out
}

const ofLatin = (text: string): Uint8Array => {
  const out = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) out[at] = text.charCodeAt(at)
  return out
}

const utf16 = (bytes: Uint8Array, isLittle: boolean): string => {
  const units: Array<string> = []
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    const [low, high] = isLittle ? [bytes[at]!, bytes[at + 1]!] : [bytes[at + 1]!, bytes[at]!]
    units.push(String.fromCharCode((high << 8) | low))
  }
  return units.join("")
}

const ofUtf16 = (text: string, isLittle: boolean): Uint8Array => {
  const out = new Uint8Array(text.length * 2)
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    out[at * 2] = isLittle ? unit & 0xff : unit >>> 8
    out[at * 2 + 1] = isLittle ? unit >>> 8 : unit & 0xff
  }
  return out
}

/** Control characters that no text has. */
// eslint-disable-next-line no-control-regex
const control = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/

/** Undefined for what is no text. */
export const read = (bytes: Uint8Array): Written | undefined => {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-16be"
  if (wide === "utf-16le" || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    if (bytes.length % 2 === 1) return undefined
    const text = utf16(bytes.subarray(2), wide === "utf-16le")
    return control.test(text) ? undefined : { text, encoding: wide, mark: bytes.subarray(0, 2) }
  }
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const body = bytes.subarray(hasMark ? 3 : 0)
  const mark = bytes.subarray(0, hasMark ? 3 : 0)
  let text: string
  let encoding: Encoding = "utf-8"
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(body)
  } catch {
    text = latin(body)
    encoding = "latin1"
  }
  return control.test(text) ? undefined : { text, encoding, mark }
}

export const write = ({ text, encoding, mark }: Written): Uint8Array =>
  Bytes.concat([
    mark,
    encoding === "utf-8"
      ? Bytes.ofText(text)
      : encoding === "latin1"
        ? ofLatin(text)
        : ofUtf16(text, encoding === "utf-16le"),
  ])
