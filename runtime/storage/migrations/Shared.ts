/**
 * The tables that the Python DECNET has too: names and meaning of their columns are its own. Where
 * it made them they stay as they are, and only what is missing is added.
 */
import {
  double,
  flag,
  index,
  int,
  nullable,
  text,
  timestamp,
  unique,
  varchar,
  type Table,
} from "./Table.ts"

const id = (name: string) => varchar(name, 64)

const syntheticFiles: Table = {
  name: "synthetic_files",
  columns: [
    id("uuid"),
    id("decky_uuid"),
    varchar("path", 512),
    varchar("persona", 128),
    varchar("content_class", 32),
    timestamp("created_at"),
    timestamp("last_modified"),
    int("edit_count"),
    varchar("content_hash", 64),
    nullable(text("last_body")),
  ],
  key: ["uuid"],
  indexes: [
    unique("uq_synthetic_files_decky_path", "decky_uuid", "path"),
    index("ix_synthetic_files_decky_modified", "decky_uuid", "last_modified"),
    index("ix_synthetic_files_modified", "last_modified", "uuid"),
  ],
}

const realismConfig: Table = {
  name: "realism_config",
  columns: [id("uuid"), varchar("key", 64), text("value"), nullable(timestamp("updated_at"))],
  key: ["uuid"],
  indexes: [unique("uq_realism_config_key", "key")],
}

const canaryTokens: Table = {
  name: "canary_tokens",
  columns: [
    id("uuid"),
    varchar("kind", 64),
    varchar("decky_name", 128),
    nullable(id("topology_id")),
    nullable(id("blob_uuid")),
    nullable(varchar("instrumenter", 64)),
    nullable(varchar("generator", 64)),
    varchar("placement_path", 512),
    varchar("callback_token", 64),
    nullable(varchar("secret_seed", 128)),
    nullable(timestamp("placed_at")),
    nullable(timestamp("last_triggered_at")),
    int("trigger_count"),
    nullable(varchar("created_by", 128)),
    varchar("state", 16),
    nullable(text("last_error")),
    nullable(varchar("fingerprint_nonce", 64)),
  ],
  key: ["uuid"],
  indexes: [
    unique("uq_canary_tokens_callback", "callback_token"),
    index("ix_canary_tokens_decky", "decky_name"),
  ],
}

const canaryTriggers: Table = {
  name: "canary_triggers",
  columns: [
    id("uuid"),
    id("token_uuid"),
    timestamp("occurred_at"),
    varchar("src_ip", 64),
    nullable(text("user_agent")),
    nullable(text("request_path")),
    nullable(varchar("dns_qname", 255)),
    nullable(text("raw_headers")),
    nullable(id("attacker_id")),
  ],
  key: ["uuid"],
  indexes: [index("ix_canary_triggers_token", "token_uuid", "occurred_at")],
}

const canaryBlobs: Table = {
  name: "canary_blobs",
  columns: [
    id("uuid"),
    varchar("sha256", 64),
    varchar("filename", 255),
    varchar("content_type", 128),
    int("size_bytes"),
    nullable(varchar("uploaded_by", 128)),
    timestamp("uploaded_at"),
  ],
  key: ["uuid"],
  indexes: [unique("uq_canary_blobs_sha256", "sha256")],
}

const orchestratorEvents: Table = {
  name: "orchestrator_events",
  columns: [
    id("uuid"),
    timestamp("ts"),
    varchar("kind", 16),
    varchar("protocol", 16),
    varchar("action", 64),
    nullable(id("src_decky_uuid")),
    nullable(id("dst_decky_uuid")),
    flag("success"),
    text("payload"),
  ],
  key: ["uuid"],
  indexes: [
    index("ix_orchestrator_events_src", "src_decky_uuid", "ts"),
    index("ix_orchestrator_events_ts", "ts"),
  ],
}

const orchestratorEmails: Table = {
  name: "orchestrator_emails",
  columns: [
    id("uuid"),
    timestamp("ts"),
    id("mail_decky_uuid"),
    varchar("thread_id", 128),
    varchar("message_id", 255),
    nullable(varchar("in_reply_to", 255)),
    varchar("sender_email", 255),
    varchar("recipient_email", 255),
    text("subject"),
    varchar("language", 16),
    varchar("eml_path", 512),
    flag("success"),
    text("payload"),
  ],
  key: ["uuid"],
  indexes: [
    index("ix_orchestrator_emails_decky", "mail_decky_uuid", "ts"),
    index("ix_orchestrator_emails_ts", "ts"),
  ],
}

const topologies: Table = {
  name: "topologies",
  columns: [
    id("id"),
    varchar("name", 128),
    varchar("mode", 16),
    nullable(id("target_host_uuid")),
    text("config_snapshot"),
    varchar("status", 32),
    nullable(timestamp("status_changed_at")),
    nullable(timestamp("created_at")),
    int("version"),
    flag("needs_resync"),
    nullable(text("email_personas")),
    nullable(varchar("language_default", 8)),
  ],
  key: ["id"],
  indexes: [],
}

/** What a decky's row says of how it runs, in all three places where there are deckies. */
const running = [
  varchar("state", 32),
  nullable(text("last_error")),
  nullable(varchar("compose_hash", 64)),
  nullable(timestamp("last_seen")),
  nullable(timestamp("updated_at")),
]

const topologyDeckies: Table = {
  name: "topology_deckies",
  columns: [
    id("uuid"),
    id("topology_id"),
    varchar("name", 64),
    text("services"),
    nullable(text("decky_config")),
    nullable(varchar("ip", 64)),
    ...running,
    nullable(double("x")),
    nullable(double("y")),
  ],
  key: ["uuid"],
  indexes: [unique("uq_topology_deckies_name", "topology_id", "name")],
}

const fleet = [
  text("services"),
  nullable(text("decky_config")),
  nullable(varchar("decky_ip", 64)),
  ...running,
]

const fleetDeckies: Table = {
  name: "fleet_deckies",
  columns: [id("host_uuid"), varchar("name", 64), ...fleet],
  key: ["host_uuid", "name"],
  indexes: [],
}

const deckyShards: Table = {
  name: "decky_shards",
  columns: [varchar("decky_name", 64), id("host_uuid"), ...fleet],
  key: ["decky_name"],
  indexes: [index("ix_decky_shards_host", "host_uuid")],
}

export const tables: ReadonlyArray<Table> = [
  syntheticFiles,
  realismConfig,
  canaryTokens,
  canaryTriggers,
  canaryBlobs,
  orchestratorEvents,
  orchestratorEmails,
  topologies,
  topologyDeckies,
  fleetDeckies,
  deckyShards,
]
