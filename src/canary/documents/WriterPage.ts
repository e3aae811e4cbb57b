/** Web pages of LibreOffice Writer. */
import * as Instant from "../../time/Instant.ts"
import * as Zone from "../../time/Zone.ts"
import { escape } from "./Package.ts"
import { isRight, render, size, wrapped, type Markup, type Sheet } from "./WebPage.ts"

/** LibreOffice Writer's HTML. */
export const write = ({ rng, content, image, page, timezone, office }: Sheet): string => {
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
${[
  `\t<style type="text/css">`,
  `\t\t@page { size: ${metric ? "21cm 29.7cm; margin: 2cm" : "8.5in 11in; margin: 0.79in"} }`,
  `\t\tp { line-height: 115%; margin-bottom: ${pitch}; background: transparent }`,
  `\t\th1 { margin-bottom: ${metric ? "0.21cm" : "0.08in"}; background: transparent; page-break-after: avoid }`,
  `\t\th1.western { font-family: "${faces}", ${generic}; font-size: 18pt; font-weight: bold }`,
  `\t\th2 { margin-top: ${metric ? "0.35cm" : "0.14in"}; margin-bottom: ${metric ? "0.21cm" : "0.08in"}; background: transparent; page-break-after: avoid }`,
  `\t\th2.western { font-family: "${faces}", ${generic}; font-size: 16pt; font-weight: bold }`,
  `\t\ttd p { orphans: 0; widows: 0; background: transparent }`,
  `\t\tth p { font-weight: bold; text-align: center; orphans: 0; widows: 0; background: transparent }`,
  `\t\ta:link { color: #000080; so-language: zxx; text-decoration: underline }`,
].join("\n")}
\t</style>
</head>
${[
  `<body lang="${region.tag}" link="#000080" vlink="#800000" dir="ltr"><p><img src="${escape(image)}" name="${rng.within("name").pick(["Image1", "Bild1", "Logo", "graphics1"])}" align="bottom" width="${width}" height="${height}" border="0"/>`,
  `</p>`,
].join("\n")}
<h1 class="western">${escape(content.title)}</h1>
<p><i>${escape(content.meta)}</i></p>
${render(content.blocks, markup, "\n")}
</body>
</html>`
}
