/** What all PDF files are put together from: objects, their table, and how texts are spelt in them. */
import { zlibSync } from "fflate"
import * as PdfLayout from "./PdfLayout.ts"

export interface Info {
  readonly title: string
  readonly author: string
  /** `D:20260312104501+01'00'` */
  readonly stamp: string
  /** 32 hexadecimal digits. */
  readonly id: string
  /** What the visible link leads to, and what is asked for when the file is opened. */
  readonly link: string
  readonly open: string
}

export const latin = (text: string): Uint8Array =>
  Uint8Array.from(text, (char) => char.charCodeAt(0))

/** Bytes as a text of characters below 256, in which a file is put together. */
const ofBytes = (bytes: Uint8Array): string => {
  let out = ""
  for (const byte of bytes) out += String.fromCharCode(byte)
  return out
}

export const escaped = (text: string): string =>
  text.replace(/[\\()]/g, "\\$&").replace(/\r/g, "\\r")

export const shown = (text: string): string => String.fromCharCode(...PdfLayout.codes(text))

export const octal = (text: string): string =>
  escaped(text).replace(
    /[\x80-\xff]/g,
    (char) => `\\${char.charCodeAt(0).toString(8).padStart(3, "0")}`,
  )

/** UTF-16 with its mark, as text of bytes. */
export const utf16 = (text: string): string => {
  let out = "\xfe\xff"
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    out += String.fromCharCode(code >> 8, code & 0xff)
  }
  return out
}

export const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text)

export class File {
  #text = ""
  readonly #offsets = new Map<number, number>()
  constructor(head: string) {
    this.#text = head
  }
  object(number: number, body: string): void {
    this.#offsets.set(number, this.#text.length)
    this.#text += `${number} 0 obj\n${body}\nendobj\n`
  }
  finish(trailer: string, before = ""): Uint8Array {
    const at = this.#text.length
    const count = this.#offsets.size + 1
    const entries = Array.from(
      { length: count - 1 },
      (_, index) => `${String(this.#offsets.get(index + 1)).padStart(10, "0")} 00000 n \n`,
    )
    this.#text += `xref\n0 ${count}\n0000000000 65535 f \n${entries.join("")}trailer\n${trailer}\n${before}startxref\n${at}\n%%EOF\n`
    return latin(this.#text)
  }
}

export const fixed = (value: number, digits = 2): string => value.toFixed(digits)

/** Without zeros at the end, as ReportLab and iText write numbers. */
export const short = (value: number, digits: number): string =>
  value
    .toFixed(digits)
    .replace(/\.?0+$/, "")
    .replace(/^(-?)0\./, "$1.") || "0"

export type Fonts = Readonly<Record<PdfLayout.Weight, string>>

export const used = (layout: PdfLayout.Layout): ReadonlyArray<PdfLayout.Weight> => {
  const found: Array<PdfLayout.Weight> = []
  for (const { marks } of layout.pages)
    for (const mark of marks)
      if (mark.kind === "text" && !found.includes(mark.weight)) found.push(mark.weight)
  return found
}

export const fontNames = (weights: ReadonlyArray<PdfLayout.Weight>): Fonts => {
  const name = (weight: PdfLayout.Weight) => `F${weights.indexOf(weight) + 1}`
  return { regular: name("regular"), bold: name("bold"), italic: name("italic") }
}

export const packed = (text: string, level: 6 | 9): string =>
  ofBytes(zlibSync(latin(text), { level }))
