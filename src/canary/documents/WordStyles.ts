/** Styles, numbering and fonts of Word documents, under the names that its languages give them. */
import * as Package from "./Package.ts"
import * as Theme from "./Theme.ts"
import type { Part } from "./Zip.ts"

/** Style ids as that language's Word makes them: the local name without what is not ASCII. */
export interface Names {
  readonly normal: string
  readonly heading1: string
  readonly heading2: string
  readonly title: string
  readonly subtitle: string
  readonly list: string
  readonly grid: string
  readonly font: string
  readonly table: string
  readonly none: string
  readonly header: string
  readonly footer: string
  readonly link: string
  /** What pictures are called. */
  readonly picture: string
}

const tables = {
  en: "Normal Heading1 Heading2 Title Subtitle ListParagraph TableGrid DefaultParagraphFont TableNormal NoList Header Footer Hyperlink Picture",
  de: "Standard berschrift1 berschrift2 Titel Untertitel Listenabsatz Tabellenraster Absatz-Standardschriftart NormaleTabelle KeineListe Kopfzeile Fuzeile Hyperlink Grafik",
  es: "Normal Ttulo1 Ttulo2 Ttulo Subttulo Prrafodelista Tablaconcuadrcula Fuentedeprrafopredeter Tablanormal Sinlista Encabezado Piedepgina Hipervnculo Imagen",
  "pt-BR":
    "Normal Ttulo1 Ttulo2 Ttulo Subttulo PargrafodaLista Tabelacomgrade Fontepargpadro Tabelanormal Semlista Cabealho Rodap Hyperlink Imagem",
  "pt-PT":
    "Normal Ttulo1 Ttulo2 Ttulo Subttulo PargrafodaLista TabelacomGrelha Tipodeletrapredefinidodopargrafo Tabelanormal Semlista Cabealho Rodap Hiperligao Imagem",
}

export const names = (tag: string): Names => {
  const language = tag.slice(0, 2)
  const table =
    tag === "pt-BR"
      ? tables["pt-BR"]
      : language === "pt"
        ? tables["pt-PT"]
        : language === "de"
          ? tables.de
          : language === "es"
            ? tables.es
            : tables.en
  const ids = table.split(" ")
  const at = (index: number): string => ids[index] ?? ""
  return {
    normal: at(0),
    heading1: at(1),
    heading2: at(2),
    title: at(3),
    subtitle: at(4),
    list: at(5),
    grid: at(6),
    font: at(7),
    table: at(8),
    none: at(9),
    header: at(10),
    footer: at(11),
    link: at(12),
    picture: at(13),
  }
}

export const namespaces =
  `xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" ` +
  `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" ` +
  `xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w14 w15"`

const style = (type: string, id: string, name: string, inside: string, isDefault = false): string =>
  `<w:style w:type="${type}"${isDefault ? ` w:default="1"` : ""} w:styleId="${id}"><w:name w:val="${name}"/>${inside}</w:style>`

