/** What web pages of all makers have in common: how blocks become markup. */
import type { Stream } from "../../rng/Rng.ts"
import type { Block, Content } from "./Content.ts"
import { escape } from "./Package.ts"
import type { Table } from "./Tables.ts"

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

export interface Markup {
  readonly heading: (text: string) => string
  readonly paragraph: (html: string) => string
  readonly list: (items: ReadonlyArray<string>, ordered: boolean) => string
  readonly link: (lead: string, text: string) => string
  readonly table: (table: Table) => string
}

export const render = (blocks: ReadonlyArray<Block>, markup: Markup, between: string): string =>
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

export const isRight = (kind: string): boolean => kind === "money" || kind === "percent"

export const size = (rng: Stream): readonly [width: number, height: number] => [
  rng.between(96, 260),
  rng.between(30, 78),
]

/** Breaks lines at spaces where the program would. */
export const wrapped = (html: string, columns: number): string => {
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

/** Of identifiers that are drawn. */
export const idCharacters = "abcdefghijklmnopqrstuvwxyz0123456789"
