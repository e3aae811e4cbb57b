/**
 * A database as the Python DECNET makes one: its tables only, in the types that its library gives
 * them, with rows.
 */
import * as SqlClient from "@effect/sql/SqlClient"
import * as Effect from "effect/Effect"
import * as Bytes from "../../src/bytes/Bytes.ts"

export const decky = "11111111-2222-3333-4444-555555555555"
export const body = "- [ ] ring the vendor\n"

const files = [
  {
    uuid: "f-1",
    path: "/home/anna/TODO.md",
    persona: "Anna Berg",
    content_class: "todo",
    created_at: "2025-11-03 09:12:44.120033",
    last_modified: "2025-11-04 10:00:00",
    edit_count: 2,
    content_hash: Bytes.sha256(Bytes.ofText(body)),
    last_body: body,
  },
  {
    uuid: "f-2",
    path: "/var/log/cron.log",
    persona: "",
    content_class: "log_cron",
    created_at: "2025-11-03 09:12:44",
    last_modified: "2025-11-03 09:12:44",
    edit_count: 0,
    content_hash: "d".repeat(64),
    last_body: "cut",
  },
  {
    uuid: "f-3",
    path: "/home/anna/of-a-later-version",
    persona: "Anna Berg",
    content_class: "hologram",
    created_at: "2025-11-03 09:12:44",
    last_modified: "2025-11-03 09:12:44",
    edit_count: 0,
    content_hash: "e".repeat(64),
    last_body: "",
  },
]

/** Without `topologies.language_default`, `orchestrator_events.payload` and some tables: an older one. */
export const make = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  yield* sql`CREATE TABLE synthetic_files (
    uuid VARCHAR(36) NOT NULL PRIMARY KEY, decky_uuid VARCHAR(64) NOT NULL,
    path VARCHAR(512) NOT NULL, persona VARCHAR(128) NOT NULL, content_class VARCHAR(32) NOT NULL,
    created_at DATETIME NOT NULL, last_modified DATETIME NOT NULL, edit_count INTEGER NOT NULL,
    content_hash VARCHAR(64) NOT NULL, last_body TEXT,
    CONSTRAINT uq_of_python UNIQUE (decky_uuid, path))`
  yield* sql`CREATE TABLE topologies (
    id VARCHAR(36) NOT NULL PRIMARY KEY, name VARCHAR(128) NOT NULL, mode VARCHAR(16) NOT NULL,
    target_host_uuid VARCHAR(36), config_snapshot TEXT NOT NULL, status VARCHAR(32) NOT NULL,
    status_changed_at DATETIME, created_at DATETIME NOT NULL, version INTEGER NOT NULL,
    needs_resync BOOLEAN NOT NULL, email_personas TEXT)`
  yield* sql`CREATE TABLE topology_deckies (
    uuid VARCHAR(36) NOT NULL PRIMARY KEY, topology_id VARCHAR(36) NOT NULL,
    name VARCHAR(64) NOT NULL, services TEXT NOT NULL, decky_config TEXT, ip VARCHAR(45),
    state VARCHAR(32) NOT NULL, last_error TEXT, compose_hash VARCHAR(64), last_seen DATETIME,
    updated_at DATETIME, x FLOAT, y FLOAT,
    FOREIGN KEY (topology_id) REFERENCES topologies (id), UNIQUE (topology_id, name))`
  yield* sql`CREATE TABLE orchestrator_events (
    uuid VARCHAR(36) NOT NULL PRIMARY KEY, ts DATETIME NOT NULL, kind VARCHAR(16) NOT NULL,
    protocol VARCHAR(16) NOT NULL, action VARCHAR(64) NOT NULL, src_decky_uuid VARCHAR(64),
    dst_decky_uuid VARCHAR(64), success BOOLEAN NOT NULL)`
  // a table of theirs that is none of ours
  yield* sql`CREATE TABLE attackers (uuid VARCHAR(36) NOT NULL PRIMARY KEY)`
  yield* sql`INSERT INTO attackers (uuid) VALUES ('a-1')`
  for (const file of files)
    yield* sql`INSERT INTO synthetic_files ${sql.insert({ ...file, decky_uuid: decky })}`
  yield* sql`INSERT INTO topologies ${sql.insert({ id: "t-1", name: "office", mode: "unihost", config_snapshot: "{}", status: "active", created_at: "2025-11-03 09:12:44", version: 1, needs_resync: 0, email_personas: '[{"name":"Anna Berg"}]' })}`
  yield* sql`INSERT INTO topology_deckies ${sql.insert({ uuid: decky, topology_id: "t-1", name: "srv-01", services: '["ssh"]', state: "running" })}`
})
