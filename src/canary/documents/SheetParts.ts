/** The parts of a workbook as Excel and LibreOffice Calc write them. */
import type { Stream } from "../../rng/Rng.ts"
import * as Instant from "../../time/Instant.ts"
import * as Book from "./Book.ts"
import type { Content } from "./Content.ts"
import * as Package from "./Package.ts"
import type { Region } from "./Region.ts"
import * as Theme from "./Theme.ts"
import type { Part } from "./Zip.ts"

const { escape } = Package

const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
const office = `xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
const microsoft =
  `xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr xr2 xr3" ` +
  `xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" ` +
  `xmlns:xr2="http://schemas.microsoft.com/office/spreadsheetml/2015/revision2" xmlns:xr3="http://schemas.microsoft.com/office/spreadsheetml/2016/revision3"`

export interface Manner {
  readonly producer: Package.Producer
  readonly theme: Theme.Theme
  /** Of the head row. */
  readonly fill: string
  readonly bordered: boolean
  /** Excel's build. */
  readonly build: string
  readonly calc: string
}

const styleOf = (look: Book.Look): number => Book.looks.indexOf(look)

const moneyFormat = ({ currency }: Region): string => {
  const sign = currency.sign.length > 1 ? `"${currency.sign}"` : currency.sign
  return currency.before
    ? currency.sign === "$" || currency.sign === "£"
      ? `"${currency.sign}"#,##0`
      : `${sign}\\ #,##0`
    : `#,##0\\ "${currency.sign}"`
}

const dateFormat = ({ tag, language }: Region): string =>
  language === "de" ? "dd\\.mm\\.yyyy" : tag === "en-US" ? "m/d/yyyy" : "dd/mm/yyyy"

export const styles = (content: Content, manner: Manner): Part => {
  const { region } = content.cast
  const { producer, theme, fill, bordered } = manner
  const isExcel = producer === "microsoft"
  const face = isExcel ? theme.minor : "Arial"
  const size = isExcel ? (theme.minor === "Aptos" ? 12 : 11) : 10
  const family = `<family val="2"/>${isExcel ? `<scheme val="minor"/>` : ""}`
  const font = (more: string, points = size, colour = `<color theme="1"/>`): string =>
    `<font>${more}<sz val="${points}"/>${isExcel ? colour : ""}<name val="${face}"/>${family}</font>`
  const line = (side: string): string =>
    bordered ? `<${side} style="thin"><color auto="1"/></${side}>` : `<${side}/>`
  const white = fill === "F2F2F2" || fill === "D9E1F2" ? `<color theme="1"/>` : `<color theme="0"/>`
  const xf = (format: number, fontId: number, fillId: number, border: number): string =>
    `<xf numFmtId="${format}" fontId="${fontId}" fillId="${fillId}" borderId="${border}" xfId="0"${format > 0 ? ` applyNumberFormat="1"` : ""}${fontId > 0 ? ` applyFont="1"` : ""}${fillId > 0 ? ` applyFill="1"` : ""}${border > 0 ? ` applyBorder="1"` : ""}/>`
  const border = bordered ? 1 : 0
  const percent = 9
  return Package.part(
    "xl/styles.xml",
    `${Package.declaration(producer)}<styleSheet ${main}${isExcel ? ` ${microsoft.replace(" xr xr2 xr3", "")}` : ""}>` +
      `<numFmts count="2"><numFmt numFmtId="164" formatCode="${escape(moneyFormat(region))}"/><numFmt numFmtId="165" formatCode="${escape(dateFormat(region))}"/></numFmts>` +
      `<fonts count="5">${font("")}${font("<b/>", size + 4)}${font("<b/>", size, white)}${font("<b/>")}${font("<u/>", size, `<color theme="10"/>`)}</fonts>` +
      `<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF${fill}"/><bgColor indexed="64"/></patternFill></fill></fills>` +
      `<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>${line("left")}${line("right")}${line("top")}${line("bottom")}<diagonal/></border></borders>` +
      `<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${Book.looks.length}">` +
      [
        xf(0, 0, 0, 0),
        xf(0, 1, 0, 0),
        xf(0, 2, 2, border),
        xf(164, 0, 0, border),
        xf(percent, 0, 0, border),
        xf(165, 0, 0, border),
        xf(0, 3, 0, 0),
        xf(164, 3, 0, border),
        xf(0, 4, 0, 0),
      ].join("") +
      `</cellXfs><cellStyles count="1"><cellStyle name="${{ de: "Standard" }[region.language as "de"] ?? "Normal"}" xfId="0" builtinId="0"/></cellStyles>${isExcel ? `<dxfs count="0"/><tableStyles count="0" defaultTableStyle="TableStyleMedium2" defaultPivotStyle="PivotStyleLight16"/>` : ""}</styleSheet>`,
  )
}

const guid = (rng: Stream): string => {
  const hex = rng.hex(32).toUpperCase()
  return `{${[hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `${"89AB"[rng.below(4)]!}${hex.slice(17, 20)}`, hex.slice(20)].join("-")}}`
}

