/** Web pages of Microsoft Word, "filtered". */
import { escape } from "./Package.ts"
import * as Theme from "./Theme.ts"
import { isRight, render, size, wrapped, type Markup, type Sheet } from "./WebPage.ts"

/** Paragraphs of one style that stand together have classes of their own. */
const placeOf = (at: number, count: number): string =>
  count === 1 ? "" : at === 0 ? "CxSpFirst" : at === count - 1 ? "CxSpLast" : "CxSpMiddle"

/** Word's "web page, filtered": carriage returns, Windows-1252, unquoted attributes. */
export const write = ({ rng, content, image, page }: Sheet): string => {
  const theme = rng.within("theme").pick(Theme.themes)
  const { region } = content.cast
  const accent = Theme.shaded(theme.colours[2]!)
  const [points, after] = [theme.text[0] / 2, theme.text[1] / 20]
  const unit = region.paper === "A4" ? "cm" : "in"
  const paper = region.paper === "A4" ? "595.3pt 841.9pt" : "8.5in 11.0in"
  const margin = region.paper === "A4" ? "70.85pt 70.85pt 2.0cm 70.85pt" : "1.0in 1.0in 1.0in 1.0in"
  const face = (name: string): string => `"${name}",${name === "Cambria" ? "serif" : "sans-serif"}`
  const rule = (selectors: string, lines: ReadonlyArray<string>): string =>
    `${selectors}\n\t{${lines.join(";\n\t")};}`
  const normal = (size: number, more: ReadonlyArray<string>): ReadonlyArray<string> => [
    `margin-top:0${unit}`,
    `margin-right:0${unit}`,
    `margin-bottom:${after.toFixed(1)}pt`,
    `margin-left:0${unit}`,
    ...more,
    `font-size:${size.toFixed(1)}pt`,
  ]
  const css = [
    ` /* Font Definitions */`,
    rule(` @font-face`, [`font-family:"Cambria Math"`, `panose-1:2 4 5 3 5 4 6 3 2 4`]),
    rule(`@font-face`, [`font-family:${theme.minor}`, `panose-1:2 15 5 2 2 2 4 3 2 4`]),
    ` /* Style Definitions */`,
    rule(` p.MsoNormal, li.MsoNormal, div.MsoNormal`, [
      ...normal(points, [`line-height:${Math.floor((theme.text[2] * 100) / 240)}%`]),
      `font-family:${face(theme.minor)}`,
    ]),
    rule(`h1`, [
      ...normal(theme.headings[0] / 2, [`page-break-after:avoid`]),
      `font-family:${face(theme.major)}`,
      `color:#${accent}`,
      `font-weight:normal`,
    ]),
    rule(`p.MsoTitle, li.MsoTitle, div.MsoTitle`, [
      ...normal(theme.headings[2] / 2, []),
      `font-family:${face(theme.major)}`,
      `letter-spacing:-.5pt`,
    ]),
    rule(`a:link, span.MsoHyperlink`, [`color:#${theme.colours[8]!}`, `text-decoration:underline`]),
    ...["", "CxSpFirst", "CxSpMiddle", "CxSpLast"].map((place) => {
      const name = `MsoListParagraph${place}`
      const lines = [...normal(points, []), `font-family:${face(theme.minor)}`]
      const tight = place === "CxSpFirst" || place === "CxSpMiddle"
      return rule(
        `p.${name}, li.${name}, div.${name}`,
        tight
          ? lines.map((line) => line.replace(/^margin-bottom:.*/, `margin-bottom:0${unit}`))
          : lines,
      )
    }),
    rule(`@page WordSection1`, [`size:${paper}`, `margin:${margin}`]),
    rule(`div.WordSection1`, [`page:WordSection1`]),
    ` /* List Definitions */`,
    rule(` ol`, [`margin-bottom:0${unit}`]),
    rule(`ul`, [`margin-bottom:0${unit}`]),
  ]
  const shaded = rng.within("shaded").chance(1, 2)
  const markup: Markup = {
    heading: (text) => `<h1>${text}</h1>`,
    paragraph: (html) => wrapped(`<p class=MsoNormal>${html}</p>`, 78),
    list: (items, ordered) =>
      items
        .map((item, at) => {
          const mark = ordered
            ? `${at + 1}.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span>`
            : `<span style='font-family:Symbol'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span>`
          return wrapped(
            `<p class=MsoListParagraph${placeOf(at, items.length)} style='margin-left:${unit === "cm" ? "36.0pt" : ".5in"};text-indent:-18.0pt'>${mark}${item}</p>`,
            78,
          )
        })
        .join("\n\n"),
    link: (lead, text) =>
      wrapped(`<p class=MsoNormal>${lead} <a href="${escape(page)}">${text}</a></p>`, 78),
    table: (table) => {
      const cell = (text: string, bold: boolean, right: boolean, fill: boolean): string =>
        `  <td valign=top style='border:solid windowtext 1.0pt;${fill ? `background:#${theme.colours[2]!};` : ""}\n  padding:0${unit} 5.4pt 0${unit} 5.4pt'>\n  <p class=MsoNormal${right ? " align=right" : ""} style='margin-bottom:0${unit};line-height:normal${right ? ";\n  text-align:right" : ""}'>${bold ? "<b>" : ""}${fill ? "<span style='color:white'>" : ""}${text === "" ? "&nbsp;" : text}${fill ? "</span>" : ""}${bold ? "</b>" : ""}</p>\n  </td>`
      const row = (cells: ReadonlyArray<string>): string => ` <tr>\n${cells.join("\n")}\n </tr>`
      return `<table class=MsoTableGrid border=1 cellspacing=0 cellpadding=0\n style='border-collapse:collapse;border:none'>\n${[
        ...(table.head.length === 0
          ? []
          : [row(table.head.map((text) => cell(escape(text), true, false, shaded)))]),
        ...table.rows.map((cells) =>
          row(
            cells.map(({ text, kind }, at) =>
              cell(escape(text), table.head.length === 0 && at === 0, isRight(kind), false),
            ),
          ),
        ),
      ].join("\n")}\n</table>\n\n<p class=MsoNormal>&nbsp;</p>`
    },
  }
  const [width, height] = size(rng.within("image"))
  const number = rng.within("image", "number").between(1, 7)
  const top = `<p class=MsoNormal><img border=0 width=${width} height=${height}\nid="${content.cast.region.language === "de" ? "Grafik" : "Picture"} ${number}" src="${escape(image)}"></p>`
  const text = `<html>

<head>
<meta http-equiv=Content-Type content="text/html; charset=windows-1252">
<meta name=Generator content="Microsoft Word ${theme.major === "Cambria" ? 14 : 15} (filtered)">
<title>${escape(content.title)}</title>
<style>
<!--
${css.join("\n")}
-->
</style>

</head>

<body lang=${region.tag.slice(0, 2) === "en" ? region.tag.toUpperCase() : region.tag.slice(0, 2).toUpperCase()} link="#${theme.colours[8]!}" vlink="#${theme.colours[9]!}"${theme.major === "Cambria" ? "" : " style='word-wrap:break-word'"}>

<div class=WordSection1>

${top}

<p class=MsoTitle>${escape(content.title)}</p>

<p class=MsoNormal><i>${escape(content.meta)}</i></p>

${render(content.blocks, markup, "\n\n")}

</div>

</body>

</html>
`
  return text.replaceAll("\n", "\r\n")
}
