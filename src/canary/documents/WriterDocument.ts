/** A document as LibreOffice Writer saves it in Word's format. */
import type { Stream } from "../../rng/Rng.ts"
import type { Block, Content } from "./Content.ts"
import * as Contents from "./Content.ts"
import * as Package from "./Package.ts"
import type { Table } from "./Tables.ts"
import type { Addresses } from "./WordDocument.ts"
import * as WordDocument from "./WordDocument.ts"
import type { Part } from "./Zip.ts"

const { escape } = Package

const namespaces =
  `xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:v="urn:schemas-microsoft-com:vml" ` +
  `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w10="urn:schemas-microsoft-com:office:word" ` +
  `xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" ` +
  `xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" ` +
  `xmlns:wp14="http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14 wp14"`

const word = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

const run = (text: string, properties = ""): string =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t${/^ | $/.test(text) ? ` xml:space="preserve"` : ""}>${escape(text)}</w:t></w:r>`

const paragraph = (style: string, inside: string, more = ""): string =>
  `<w:p><w:pPr><w:pStyle w:val="${style}"/>${more}<w:rPr></w:rPr></w:pPr>${inside}</w:p>`

const edges = (sides: ReadonlyArray<string>): string =>
  sides.map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`).join("")

const tableOf = (table: Table, width: number): string => {
  const widths = WordDocument.columnWidths(table, width)
  const cell = (text: string, at: number, top: boolean, right: boolean): string => {
    const last = at === widths.length - 1
    const borders = edges([...(top ? ["top"] : []), "left", "bottom", ...(last ? ["right"] : [])])
    const style = top && table.head.length > 0 ? "TableHeading" : "TableContents"
    const side = style === "TableHeading" ? "center" : right ? "end" : "start"
    return `<w:tc><w:tcPr><w:tcW w:w="${widths[at]!}" w:type="dxa"/><w:tcBorders>${borders}</w:tcBorders></w:tcPr>${paragraph(style, text === "" ? "<w:r><w:rPr></w:rPr></w:r>" : run(text), `<w:bidi w:val="0"/><w:jc w:val="${side}"/>`)}</w:tc>`
  }
  const head =
    table.head.length === 0
      ? ""
      : `<w:tr><w:trPr><w:tblHeader w:val="true"/></w:trPr>${table.head.map((text, at) => cell(text, at, true, false)).join("")}</w:tr>`
  const rows = table.rows.map(
    (cells, index) =>
      `<w:tr><w:trPr></w:trPr>${cells
        .map(({ text, kind }, at) =>
          cell(text, at, head === "" && index === 0, kind === "money" || kind === "percent"),
        )
        .join("")}</w:tr>`,
  )
  return (
    `<w:tbl><w:tblPr><w:tblW w:w="${width}" w:type="dxa"/><w:jc w:val="start"/><w:tblInd w:w="0" w:type="dxa"/><w:tblLayout w:type="fixed"/>` +
    `<w:tblCellMar><w:top w:w="55" w:type="dxa"/><w:start w:w="55" w:type="dxa"/><w:bottom w:w="55" w:type="dxa"/><w:end w:w="55" w:type="dxa"/></w:tblCellMar></w:tblPr>` +
    `<w:tblGrid>${widths.map((each) => `<w:gridCol w:w="${each}"/>`).join("")}</w:tblGrid>${head}${rows.join("")}</w:tbl>${paragraph("TextBody", "<w:r><w:rPr></w:rPr></w:r>", `<w:bidi w:val="0"/>`)}`
  )
}

const blockOf = (block: Block, width: number): string => {
  switch (block.kind) {
    case "heading":
      return paragraph(
        "Heading2",
        run(block.text),
        `<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:bidi w:val="0"/>`,
      )
    case "paragraph":
      return paragraph("TextBody", run(block.text), `<w:bidi w:val="0"/>`)
    case "list":
      return block.items
        .map((item, at) =>
          paragraph(
            "TextBody",
            run(item),
            `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="${block.ordered ? 3 : 2}"/></w:numPr><w:bidi w:val="0"/>${at < block.items.length - 1 ? `<w:spacing w:before="0" w:after="0"/>` : ""}`,
          ),
        )
        .join("")
    case "link":
      return paragraph(
        "TextBody",
        `${run(`${block.lead} `)}<w:hyperlink r:id="rId3">${run(block.text, `<w:rStyle w:val="InternetLink"/>`)}</w:hyperlink>`,
        `<w:bidi w:val="0"/>`,
      )
    case "table":
      return tableOf(block.table, width)
  }
}

