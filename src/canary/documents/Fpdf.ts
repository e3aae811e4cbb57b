/** PDF files of FPDF (PHP) and of its younger namesake in Python. */
import type { Stream } from "../../rng/Rng.ts"
import {
  escaped,
  File,
  fixed,
  fontNames,
  isAscii,
  packed,
  shown,
  used,
  utf16,
  type Fonts,
  type Info,
} from "./PdfFile.ts"
import type * as PdfLayout from "./PdfLayout.ts"

const unit = ([red, green, blue]: PdfLayout.Colour, digits: number): string =>
  [red, green, blue].map((part) => (part / 255).toFixed(digits)).join(" ")

/** FPDF's operators: colour in three digits, lengths in two, each text in its own BT and ET. */
const fpdfContent = (page: PdfLayout.Page, fonts: Fonts): string => {
  let out = "2 J\n0.57 w\n"
  let font = ""
  for (const mark of page.marks) {
    switch (mark.kind) {
      case "text": {
        const next = `/${fonts[mark.weight]} ${fixed(mark.size)} Tf`
        if (next !== font) out += `BT ${next} ET\n`
        font = next
        const text = `BT ${fixed(mark.x)} ${fixed(mark.y)} Td (${escaped(shown(mark.text))}) Tj ET`
        const isBlack = mark.colour.every((part) => part === 0)
        out += isBlack ? `${text}\n` : `q ${unit(mark.colour, 3)} rg ${text} Q\n`
        break
      }
      case "rule":
        out += `${unit(mark.colour, 3)} RG\n${fixed(mark.x)} ${fixed(mark.y)} m ${fixed(mark.x + mark.width)} ${fixed(mark.y)} l S\n0 G\n`
        break
      case "box":
        out +=
          mark.fill === undefined
            ? `${fixed(mark.x)} ${fixed(mark.y + mark.height)} ${fixed(mark.width)} ${fixed(-mark.height)} re S\n`
            : `${unit(mark.fill, 3)} rg\n${fixed(mark.x)} ${fixed(mark.y + mark.height)} ${fixed(mark.width)} ${fixed(-mark.height)} re f\n0 g\n`
    }
  }
  return out
}

export const php = (rng: Stream, layout: PdfLayout.Layout, info: Info): Uint8Array => {
  const weights = used(layout)
  const fonts = fontNames(weights)
  const version = rng.pick(["1.81", "1.82", "1.84", "1.85", "1.86"])
  const file = new File("%PDF-1.3\n")
  const count = layout.pages.length
  const text = (value: string): string => `(${escaped(isAscii(value) ? value : utf16(value))})`
  const inline = version === "1.81"
  let next = 3
  const kids: Array<number> = []
  for (const page of layout.pages) {
    const own = next
    kids.push(own)
    const links = page.links.map(
      (rect) =>
        `<</Type /Annot /Subtype /Link /Rect [${rect.map((value) => fixed(value)).join(" ")}] /Border [0 0 0] /A <</S /URI /URI (${escaped(info.link)})>>>>`,
    )
    next = own + 2
    const numbers = inline ? [] : links.map(() => next++)
    const annots =
      links.length === 0
        ? ""
        : inline
          ? `/Annots [${links.join("")}]\n`
          : `/Annots [${numbers.map((number) => `${number} 0 R `).join("")}]\n`
    file.object(
      own,
      `<</Type /Page\n/Parent 1 0 R\n/Resources 2 0 R\n${annots}/Contents ${own + 1} 0 R>>`,
    )
    const stream = packed(fpdfContent(page, fonts), 6)
    file.object(
      own + 1,
      `<</Filter /FlateDecode /Length ${stream.length}>>\nstream\n${stream}\nendstream`,
    )
    for (const [at, number] of numbers.entries()) file.object(number, links[at]!)
  }
  file.object(
    1,
    `<</Type /Pages\n/Kids [${kids.map((kid) => `${kid} 0 R `).join("")}]\n/Count ${count}\n/MediaBox [0 0 ${fixed(layout.width)} ${fixed(layout.height)}]\n>>`,
  )
  const numbers = weights.map(() => next++)
  for (const [at, weight] of weights.entries())
    file.object(
      numbers[at]!,
      `<</Type /Font\n/BaseFont /${layout.fonts[weight]}\n/Subtype /Type1\n/Encoding /WinAnsiEncoding\n>>`,
    )
  file.object(
    2,
    `<<\n/ProcSet [/PDF /Text /ImageB /ImageC /ImageI]\n/Font <<\n${numbers.map((number, at) => `/F${at + 1} ${number} 0 R\n`).join("")}>>\n/XObject <<\n>>\n>>`,
  )
  const stamp = version === "1.81" || version === "1.82" ? info.stamp.slice(0, 16) : info.stamp
  file.object(
    next,
    `<<\n${rng.within("titled").chance(3, 4) ? `/Title ${text(info.title)}\n/Author ${text(info.author)}\n` : ""}/Producer (FPDF ${version})\n/CreationDate (${stamp})\n>>`,
  )
  file.object(
    next + 1,
    `<<\n/Type /Catalog\n/Pages 1 0 R\n/OpenAction <</S /URI /URI (${escaped(info.open)})>>\n/PageLayout /OneColumn\n>>`,
  )
  return file.finish(`<<\n/Size ${next + 2}\n/Root ${next + 1} 0 R\n/Info ${next} 0 R\n>>`)
}

