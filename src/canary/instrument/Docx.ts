/** A linked picture in a Word document: word processors fetch it when they open the document. */
import type { Stream } from "../../rng/Rng.ts"
import * as Package from "./Package.ts"

/** As small as a picture gets, in EMU: one pixel of 96 to the inch. */
const pixel = 9525

const picture = (dialect: Package.Dialect, id: string, number: number, rng: Stream): string => {
  const size = pixel * rng.within("size").between(1, 2)
  const name = `${rng.within("name").pick(["Picture", "Image", "Grafik", "Graphic"])} ${number}`
  const named = `id="${number}" name="${name}"`
  const picture = dialect.drawing("picture")
  return (
    `<wp:inline xmlns:wp="${dialect.drawing("wordprocessingDrawing")}" distT="0" distB="0" distL="0" distR="0">` +
    `<wp:extent cx="${size}" cy="${size}"/><wp:docPr ${named}/><wp:cNvGraphicFramePr/>` +
    `<a:graphic xmlns:a="${dialect.drawing("main")}"><a:graphicData uri="${picture}">` +
    `<pic:pic xmlns:pic="${picture}"><pic:nvPicPr><pic:cNvPr ${named}/><pic:cNvPicPr/></pic:nvPicPr>` +
    `<pic:blipFill>${Package.blip(dialect, id)}<a:stretch><a:fillRect/></a:stretch></pic:blipFill>` +
    `<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${size}" cy="${size}"/></a:xfrm>` +
    `<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>` +
    `</a:graphicData></a:graphic></wp:inline>`
  )
}

/** A document that begins with more text boxes than this gets a paragraph of its own. */
const paragraphsMax = 200

/** Ends of paragraphs that are read whichever alternative a program takes. */
const paragraphEnd = (text: string, prefix: string): number => {
  const count = (part: string, pattern: RegExp): number => part.match(pattern)?.length ?? 0
  let tried = 0
  for (const { index } of text.matchAll(new RegExp(`</${prefix}p>`, "g"))) {
    if (tried++ > paragraphsMax) break
    const before = text.slice(0, index)
    if (
      count(before, /<mc:AlternateContent\b/g) === count(before, /<\/mc:AlternateContent>/g) &&
      count(before, /<\w+:txbxContent\b/g) === count(before, /<\/\w+:txbxContent>/g)
    )
      return index
  }
  return -1
}

/** Whether a picture could be put in. */
export const embed = (document: Package.Package, url: string, rng: Stream): boolean => {
  const main = document.target("", { type: "officeDocument" }) ?? "word/document.xml"
  const text = document.text(main)
  const prefix = text === undefined ? undefined : /<(\w+:)?document\b/.exec(text)
  if (text === undefined || prefix === undefined || prefix === null) return false
  const word = prefix[1] ?? ""
  const numbers = [...text.matchAll(/<\w+:docPr\b[^>]{0,500}?\bid="(\d{1,9})"/g)].map((match) =>
    Number(match[1]),
  )
  const number = Math.max(0, ...numbers) + rng.within("number").between(1, 3)
  const id = document.relate(main, "image", url, true)
  const drawing = picture(document.dialect, id, number, rng)
  const run = `<${word}r><${word}rPr><${word}noProof/></${word}rPr><${word}drawing>${drawing}</${word}drawing></${word}r>`
  const end = paragraphEnd(text, word)
  if (end >= 0) {
    document.put(main, text.slice(0, end) + run + text.slice(end))
    return true
  }
  const body = text.lastIndexOf(`</${word}body>`)
  const section = text.lastIndexOf(`<${word}sectPr`, body)
  const at = section >= 0 && !text.slice(section, body).includes(`</${word}p>`) ? section : body
  if (at < 0) return false
  document.put(main, `${text.slice(0, at)}<${word}p>${run}</${word}p>${text.slice(at)}`)
  return true
}

/** A template that Word asks for before it shows the document; false where there is one already. */
export const attach = (document: Package.Package, url: string): boolean => {
  const main = document.target("", { type: "officeDocument" }) ?? "word/document.xml"
  const settings = document.target(main, { type: "settings" })
  const text = settings === undefined ? undefined : document.text(settings)
  if (settings === undefined || text === undefined || text.includes(":attachedTemplate"))
    return false
  // where the schema has it: behind what may stand before, in the order of CT_Settings
  const before =
    /<w:(?:linkStyles|stylePaneFormatFilter|stylePaneSortMethod|documentType|mailMerge|revisionView|trackRevisions|doNotTrackMoves|doNotTrackFormatting|documentProtection|autoFormatOverride|styleLockTheme|styleLockQFSet|defaultTabStop|autoHyphenation|consecutiveHyphenLimit|hyphenationZone|doNotHyphenateCaps|showEnvelope|summaryLength|clickAndTypeStyle|defaultTableStyle|evenAndOddHeaders|characterSpacingControl|hdrShapeDefaults|footnotePr|endnotePr|compat|docVars|rsids)\b/.exec(
      text,
    )
  if (before === null || !/xmlns:r=/.test(text)) return false
  const id = document.relate(settings, "attachedTemplate", url, true)
  const element = `<w:attachedTemplate r:id="${id}"/>`
  document.put(settings, text.slice(0, before.index) + element + text.slice(before.index))
  return true
}
