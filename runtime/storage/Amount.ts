/** How many rows, written into the statement: not every driver takes a parameter there. */
import type { Fragment } from "@effect/sql/Statement"
import type { Store } from "./Store.ts"

export const amount = (sql: Store["Type"]["sql"], value: number): Fragment =>
  sql.literal(String(Math.max(0, Math.floor(value))))
