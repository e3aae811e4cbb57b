/** PDF files of ReportLab (Python). */
import { zlibSync } from "fflate"
import type { Stream } from "../../rng/Rng.ts"
import {
  escaped,
  File,
  fontNames,
  latin,
  octal,
  short,
  shown,
  used,
  utf16,
  type Info,
} from "./PdfFile.ts"
import type * as PdfLayout from "./PdfLayout.ts"

/** ASCII base 85 of Adobe, with its end. */
const base85 = (bytes: Uint8Array): string => {
  let out = ""
  for (let at = 0; at < bytes.length; at += 4) {
    const group = bytes.subarray(at, at + 4)
    let value = 0
    for (let each = 0; each < 4; each++) value = value * 256 + (group[each] ?? 0)
    if (value === 0 && group.length === 4) {
      out += "z"
      continue
    }
    let digits = ""
    for (let each = 0; each < 5; each++) {
      digits = String.fromCharCode(33 + (value % 85)) + digits
      value = Math.floor(value / 85)
    }
    out += digits.slice(0, group.length + 1)
  }
  return `${out}~>`
}

export const write = (rng: Stream, layout: PdfLayout.Layout, info: Info): Uint8Array => {
  const weights = used(layout)
  const fonts = fontNames(weights)
  const file = new File(
    "%PDF-1.4\n%\x93\x8c\x8b\x9e ReportLab Generated PDF document http://www.reportlab.com\n",
  )
  const count = layout.pages.length
  const number = (value: number): string => short(value, 4)
  const contentOf = (page: PdfLayout.Page): string => {
    let out = "1 0 0 1 0 0 cm  BT /F1 12 Tf 14.4 TL ET\n"
    for (const mark of page.marks) {
      const colour = (part: PdfLayout.Colour): string =>
        part.map((each) => short(each / 255, 6)).join(" ")
      switch (mark.kind) {
        case "text":
          out += `q\n${colour(mark.colour)} rg\nBT 1 0 0 1 ${number(mark.x)} ${number(mark.y)} Tm /${fonts[mark.weight]} ${number(mark.size)} Tf ${number(mark.size * 1.2)} TL (${octal(shown(mark.text))}) Tj T* ET\nQ\n`
          break
        case "rule":
          out += `${colour(mark.colour)} RG\n.5 w\nn ${number(mark.x)} ${number(mark.y)} m ${number(mark.x + mark.width)} ${number(mark.y)} l S\n`
          break
        case "box":
          out += `${mark.fill === undefined ? "0 0 0 RG\n.25 w\n" : `${colour(mark.fill)} rg\n`}n ${number(mark.x)} ${number(mark.y)} ${number(mark.width)} ${number(mark.height)} re ${mark.fill === undefined ? "S" : "f*"}\n`
      }
    }
    return `${out} `
  }
  let next = 1
  const fontsAt = next++
  const fontAt = weights.map(() => next++)
  const linkAt = layout.pages.map((page) => page.links.map(() => next++))
  const pageAt = layout.pages.map(() => next++)
  const catalogAt = next++
  const infoAt = next++
  const pagesAt = next++
  const contentAt = layout.pages.map(() => next++)
  file.object(
    fontsAt,
    `<<\n${weights.map((_, at) => `/F${at + 1} ${fontAt[at]!} 0 R`).join(" ")}\n>>`,
  )
  for (const [at, weight] of weights.entries())
    file.object(
      fontAt[at]!,
      `<<\n/BaseFont /${layout.fonts[weight]} /Encoding /WinAnsiEncoding /Name /F${at + 1} /Subtype /Type1 /Type /Font\n>>`,
    )
  for (const [at, page] of layout.pages.entries())
    for (const [index, rect] of page.links.entries())
      file.object(
        linkAt[at]![index]!,
        `<<\n/A <<\n/S /URI /Type /Action /URI (${escaped(info.link)})\n>> /Border [ 0 0 0 ] /Rect [ ${rect.map(number).join(" ")} ] /Subtype /Link /Type /Annot\n>>`,
      )
  for (const [at] of layout.pages.entries()) {
    const links = linkAt[at]!
    file.object(
      pageAt[at]!,
      `<<\n${links.length === 0 ? "" : `/Annots [ ${links.map((link) => `${link} 0 R`).join(" ")} ] `}/Contents ${contentAt[at]!} 0 R /MediaBox [ 0 0 ${number(layout.width)} ${number(layout.height)} ] /Parent ${pagesAt} 0 R /Resources <<\n/Font ${fontsAt} 0 R /ProcSet [ /PDF /Text /ImageB /ImageC /ImageI ]\n>> /Rotate 0 /Trans <<\n\n>> \n  /Type /Page\n>>`,
    )
  }
  file.object(
    catalogAt,
    `<<\n/OpenAction <<\n/S /URI /Type /Action /URI (${escaped(info.open)})\n>> /PageMode /UseNone /Pages ${pagesAt} 0 R /Type /Catalog\n>>`,
  )
  const titled = rng.within("titled").chance(4, 5)
  const value = (text: string): string =>
    `(${octal(/^[\x20-\x7e\xa1-\xff]*$/.test(text) ? text : utf16(text))})`
  file.object(
    infoAt,
    `<<\n/Author ${titled ? value(info.author) : "(anonymous)"} /CreationDate (${info.stamp}) /Creator (ReportLab PDF Library - www.reportlab.com) /Keywords () /ModDate (${info.stamp}) /Producer (ReportLab PDF Library - www.reportlab.com) \n  /Subject (unspecified) /Title ${titled ? value(info.title) : "(untitled)"} /Trapped /False\n>>`,
  )
  file.object(
    pagesAt,
    `<<\n/Count ${count} /Kids [ ${pageAt.map((each) => `${each} 0 R`).join(" ")} ] /Type /Pages\n>>`,
  )
  for (const [at, page] of layout.pages.entries()) {
    const stream = base85(zlibSync(latin(contentOf(page)), { level: 6 }))
    file.object(
      contentAt[at]!,
      `<<\n/Filter [ /ASCII85Decode /FlateDecode ] /Length ${stream.length}\n>>\nstream\n${stream}endstream`,
    )
  }
  return file.finish(
    `<<\n/ID \n[<${info.id}><${info.id}>]\n% ReportLab generated PDF document -- digest (http://www.reportlab.com)\n\n/Info ${infoAt} 0 R\n/Root ${catalogAt} 0 R\n/Size ${next}\n>>`,
  )
}
