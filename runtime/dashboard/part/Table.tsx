/**
 * A table that turns into cards where it is narrow. The roles are written out, because browsers
 * drop them when the display changes.
 */
import type { ComponentChildren } from "preact"

export interface Column<A> {
  readonly head: string
  readonly cell: (row: A) => ComponentChildren
  /** Right-aligned numbers. */
  readonly isNumber?: boolean
  /** The row's name. */
  readonly isName?: boolean
  /** Says by itself what it is, so that a card need not. */
  readonly isPlain?: boolean
  /** Left out of cards. */
  readonly isWideOnly?: boolean
}

const classOf = <A,>({ isNumber, isWideOnly }: Column<A>): string =>
  [isNumber === true ? "n" : "", isWideOnly === true ? "wide-only" : ""].join(" ").trim()

export const Table = <A,>(props: {
  readonly caption: string
  readonly columns: ReadonlyArray<Column<A>>
  readonly rows: ReadonlyArray<A>
  readonly keyOf: (row: A) => string
  /** What to say where there are none. */
  readonly none: string
  readonly rowClass?: (row: A) => string
  readonly rowRef?: (row: A, element: HTMLTableRowElement | null) => void
}) => {
  const { caption, columns, rows, keyOf, none, rowClass, rowRef } = props
  if (rows.length === 0) return <p class="none">{none}</p>
  return (
    <table role="table" class="cards" aria-label={caption}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th key={column.head} role="columnheader" scope="col" class={classOf(column)}>
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr
            key={keyOf(row)}
            role="row"
            class={rowClass?.(row) ?? ""}
            {...(rowRef === undefined
              ? {}
              : { ref: (element: HTMLTableRowElement | null) => rowRef(row, element) })}
          >
            {columns.map((column) =>
              column.isName === true ? (
                <th key={column.head} role="rowheader" scope="row" class={classOf(column)}>
                  {column.cell(row)}
                </th>
              ) : (
                <td
                  key={column.head}
                  role="cell"
                  class={classOf(column)}
                  {...(column.isPlain === true ? {} : { "data-head": column.head })}
                >
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
