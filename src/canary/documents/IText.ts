/** PDF files of iText 5 (Java). */
import type { Stream } from "../../rng/Rng.ts"
import {
  escaped,
  File,
  fontNames,
  packed,
  short,
  shown,
  used,
  utf16,
  type Info,
} from "./PdfFile.ts"
import type * as PdfLayout from "./PdfLayout.ts"

export const write = (rng: Stream, layout: PdfLayout.Layout, info: Info): Uint8Array => {
  const weights = used(layout)
  const fonts = fontNames(weights)
  const [version, years, owner] = rng.pick([
    ["5.5.13.2", "2000-2020", "iText Group NV \\(AGPL-version\\)"],
    ["5.5.13.3", "2000-2022", "iText Group NV \\(AGPL-version\\)"],
    ["5.5.11", "2000-2017", "iText Group NV \\(AGPL-version\\)"],
  ] as const)
  const file = new File("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
  const count = layout.pages.length
  const number = (value: number): string => short(value, 2).replace(/^(-?)\./, "$10.")
  const contentOf = (page: PdfLayout.Page): string => {
    let out = ""
    for (const mark of page.marks) {
      const colour = (part: PdfLayout.Colour): string =>
        part.map((each) => short(each / 255, 5).replace(/^\./, "0.")).join(" ")
      switch (mark.kind) {
        case "text":
          out += `q\nBT\n1 0 0 1 ${number(mark.x)} ${number(mark.y)} Tm\n/${fonts[mark.weight]} ${number(mark.size)} Tf\n${colour(mark.colour)} rg\n(${escaped(shown(mark.text))})Tj\nET\nQ\n`
          break
        case "rule":
          out += `q\n${colour(mark.colour)} RG\n0.5 w\n${number(mark.x)} ${number(mark.y)} m\n${number(mark.x + mark.width)} ${number(mark.y)} l\nS\nQ\n`
          break
        case "box":
          out += `q\n${mark.fill === undefined ? "0.5 w\n" : `${colour(mark.fill)} rg\n`}${number(mark.x)} ${number(mark.y)} ${number(mark.width)} ${number(mark.height)} re\n${mark.fill === undefined ? "S" : "f"}\nQ\n`
      }
    }
    return out
  }
  let next = 1
  const fontAt = weights.map(() => next++)
  const parts = layout.pages.map((page) => ({
    page,
    content: next++,
    own: next++,
    links: page.links.map(() => next++),
  }))
  const pagesAt = next++
  const catalogAt = next++
  const infoAt = next++
  const resources = `/Resources<</Font<<${weights.map((_, at) => `/F${at + 1} ${fontAt[at]!} 0 R`).join("")}>>>>`
  for (const { page, content, own, links } of parts) {
    const stream = packed(contentOf(page), 6)
    file.object(
      content,
      `<</Length ${stream.length}/Filter/FlateDecode>>stream\n${stream}\nendstream`,
    )
    file.object(
      own,
      `<</Type/Page/MediaBox[0 0 ${number(layout.width)} ${number(layout.height)}]${resources}/Contents ${content} 0 R/Parent ${pagesAt} 0 R${links.length === 0 ? "" : `/Annots[${links.map((link) => `${link} 0 R`).join(" ")}]`}>>`,
    )
    for (const [at, link] of links.entries())
      file.object(
        link,
        `<</Type/Annot/Subtype/Link/Rect[${page.links[at]!.map(number).join(" ")}]/Border[0 0 0]/A<</S/URI/URI(${escaped(info.link)})>>>>`,
      )
  }
  for (const [at, weight] of weights.entries())
    file.object(
      fontAt[at]!,
      `<</Type/Font/Subtype/Type1/BaseFont/${layout.fonts[weight]}/Encoding/WinAnsiEncoding>>`,
    )
  file.object(
    pagesAt,
    `<</Type/Pages/Count ${count}/Kids[${parts.map(({ own }) => `${own} 0 R`).join(" ")}]>>`,
  )
  file.object(
    catalogAt,
    `<</Type/Catalog/Pages ${pagesAt} 0 R/OpenAction<</S/URI/URI(${escaped(info.open)})>>>>`,
  )
  const value = (text: string): string =>
    `(${escaped(/^[\x20-\x7e\xa1-\xff]*$/.test(text) ? text : utf16(text))})`
  const titled = rng.within("titled").chance(2, 3)
  file.object(
    infoAt,
    `<<${titled ? `/Title${value(info.title)}/Author${value(info.author)}` : ""}/Producer(iText\xae ${version} \xa9${years} ${owner})/CreationDate(${info.stamp})/ModDate(${info.stamp})>>`,
  )
  return file.finish(
    `<</Size ${next}/Root ${catalogAt} 0 R/Info ${infoAt} 0 R/ID [<${info.id}><${info.id}>]>>`,
    `%iText-${version}\n`,
  )
}
