/** What lists are counted and ordered by: counters, hours, versions, and indexes on shared tables. */
import {
  bigint,
  index,
  int,
  nullable,
  serial,
  text,
  varchar,
  type Index,
  type Table,
} from "./Table.ts"

const id = (name: string) => varchar(name, 64)

/** A row a decky, so that deckies that are written at the same time never wait for each other. */
const deckyTallies: Table = {
  name: "decky_tallies",
  columns: [
    id("decky_uuid"),
    int("files"),
    int("touched"),
    bigint("traffic_done"),
    bigint("traffic_failed"),
    bigint("file_done"),
    bigint("file_failed"),
    bigint("email_done"),
    bigint("email_failed"),
    // the newest event; 0 where there is none
    bigint("last_ms"),
    varchar("last_action", 64),
    text("last_what"),
  ],
  key: ["decky_uuid"],
  indexes: [],
}

const deckyFiles: Table = {
  name: "decky_files",
  columns: [id("decky_uuid"), varchar("persona", 128), varchar("content_class", 32), int("files")],
  key: ["decky_uuid", "persona", "content_class"],
  indexes: [
    index("ix_decky_files_class", "content_class", "persona", "files"),
    index("ix_decky_files_persona", "persona", "files"),
  ],
}

/** Events an hour. `hour`: whole hours since 1970; `kind`: as the event's, or `machine`. */
const deckyHours: Table = {
  name: "decky_hours",
  columns: [id("decky_uuid"), int("hour"), varchar("kind", 16), int("events")],
  key: ["decky_uuid", "hour", "kind"],
  indexes: [index("ix_decky_hours_hour", "hour")],
}

/** What people's files were before they became what they are. */
const fileVersions: Table = {
  name: "file_versions",
  columns: [
    serial("id"),
    id("decky_uuid"),
    varchar("path", 512),
    bigint("at_ms"),
    varchar("action", 16),
    bigint("bytes"),
    varchar("sha256", 64),
    nullable(text("body")),
  ],
  key: [],
  indexes: [index("ix_file_versions_path", "decky_uuid", "path", "id")],
}

export const tables: ReadonlyArray<Table> = [deckyTallies, deckyFiles, deckyHours, fileVersions]

/** Each begins with what a list is filtered by and goes on with its order. */
export const indexes: ReadonlyArray<{ readonly table: string; readonly index: Index }> = [
  {
    table: "synthetic_files",
    index: index("ix_synthetic_files_decky", "decky_uuid", "last_modified", "uuid"),
  },
  {
    table: "synthetic_files",
    index: index("ix_synthetic_files_class", "content_class", "last_modified", "uuid"),
  },
  {
    table: "synthetic_files",
    index: index("ix_synthetic_files_persona", "persona", "last_modified", "uuid"),
  },
  {
    table: "synthetic_files",
    index: index("ix_synthetic_files_both", "content_class", "persona", "last_modified", "uuid"),
  },
  { table: "orchestrator_events", index: index("ix_orchestrator_events_recent", "ts", "uuid") },
  {
    table: "orchestrator_events",
    index: index("ix_orchestrator_events_kind", "kind", "success", "ts", "uuid"),
  },
  {
    table: "orchestrator_events",
    index: index("ix_orchestrator_events_decky", "src_decky_uuid", "kind", "success", "ts", "uuid"),
  },
  { table: "orchestrator_emails", index: index("ix_orchestrator_emails_recent", "ts", "uuid") },
  {
    table: "orchestrator_emails",
    index: index("ix_orchestrator_emails_success", "success", "ts", "uuid"),
  },
  {
    table: "orchestrator_emails",
    index: index("ix_orchestrator_emails_mail", "mail_decky_uuid", "success", "ts", "uuid"),
  },
  {
    table: "orchestrator_emails",
    index: index("ix_orchestrator_emails_thread", "mail_decky_uuid", "thread_id", "ts"),
  },
  { table: "canary_triggers", index: index("ix_canary_triggers_recent", "occurred_at", "uuid") },
]
