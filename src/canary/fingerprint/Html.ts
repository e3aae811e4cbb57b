/** A page as HTML: the frame, the style sheet, and what a small script of the page's own does. */
import type { Stream } from "../../rng/Rng.ts"
import { el, raw, sheet, type Element, type Node } from "./Markup.ts"
import type { Block, Cell, Page } from "./Block.ts"
import type { Pen } from "./Pen.ts"
import { rules, type House } from "./Stylesheet.ts"
import * as Theme from "./Theme.ts"

const cellOf = ({ name, rng }: House, { text, tone, mail }: Cell): Node => {
  if (mail === true) return el("a", { href: `mailto:${text}` }, text)
  return tone === undefined || text === ""
    ? text
    : el(rng.within("toned").pick(["span", "b", "em", "strong"]), { class: name(tone) }, text)
}

const heading = (text: string | undefined): ReadonlyArray<Element> =>
  text === undefined ? [] : [el("h2", {}, text)]

const tableOf = (house: House, block: Extract<Block, { kind: "table" }>, at: number): Element => {
  const id = `${house.name("grid")}${at + 1}`
  const filter =
    block.filter === undefined
      ? []
      : [
          el(
            "p",
            {},
            el("label", {}, `${block.filter}: `),
            el("input", {
              type: "search",
              size: 24,
              oninput: `${called(house).filter}(this.value,'${id}')`,
            }),
          ),
        ]
  const head = el(
    "tr",
    {},
    block.head.map((text) => el("th", {}, text)),
  )
  const rows = block.rows.map((cells) =>
    el(
      "tr",
      {},
      cells.map((each) => el("td", {}, cellOf(house, each))),
    ),
  )
  const body = house.rng.within("thead").chance(2, 3)
    ? [el("thead", {}, head), el("tbody", {}, rows)]
    : [head, ...rows]
  return el(
    "section",
    { class: house.name("block") },
    ...heading(block.heading),
    ...filter,
    el(
      "table",
      { class: house.name("grid"), id: block.filter === undefined ? undefined : id },
      body,
    ),
  )
}

const fieldOf = (
  house: House,
  field: Extract<Block, { kind: "form" }>["fields"][number],
  at: number,
): Element => {
  const id = `${house.rng.within("field").pick(["f", "in", "fld", "i", "x"])}${at + 1}`
  const isValued = house.rng.within("valued").chance(1, 2)
  const input =
    field.type === "select"
      ? el(
          "select",
          { id, name: id },
          (field.options ?? []).map((option, index) =>
            el("option", isValued ? { value: index + 1 } : {}, option),
          ),
        )
      : field.type === "area"
        ? el("textarea", { id, name: id, rows: 4 })
        : el("input", { id, name: id, type: field.type === "check" ? "checkbox" : field.type })
  const label = el("label", { for: id }, field.label)
  return el(
    "div",
    { class: house.name("row") },
    ...(field.type === "check" ? [input, label] : [label, input]),
  )
}

const formOf = (house: House, block: Extract<Block, { kind: "form" }>): Element =>
  el(
    "section",
    { class: house.name("block") },
    ...heading(block.heading),
    el(
      "form",
      {
        class: house.name("form"),
        onsubmit: `return ${called(house).send}(this)`,
        autocomplete: "off",
      },
      ...block.fields.map((field, at) => fieldOf(house, field, at)),
      el(
        "div",
        { class: house.name("row") },
        el("button", { type: "submit", class: house.name("button") }, block.send),
        el("span", { class: house.name("bad"), hidden: "", "data-m": "1" }, block.answer),
      ),
    ),
  )

const blockOf =
  (house: House) =>
  (block: Block, at: number): Element => {
    switch (block.kind) {
      case "table":
        return tableOf(house, block, at)
      case "form":
        return formOf(house, block)
      case "list":
        return el(
          "section",
          { class: house.name("block") },
          ...heading(block.heading),
          el(
            "ul",
            {},
            block.lines.map((line) => el("li", {}, line)),
          ),
        )
      case "text":
        return el(
          "section",
          { class: at === 0 ? house.name("lead") : house.name("block") },
          ...heading(block.heading),
          ...block.lines.map((line) => el("p", {}, line)),
        )
      case "note":
        return el("p", { class: house.name("note") }, block.lines.join(" "))
    }
  }

/** Names of the page's own two functions. */
const called = ({ rng }: House): { readonly send: string; readonly filter: string } => ({
  send: rng.within("send").pick(["snd", "send", "check", "go", "submitForm", "onSend", "frm"]),
  filter: rng.within("filter").pick(["flt", "find", "filterRows", "search", "sift", "narrow"]),
})

