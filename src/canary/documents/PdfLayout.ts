/** Sets a document on pages with the fonts that every viewer has: what stands where, in points. */
import { StandardFontEmbedder, StandardFonts } from "@cantoo/pdf-lib"
import type { Stream } from "../../rng/Rng.ts"
import type { Block, Content } from "./Content.ts"
import type { Table } from "./Tables.ts"

export type Weight = "regular" | "bold" | "italic"

export type Mark =
  | {
      readonly kind: "text"
      readonly x: number
      /** Of the base line, from below. */
      readonly y: number
      readonly weight: Weight
      readonly size: number
      readonly colour: Colour
      readonly text: string
    }
  | {
      readonly kind: "rule"
      readonly x: number
      readonly y: number
      readonly width: number
      readonly colour: Colour
    }
  | {
      readonly kind: "box"
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
      readonly fill: Colour | undefined
    }

/** Red, green and blue of 255. */
export type Colour = readonly [number, number, number]

export interface Page {
  readonly marks: ReadonlyArray<Mark>
  /** Where the visible link is: left, bottom, right, top. */
  readonly links: ReadonlyArray<readonly [number, number, number, number]>
}

export interface Layout {
  readonly width: number
  readonly height: number
  readonly fonts: Readonly<Record<Weight, string>>
  readonly pages: ReadonlyArray<Page>
}

const families = {
  helvetica: {
    regular: StandardFonts.Helvetica,
    bold: StandardFonts.HelveticaBold,
    italic: StandardFonts.HelveticaOblique,
  },
  times: {
    regular: StandardFonts.TimesRoman,
    bold: StandardFonts.TimesRomanBold,
    italic: StandardFonts.TimesRomanItalic,
  },
} as const

type FontName = Parameters<typeof StandardFontEmbedder.for>[0]

/** The library has two enumerations of the same names. */
const embedder = (name: StandardFonts): StandardFontEmbedder =>
  StandardFontEmbedder.for(name as string as FontName)

const black: Colour = [0, 0, 0]

/** What those fonts can show (Windows-1252); the rest becomes a question mark. */
export const codes = (text: string): ReadonlyArray<number> =>
  [...text].map((char) => {
    const code = char.codePointAt(0)!
    if (char === "€") return 0x80
    if (char === "’") return 0x92
    return (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code < 0x100) ? code : 0x3f
  })

