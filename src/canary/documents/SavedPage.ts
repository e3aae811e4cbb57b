/** Wiki pages that somebody saved from the browser. */
import { escape } from "./Package.ts"
import { idCharacters, isRight, render, size, type Markup, type Sheet } from "./WebPage.ts"

/** A wiki page that somebody saved from the browser. */
export const write = ({ rng, content, image, page, stylesheet }: Sheet): string => {
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
${[
  `body{margin:0;font:${rng.within("px").pick([14, 15, 16])}px/1.5 ${rng.within("family").pick(['-apple-system,"Segoe UI",Roboto,sans-serif', "Arial,Helvetica,sans-serif", '"Helvetica Neue",Arial,sans-serif', '"Open Sans",sans-serif'])};color:#172b4d}`,
  `.${prefix}-bar{display:flex;justify-content:space-between;padding:8px 20px;border-bottom:2px solid ${colour}}`,
  `.${prefix}-body{max-width:${rng.within("max").pick([860, 900, 960, 1080])}px;margin:24px auto;padding:0 20px}`,
  `.${prefix}-meta{color:#6b778c;font-size:12px}`,
  `table{border-collapse:collapse}td,th{border:1px solid #c1c7d0;padding:7px 10px;text-align:left}th{background:#f4f5f7}`,
].join("\n")}
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
