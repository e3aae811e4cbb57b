/** The tables that only this program has. */
import * as Models from "./Models.ts"
import {
  bigint,
  double,
  flag,
  index,
  int,
  nullable,
  serial,
  text,
  timestamp,
  unique,
  varchar,
  type Table,
} from "./Table.ts"

const id = (name: string) => varchar(name, 64)

/** What `synthetic_files` has no column for. */
const fileDetails: Table = {
  name: "file_details",
  columns: [
    id("decky_uuid"),
    varchar("path", 512),
    nullable(varchar("author", 320)),
    int("mode"),
    varchar("owner", 64),
    varchar("owner_group", 64),
    bigint("mtime_ms"),
    int("mtime_ns"),
    bigint("bytes"),
    double("hotness"),
    nullable(bigint("remove_at")),
    flag("touched"),
    nullable(text("tail")),
    bigint("created_ms"),
    // whole, cut, or none: what `last_body` holds
    varchar("body", 8),
    // whether `content_hash` is of the whole file
    flag("hashed"),
    nullable(text("template")),
  ],
  key: ["decky_uuid", "path"],
  indexes: [],
}

const cursors: Table = {
  name: "cursors",
  columns: [id("decky_uuid"), text("carry"), bigint("cursor_ms")],
  key: ["decky_uuid"],
  indexes: [],
}

const intents: Table = {
  name: "intents",
  columns: [
    id("decky_uuid"),
    varchar("moment_id", 512),
    bigint("at_ms"),
    int("at_ns"),
    text("body"),
    int("recorded"),
    varchar("attempt", 8),
  ],
  key: ["decky_uuid", "moment_id"],
  indexes: [],
}

const leases: Table = {
  name: "leases",
  columns: [id("host_uuid"), varchar("holder", 128), bigint("fence"), bigint("expires_ms")],
  key: ["host_uuid"],
  indexes: [],
}

const hostFacts: Table = {
  name: "host_facts",
  columns: [id("decky_uuid"), text("facts"), bigint("born_ms"), bigint("read_ms")],
  key: ["decky_uuid"],
  indexes: [],
}

const outbox: Table = {
  name: "outbox",
  columns: [
    serial("id"),
    id("event_id"),
    varchar("topic", 255),
    double("ts"),
    text("envelope"),
    nullable(bigint("published_ms")),
  ],
  key: [],
  indexes: [
    unique("uq_outbox_event", "event_id"),
    index("ix_outbox_published", "published_ms", "id"),
  ],
}

const apiTokens: Table = {
  name: "api_tokens",
  columns: [
    id("id"),
    varchar("name", 128),
    varchar("role", 16),
    varchar("hash", 64),
    timestamp("created_at"),
    nullable(timestamp("revoked_at")),
    nullable(timestamp("last_used_at")),
  ],
  key: ["id"],
  indexes: [unique("uq_api_tokens_hash", "hash")],
}

const alertRoutes: Table = {
  name: "alert_routes",
  columns: [
    id("id"),
    varchar("name", 128),
    varchar("kind", 16),
    // sealed by whoever writes it: targets carry credentials
    text("target"),
    nullable(text("filter")),
    flag("enabled"),
    timestamp("created_at"),
  ],
  key: ["id"],
  indexes: [unique("uq_alert_routes_name", "name")],
}

const alertDeliveries: Table = {
  name: "alert_deliveries",
  columns: [
    id("id"),
    id("route_id"),
    id("event_id"),
    varchar("state", 16),
    int("attempts"),
    bigint("next_ms"),
    nullable(text("last_error")),
    timestamp("created_at"),
    nullable(timestamp("delivered_at")),
  ],
  key: ["id"],
  indexes: [
    unique("uq_alert_deliveries_once", "route_id", "event_id"),
    index("ix_alert_deliveries_due", "state", "next_ms"),
  ],
}

const workers: Table = {
  name: "workers",
  columns: [id("host_uuid"), varchar("worker", 64), bigint("beat_ms"), text("extra")],
  key: ["host_uuid", "worker"],
  indexes: [],
}

/** What `canary_tokens` has no column for. */
const canaryDetails: Table = {
  name: "canary_details",
  columns: [
    id("token_uuid"),
    id("decky_uuid"),
    varchar("moment_id", 512),
    varchar("content_class", 32),
    text("context"),
    text("files"),
  ],
  key: ["token_uuid"],
  indexes: [unique("uq_canary_details_moment", "decky_uuid", "moment_id")],
}

/** What `canary_triggers` has no column for. */
const canaryTriggerDetails: Table = {
  name: "canary_trigger_details",
  columns: [
    id("trigger_uuid"),
    bigint("at_ms"),
    varchar("protocol", 8),
    nullable(varchar("method", 32)),
    nullable(varchar("query_type", 16)),
    nullable(varchar("transport", 8)),
    nullable(varchar("subnet", 64)),
    // how many hits the row stands for
    bigint("hits"),
    varchar("class", 32),
    text("reason"),
    id("incident"),
    text("extras"),
  ],
  key: ["trigger_uuid"],
  indexes: [index("ix_canary_trigger_details_incident", "incident")],
}

/** How far each journal has been read, with what its next hits are judged by. */
const canaryCursor: Table = {
  name: "canary_cursor",
  columns: [
    id("journal"),
    bigint("segment"),
    bigint("byte_offset"),
    text("incidents"),
    nullable(bigint("probed_ms")),
  ],
  key: ["journal"],
  indexes: [],
}

const canaryFingerprints: Table = {
  name: "canary_fingerprints",
  columns: [
    id("token_uuid"),
    id("trigger_uuid"),
    varchar("digest", 64),
    text("body"),
    bigint("collected_ms"),
  ],
  key: ["token_uuid", "digest"],
  indexes: [],
}

/** What a delivery says; written with it and never changed. */
const alertBodies: Table = {
  name: "alert_bodies",
  columns: [id("delivery_id"), text("body"), bigint("created_ms")],
  key: ["delivery_id"],
  indexes: [],
}

/** Tokens of which a route was told: until when further hits are only counted. */
const alertWindows: Table = {
  name: "alert_windows",
  columns: [id("route_id"), id("token_uuid"), bigint("until_ms"), text("held")],
  key: ["route_id", "token_uuid"],
  indexes: [index("ix_alert_windows_until", "until_ms")],
}

export const tables: ReadonlyArray<Table> = [
  fileDetails,
  cursors,
  intents,
  leases,
  hostFacts,
  outbox,
  apiTokens,
  alertRoutes,
  alertDeliveries,
  workers,
  canaryDetails,
  canaryTriggerDetails,
  canaryCursor,
  canaryFingerprints,
  alertBodies,
  alertWindows,
  ...Models.tables,
]
