/** A linked picture on the first sheet of a workbook. */
import type { Stream } from "../../rng/Rng.ts"
import * as Package from "./Package.ts"

const pixel = 9525

const anchor = (dialect: Package.Dialect, id: string, number: number, rng: Stream): string => {
  const size = pixel * rng.within("size").between(1, 2)
  const column = rng.within("column").between(0, 6)
  const row = rng.within("row").between(0, 9)
  const name = `${rng.within("name").pick(["Picture", "Image", "Grafik", "Graphic"])} ${number}`
  const sheet = dialect.drawing("spreadsheetDrawing")
  return (
    `<xdr:oneCellAnchor xmlns:xdr="${sheet}" xmlns:a="${dialect.drawing("main")}">` +
    `<xdr:from><xdr:col>${column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>${row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>` +
    `<xdr:ext cx="${size}" cy="${size}"/><xdr:pic><xdr:nvPicPr>` +
    `<xdr:cNvPr id="${number}" name="${name}"/><xdr:cNvPicPr/></xdr:nvPicPr>` +
    `<xdr:blipFill>${Package.blip(dialect, id)}<a:stretch><a:fillRect/></a:stretch></xdr:blipFill>` +
    `<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${size}" cy="${size}"/></a:xfrm>` +
    `<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor>`
  )
}

/** What may stand behind the drawing of a sheet (CT_Worksheet, ECMA-376 part 1, 18.3.1.99). */
const behind =
  /<(?:\w+:)?(?:legacyDrawing|legacyDrawingHF|drawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst)\b/

const drawingType = "application/vnd.openxmlformats-officedocument.drawing+xml"

const firstSheet = (workbook: Package.Package, main: string): string | undefined => {
  const sheet = /<(?:\w+:)?sheet\b[^>]*?\b\w+:id=["']([^"']+)["']/.exec(workbook.text(main) ?? "")
  return sheet === null ? undefined : workbook.target(main, { id: sheet[1]! })
}

export const embed = (workbook: Package.Package, url: string, rng: Stream): boolean => {
  const { dialect } = workbook
  const main = workbook.target("", { type: "officeDocument" }) ?? "xl/workbook.xml"
  const sheet = firstSheet(workbook, main)
  const text = sheet === undefined ? undefined : workbook.text(sheet)
  if (sheet === undefined || text === undefined) return false
  const known = /<(?:\w+:)?drawing\b[^>]*?\b\w+:id=["']([^"']+)["']/.exec(text)
  if (known !== null) {
    const drawing = workbook.target(sheet, { id: known[1]! })
    const shapes = drawing === undefined ? undefined : workbook.text(drawing)
    if (drawing === undefined || shapes === undefined) return false
    const numbers = [...shapes.matchAll(/\bid="(\d{1,9})"/g)].map((match) => Number(match[1]))
    const id = workbook.relate(drawing, "image", url, true)
    const added = anchor(dialect, id, Math.max(1, ...numbers) + 1, rng)
    workbook.put(drawing, Package.insertedBefore(shapes, "wsDr", added))
    return true
  }
  const root = /<(\w+:)?worksheet\b/.exec(text)
  const end = text.search(/<\/(?:\w+:)?worksheet\s*>\s*$/)
  if (root === null || end < 0) return false
  let number = 1
  while (workbook.has(`xl/drawings/drawing${number}.xml`)) number++
  const drawing = `xl/drawings/drawing${number}.xml`
  workbook.declare(drawing, drawingType)
  const image = workbook.relate(drawing, "image", url, true)
  workbook.put(
    drawing,
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<xdr:wsDr xmlns:xdr="${dialect.drawing("spreadsheetDrawing")}" xmlns:a="${dialect.drawing("main")}">${anchor(dialect, image, 2, rng)}</xdr:wsDr>`,
  )
  const id = workbook.relate(sheet, "drawing", `/${drawing}`, false)
  const at = Math.min(end, text.search(behind) < 0 ? end : text.search(behind))
  const element = `<${root[1] ?? ""}drawing xmlns:r="${dialect.relationship("")}" r:id="${id}"/>`
  workbook.put(sheet, text.slice(0, at) + element + text.slice(at))
  return true
}