const picture = (rng: Stream): string => {
  const width = rng.between(95, 260) * 9525
  const height = rng.between(28, 74) * 9525
  return (
    `<w:r><w:rPr></w:rPr><w:drawing><wp:anchor behindDoc="0" distT="0" distB="0" distL="0" distR="0" simplePos="0" locked="0" layoutInCell="0" allowOverlap="1" relativeHeight="2">` +
    `<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:align>${rng.pick(["left", "right", "center"])}</wp:align></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>${rng.between(-90, 20) * 635}</wp:posOffset></wp:positionV>` +
    `<wp:extent cx="${width}" cy="${height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/><wp:docPr id="1" name="${rng.pick(["Image1", "Bild1", "Logo", "Imagen1", "Graphic1"])}" descr=""></wp:docPr>` +
    `<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" noChangeAspect="1"/></wp:cNvGraphicFramePr>` +
    `<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">` +
    `<pic:nvPicPr><pic:cNvPr id="1" name="Image1" descr=""></pic:cNvPr><pic:cNvPicPr><a:picLocks noChangeAspect="1" noChangeArrowheads="1"/></pic:cNvPicPr></pic:nvPicPr><pic:blipFill><a:blip r:link="rId2"></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>` +
    `<pic:spPr bwMode="auto"><a:xfrm><a:off x="0" y="0"/><a:ext cx="${width}" cy="${height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>`
  )
}

const styles = (serif: string, sans: string, tag: string): Part => {
  const face = (name: string): string =>
    `<w:rFonts w:ascii="${name}" w:hAnsi="${name}" w:eastAsia="Noto Sans CJK SC" w:cs="Lohit Devanagari"/>`
  const size = (value: number): string => `<w:sz w:val="${value}"/><w:szCs w:val="${value}"/>`
  const language = `<w:lang w:val="${tag}" w:eastAsia="zh-CN" w:bidi="hi-IN"/>`
  const style = (id: string, name: string, inside: string): string =>
    `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/>${inside}</w:style>`
  const heading = (level: number, value: number, before: number): string =>
    style(
      `Heading${level}`,
      `Heading ${level}`,
      `<w:basedOn w:val="Heading"/><w:next w:val="TextBody"/><w:qFormat/><w:pPr><w:numPr><w:ilvl w:val="${level - 1}"/><w:numId w:val="1"/></w:numPr><w:spacing w:before="${before}" w:after="120"/><w:outlineLvl w:val="${level - 1}"/></w:pPr><w:rPr><w:b/><w:bCs/>${size(value)}</w:rPr>`,
    )
  return Package.part(
    "word/styles.xml",
    `${Package.declaration("libreoffice")}<w:styles ${word} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14">` +
      `<w:docDefaults><w:rPrDefault><w:rPr>${face(serif)}<w:kern w:val="2"/>${size(24)}${language}</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:suppressAutoHyphens w:val="true"/></w:pPr></w:pPrDefault></w:docDefaults>` +
      style(
        "Normal",
        "Normal",
        `<w:qFormat/><w:pPr><w:widowControl/><w:bidi w:val="0"/></w:pPr><w:rPr>${face(serif)}<w:color w:val="auto"/><w:kern w:val="2"/>${size(24)}${language}</w:rPr>`,
      ) +
      heading(1, 36, 240) +
      heading(2, 32, 200) +
      `<w:style w:type="character" w:styleId="InternetLink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="000080"/><w:u w:val="single"/></w:rPr></w:style>` +
      style(
        "Heading",
        "Heading",
        `<w:basedOn w:val="Normal"/><w:next w:val="TextBody"/><w:qFormat/><w:pPr><w:keepNext w:val="true"/><w:spacing w:before="240" w:after="120"/></w:pPr><w:rPr>${face(sans)}${size(28)}</w:rPr>`,
      ) +
      style(
        "TextBody",
        "Body Text",
        `<w:basedOn w:val="Normal"/><w:pPr><w:spacing w:lineRule="auto" w:line="276" w:before="0" w:after="140"/></w:pPr><w:rPr></w:rPr>`,
      ) +
      style(
        "Title",
        "Title",
        `<w:basedOn w:val="Heading"/><w:next w:val="TextBody"/><w:qFormat/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:bCs/>${size(56)}</w:rPr>`,
      ) +
      style(
        "TableContents",
        "Table Contents",
        `<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl w:val="false"/><w:suppressLineNumbers/></w:pPr><w:rPr></w:rPr>`,
      ) +
      style(
        "TableHeading",
        "Table Heading",
        `<w:basedOn w:val="TableContents"/><w:qFormat/><w:pPr><w:suppressLineNumbers/><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:bCs/></w:rPr>`,
      ) +
      style(
        "Footer",
        "Footer",
        `<w:basedOn w:val="Normal"/><w:pPr><w:suppressLineNumbers/><w:tabs><w:tab w:val="center" w:pos="4819"/><w:tab w:val="right" w:pos="9638"/></w:tabs></w:pPr><w:rPr></w:rPr>`,
      ) +
      `</w:styles>`,
  )
}

