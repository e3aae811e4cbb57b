/** A document as Microsoft Word saves it. */
import type { Stream } from "../../rng/Rng.ts"
import type { Block, Content } from "./Content.ts"
import * as Contents from "./Content.ts"
import * as Package from "./Package.ts"
import type { Table } from "./Tables.ts"
import * as Theme from "./Theme.ts"
import * as WordStyles from "./WordStyles.ts"
import type { Part } from "./Zip.ts"

const { escape } = Package

export interface Addresses {
  readonly image: string
  /** Of the visible link. */
  readonly page: string
  /** Of the template that the document was made from; undefined for Word's own. */
  readonly template: string | undefined
}

interface Ids {
  readonly root: string
  readonly sessions: ReadonlyArray<string>
}

const upper = (rng: Stream, digits: number): string => rng.hex(digits).toUpperCase()

/** What Word marks the paragraphs of one sitting with: the first two digits are zeros. */
const sittings = (rng: Stream, count: number): Ids => {
  const sessions = Array.from({ length: count }, (_, at) => `00${upper(rng.within(at), 6)}`)
  return { root: sessions[0]!, sessions: sessions.toSorted((a, b) => (a < b ? -1 : 1)) }
}

const picture = (rng: Stream, own: WordStyles.Names, relation: string): string => {
  const width = rng.between(95, 260) * 9525
  const height = rng.between(28, 74) * 9525
  const number = rng.between(1, 9)
  const name = `${own.picture} ${number}`
  return (
    `<w:r><w:rPr><w:noProof/></w:rPr><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">` +
    `<wp:extent cx="${width}" cy="${height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="${number}" name="${name}"/>` +
    `<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" noChangeAspect="1"/></wp:cNvGraphicFramePr>` +
    `<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">` +
    `<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr><pic:cNvPr id="${number}" name="${name}"/><pic:cNvPicPr/></pic:nvPicPr>` +
    `<pic:blipFill><a:blip r:link="${relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>` +
    `<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${width}" cy="${height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>` +
    `</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`
  )
}

const run = (text: string, properties = ""): string =>
  `<w:r>${properties === "" ? "" : `<w:rPr>${properties}</w:rPr>`}<w:t${/^ | $/.test(text) ? ` xml:space="preserve"` : ""}>${escape(text)}</w:t></w:r>`

interface Writer {
  readonly rng: Stream
  readonly own: WordStyles.Names
  readonly ids: Ids
  readonly theme: Theme.Theme
  /** Width between the margins, in twentieths of a point. */
  readonly width: number
  readonly look: "grid" | "shaded" | "lines"
  counter: number
}

const paragraph = (writer: Writer, properties: string, inside: string): string => {
  const own = writer.rng.within("paragraph", writer.counter++)
  const id = `${own.pick(["0", "1", "2", "3", "4", "5", "6", "7"])}${upper(own, 7)}`
  const session = own.pick(writer.ids.sessions)
  return `<w:p w14:paraId="${id}" w14:textId="77777777" w:rsidR="${session}" w:rsidRDefault="${session}"${
    own.chance(1, 3) ? ` w:rsidP="${own.pick(writer.ids.sessions)}"` : ""
  }>${properties === "" ? "" : `<w:pPr>${properties}</w:pPr>`}${inside}</w:p>`
}

const styled = (style: string): string => `<w:pStyle w:val="${style}"/>`

/** Columns by the longest text in each, so that nothing wraps that need not. */
export const columnWidths = (table: Table, width: number): ReadonlyArray<number> => {
  const rows = [table.head, ...table.rows.map((row) => row.map(({ text }) => text))]
  const columns = table.rows[0]!.length
  const lengths = Array.from({ length: columns }, (_, at) =>
    Math.min(34, 5 + Math.max(...rows.map((row) => (row[at] ?? "").length))),
  )
  const sum = lengths.reduce((total, each) => total + each, 0)
  const widths = lengths.map((each) => Math.floor((width * each) / sum))
  return widths.map((each, at) =>
    at === 0 ? each + width - widths.reduce((total, other) => total + other, 0) : each,
  )
}

