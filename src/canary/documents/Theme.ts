/** The themes that Microsoft Office gave new documents over the years. */
import * as Package from "./Package.ts"
import type { Part } from "./Zip.ts"

export interface Theme {
  readonly name: string
  readonly major: string
  readonly minor: string
  /** dk2, lt2, accent1 to accent6, hlink, folHlink. */
  readonly colours: ReadonlyArray<string>
  /** Size in half points, spacing after and line pitch of a new document's text. */
  readonly text: readonly [size: number, after: number, line: number]
  /** Of headings 1 and 2 and of the title, in half points. */
  readonly headings: readonly [number, number, number]
}

export const themes: ReadonlyArray<Theme> = [
  {
    name: "Office",
    major: "Calibri Light",
    minor: "Calibri",
    colours: "44546A E7E6E6 4472C4 ED7D31 A5A5A5 FFC000 5B9BD5 70AD47 0563C1 954F72".split(" "),
    text: [22, 160, 259],
    headings: [32, 26, 56],
  },
  {
    name: "Office Theme",
    major: "Aptos Display",
    minor: "Aptos",
    colours: "0E2841 E8E8E8 156082 E97132 196B24 0F9ED5 A02B93 4EA72E 467886 96607D".split(" "),
    text: [24, 160, 278],
    headings: [40, 32, 56],
  },
  {
    name: "Office",
    major: "Cambria",
    minor: "Calibri",
    colours: "1F497D EEECE1 4F81BD C0504D 9BBB59 8064A2 4BACC6 F79646 0000FF 800080".split(" "),
    text: [22, 200, 276],
    headings: [28, 26, 52],
  },
]

/** A colour made darker, as headings have accent 1: shade 191 of 255. */
export const shaded = (colour: string): string =>
  [0, 2, 4]
    .map((at) => Math.floor((Number.parseInt(colour.slice(at, at + 2), 16) * 191) / 255))
    .map((value) => value.toString(16).toUpperCase().padStart(2, "0"))
    .join("")

const names = [
  "dk2",
  "lt2",
  "accent1",
  "accent2",
  "accent3",
  "accent4",
  "accent5",
  "accent6",
  "hlink",
  "folHlink",
]

const solid = `<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>`

const gradient = (first: string, second: string): string =>
  `<a:gradFill rotWithShape="1"><a:gsLst><a:gs pos="0"><a:schemeClr val="phClr">${first}</a:schemeClr></a:gs>` +
  `<a:gs pos="100000"><a:schemeClr val="phClr">${second}</a:schemeClr></a:gs></a:gsLst><a:lin ang="5400000" scaled="0"/></a:gradFill>`

const line = (width: number): string =>
  `<a:ln w="${width}" cap="flat" cmpd="sng" algn="ctr">${solid}<a:prstDash val="solid"/><a:miter lim="800000"/></a:ln>`

export const render = (theme: Theme, name: string): Part => {
  const colours = theme.colours
    .map((colour, at) => `<a:${names[at]!}><a:srgbClr val="${colour}"/></a:${names[at]!}>`)
    .join("")
  const font = (face: string): string =>
    `<a:latin typeface="${face}"/><a:ea typeface=""/><a:cs typeface=""/>`
  const effect = `<a:effectStyle><a:effectLst/></a:effectStyle>`
  return Package.part(
    name,
    `${Package.declaration("microsoft")}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office Theme">` +
      `<a:themeElements><a:clrScheme name="${theme.name}"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>` +
      `<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1>${colours}</a:clrScheme>` +
      `<a:fontScheme name="${theme.name}"><a:majorFont>${font(theme.major)}</a:majorFont><a:minorFont>${font(theme.minor)}</a:minorFont></a:fontScheme>` +
      `<a:fmtScheme name="${theme.name}"><a:fillStyleLst>${solid}${gradient(`<a:lumMod val="110000"/><a:satMod val="105000"/><a:tint val="67000"/>`, `<a:lumMod val="105000"/><a:satMod val="109000"/><a:tint val="81000"/>`)}` +
      `${gradient(`<a:satMod val="103000"/><a:lumMod val="102000"/><a:tint val="94000"/>`, `<a:lumMod val="99000"/><a:satMod val="120000"/><a:shade val="78000"/>`)}</a:fillStyleLst>` +
      `<a:lnStyleLst>${line(6350)}${line(12700)}${line(19050)}</a:lnStyleLst><a:effectStyleLst>${effect}${effect}${effect}</a:effectStyleLst>` +
      `<a:bgFillStyleLst>${solid}<a:solidFill><a:schemeClr val="phClr"><a:tint val="95000"/><a:satMod val="170000"/></a:schemeClr></a:solidFill>` +
      `${gradient(`<a:tint val="93000"/><a:satMod val="150000"/><a:shade val="98000"/><a:lumMod val="102000"/>`, `<a:shade val="63000"/><a:satMod val="120000"/>`)}</a:bgFillStyleLst></a:fmtScheme>` +
      `</a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>`,
  )
}