export const sheet = (
  rng: Stream,
  book: Book.Sheet,
  index: number,
  shared: ReadonlyArray<string>,
  content: Content,
  manner: Manner,
): Part => {
  const isExcel = manner.producer === "microsoft"
  const order = new Map(shared.map((text, at) => [text, at]))
  const { rows, widths, frozen, link } = book
  const last = `${Book.column(Math.max(...rows.map((row) => row.length)) - 1)}${rows.length}`
  const height = isExcel ? (manner.theme.minor === "Aptos" ? "16" : "15") : "12.8"
  const cell = (value: Book.Cell, at: number, row: number): string => {
    if (value === undefined) return ""
    const start = `<c r="${Book.column(at)}${row}"${isExcel && value.look === "plain" ? "" : ` s="${styleOf(value.look)}"`}`
    if (value.kind === "text") return `${start} t="s"><v>${order.get(value.text)!}</v></c>`
    const formula =
      value.formula === undefined
        ? ""
        : isExcel
          ? `<f>${value.formula}</f>`
          : `<f aca="false">${value.formula}</f>`
    return `${start}${isExcel ? "" : ` t="n"`}>${formula}<v>${value.value}</v></c>`
  }
  const lines = rows.map((row, at) => {
    const cells = row.map((each, place) => cell(each, place, at + 1)).join("")
    if (isExcel)
      return cells === ""
        ? ""
        : `<row r="${at + 1}" spans="1:${widths.length}" x14ac:dyDescent="${manner.theme.minor === "Aptos" ? "0.2" : "0.25"}">${cells}</row>`
    return `<row r="${at + 1}" customFormat="false" ht="${height}" hidden="false" customHeight="false" outlineLevel="0" collapsed="false">${cells}</row>`
  })
  const pane =
    frozen === 0
      ? ""
      : `<pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/>`
  const at = rng.within("selected").between(1, rows.length)
  const place = pane === "" ? "topLeft" : "bottomLeft"
  const view = isExcel
    ? `<sheetView${index === 0 ? ` tabSelected="1"` : ""}${rng.within("zoom").chance(1, 4) ? ` zoomScale="${rng.within("zoom").pick([85, 90, 110, 120])}"` : ""} workbookViewId="0">${pane}<selection${pane === "" ? "" : ` pane="bottomLeft"`} activeCell="A${at}" sqref="A${at}"/></sheetView>`
    : `<sheetView showFormulas="false" showGridLines="true" showRowColHeaders="true" showZeros="true" rightToLeft="false" tabSelected="${index === 0}" showOutlineSymbols="true" defaultGridColor="true" view="normal" topLeftCell="A1" colorId="64" zoomScale="100" zoomScaleNormal="100" zoomScalePageLayoutView="100" workbookViewId="0">${pane}<selection pane="${place}" activeCell="A${at}" activeCellId="0" sqref="A${at}"/></sheetView>`
  const cols = widths.map((width, each) => {
    const exact = isExcel
      ? `${width}.${rng.within("width", each).pick(["7109375", "28515625", "5703125", "140625"])}`
      : `${width}.${rng.within("width", each).between(10, 98)}`
    return isExcel
      ? `<col min="${each + 1}" max="${each + 1}" width="${exact}" customWidth="1"/>`
      : `<col collapsed="false" customWidth="true" hidden="false" outlineLevel="0" max="${each + 1}" min="${each + 1}" style="0" width="${exact}"/>`
  })
  const metric = content.cast.region.paper === "A4"
  const margins = isExcel
    ? metric
      ? `<pageMargins left="0.7" right="0.7" top="0.78740157499999996" bottom="0.78740157499999996" header="0.3" footer="0.3"/>`
      : `<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>`
    : `<printOptions headings="false" gridLines="false" gridLinesSet="true" horizontalCentered="false" verticalCentered="false"/><pageMargins left="0.7875" right="0.7875" top="1.05277777777778" bottom="1.05277777777778" header="0.7875" footer="0.7875"/><pageSetup paperSize="${metric ? 9 : 1}" orientation="portrait"/>`
  const links =
    link === undefined ? "" : `<hyperlinks><hyperlink ref="${link}" r:id="rId1"/></hyperlinks>`
  const format = isExcel
    ? `<sheetFormatPr ${metric ? `baseColWidth="10" ` : ""}defaultRowHeight="${height}" x14ac:dyDescent="${manner.theme.minor === "Aptos" ? "0.2" : "0.25"}"/>`
    : `<sheetFormatPr defaultColWidth="11.53515625" defaultRowHeight="${height}" zeroHeight="false" outlineLevelRow="0" outlineLevelCol="0"></sheetFormatPr>`
  return Package.part(
    `xl/worksheets/sheet${index + 1}.xml`,
    `${Package.declaration(manner.producer)}<worksheet ${main} ${office}${isExcel ? ` ${microsoft} xr:uid="${guid(rng.within("uid"))}"` : ""}>` +
      `${isExcel ? "" : `<sheetPr filterMode="false"><pageSetUpPr fitToPage="false"/></sheetPr>`}<dimension ref="A1:${last}"/><sheetViews>${view}</sheetViews>${format}<cols>${cols.join("")}</cols>` +
      `<sheetData>${lines.join("")}</sheetData>${links}${margins}${index === 0 ? `<drawing r:id="rId${link === undefined ? 1 : 2}"/>` : ""}</worksheet>`,
  )
}