const tableOf = (writer: Writer, table: Table): string => {
  const { own, look, theme } = writer
  const widths = columnWidths(table, writer.width)
  const cell = (
    text: string,
    at: number,
    { bold, right, fill }: { bold: boolean; right: boolean; fill: string | undefined },
  ): string => {
    const white = fill !== undefined && look === "shaded"
    const weight = bold ? `<w:b/><w:bCs/>${white ? `<w:color w:val="FFFFFF"/>` : ""}` : ""
    const marks = `${right ? `<w:jc w:val="right"/>` : ""}${weight === "" ? "" : `<w:rPr>${weight}</w:rPr>`}`
    const shading =
      fill === undefined ? "" : `<w:shd w:val="clear" w:color="auto" w:fill="${fill}"/>`
    return `<w:tc><w:tcPr><w:tcW w:w="${widths[at]!}" w:type="dxa"/>${shading}</w:tcPr>${paragraph(writer, marks, text === "" ? "" : run(text, weight))}</w:tc>`
  }
  const session = writer.rng.pick(writer.ids.sessions)
  const row = (cells: string, header: boolean): string => {
    const id = upper(writer.rng.within("row", writer.counter), 7)
    return `<w:tr w:rsidR="${session}" w14:paraId="2${id}" w14:textId="77777777">${header ? "<w:trPr><w:tblHeader/></w:trPr>" : ""}${cells}</w:tr>`
  }
  const fill = look === "grid" ? undefined : look === "shaded" ? theme.colours[2]! : "F2F2F2"
  const head =
    table.head.length === 0
      ? ""
      : row(
          table.head
            .map((text, at) =>
              cell(text, at, {
                bold: true,
                right: ["money", "percent"].includes(table.rows[0]![at]!.kind),
                fill,
              }),
            )
            .join(""),
          true,
        )
  const rows = table.rows.map((cells, index) =>
    row(
      cells
        .map(({ text, kind }, at) =>
          cell(text, at, {
            bold:
              (table.head.length === 0 && at === 0) ||
              (table.total && index === table.rows.length - 1),
            right: kind === "money" || kind === "percent",
            fill: undefined,
          }),
        )
        .join(""),
      false,
    ),
  )
  const line = (side: string): string =>
    `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/>`
  const none = (side: string): string => `<w:${side} w:val="nil"/>`
  // the schema demands this order
  const borders =
    look === "lines"
      ? `<w:tblBorders>${line("top")}${none("left")}${line("bottom")}${none("right")}${line("insideH")}${none("insideV")}</w:tblBorders>`
      : ""
  return (
    `<w:tbl><w:tblPr><w:tblStyle w:val="${own.grid}"/><w:tblW w:w="${writer.width}" w:type="dxa"/>${borders}` +
    `<w:tblLook w:val="04A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr>` +
    `<w:tblGrid>${widths.map((each) => `<w:gridCol w:w="${each}"/>`).join("")}</w:tblGrid>${head}${rows.join("")}</w:tbl>${paragraph(writer, "", "")}`
  )
}

const blockOf = (writer: Writer, block: Block): string => {
  const { own } = writer
  switch (block.kind) {
    case "heading":
      return paragraph(writer, styled(own.heading1), run(block.text))
    case "paragraph":
      return paragraph(writer, "", run(block.text))
    case "list":
      return block.items
        .map((item) =>
          paragraph(
            writer,
            `${styled(own.list)}<w:numPr><w:ilvl w:val="0"/><w:numId w:val="${block.ordered ? 2 : 1}"/></w:numPr>`,
            run(item),
          ),
        )
        .join("")
    case "link":
      return paragraph(
        writer,
        "",
        `${run(`${block.lead} `)}<w:hyperlink r:id="rId9" w:history="1">${run(block.text, `<w:rStyle w:val="${own.link}"/>`)}</w:hyperlink>`,
      )
    case "table":
      return tableOf(writer, block.table)
  }
}

/** About how many pages that fills, as the program would have counted. */
export const pageCount = (content: Content, columns: number, lines: number): number => {
  let used = 4
  for (const block of content.blocks) {
    switch (block.kind) {
      case "heading":
        used += 2.4
        break
      case "list":
        for (const item of block.items) used += 1.1 * Math.ceil(item.length / (columns - 8))
        used += 0.6
        break
      case "table":
        used += 1.2 + 1.05 * (block.table.rows.length + 1)
        break
      default: {
        const text = block.kind === "link" ? `${block.lead} ${block.text}` : block.text
        used += 0.7 + 1.1 * Math.ceil(text.length / columns)
      }
    }
  }
  return Math.max(1, Math.ceil(used / lines))
}

const drawing = `xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"`

export interface Manner {
  readonly theme: Theme.Theme
  readonly look: Writer["look"]
  readonly imageIn: "header" | "body"
  /** On Windows, or on a Mac. */
  readonly mac: boolean
  readonly appVersion: string
}

