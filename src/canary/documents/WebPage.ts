/** Documents as web pages: what Word, Writer, Google Docs and a browser's "save as" leave behind. */
import type { Stream } from "../../rng/Rng.ts"
import * as Instant from "../../time/Instant.ts"
import * as Zone from "../../time/Zone.ts"
import type { Block, Content } from "./Content.ts"
import { escape } from "./Package.ts"
import type { Table } from "./Tables.ts"
import * as Theme from "./Theme.ts"

export interface Sheet {
  readonly rng: Stream
  readonly content: Content
  readonly image: string
  readonly page: string
  readonly stylesheet: string
  readonly timezone: string
  /** As `Package.libreOfficeOf` tells it. */
  readonly office: string
}

interface Markup {
  readonly heading: (text: string) => string
  readonly paragraph: (html: string) => string
  readonly list: (items: ReadonlyArray<string>, ordered: boolean) => string
  readonly link: (lead: string, text: string) => string
  readonly table: (table: Table) => string
}

const render = (blocks: ReadonlyArray<Block>, markup: Markup, between: string): string =>
  blocks
    .map((block) => {
      switch (block.kind) {
        case "heading":
          return markup.heading(escape(block.text))
        case "paragraph":
          return markup.paragraph(escape(block.text))
        case "list":
          return markup.list(block.items.map(escape), block.ordered)
        case "link":
          return markup.link(escape(block.lead), escape(block.text))
        case "table":
          return markup.table(block.table)
      }
    })
    .join(between)

const isRight = (kind: string): boolean => kind === "money" || kind === "percent"

const size = (rng: Stream): readonly [width: number, height: number] => [
  rng.between(96, 260),
  rng.between(30, 78),
]

/** Breaks lines at spaces where the program would. */
const wrapped = (html: string, columns: number): string => {
  const out: Array<string> = []
  let line = ""
  for (const word of html.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > columns) {
      out.push(line)
      line = word
    } else line = line === "" ? word : `${line} ${word}`
  }
  return [...out, line].join("\n")
}