export const python = (rng: Stream, layout: PdfLayout.Layout, info: Info): Uint8Array => {
  const weights = used(layout)
  const fonts = fontNames(weights)
  const file = new File("%PDF-1.3\n")
  const count = layout.pages.length
  const kids = layout.pages.map((_, at) => 3 + at * 2)
  const fontAt = 3 + count * 2
  const resourceAt = fontAt + weights.length
  const text = (value: string): string =>
    isAscii(value)
      ? `(${escaped(value)})`
      : `<${[...utf16(value)].map((char) => char.charCodeAt(0).toString(16).padStart(2, "0")).join("")}>`
  file.object(
    1,
    `<<\n/Count ${count}\n/Kids [${kids.map((kid) => `${kid} 0 R`).join("\n")}]\n/MediaBox [0 0 ${fixed(layout.width)} ${fixed(layout.height)}]\n/Type /Pages\n>>`,
  )
  file.object(
    2,
    `<<\n/OpenAction <</S /URI /URI (${escaped(info.open)})>>\n/PageLayout /OneColumn\n/Pages 1 0 R\n/Type /Catalog\n>>`,
  )
  for (const [at, page] of layout.pages.entries()) {
    const links = page.links.map(
      (rect) =>
        `<</A <</S /URI /URI (${escaped(info.link)})>>\n/Border [0 0 0]\n/F 4\n/Rect [${rect.map((value) => fixed(value)).join(" ")}]\n/Subtype /Link\n/Type /Annot>>`,
    )
    const stream = packed(fpdfContent(page, fonts), 6)
    file.object(
      kids[at]!,
      `<<\n${links.length === 0 ? "" : `/Annots [${links.join("\n")}]\n`}/Contents ${kids[at]! + 1} 0 R\n/Parent 1 0 R\n/Resources ${resourceAt} 0 R\n/Type /Page\n>>`,
    )
    file.object(
      kids[at]! + 1,
      `<<\n/Filter /FlateDecode\n/Length ${stream.length}\n>>\nstream\n${stream}\nendstream`,
    )
  }
  for (const [at, weight] of weights.entries())
    file.object(
      fontAt + at,
      `<<\n/BaseFont /${layout.fonts[weight]}\n/Encoding /WinAnsiEncoding\n/Subtype /Type1\n/Type /Font\n>>`,
    )
  file.object(
    resourceAt,
    `<<\n/Font <<${weights.map((_, at) => `/F${at + 1} ${fontAt + at} 0 R`).join("\n")}>>\n/ProcSet [/PDF /Text /ImageB /ImageC /ImageI]\n>>`,
  )
  const titled = rng.within("titled").chance(4, 5)
  file.object(
    resourceAt + 1,
    `<<\n${titled ? `/Author ${text(info.author)}\n` : ""}/CreationDate (${info.stamp})\n${rng.within("producer").chance(1, 2) ? `/Producer (py-pdf/fpdf${rng.pick(["2.7.6", "2.7.9", "2.8.1", "2.8.2"])})\n` : ""}${titled ? `/Title ${text(info.title)}\n` : ""}>>`,
  )
  const id = info.id.toUpperCase()
  return file.finish(
    `<<\n/Size ${resourceAt + 2}\n/Root 2 0 R\n/Info ${resourceAt + 1} 0 R\n/ID [<${id}><${id}>]\n>>`,
  )
}
