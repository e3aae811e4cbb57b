/** Web pages that Google Docs offers for download. */
import { escape } from "./Package.ts"
import { idCharacters, isRight, render, size, type Markup, type Sheet } from "./WebPage.ts"

/** Google Docs' download as a web page: one line, classes by number. */
export const write = ({ rng, content, image, page }: Sheet): string => {
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