/** Word's "web page, filtered": carriage returns, Windows-1252, unquoted attributes. */
export const word = ({ rng, content, image, page }: Sheet): string => {
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
    rule(`p.MsoListParagraph, li.MsoListParagraph, div.MsoListParagraph`, [
      ...normal(points, []),
      `font-family:${face(theme.minor)}`,
    ]),
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
            `<p class=MsoListParagraph style='margin-left:${unit === "cm" ? "36.0pt" : ".5in"};text-indent:-18.0pt'>${mark}${item}</p>`,
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

/** LibreOffice Writer's HTML. */
export const writer = ({ rng, content, image, page, timezone, office }: Sheet): string => {
  const { region } = content.cast
  const metric = region.paper === "A4"
  const version = office.slice("LibreOffice/".length).split("$")[0]!
  const local = (instant: Instant.Instant): string => {
    const { offsetMinutes } = Zone.toLocal(timezone, instant.ms)
    return `${Instant.toIso(instant.ms + offsetMinutes * 60_000).slice(0, 19)}.${String(instant.ns).padStart(6, "0")}000`
  }
  const faces = rng.within("faces").pick(["Liberation Serif", "Liberation Sans", "DejaVu Sans"])
  const generic = faces.endsWith("Serif") ? "serif" : "sans-serif"
  const pitch = metric ? "0.25cm" : "0.1in"
  const markup: Markup = {
    heading: (text) => `<h2 class="western">${wrapped(text, 72)}</h2>`,
    paragraph: (html) => wrapped(`<p>${html}</p>`, 72),
    list: (items, ordered) => {
      const tag = ordered ? "ol" : "ul"
      return `<${tag}>\n${items
        .map(
          (item, at) =>
            `\t<li><p${at < items.length - 1 ? ` style="margin-bottom: 0${metric ? "cm" : "in"}"` : ""}>${wrapped(item, 70).replaceAll("\n", "\n\t")}</p></li>`,
        )
        .join("\n")}\n</${tag}>`
    },
    link: (lead, text) => wrapped(`<p>${lead} <a href="${escape(page)}">${text}</a></p>`, 72),
    table: (table) => {
      const columns = table.rows[0]!.length
      const share = Math.floor(256 / columns)
      const cell = (tag: string, text: string, right: boolean): string =>
        `\t\t<${tag} width="${Math.floor(100 / columns)}%" style="border: 1px solid #000000; padding: ${metric ? "0.1cm" : "0.04in"}"><p${right ? ` align="right"` : ""}>\n\t\t\t${text === "" ? "<br/>\n" : text}</p>\n\t\t</${tag}>`
      const row = (cells: ReadonlyArray<string>): string =>
        `\t<tr valign="top">\n${cells.join("\n")}\n\t</tr>`
      const head =
        table.head.length === 0
          ? ""
          : `${row(table.head.map((text) => cell("th", escape(text), false)))}\n`
      return `<table width="100%" cellpadding="4" cellspacing="0">\n${`\t<col width="${share}*"/>\n\n`.repeat(columns)}${head}${table.rows
        .map((cells) => row(cells.map(({ text, kind }) => cell("td", escape(text), isRight(kind)))))
        .join("\n")}\n</table>\n<p><br/>\n<br/>\n\n</p>`
    },
  }
  const [width, height] = size(rng.within("image"))
  return `<!DOCTYPE html>
<html>
<head>
\t<meta http-equiv="content-type" content="text/html; charset=utf-8"/>
\t<title>${escape(content.title)}</title>
\t<meta name="generator" content="LibreOffice ${version} (Linux)"/>
\t<meta name="author" content="${escape(content.author)}"/>
\t<meta name="created" content="${local(content.created)}"/>
\t<meta name="changedby" content="${escape(content.lastAuthor)}"/>
\t<meta name="changed" content="${local(content.modified)}"/>
\t<style type="text/css">
\t\t@page { size: ${metric ? "21cm 29.7cm; margin: 2cm" : "8.5in 11in; margin: 0.79in"} }
\t\tp { line-height: 115%; margin-bottom: ${pitch}; background: transparent }
\t\th1 { margin-bottom: ${metric ? "0.21cm" : "0.08in"}; background: transparent; page-break-after: avoid }
\t\th1.western { font-family: "${faces}", ${generic}; font-size: 18pt; font-weight: bold }
\t\th2 { margin-top: ${metric ? "0.35cm" : "0.14in"}; margin-bottom: ${metric ? "0.21cm" : "0.08in"}; background: transparent; page-break-after: avoid }
\t\th2.western { font-family: "${faces}", ${generic}; font-size: 16pt; font-weight: bold }
\t\ttd p { orphans: 0; widows: 0; background: transparent }
\t\tth p { font-weight: bold; text-align: center; orphans: 0; widows: 0; background: transparent }
\t\ta:link { color: #000080; so-language: zxx; text-decoration: underline }
\t</style>
</head>
<body lang="${region.tag}" link="#000080" vlink="#800000" dir="ltr"><p><img src="${escape(image)}" name="${rng.within("name").pick(["Image1", "Bild1", "Logo", "graphics1"])}" align="bottom" width="${width}" height="${height}" border="0"/>
</p>
<h1 class="western">${escape(content.title)}</h1>
<p><i>${escape(content.meta)}</i></p>
${render(content.blocks, markup, "\n")}
</body>
</html>`
}

const idCharacters = "abcdefghijklmnopqrstuvwxyz0123456789"

/** Google Docs' download as a web page: one line, classes by number. */
export const googleDocs = ({ rng, content, image, page }: Sheet): string => {
  const font = rng.within("font").pick(["Arial", "Arial", "Calibri", "Roboto", "Verdana"])
  const classes = rng.within("classes").shuffle(Array.from({ length: 14 }, (_, at) => `c${at}`))
  const [title, text, space, cell, head, link, body, item, right, meta, bold] = classes as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  const id = (name: string): string => `h.${rng.within("id", name).chars(idCharacters, 12)}`
  const list = `lst-kix_${rng.within("list").chars(idCharacters, 12)}-0`
  // microseconds of the download
  const stamp = `${content.modified.ms}${String(Math.floor(content.modified.ns / 1000)).padStart(3, "0")}`
  const usg = `AOvVaw${rng.within("usg").between(0, 3)}${rng.within("usg", "tail").chars("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", 21)}`
  const target = `https://www.google.com/url?q=${escape(page)}&amp;sa=D&amp;source=editors&amp;ust=${stamp}&amp;usg=${usg}`
  const paragraph = (html: string, more = ""): string =>
    `<p class="${space}${more}"><span class="${text}">${html}</span></p>`
  let headings = 0
  const markup: Markup = {
    heading: (html) =>
      `<h2 class="${head}" id="${id(String(headings++))}"><span class="${bold}">${html}</span></h2>`,
    paragraph: (html) => paragraph(html),
    list: (items, ordered) => {
      const tag = ordered ? "ol" : "ul"
      return `<${tag} class="${list} start"${ordered ? ` start="1"` : ""}>${items
        .map((html) => `<li class="${item} li-bullet-0"><span class="${text}">${html}</span></li>`)
        .join("")}</${tag}>`
    },
    link: (lead, html) =>
      `<p class="${space}"><span class="${text}">${lead} </span><span class="${link}"><a class="${meta}" href="${target}">${html}</a></span></p>`,
    table: (table) => {
      const row = (cells: ReadonlyArray<readonly [string, boolean]>): string =>
        `<tr class="${item}">${cells.map(([html, isEnd]) => `<td class="${cell}" colspan="1" rowspan="1">${paragraph(html, isEnd ? ` ${right}` : "")}</td>`).join("")}</tr>`
      return `<table class="${body}">${table.head.length === 0 ? "" : row(table.head.map((each) => [escape(each), false]))}${table.rows
        .map((cells) => row(cells.map((each) => [escape(each.text), isRight(each.kind)])))
        .join("")}</table><p class="${space}"><span class="${text}"></span></p>`
    },
  }
  const [width, height] = size(rng.within("image"))
  const box = `width: ${width}.00px; height: ${height}.00px;`
  const css = [
    `ol{margin:0;padding:0}table td,table th{padding:0}`,
    `.${title}{color:#000000;font-weight:400;text-decoration:none;vertical-align:baseline;font-size:26pt;font-family:"${font}";font-style:normal}`,
    `.${text}{color:#000000;font-weight:400;text-decoration:none;vertical-align:baseline;font-size:11pt;font-family:"${font}";font-style:normal}`,
    `.${space}{padding-top:0pt;padding-bottom:${rng.within("pad").pick([0, 6, 8, 10])}pt;line-height:1.15;orphans:2;widows:2;text-align:left}`,
    `.${cell}{border:1pt solid #000000;padding:5pt 5pt 5pt 5pt;vertical-align:top}`,
    `.${head}{padding-top:18pt;padding-bottom:6pt;line-height:1.15;page-break-after:avoid}`,
    `.${bold}{color:#000000;font-weight:400;font-size:16pt;font-family:"${font}"}`,
    `.${link}{color:#1155cc;text-decoration:underline}.${meta}{color:inherit;text-decoration:inherit}`,
    `.${body}{border-spacing:0;border-collapse:collapse;margin-right:auto}.${item}{margin-left:36pt;padding-left:0pt;line-height:1.15}.${right}{text-align:right}`,
    `li{color:#000000;font-size:11pt;font-family:"${font}"}`,
  ]
  return (
    `<html><head><meta content="text/html; charset=UTF-8" http-equiv="content-type"><style type="text/css">${css.join("")}</style></head>` +
    `<body class="${classes[11]!} doc-content" style="background-color:#ffffff;max-width:${content.cast.region.paper === "A4" ? "451.4pt" : "468pt"};padding:72pt 72pt 72pt 72pt">` +
    `<p class="${space}"><span style="overflow: hidden; display: inline-block; margin: 0.00px 0.00px; border: 0.00px solid #000000; transform: rotate(0.00rad) translateZ(0px); -webkit-transform: rotate(0.00rad) translateZ(0px); ${box}"><img alt="" src="${escape(image)}" style="${box} margin-left: 0.00px; margin-top: 0.00px; transform: rotate(0.00rad) translateZ(0px); -webkit-transform: rotate(0.00rad) translateZ(0px);" title=""></span></p>` +
    `<p class="${space} title" id="${id("title")}"><span class="${title}">${escape(content.title)}</span></p>${paragraph(escape(content.meta))}` +
    `${render(content.blocks, markup, "")}</body></html>`
  )
}

/** A wiki page that somebody saved from the browser. */
export const savedPage = ({ rng, content, image, page, stylesheet }: Sheet): string => {
  const { domain, region } = content.cast
  const host = `${rng.within("host").pick(["wiki", "intranet", "confluence", "docs", "team"])}.${domain}`
  const number = rng.within("number").between(1_180_000, 98_760_000)
  const path = rng
    .within("path")
    .pick([
      `/pages/viewpage.action?pageId=${number}`,
      `/display/IT/${number}`,
      `/index.php?curid=${number}`,
      `/doc/${rng.within("slug").chars(idCharacters, 10)}`,
    ])
  const url = `https://${host}${path}`
  const prefix = rng.within("prefix").pick(["wiki", "page", "content", "doc", "md", "article"])
  const markup: Markup = {
    heading: (text) =>
      `<h2 id="${prefix}-${text.toLowerCase().replace(/[^a-z0-9]+/g, "-")}">${text}</h2>`,
    paragraph: (html) => `<p>${html}</p>`,
    list: (items, ordered) =>
      `<${ordered ? "ol" : "ul"}>${items.map((item) => `<li>${item}</li>`).join("")}</${ordered ? "ol" : "ul"}>`,
    link: (lead, text) => `<p>${lead} <a href="${escape(page)}" rel="nofollow">${text}</a></p>`,
    table: (table) =>
      `<div class="table-wrap"><table class="${prefix}-table"><tbody>${table.head.length === 0 ? "" : `<tr>${table.head.map((text) => `<th>${escape(text)}</th>`).join("")}</tr>`}${table.rows
        .map(
          (cells) =>
            `<tr>${cells
              .map(({ text, kind }, at) => {
                const tag = table.head.length === 0 && at === 0 ? "th" : "td"
                return `<${tag}${isRight(kind) ? ` style="text-align: right"` : ""}>${escape(text)}</${tag}>`
              })
              .join("")}</tr>`,
        )
        .join("")}</tbody></table></div>`,
  }
  const [width, height] = size(rng.within("image"))
  const colour = `#${rng.within("colour").hex(6)}`
  return `<!DOCTYPE html>
<!-- saved from url=(${String(url.length).padStart(4, "0")})${url} -->
<html lang="${region.tag}"><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8">

<title>${escape(content.title)} - ${escape(content.organisation)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escape(stylesheet)}">
<style>
body{margin:0;font:${rng.within("px").pick([14, 15, 16])}px/1.5 ${rng.within("family").pick(['-apple-system,"Segoe UI",Roboto,sans-serif', "Arial,Helvetica,sans-serif", '"Helvetica Neue",Arial,sans-serif', '"Open Sans",sans-serif'])};color:#172b4d}
.${prefix}-bar{display:flex;justify-content:space-between;padding:8px 20px;border-bottom:2px solid ${colour}}
.${prefix}-body{max-width:${rng.within("max").pick([860, 900, 960, 1080])}px;margin:24px auto;padding:0 20px}
.${prefix}-meta{color:#6b778c;font-size:12px}
table{border-collapse:collapse}td,th{border:1px solid #c1c7d0;padding:7px 10px;text-align:left}th{background:#f4f5f7}
</style></head>
<body>
<div class="${prefix}-bar"><a href="https://${host}/"><img src="${escape(image)}" width="${width}" height="${height}" alt="${escape(content.organisation)}"></a><span>${escape(content.lastAuthor)}</span></div>
<div class="${prefix}-body">
<h1>${escape(content.title)}</h1>
<div class="${prefix}-meta">${escape(content.meta)}</div>
${render(content.blocks, markup, "\n")}
</div>


</body></html>`
}