/** The parts of the file in the order in which Word writes them. */
export const parts = (
  rng: Stream,
  content: Content,
  addresses: Addresses,
  manner: Manner,
): ReadonlyArray<Part> => {
  const { theme } = manner
  const { region } = content.cast
  const own = WordStyles.names(region.tag)
  const ids = sittings(rng.within("sittings"), Math.min(12, 1 + content.revision))
  const [pageWidth, pageHeight] = region.paper === "A4" ? [11906, 16838] : [12240, 15840]
  const margin = region.paper === "A4" ? rng.within("margin").pick([1417, 1417, 1134, 1440]) : 1440
  const width = pageWidth - 2 * margin
  const writer: Writer = {
    rng: rng.within("body"),
    own,
    ids,
    theme,
    width,
    look: manner.look,
    counter: 0,
  }
  const { common } = content.words
  const image = (relation: string): string => picture(rng.within("picture"), own, relation)
  const inBody = manner.imageIn === "body"
  const title = paragraph(writer, styled(own.title), run(content.title))
  const subtitle = paragraph(writer, styled(own.subtitle), run(content.meta))
  const top = inBody
    ? paragraph(
        writer,
        `<w:jc w:val="${rng.within("side").pick(["left", "right"])}"/>`,
        image("rId10"),
      )
    : ""
  const body = content.blocks.map((block) => blockOf(writer, block)).join("")
  const section =
    `<w:sectPr w:rsidR="${ids.root}"><w:headerReference w:type="default" r:id="rId6"/><w:footerReference w:type="default" r:id="rId7"/>` +
    `<w:pgSz w:w="${pageWidth}" w:h="${pageHeight}"/><w:pgMar w:top="${margin}" w:right="${margin}" w:bottom="1134" w:left="${margin}" w:header="708" w:footer="708" w:gutter="0"/><w:cols w:space="708"/><w:docGrid w:linePitch="360"/></w:sectPr>`
  const head = Package.declaration("microsoft")
  const document = `${head}<w:document ${WordStyles.namespaces.replace("xmlns:w14", `${drawing} xmlns:w14`)}><w:body>${top}${title}${subtitle}${body}${section}</w:body></w:document>`
  const headed = inBody ? run(content.organisation) : image("rId1")
  const header = `${head}<w:hdr ${WordStyles.namespaces.replace("xmlns:w14", `${drawing} xmlns:w14`)}>${paragraph(writer, styled(own.header), `${headed}<w:r><w:tab/></w:r><w:r><w:tab/></w:r>${run(content.confidential)}`)}</w:hdr>`
  const field = (name: string): string =>
    `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>${name}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run("1")}<w:r><w:fldChar w:fldCharType="end"/></w:r>`
  const footer = `${head}<w:ftr ${WordStyles.namespaces}>${paragraph(writer, styled(own.footer), `${run(content.lastAuthor)}<w:r><w:tab/></w:r><w:r><w:tab/></w:r>${run(`${common.page} `)}${field("PAGE")}`)}</w:ftr>`
  const settings =
    `${head}<w:settings ${WordStyles.namespaces}><w:zoom w:percent="${rng.within("zoom").pick([100, 100, 110, 120, 90])}"/>` +
    `<w:proofState w:spelling="clean" w:grammar="clean"/>${addresses.template === undefined ? "" : `<w:attachedTemplate r:id="rId1"/>`}` +
    `<w:defaultTabStop w:val="${region.paper === "A4" ? 708 : 720}"/>${region.tag.startsWith("de") ? `<w:hyphenationZone w:val="425"/>` : ""}<w:characterSpacingControl w:val="doNotCompress"/><w:compat>${[
      ["compatibilityMode", theme.major === "Cambria" ? "14" : "15"],
      ["overrideTableStyleFontSizeAndJustification", "1"],
      ["enableOpenTypeFeatures", "1"],
      ["doNotFlipMirrorIndents", "1"],
    ]
      .map(
        ([name, value]) =>
          `<w:compatSetting w:name="${name!}" w:uri="http://schemas.microsoft.com/office/word" w:val="${value!}"/>`,
      )
      .join("")}</w:compat><w:rsids><w:rsidRoot w:val="${ids.root}"/>${ids.sessions
      .map((session) => `<w:rsid w:val="${session}"/>`)
      .join("")}</w:rsids><w:themeFontLang w:val="${region.tag}"/>` +
    `<w:clrSchemeMapping w:bg1="light1" w:t1="dark1" w:bg2="light2" w:t2="dark2" w:accent1="accent1" w:accent2="accent2" w:accent3="accent3" w:accent4="accent4" w:accent5="accent5" w:accent6="accent6" w:hyperlink="hyperlink" w:followedHyperlink="followedHyperlink"/>` +
    `<w:decimalSymbol w:val="${region.decimal}"/><w:listSeparator w:val="${region.decimal === "," ? ";" : ","}"/><w14:docId w14:val="${upper(rng.within("docId"), 8)}"/></w:settings>`
  const counts = Package.count(Contents.texts(content))
  const pages = pageCount(content, 95, 49)
  const lines = Math.ceil(counts.charactersWithSpaces / 82)
  const template = addresses.template?.slice(addresses.template.lastIndexOf("/") + 1)
  const titled = rng.within("titled").chance(1, 2)
  const external = true
  return [
    Package.types("microsoft", [
      ["/word/document.xml", "wordprocessingml.document.main"],
      ["/word/numbering.xml", "wordprocessingml.numbering"],
      ["/word/styles.xml", "wordprocessingml.styles"],
      ["/word/settings.xml", "wordprocessingml.settings"],
      ["/word/webSettings.xml", "wordprocessingml.webSettings"],
      ["/word/header1.xml", "wordprocessingml.header"],
      ["/word/footer1.xml", "wordprocessingml.footer"],
      ["/word/fontTable.xml", "wordprocessingml.fontTable"],
      ["/word/theme/theme1.xml", "theme"],
      ["/docProps/core.xml", "core-properties"],
      ["/docProps/app.xml", "extended-properties"],
    ]),
    Package.relations("microsoft", "_rels/.rels", [
      { type: "officeDocument", target: "word/document.xml" },
      { type: "core-properties", target: "docProps/core.xml" },
      { type: "extended-properties", target: "docProps/app.xml" },
    ]),
    Package.part("word/document.xml", document),
    Package.relations("microsoft", "word/_rels/document.xml.rels", [
      { type: "numbering", target: "numbering.xml" },
      { type: "styles", target: "styles.xml" },
      { type: "settings", target: "settings.xml" },
      { type: "webSettings", target: "webSettings.xml" },
      { type: "fontTable", target: "fontTable.xml" },
      { type: "header", target: "header1.xml" },
      { type: "footer", target: "footer1.xml" },
      { type: "theme", target: "theme/theme1.xml" },
      { type: "hyperlink", target: addresses.page, external },
      ...(inBody ? [{ type: "image", target: addresses.image, external }] : []),
    ]),
    Package.part("word/header1.xml", header),
    ...(inBody
      ? []
      : [
          Package.relations("microsoft", "word/_rels/header1.xml.rels", [
            { type: "image", target: addresses.image, external },
          ]),
        ]),
    Package.part("word/footer1.xml", footer),
    Theme.render(theme, "word/theme/theme1.xml"),
    Package.part("word/settings.xml", settings),
    ...(addresses.template === undefined
      ? []
      : [
          Package.relations("microsoft", "word/_rels/settings.xml.rels", [
            { type: "attachedTemplate", target: addresses.template, external },
          ]),
        ]),
    WordStyles.numbering([0, 1, 2, 3].map((at) => upper(rng.within("numbering", at), 8))),
    WordStyles.styles(theme, own, region.tag, width),
    Package.part(
      "word/webSettings.xml",
      `${head}<w:webSettings ${WordStyles.namespaces}>${rng.within("web").chance(1, 2) ? "<w:optimizeForBrowser/>" : ""}<w:allowPNG/></w:webSettings>`,
    ),
    WordStyles.fonts(theme),
    Package.core("microsoft", content, titled),
    Package.app("microsoft", [
      ["Template", template ?? "Normal.dotm"],
      ["TotalTime", String(content.editingMinutes)],
      ["Pages", String(pages)],
      ["Words", String(counts.words)],
      ["Characters", String(counts.characters)],
      ["Application", manner.mac ? "Microsoft Macintosh Word" : "Microsoft Office Word"],
      ["DocSecurity", "0"],
      ["Lines", String(lines)],
      ["Paragraphs", String(Math.max(1, Math.floor(lines / 6)))],
      ["ScaleCrop", "false"],
      ["Company", rng.within("company").chance(3, 4) ? escape(content.organisation) : ""],
      ["LinksUpToDate", "false"],
      ["CharactersWithSpaces", String(counts.charactersWithSpaces)],
      ["SharedDoc", "false"],
      ["HyperlinksChanged", "false"],
      ["AppVersion", manner.appVersion],
    ]),
  ]
}