const numbering = (): Part => {
  const level = (at: number, format: string, text: string, indent: number): string =>
    `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${format === "none" ? `<w:suff w:val="nothing"/>` : ""}<w:lvlText w:val="${text}"/><w:lvlJc w:val="start"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="${indent}"/></w:tabs><w:ind w:start="${indent}" w:hanging="${indent === 0 ? 0 : 283}"/></w:pPr>${format === "bullet" ? `<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol" w:cs="Symbol" w:hint="default"/></w:rPr>` : ""}</w:lvl>`
  const list = (id: number, of: (at: number) => string): string =>
    `<w:abstractNum w:abstractNumId="${id}">${Array.from({ length: 9 }, (_, at) => of(at)).join("")}</w:abstractNum>`
  return Package.part(
    "word/numbering.xml",
    `${Package.declaration("libreoffice")}<w:numbering ${word} xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:v="urn:schemas-microsoft-com:vml">` +
      list(1, (at) => level(at, "none", "", 0)) +
      list(2, (at) => level(at, "bullet", "\uf0b7", 709 * (at + 1))) +
      list(3, (at) => level(at, "decimal", `%${at + 1}.`, 709 * (at + 1))) +
      [1, 2, 3]
        .map((id) => `<w:num w:numId="${id}"><w:abstractNumId w:val="${id}"/></w:num>`)
        .join("") +
      `</w:numbering>`,
  )
}

