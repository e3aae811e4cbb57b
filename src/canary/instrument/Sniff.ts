/** What a file is, by its bytes; its name decides only where these do not. */
import * as Either from "effect/Either"
import * as Archive from "./Archive.ts"
import * as Text from "./Text.ts"

export type Format = "docx" | "xlsx" | "pdf" | "html" | "png" | "jpeg" | "json" | "text" | "unknown"

const begins = (bytes: Uint8Array, ...magic: ReadonlyArray<number>): boolean =>
  magic.every((byte, at) => bytes[at] === byte)

/** An OLE file: what Office writes for the formats before 2007, and around an encrypted package. */
export const isCompound = (bytes: Uint8Array): boolean =>
  begins(bytes, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)

const ofArchive = (bytes: Uint8Array, name: string): Format => {
  const archive = Archive.read(bytes)
  if (Either.isLeft(archive)) {
    // rejected with a reason where the name says what it means to be
    return /\.docx$/i.test(name) ? "docx" : /\.xlsx$/i.test(name) ? "xlsx" : "unknown"
  }
  const names = new Set(archive.right.entries.map((entry) => entry.name))
  if (!names.has("[Content_Types].xml")) return "unknown"
  return names.has("word/document.xml") ? "docx" : names.has("xl/workbook.xml") ? "xlsx" : "unknown"
}

/** Where a page begins, behind blanks, comments and an XML declaration. */
const contentAt = (text: string): number => {
  let at = 0
  for (;;) {
    while (at < text.length && text[at]!.trim() === "") at++
    const end = text.startsWith("<!--", at)
      ? text.indexOf("-->", at + 4) + 3
      : text.startsWith("<?", at)
        ? text.indexOf("?>", at + 2) + 2
        : -1
    if (end < 4) return at
    at = end
  }
}

const isJson = (text: string): boolean => {
  if (!/^\s*[[{]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** How far into a file a PDF may begin (ISO 32000-1, implementation note 13 of Annex H). */
const pdfHeaderBytes = 1024

export const sniff = ({
  name,
  bytes,
}: {
  readonly name: string
  readonly bytes: Uint8Array
}): Format => {
  if (begins(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "png"
  if (begins(bytes, 0xff, 0xd8, 0xff)) return "jpeg"
  if (begins(bytes, 0x50, 0x4b, 0x03, 0x04)) return ofArchive(bytes, name)
  if (Text.latin(bytes.subarray(0, pdfHeaderBytes)).includes("%PDF-")) return "pdf"
  if (isCompound(bytes)) return "unknown"
  const written = Text.read(bytes)
  if (written === undefined) return "unknown"
  const { text } = written
  if (/^<(?:!doctype\s+html|html|head|body)\b/i.test(text.slice(contentAt(text)))) return "html"
  if (/\.(?:html?|xhtml)$/i.test(name) && /<[a-z][^>]*>/i.test(text)) return "html"
  return isJson(text) ? "json" : "text"
}