/** The picture, right of the table, whose file lies elsewhere. */
export const drawing = (rng: Stream, book: Book.Sheet, manner: Manner): Part => {
  const from = Math.min(8, book.widths.length + rng.below(2))
  const width = rng.between(95, 240) * 9525
  const height = rng.between(28, 70) * 9525
  const number = rng.between(2, 5)
  return Package.part(
    "xl/drawings/drawing1.xml",
    `${Package.declaration(manner.producer)}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">` +
      `<xdr:oneCellAnchor><xdr:from><xdr:col>${from}</xdr:col><xdr:colOff>${rng.between(2, 40) * 9525}</xdr:colOff><xdr:row>0</xdr:row><xdr:rowOff>${rng.between(1, 12) * 9525}</xdr:rowOff></xdr:from><xdr:ext cx="${width}" cy="${height}"/>` +
      `<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="${number}" name="${rng.pick(["Picture", "Logo", "Image", "Grafik"])} ${number - 1}"/><xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr>` +
      `<xdr:blipFill><a:blip ${office} r:link="rId1"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="${width}" cy="${height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>`,
  )
}

export const workbook = (
  rng: Stream,
  sheets: ReadonlyArray<Book.Sheet>,
  manner: Manner,
  firstRelation: number,
): Part => {
  const isExcel = manner.producer === "microsoft"
  const list = sheets
    .map(
      ({ name }, at) =>
        `<sheet name="${escape(name)}" sheetId="${at + 1}"${isExcel ? "" : ` state="visible"`} r:id="rId${firstRelation + at}"/>`,
    )
    .join("")
  const views = isExcel
    ? `<bookViews><workbookView xWindow="${rng.pick([-120, -108, 0, 28_680])}" yWindow="${rng.pick([-120, -108, 0])}" windowWidth="${rng.pick([29_040, 28_800, 23_256, 38_640])}" windowHeight="${rng.pick([15_840, 15_720, 12_456, 21_240])}" xr2:uid="${guid(rng.within("uid"))}"/></bookViews>`
    : `<bookViews><workbookView showHorizontalScroll="true" showVerticalScroll="true" showSheetTabs="true" xWindow="0" yWindow="0" windowWidth="16384" windowHeight="8192" tabRatio="${rng.pick([500, 600])}" firstSheet="0" activeTab="0"/></bookViews>`
  const body = isExcel
    ? `<fileVersion appName="xl" lastEdited="7" lowestEdited="${rng.pick([4, 6, 7])}" rupBuild="${manner.build}"/><workbookPr defaultThemeVersion="${manner.theme.minor === "Aptos" ? "202300" : "166925"}"/>${views}<sheets>${list}</sheets><calcPr calcId="${manner.calc}"/>`
    : `<fileVersion appName="Calc"/><workbookPr backupFile="false" showObjects="all" date1904="false"/><workbookProtection/>${views}<sheets>${list}</sheets><calcPr iterateCount="100" refMode="A1" iterate="false" iterateDelta="0.001"/>`
  return Package.part(
    "xl/workbook.xml",
    `${Package.declaration(manner.producer)}<workbook ${main} ${office}${isExcel ? ` ${microsoft.replace("x14ac xr xr2 xr3", "xr xr2 xr3").replace(/xmlns:x14ac="[^"]*" /, "")}` : ""}>${body}</workbook>`,
  )
}

export const sharedStrings = (sheets: ReadonlyArray<Book.Sheet>, manner: Manner): Part => {
  const { unique, count } = Book.strings(sheets)
  const space = manner.producer === "microsoft" ? "" : ` xml:space="preserve"`
  return Package.part(
    "xl/sharedStrings.xml",
    `${Package.declaration(manner.producer)}<sst ${main} count="${count}" uniqueCount="${unique.length}">${unique
      .map((text) => `<si><t${space}>${escape(text)}</t></si>`)
      .join("")}</sst>`,
  )
}

const stamp = (instant: Instant.Instant): string => `${Instant.toIso(instant.ms).slice(0, 19)}Z`

/** Excel leaves out what nobody filled in. */
export const core = (content: Content): Part => {
  const base = Package.core("microsoft", content, false)
  const head = new TextDecoder().decode(base.bytes).split("<dc:title>")[0]!
  return Package.part(
    base.name,
    `${head}<dc:creator>${escape(content.author)}</dc:creator><cp:lastModifiedBy>${escape(content.lastAuthor)}</cp:lastModifiedBy>` +
      `<dcterms:created xsi:type="dcterms:W3CDTF">${stamp(content.created)}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${stamp(content.modified)}</dcterms:modified></cp:coreProperties>`,
  )
}
