/**
 * An address that a PDF viewer is asked to open, added as an update behind the file's own bytes
 * (ISO 32000-1, 7.5.6): nothing of what was there changes.
 */
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFRef,
  PDFString,
  type PDFContext,
  type PDFObject,
} from "@cantoo/pdf-lib"
import * as Effect from "effect/Effect"
import { Unzlib } from "fflate"
import * as Bytes from "../../bytes/Bytes.ts"
import type { Stream } from "../../rng/Rng.ts"
import { unpackedBytesMax } from "./Archive.ts"
import { latin } from "./Text.ts"

export type Broken = "encrypted" | "signed" | "broken" | "bomb"

const stepBytes = 4096

/**
 * Whether the streams that a reader has to unpack before it knows what is in the file (ISO 32000-1,
 * 7.5.7 and 7.5.8) stay within the limit.
 */
const isBounded = (bytes: Uint8Array, text: string): boolean => {
  let total = 0
  for (let at = text.indexOf("stream"); at >= 0; at = text.indexOf("stream", at + 6)) {
    if (text.slice(at - 3, at) === "end") continue
    const dictionary = text.slice(Math.max(0, text.lastIndexOf("obj", at), at - 2000), at)
    if (!/\/(?:ObjStm|XRef)\b/.test(dictionary)) continue
    const start = at + (text[at + 6] === "\r" ? 8 : 7)
    const limit = text.indexOf("endstream", at)
    try {
      const inflate = new Unzlib((chunk) => {
        total += chunk.length
      })
      const end = limit < 0 ? bytes.length : limit
      for (let from = start; from < end; from += stepBytes) {
        inflate.push(bytes.subarray(from, Math.min(end, from + stepBytes)))
        if (total > unpackedBytesMax) return false
      }
    } catch {
      // not compressed, or broken: the reader will say so
    }
  }
  return true
}

const name = (text: string): PDFName => PDFName.of(text)

const uriAction = (context: PDFContext, url: string): PDFDict =>
  context.obj({ Type: "Action", S: "URI", URI: PDFString.of(url) }) as PDFDict

/** What opened the document until now goes on to do so, after ours. */
const openAction = (document: PDFDocument, url: string): void => {
  const { context, catalog } = document
  const action = uriAction(context, url)
  const before = catalog.get(name("OpenAction"))
  const value: PDFObject | undefined = before instanceof PDFRef ? context.lookup(before) : before
  if (value instanceof PDFDict) action.set(name("Next"), before!)
  else if (value !== undefined)
    action.set(name("Next"), context.obj({ Type: "Action", S: "GoTo", D: before! }))
  catalog.set(name("OpenAction"), context.register(action))
}

/** A link over the lower part of the first page, without a border. */
const link = (document: PDFDocument, url: string, rng: Stream): void => {
  const { context } = document
  const page = document.getPage(0)
  const { x, y, width, height } = page.getMediaBox()
  const tall = Math.floor((height * rng.between(5, 12)) / 100)
  const annotation = context.obj({
    Type: "Annot",
    Subtype: "Link",
    Rect: [x, y, x + width, y + tall],
    Border: [0, 0, 0],
    A: uriAction(context, url),
  })
  const known = page.node.get(name("Annots"))
  const list = known instanceof PDFRef ? context.lookup(known) : known
  if (list instanceof PDFArray) list.push(context.register(annotation))
  else page.node.set(name("Annots"), context.obj([context.register(annotation)]))
}

/** Whether the file ends in a table of the older form, which an update then has to have too. */
const hasTable = (text: string): boolean => {
  const at = Number(/startxref\s+(\d+)\s*(?:%%EOF\s*)?$/.exec(text.slice(-2048))?.[1])
  return /^\s*xref\b/.test(text.slice(at, at + 16))
}

const problemOf = (bytes: Uint8Array, text: string): Broken | undefined => {
  if (!/%%EOF\s*$/.test(text.slice(-2048)) && !text.slice(-2048).includes("startxref"))
    return "broken"
  if (/\/ByteRange\s*\[/.test(text)) return "signed"
  return isBounded(bytes, text) ? undefined : "bomb"
}

export const embed = (
  bytes: Uint8Array,
  url: string,
  rng: Stream,
): Effect.Effect<Uint8Array, Broken> => {
  const text = latin(bytes)
  const problem = problemOf(bytes, text)
  if (problem !== undefined) return Effect.fail(problem)
  return Effect.tryPromise({
    try: async () => {
      const document = await PDFDocument.load(bytes, {
        ignoreEncryption: true,
        updateMetadata: false,
        throwOnInvalidObject: true,
        forIncrementalUpdate: true,
        parseSpeed: Number.POSITIVE_INFINITY,
      })
      if (document.isEncrypted) return "encrypted" as const
      if (document.getPageCount() === 0) return "broken" as const
      const snapshot = document.takeSnapshot()
      openAction(document, url)
      if (rng.within("link").chance(1, 2)) link(document, url, rng.within("place"))
      for (const ref of [document.context.trailerInfo.Root, document.getPage(0).ref])
        if (ref instanceof PDFRef) snapshot.markRefForSave(ref)
      const added = await document.saveIncremental(snapshot, {
        objectsPerTick: Number.POSITIVE_INFINITY,
        useObjectStreams: !hasTable(text),
      })
      return Bytes.concat([bytes, added])
    },
    // whatever the library finds wrong with a stranger's file comes to the same
    catch: () => "broken" as const,
  }).pipe(
    Effect.flatMap((done) => (typeof done === "string" ? Effect.fail(done) : Effect.succeed(done))),
  )
}