export const make = (rng: Stream, content: Content): Layout => {
  const looks = rng.within("looks")
  const family =
    families[looks.weighted(["helvetica", "times"] as const, (each) => (each === "times" ? 1 : 3))]
  const embedders = {
    regular: embedder(family.regular),
    bold: embedder(family.bold),
    italic: embedder(family.italic),
  }
  const measure = (text: string, weight: Weight, size: number): number =>
    embedders[weight].widthOfTextAtSize(text.replace(/[^\x20-\x7e\xa0-\xff€]/g, "?"), size)
  const isA4 = content.cast.region.paper === "A4"
  const [width, height] = isA4 ? [595.28, 841.89] : [612, 792]
  const left = looks.pick([56.69, 62, 70.87, 72])
  const right = width - left
  const top = height - looks.pick([56, 64, 72])
  const bottom = 62
  const size = looks.pick([9.5, 10, 10, 10.5, 11])
  const leading = Math.round(size * looks.pick([128, 135, 142])) / 100
  const accent: Colour = looks.pick([
    [0, 0, 0],
    [31, 56, 100],
    [47, 84, 150],
    [128, 0, 0],
    [0, 84, 84],
    [64, 64, 64],
  ])
  const numbered = looks.chance(1, 3)
  const pages: Array<{
    marks: Array<Mark>
    links: Array<readonly [number, number, number, number]>
  }> = []
  let y = 0
  const open = (): void => {
    pages.push({ marks: [], links: [] })
    y = top
  }
  open()
  const page = () => pages.at(-1)!
  const need = (points: number): void => {
    if (y - points < bottom) open()
  }
  const put = (text: string, x: number, weight: Weight, at: number, colour = black): void => {
    if (text !== "") page().marks.push({ kind: "text", x, y, weight, size: at, colour, text })
  }
  const lines = (text: string, room: number, weight: Weight, at: number): ReadonlyArray<string> => {
    const out: Array<string> = []
    let line = ""
    for (const word of text.split(" ")) {
      const longer = line === "" ? word : `${line} ${word}`
      if (line !== "" && measure(longer, weight, at) > room) {
        out.push(line)
        line = word
      } else line = longer
    }
    return [...out, line]
  }
  const flow = (text: string, x: number, weight: Weight, at: number, colour = black): void => {
    for (const line of lines(text, right - x, weight, at)) {
      need(leading)
      y -= Math.round(leading * at * 100) / size / 100
      put(line, x, weight, at, colour)
    }
  }
  const grid = looks.pick(["grid", "rows", "plain"] as const)
  const padding = looks.pick([3, 4, 5])
  const tableOf = (table: Table): void => {
    const columns = table.rows[0]!.length
    const all = [table.head, ...table.rows.map((row) => row.map(({ text }) => text))]
    const natural = Array.from({ length: columns }, (_, at) =>
      Math.max(...all.map((row) => measure(row[at] ?? "", "bold", size - 0.5) + 2 * padding + 2)),
    )
    const sum = natural.reduce((total, each) => total + each, 0)
    const room = right - left
    const scale = sum > room || looks.within(table.kind).chance(1, 2) ? room / sum : 1
    const widths = natural.map((each) => Math.round(each * scale * 100) / 100)
    const whole = widths.reduce((total, each) => total + each, 0)
    const rowOf = (
      cells: ReadonlyArray<string>,
      weights: ReadonlyArray<Weight>,
      ends: ReadonlyArray<boolean>,
      fill: Colour | undefined,
    ): void => {
      const split = cells.map((text, at) =>
        lines(text, widths[at]! - 2 * padding, weights[at]!, size - 0.5),
      )
      const tall = Math.max(...split.map((each) => each.length)) * leading * 0.95 + 2 * padding - 1
      need(tall)
      const rowTop = y
      let x = left
      if (fill !== undefined)
        page().marks.push({ kind: "box", x, y: y - tall, width: whole, height: tall, fill })
      for (const [at, texts] of split.entries()) {
        if (grid === "grid")
          page().marks.push({
            kind: "box",
            x,
            y: rowTop - tall,
            width: widths[at]!,
            height: tall,
            fill: undefined,
          })
        y = rowTop - padding + 1
        for (const text of texts) {
          y -= leading * 0.95
          const indent = ends[at]!
            ? widths[at]! - padding - measure(text, weights[at]!, size - 0.5)
            : padding
          y += 2
          put(text, x + indent, weights[at]!, size - 0.5)
          y -= 2
        }
        x += widths[at]!
      }
      y = rowTop - tall
      if (grid === "rows")
        page().marks.push({ kind: "rule", x: left, y, width: whole, colour: [150, 150, 150] })
    }
    const ends = table.rows[0]!.map(({ kind }) => kind === "money" || kind === "percent")
    y -= 3
    if (table.head.length > 0)
      rowOf(
        table.head,
        table.head.map(() => "bold"),
        ends,
        grid === "plain" ? undefined : [225, 228, 234],
      )
    for (const [index, row] of table.rows.entries())
      rowOf(
        row.map(({ text }) => text),
        row.map((_, at) =>
          (table.head.length === 0 && at === 0) || (table.total && index === table.rows.length - 1)
            ? "bold"
            : "regular",
        ),
        ends,
        undefined,
      )
    y -= 4
  }
  let headings = 0
  const blockOf = (block: Block): void => {
    switch (block.kind) {
      case "heading":
        headings++
        need(leading * 4)
        y -= leading * 0.8
        flow(numbered ? `${headings}. ${block.text}` : block.text, left, "bold", size + 3, accent)
        y -= 2
        return
      case "paragraph":
        flow(block.text, left, "regular", size)
        y -= leading * 0.45
        return
      case "list":
        for (const [at, item] of block.items.entries()) {
          need(leading)
          y -= leading
          put(
            block.ordered ? `${at + 1}.` : "\u00b7",
            left + 6,
            block.ordered ? "regular" : "bold",
            size,
          )
          y += leading
          flow(item, left + 22, "regular", size)
          y -= 1.5
        }
        y -= leading * 0.3
        return
      case "table":
        tableOf(block.table)
        return
      case "link": {
        need(leading)
        y -= leading
        const x = left + measure(`${block.lead} `, "regular", size)
        put(block.lead, left, "regular", size)
        put(block.text, x, "regular", size, [5, 60, 180])
        page().links.push([x, y - 2, x + measure(block.text, "regular", size), y + size - 1])
      }
    }
  }
  flow(content.title, left, "bold", looks.pick([16, 18, 20]), accent)
  y -= 3
  flow(content.meta, left, "italic", size - 1, [90, 90, 90])
  if (looks.chance(1, 2)) {
    y -= 6
    page().marks.push({ kind: "rule", x: left, y, width: right - left, colour: accent })
  }
  y -= 8
  for (const block of content.blocks) blockOf(block)
  const { common } = content.words
  const withTotal = looks.chance(1, 2)
  for (const [at, each] of pages.entries()) {
    const text = withTotal
      ? `${common.page} ${at + 1} ${common.of} ${pages.length}`
      : `${common.page} ${at + 1}`
    const mark = {
      kind: "text",
      y: 34,
      weight: "regular",
      size: 8,
      colour: [110, 110, 110],
    } as const
    each.marks.push(
      { ...mark, x: left, text: `${content.organisation}, ${content.confidential}` },
      { ...mark, x: right - measure(text, "regular", 8), text },
    )
  }
  return { width, height, fonts: family, pages }
}