/** The parts of the file in the order in which LibreOffice writes them. */
export const parts = (
  rng: Stream,
  content: Content,
  addresses: Addresses,
  application: string,
): ReadonlyArray<Part> => {
  const { region } = content.cast
  const [width, height] = region.paper === "A4" ? [11906, 16838] : [12240, 15840]
  const between = width - 2 * 1134
  const [serif, sans] = rng.within("faces").pick([
    ["Liberation Serif", "Liberation Sans"],
    ["Liberation Sans", "Liberation Sans"],
    ["DejaVu Sans", "DejaVu Sans"],
  ] as const)
  const head = Package.declaration("libreoffice")
  const title = paragraph(
    "Title",
    `${picture(rng.within("picture"))}${run(content.title)}`,
    `<w:bidi w:val="0"/>`,
  )
  const meta = paragraph("TextBody", run(content.meta), `<w:bidi w:val="0"/><w:jc w:val="center"/>`)
  const body = content.blocks.map((block) => blockOf(block, between)).join("")
  const section = `<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:type w:val="nextPage"/><w:pgSz w:w="${width}" w:h="${height}"/><w:pgMar w:left="1134" w:right="1134" w:gutter="0" w:header="0" w:top="1134" w:footer="1134" w:bottom="1693"/><w:pgNumType w:fmt="decimal"/><w:formProt w:val="false"/><w:textDirection w:val="lrTb"/></w:sectPr>`
  const { common } = content.words
  const footer = `${head}<w:ftr ${namespaces}>${paragraph("Footer", `${run(`${content.confidential}`)}<w:r><w:tab/></w:r><w:r><w:tab/></w:r>${run(`${common.page} `)}<w:r><w:rPr></w:rPr><w:fldChar w:fldCharType="begin"></w:fldChar></w:r><w:r><w:rPr></w:rPr><w:instrText> PAGE </w:instrText></w:r><w:r><w:rPr></w:rPr><w:fldChar w:fldCharType="separate"/></w:r>${run("1")}<w:r><w:rPr></w:rPr><w:fldChar w:fldCharType="end"/></w:r>`)}</w:ftr>`
  const font = (name: string, charset: string, family: string): string =>
    `<w:font w:name="${name}"><w:charset w:val="${charset}"/><w:family w:val="${family}"/><w:pitch w:val="variable"/></w:font>`
  const faces = [...new Set([serif, sans])].map((name) =>
    font(name, "01", name.includes("Serif") ? "roman" : "swiss"),
  )
  const texts = Contents.texts(content)
  const counts = Package.count(texts)
  const external = true
  return [
    Package.relations("libreoffice", "_rels/.rels", [
      { type: "core-properties", target: "docProps/core.xml" },
      { type: "extended-properties", target: "docProps/app.xml" },
      { type: "custom-properties", target: "docProps/custom.xml" },
      { type: "officeDocument", target: "word/document.xml" },
    ]),
    Package.core("libreoffice", content, rng.within("titled").chance(2, 3)),
    Package.app("libreoffice", [
      ["Template", ""],
      ["TotalTime", String(content.editingMinutes)],
      ["Application", application],
      ["AppVersion", "15.0000"],
      ["Pages", String(WordDocument.pageCount(content, 86, 43))],
      ["Words", String(counts.words)],
      ["Characters", String(counts.characters)],
      ["CharactersWithSpaces", String(counts.charactersWithSpaces)],
      ["Paragraphs", String(counts.paragraphs)],
    ]),
    Package.part(
      "docProps/custom.xml",
      `${head}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"></Properties>`,
    ),
    Package.relations("libreoffice", "word/_rels/document.xml.rels", [
      { type: "styles", target: "styles.xml" },
      { type: "image", target: addresses.image, external },
      { type: "hyperlink", target: addresses.page, external },
      { type: "footer", target: "footer1.xml" },
      { type: "numbering", target: "numbering.xml" },
      { type: "fontTable", target: "fontTable.xml" },
      { type: "settings", target: "settings.xml" },
    ]),
    Package.part(
      "word/document.xml",
      `${head}<w:document ${namespaces}><w:body>${title}${meta}${body}${section}</w:body></w:document>`,
    ),
    styles(serif, sans, region.tag),
    Package.part("word/footer1.xml", footer),
    numbering(),
    Package.part(
      "word/fontTable.xml",
      `${head}<w:fonts ${word} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">${font("Times New Roman", "00", "roman")}${font("Symbol", "02", "roman")}${font("Arial", "00", "swiss")}${faces.join("")}</w:fonts>`,
    ),
    Package.part(
      "word/settings.xml",
      `${head}<w:settings ${word}><w:zoom w:percent="${rng.within("zoom").pick([100, 100, 120, 140, 90])}"/><w:defaultTabStop w:val="709"/><w:autoHyphenation w:val="true"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`,
    ),
    Package.types("libreoffice", [
      ["/docProps/core.xml", "core-properties"],
      ["/docProps/app.xml", "extended-properties"],
      ["/docProps/custom.xml", "custom-properties"],
      ["/word/_rels/document.xml.rels", "application/vnd.openxmlformats-package.relationships+xml"],
      ["/word/document.xml", "wordprocessingml.document.main"],
      ["/word/styles.xml", "wordprocessingml.styles"],
      ["/word/footer1.xml", "wordprocessingml.footer"],
      ["/word/numbering.xml", "wordprocessingml.numbering"],
      ["/word/fontTable.xml", "wordprocessingml.fontTable"],
      ["/word/settings.xml", "wordprocessingml.settings"],
    ]),
  ]
}
