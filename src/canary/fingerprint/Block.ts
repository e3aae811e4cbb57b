/** What stands on an internal page, before it looks like anything. */
import type { Stream } from "../../rng/Rng.ts"

export type Tone = "good" | "warn" | "bad" | "dim"

export interface Cell {
  readonly text: string
  readonly tone?: Tone
  /** An address of that person. */
  readonly mail?: boolean
}

export interface Field {
  readonly label: string
  readonly type: "text" | "password" | "date" | "select" | "area" | "check"
  readonly options?: ReadonlyArray<string>
}

export type Block =
  | { readonly kind: "text"; readonly heading?: string; readonly lines: ReadonlyArray<string> }
  | { readonly kind: "list"; readonly heading: string; readonly lines: ReadonlyArray<string> }
  | { readonly kind: "note"; readonly lines: ReadonlyArray<string> }
  | {
      readonly kind: "table"
      readonly heading?: string
      readonly head: ReadonlyArray<string>
      readonly rows: ReadonlyArray<ReadonlyArray<Cell>>
      /** Rows can be searched. */
      readonly filter?: string
    }
  | {
      readonly kind: "form"
      readonly heading?: string
      readonly fields: ReadonlyArray<Field>
      readonly send: string
      /** What is said when it is sent. */
      readonly answer: string
    }

export interface Page {
  readonly title: string
  /** `card` and `form`: one sheet in the middle, narrow or less so, with labels above fields. */
  readonly layout: "wide" | "form" | "card"
  /** Whether others than staff read it. */
  readonly isForOutside: boolean
  readonly blocks: ReadonlyArray<Block>
}

export const cell = (text: string, tone?: Tone): Cell =>
  tone === undefined ? { text } : { text, tone }

/** Columns of which some may be missing, in their order. */
export interface Column<A> {
  readonly head: string
  readonly of: (item: A, at: number) => Cell
  readonly optional?: boolean
}

export const table = <A>(
  rng: Stream,
  columns: ReadonlyArray<Column<A>>,
  items: ReadonlyArray<A>,
): Pick<Extract<Block, { kind: "table" }>, "head" | "rows"> => {
  const kept = columns.filter(
    ({ optional }, at) => optional !== true || rng.within("column", at).chance(3, 5),
  )
  return {
    head: kept.map(({ head }) => head),
    rows: items.map((item, at) => kept.map((column) => column.of(item, at))),
  }
}