/** `width` lies between the margins, in twentieths of a point. */
export const styles = (theme: Theme.Theme, own: Names, tag: string, width: number): Part => {
  const [size, after, line] = theme.text
  const [first, second, title] = theme.headings
  const accent = Theme.shaded(theme.colours[2]!)
  const major = `<w:rFonts w:asciiTheme="majorHAnsi" w:eastAsiaTheme="majorEastAsia" w:hAnsiTheme="majorHAnsi" w:cstheme="majorBidi"/>`
  const colour = `<w:color w:val="${accent}" w:themeColor="accent1" w:themeShade="BF"/>`
  const sizes = (value: number): string => `<w:sz w:val="${value}"/><w:szCs w:val="${value}"/>`
  const basis = `<w:basedOn w:val="${own.normal}"/>`
  const next = `${basis}<w:next w:val="${own.normal}"/>`
  const heading = (id: string, level: number, value: number, before: number): string =>
    style(
      "paragraph",
      id,
      `heading ${level}`,
      `${next}<w:uiPriority w:val="9"/>${level > 1 ? "<w:unhideWhenUsed/>" : ""}<w:qFormat/><w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="${before}" w:after="${level > 1 ? 40 : 0}"/><w:outlineLvl w:val="${level - 1}"/></w:pPr><w:rPr>${major}${colour}${sizes(value)}</w:rPr>`,
    )
  const edge = (side: string): string =>
    `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>`
  return Package.part(
    "word/styles.xml",
    `${Package.declaration("microsoft")}<w:styles ${namespaces}><w:docDefaults><w:rPrDefault><w:rPr>` +
      `<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi" w:cstheme="minorBidi"/>${sizes(size)}` +
      `<w:lang w:val="${tag}" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>` +
      `<w:spacing w:after="${after}" w:line="${line}" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
      `<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="0" w:defUnhideWhenUsed="0" w:defQFormat="0" w:count="376">` +
      `<w:lsdException w:name="Normal" w:uiPriority="0" w:qFormat="1"/><w:lsdException w:name="heading 1" w:uiPriority="9" w:qFormat="1"/>` +
      `<w:lsdException w:name="heading 2" w:semiHidden="1" w:uiPriority="9" w:unhideWhenUsed="1" w:qFormat="1"/>` +
      `<w:lsdException w:name="Title" w:uiPriority="10" w:qFormat="1"/><w:lsdException w:name="Subtitle" w:uiPriority="11" w:qFormat="1"/>` +
      `<w:lsdException w:name="Table Grid" w:uiPriority="39"/><w:lsdException w:name="List Paragraph" w:uiPriority="34" w:qFormat="1"/></w:latentStyles>` +
      style("paragraph", own.normal, "Normal", "<w:qFormat/>", true) +
      heading(own.heading1, 1, first, 240) +
      heading(own.heading2, 2, second, 160) +
      style(
        "character",
        own.font,
        "Default Paragraph Font",
        `<w:uiPriority w:val="1"/><w:semiHidden/><w:unhideWhenUsed/>`,
        true,
      ) +
      style(
        "table",
        own.table,
        "Normal Table",
        `<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>`,
        true,
      ) +
      style(
        "numbering",
        own.none,
        "No List",
        `<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>`,
        true,
      ) +
      style(
        "paragraph",
        own.title,
        "Title",
        `${next}<w:uiPriority w:val="10"/><w:qFormat/><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/><w:contextualSpacing/></w:pPr><w:rPr>${major}<w:spacing w:val="-10"/><w:kern w:val="28"/>${sizes(title)}</w:rPr>`,
      ) +
      style(
        "paragraph",
        own.subtitle,
        "Subtitle",
        `${next}<w:uiPriority w:val="11"/><w:qFormat/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr><w:rPr><w:color w:val="5A5A5A" w:themeColor="text1" w:themeTint="A5"/><w:spacing w:val="15"/></w:rPr>`,
      ) +
      style(
        "paragraph",
        own.list,
        "List Paragraph",
        `${basis}<w:uiPriority w:val="34"/><w:qFormat/><w:pPr><w:ind w:left="720"/><w:contextualSpacing/></w:pPr>`,
      ) +
      style(
        "table",
        own.grid,
        "Table Grid",
        `<w:basedOn w:val="${own.table}"/><w:uiPriority w:val="39"/><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:tblPr><w:tblBorders>${["top", "left", "bottom", "right", "insideH", "insideV"].map(edge).join("")}</w:tblBorders></w:tblPr>`,
      ) +
      style(
        "paragraph",
        own.header,
        "header",
        `${basis}<w:uiPriority w:val="99"/><w:unhideWhenUsed/><w:pPr><w:tabs><w:tab w:val="center" w:pos="${Math.floor(width / 2)}"/><w:tab w:val="right" w:pos="${width}"/></w:tabs><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>`,
      ) +
      style(
        "paragraph",
        own.footer,
        "footer",
        `${basis}<w:uiPriority w:val="99"/><w:unhideWhenUsed/><w:pPr><w:tabs><w:tab w:val="center" w:pos="${Math.floor(width / 2)}"/><w:tab w:val="right" w:pos="${width}"/></w:tabs><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>`,
      ) +
      style(
        "character",
        own.link,
        "Hyperlink",
        `<w:basedOn w:val="${own.font}"/><w:uiPriority w:val="99"/><w:unhideWhenUsed/><w:rPr><w:color w:val="${theme.colours[8]!}" w:themeColor="hyperlink"/><w:u w:val="single"/></w:rPr>`,
      ) +
      `</w:styles>`,
  )
}

const bullets = ["\uf0b7", "o", "\uf0a7"]

const level = (at: number, ordered: boolean): string => {
  const text = ordered ? `%${at + 1}.` : bullets[at % 3]!
  const format = ordered ? ["decimal", "lowerLetter", "lowerRoman"][at % 3]! : "bullet"
  const font = ["Symbol", "Courier New", "Wingdings"][at % 3]!
  const look = ordered
    ? ""
    : `<w:rPr><w:rFonts w:ascii="${font}" w:hAnsi="${font}" w:hint="default"/></w:rPr>`
  return (
    `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/>` +
    `<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="${720 * (at + 1)}" w:hanging="360"/></w:pPr>${look}</w:lvl>`
  )
}

/** List 1 is of bullets, list 2 of numbers; `ids` are eight hexadecimal digits each. */
export const numbering = (ids: ReadonlyArray<string>): Part => {
  const list = (at: number): string =>
    `<w:abstractNum w:abstractNumId="${at}" w15:restartNumberingAfterBreak="0"><w:nsid w:val="${ids[at * 2]!}"/>` +
    `<w:multiLevelType w:val="hybridMultilevel"/><w:tmpl w:val="${ids[at * 2 + 1]!}"/>${Array.from(
      { length: 9 },
      (_, each) => level(each, at === 1),
    ).join("")}</w:abstractNum>`
  return Package.part(
    "word/numbering.xml",
    `${Package.declaration("microsoft")}<w:numbering ${namespaces}>${list(0)}${list(1)}` +
      `<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`,
  )
}

const panoses: Readonly<Record<string, readonly [panose: string, family: string, sig: string]>> = {
  Calibri: [
    "020F0502020204030204",
    "swiss",
    "E4002EFF C200247B 00000009 00000000 000001FF 00000000",
  ],
  "Calibri Light": [
    "020F0302020204030204",
    "swiss",
    "E4002EFF C200247B 00000009 00000000 000001FF 00000000",
  ],
  Cambria: [
    "02040503050406030204",
    "roman",
    "E00006FF 420024FF 02000000 00000000 0000019F 00000000",
  ],
  Aptos: ["020B0004020202020204", "swiss", "20000287 00000003 00000000 00000000 0000019F 00000000"],
  "Aptos Display": [
    "020B0004020202020204",
    "swiss",
    "20000287 00000003 00000000 00000000 0000019F 00000000",
  ],
  "Times New Roman": [
    "02020603050405020304",
    "roman",
    "E0002EFF C000785B 00000009 00000000 000001FF 00000000",
  ],
  "Courier New": [
    "02070309020205020404",
    "modern",
    "E0002EFF C0007843 00000009 00000000 000001FF 00000000",
  ],
}

export const fonts = (theme: Theme.Theme): Part => {
  const faces = [...new Set([theme.minor, "Times New Roman", "Courier New", theme.major])]
  const marks = ["usb0", "usb1", "usb2", "usb3", "csb0", "csb1"]
  const font = (face: string): string => {
    const [panose, family, signature] = panoses[face]!
    const sig = signature
      .split(" ")
      .map((value, at) => `w:${marks[at]!}="${value}"`)
      .join(" ")
    return `<w:font w:name="${face}"><w:panose1 w:val="${panose}"/><w:charset w:val="00"/><w:family w:val="${family}"/><w:pitch w:val="${face === "Courier New" ? "fixed" : "variable"}"/><w:sig ${sig}/></w:font>`
  }
  return Package.part(
    "word/fontTable.xml",
    `${Package.declaration("microsoft")}<w:fonts ${namespaces}><w:font w:name="Symbol"><w:panose1 w:val="05050102010706020507"/><w:charset w:val="02"/><w:family w:val="roman"/><w:pitch w:val="variable"/><w:sig w:usb0="00000000" w:usb1="10000000" w:usb2="00000000" w:usb3="00000000" w:csb0="80000000" w:csb1="00000000"/></w:font>${faces.map(font).join("")}</w:fonts>`,
  )
}
