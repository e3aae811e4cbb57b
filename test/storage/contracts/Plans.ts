/** Which index each list is read from, by what it is filtered by. */
import type { Fragment } from "@effect/sql/Statement"
import * as EventPages from "../../../runtime/storage/EventPages.ts"
import * as FilePages from "../../../runtime/storage/FilePages.ts"
import type { Store } from "../../../runtime/storage/Store.ts"

export interface Plan {
  readonly name: string
  readonly statement: Fragment
  /** Where the database adds the key to each index by itself, a shorter one is as good. */
  readonly index: RegExp
}

const decky = "decky-7"

const ofEvents: ReadonlyArray<readonly [EventPages.Filter, RegExp]> = [
  [{}, /ix_orchestrator_events_(?:recent|ts)/],
  [{}, /ix_orchestrator_emails_(?:recent|ts)/],
  [{ kind: "file" }, /ix_orchestrator_events_kind/],
  [{ kind: "traffic", success: false }, /ix_orchestrator_events_kind/],
  [{ kind: "email" }, /ix_orchestrator_emails_success/],
  [{ success: false }, /ix_orchestrator_events_kind/],
  [{ decky }, /ix_orchestrator_events_decky/],
  [{ decky }, /ix_orchestrator_emails_mail/],
  [{ decky, kind: "traffic" }, /ix_orchestrator_events_decky/],
]

const ofFiles: ReadonlyArray<readonly [FilePages.Filter, RegExp]> = [
  [{}, /ix_synthetic_files_modified/],
  [{ decky }, /ix_synthetic_files_decky/],
  [{ persona: "Person 3" }, /ix_synthetic_files_persona/],
  [{ class: "note" }, /ix_synthetic_files_class/],
  [{ class: "note", persona: "Person 3" }, /ix_synthetic_files_both/],
]

/** The first page, the hundredth, and one far behind it. */
const windows = [
  { limit: 50, offset: 0 },
  { limit: 50, offset: 4950 },
] as const

const far = "2026-01-20 10:00:00.000000"
const uuid = "8".repeat(32)

export const all = (sql: Store["Type"]["sql"]): ReadonlyArray<Plan> => [
  ...ofEvents.flatMap(([filter, index]) =>
    [...windows, { limit: 50, offset: 0, after: { ts: far, uuid } }].map((window) => ({
      name: `events ${JSON.stringify(filter)} ${JSON.stringify(window)}`,
      statement: EventPages.places(sql, filter, window),
      index,
    })),
  ),
  ...ofFiles.flatMap(([filter, index]) =>
    [...windows, { limit: 50, offset: 0, after: { modified: far, uuid } }].map((window) => ({
      name: `files ${JSON.stringify(filter)} ${JSON.stringify(window)}`,
      statement: FilePages.places(sql, filter, window),
      index,
    })),
  ),
]