/** What the page does by itself: a form that cannot be sent, a list that can be searched. */
const ownScript = (house: House, page: Page): string => {
  const own = house.rng.within("own")
  const { send, filter } = called(house)
  const parts: Array<string> = []
  if (page.blocks.some((block) => block.kind === "form"))
    parts.push(
      own
        .within("send")
        .pick([
          `function ${send}(f) { f.querySelector('[data-m]').hidden = false; return false; }`,
          `function ${send}(form){ var m = form.querySelectorAll('[data-m]')[0]; m.removeAttribute('hidden'); return false }`,
          `const ${send} = form => { form.querySelector('[data-m]').hidden = false; return false }`,
        ]),
    )
  if (page.blocks.some((block) => block.kind === "table" && block.filter !== undefined))
    parts.push(
      own
        .within("filter")
        .pick([
          `function ${filter}(q, id) {\n  var rows = document.getElementById(id).rows, i;\n  for (i = 1; i < rows.length; i++)\n    rows[i].style.display = rows[i].innerText.toLowerCase().indexOf(q.toLowerCase()) < 0 ? 'none' : '';\n}`,
          `function ${filter}(text, id) {\n  var t = document.getElementById(id);\n  Array.from(t.rows).slice(1).forEach(function (r) {\n    r.hidden = r.textContent.toLowerCase().indexOf(text.toLowerCase()) == -1;\n  });\n}`,
          `const ${filter} = (w, id) => {\n  for (const r of document.querySelectorAll('#' + id + ' tr')) if (r.cells[0].tagName == 'TD')\n    r.style.display = r.innerText.toUpperCase().includes(w.toUpperCase()) ? '' : 'none'\n}`,
        ]),
    )
  return parts.join("\n")
}

const head = (house: House, page: Page): ReadonlyArray<Node> => {
  const { rng, pen } = house
  const { name } = pen.context.organisation
  const title = rng
    .within("title")
    .pick([
      page.title,
      `${page.title} - ${name}`,
      `${name} | ${page.title}`,
      `${page.title} (${name})`,
    ])
  const own = ownScript(house, page)
  const meta: ReadonlyArray<Node> = rng
    .within("metas")
    .shuffle([
      el("title", {}, title),
      ...(rng.within("viewport").chance(1, 2)
        ? [el("meta", { name: "viewport", content: "width=device-width, initial-scale=1" })]
        : []),
      ...(rng.within("author").chance(1, 2)
        ? [el("meta", { name: "author", content: pen.context.owner.name })]
        : []),
      ...(rng.within("robots").chance(1, 4)
        ? [el("meta", { name: "robots", content: "noindex" })]
        : []),
    ])
  return [
    rng.within("charset").chance(4, 5)
      ? el("meta", { charset: rng.within("case").pick(["utf-8", "UTF-8"]) })
      : el("meta", { "http-equiv": "Content-Type", content: "text/html; charset=utf-8" }),
    ...meta,
    el("style", {}, raw(`\n${sheet(rules(house, page), rng.within("sheet"))}\n`)),
    ...(own === "" ? [] : [el("script", {}, raw(`\n${own}\n`))]),
  ]
}

const top = ({ rng, pen, name }: House): Element => {
  const links = rng
    .within("nav")
    .shuffle(["teams", "systems", "contacts", "tickets"] as const)
    .slice(0, rng.within("links").between(2, 4))
  return el(
    rng.within("top").pick(["header", "div"]),
    { class: name("top") },
    el(
      rng.within("brand").pick(["span", "b", "strong", "a"]),
      { class: name("brand") },
      pen.context.organisation.name,
    ),
    el(
      "span",
      { class: name("nav") },
      ...(["home", ...links] as const).map((key) => el("a", { href: "#" }, pen.say(key))),
    ),
  )
}

/** The line at the foot. */
const closing = (pen: Pen, { isForOutside }: Page, rng: Stream): string => {
  const { name, domain } = pen.context.organisation
  const { year } = pen.now
  return isForOutside
    ? rng.pick([`© ${year} ${name}`, `${name} · ${domain}`, `${name} ${year}`])
    : rng.pick([
        `${name} · ${pen.say("internal")}`,
        `${pen.say("internal")} · ${year}`,
        `© ${year} ${name}. ${pen.say("internal")}`,
        `${domain} · ${pen.say("internal")}`,
      ])
}

/** The whole document; `collector` is the script that it carries, `plain` what stands for it. */
export const document = (
  pen: Pen,
  page: Page,
  collector: string,
  plain: Node | undefined,
): Element => {
  const rng = pen.rng.within("html")
  const house: House = {
    rng,
    pen,
    theme: Theme.draw(rng.within("theme")),
    name: Theme.names(rng.within("names")),
  }
  const { name } = house
  const script = el("script", {}, raw(collector))
  const inHead = rng.within("script").chance(1, 3)
  const isNarrow = page.layout !== "wide"
  const main = el(
    rng.within("main").pick(["main", "div"]),
    { class: name("page") },
    el("h1", rng.within("heading").chance(1, 2) ? {} : { id: name("head") }, page.title),
    ...(isNarrow ? [] : [el("p", { class: name("meta") }, pen.updated())]),
    ...page.blocks.map(blockOf(house)),
  )
  const foot = el(
    rng.within("foot").pick(["footer", "div"]),
    { class: name("foot") },
    closing(pen, page, rng.within("closing")),
  )
  return el(
    "html",
    { lang: pen.language },
    el("head", {}, ...head(house, page), ...(inHead ? [script] : [])),
    el(
      "body",
      {},
      ...(page.isForOutside || (isNarrow && rng.within("bare").chance(1, 2)) ? [] : [top(house)]),
      main,
      foot,
      ...(plain === undefined ? [] : [plain]),
      ...(inHead ? [] : [script]),
    ),
  )
}
