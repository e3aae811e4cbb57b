/** Files such as people have, made small. */
import { PDFDocument, PDFName, PDFString } from "@cantoo/pdf-lib"
import { strToU8, zipSync, type Zippable } from "fflate"

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const transitional = "http://schemas.openxmlformats.org"
const relationships = `${transitional}/package/2006/relationships`
const office = `${transitional}/officeDocument/2006/relationships`

const related = (entries: ReadonlyArray<readonly [id: string, type: string, target: string]>) =>
  `${declaration}<Relationships xmlns="${relationships}">${entries
    .map(
      ([id, type, target]) =>
        `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`,
    )
    .join("")}</Relationships>`

const types = (overrides: string): string =>
  `${declaration}<Types xmlns="${transitional}/package/2006/content-types">` +
  `<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
  `<Default Extension="xml" ContentType="application/xml"/>${overrides}</Types>`

const zip = (parts: Readonly<Record<string, string>>): Uint8Array => {
  const files: Zippable = {}
  for (const [name, text] of Object.entries(parts))
    files[name] = [strToU8(text), { mtime: new Date(2025, 10, 3, 9, 14, 22) }]
  return zipSync(files)
}

const word = `${transitional}/wordprocessingml/2006/main`

export const docx = (
  body = "<w:p><w:r><w:t>Q3 figures</w:t></w:r></w:p><w:sectPr/>",
  more: Readonly<Record<string, string>> = {},
): Uint8Array =>
  zip({
    "[Content_Types].xml": types(
      `<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
        `<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>`,
    ),
    "_rels/.rels": related([["rId1", "officeDocument", "word/document.xml"]]),
    "word/_rels/document.xml.rels": related([["rId1", "settings", "settings.xml"]]),
    "word/document.xml": `${declaration}<w:document xmlns:w="${word}"><w:body>${body}</w:body></w:document>`,
    "word/settings.xml": `${declaration}<w:settings xmlns:w="${word}" xmlns:r="${office}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/></w:settings>`,
    ...more,
  })

const spreadsheet = `${transitional}/spreadsheetml/2006/main`

export const xlsx = (hasDrawing = false): Uint8Array =>
  zip({
    "[Content_Types].xml": types(
      `<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
        `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>` +
        (hasDrawing
          ? `<Override PartName="/xl/drawings/drawing1.xml" ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>`
          : ""),
    ),
    "_rels/.rels": related([["rId1", "officeDocument", "xl/workbook.xml"]]),
    "xl/_rels/workbook.xml.rels": related([["rId1", "worksheet", "worksheets/sheet1.xml"]]),
    "xl/workbook.xml": `${declaration}<workbook xmlns="${spreadsheet}" xmlns:r="${office}"><sheets><sheet name="Costs" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/worksheets/sheet1.xml": `${declaration}<worksheet xmlns="${spreadsheet}" xmlns:r="${office}"><sheetData><row r="1"><c r="A1"><v>12</v></c></row></sheetData><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>${hasDrawing ? '<drawing r:id="rId1"/>' : ""}</worksheet>`,
    ...(hasDrawing
      ? {
          "xl/worksheets/_rels/sheet1.xml.rels": related([
            ["rId1", "drawing", "../drawings/drawing1.xml"],
          ]),
          "xl/drawings/drawing1.xml": `${declaration}<xdr:wsDr xmlns:xdr="${transitional}/drawingml/2006/spreadsheetDrawing" xmlns:a="${transitional}/drawingml/2006/main"/>`,
        }
      : {}),
  })

export const pdf = async (
  useObjectStreams: boolean,
  opens?: "action" | "destination",
): Promise<Uint8Array> => {
  const document = await PDFDocument.create()
  const page = document.addPage([595, 842])
  page.drawText("Minutes of Tuesday", { x: 60, y: 760, size: 18 })
  document.addPage([595, 842])
  if (opens === "action")
    document.catalog.set(
      PDFName.of("OpenAction"),
      document.context.obj({ S: "JavaScript", JS: PDFString.of("1") }),
    )
  if (opens === "destination")
    document.catalog.set(PDFName.of("OpenAction"), document.context.obj([page.ref, "Fit"]))
  return document.save({ useObjectStreams })
}

export const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
)

export const text = (written: string): Uint8Array => new TextEncoder().encode(written)

/** With its mark, in the byte order of Windows. */
export const wide = (written: string): Uint8Array =>
  new Uint8Array(Buffer.from(`\ufeff${written}`, "utf16le"))
