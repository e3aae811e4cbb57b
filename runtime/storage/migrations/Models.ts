/** The tables of what models were asked, wrote and cost. */
import { bigint, flag, index, int, nullable, text, varchar, type Table } from "./Table.ts"

const id = (name: string) => varchar(name, 64)

const wordings: Table = {
  name: "wordings",
  columns: [
    id("decky_uuid"),
    varchar("moment_id", 512),
    int("action_index"),
    bigint("at_ms"),
    varchar("content_class", 32),
    varchar("persona", 320),
    // path of the file, or the mail's message id
    varchar("place", 512),
    varchar("backend", 32),
    varchar("model", 128),
    varchar("digest", 64),
    bigint("seed"),
    bigint("duration_ms"),
    bigint("prompt_tokens"),
    bigint("tokens"),
    flag("is_cached"),
    varchar("outcome", 32),
    text("detail"),
    nullable(text("text")),
    // JSON list of digests
    text("sentences"),
  ],
  key: ["decky_uuid", "moment_id", "action_index"],
  indexes: [
    index("ix_wordings_place", "decky_uuid", "place"),
    index("ix_wordings_at", "decky_uuid", "at_ms"),
  ],
}

/** Who said a sentence first. */
const sentences: Table = {
  name: "wording_sentences",
  columns: [id("decky_uuid"), varchar("digest", 64), varchar("moment_id", 512), bigint("at_ms")],
  key: ["decky_uuid", "digest"],
  indexes: [index("ix_wording_sentences_at", "decky_uuid", "at_ms")],
}

/** Counted as rows are written, since those are too many to count; pruning does not lower them. */
const tallies: Table = {
  name: "wording_tallies",
  columns: [
    // deckies are written at the same time, and wait for each other's counters otherwise
    id("decky_uuid"),
    varchar("outcome", 32),
    varchar("content_class", 32),
    bigint("asked"),
  ],
  key: ["decky_uuid", "outcome", "content_class"],
  indexes: [],
}

const answers: Table = {
  name: "model_answers",
  columns: [
    varchar("digest", 64),
    varchar("model", 128),
    text("text"),
    bigint("prompt_tokens"),
    bigint("tokens"),
    bigint("duration_ms"),
    flag("is_cut_off"),
    bigint("created_ms"),
    bigint("used_ms"),
  ],
  key: ["digest"],
  indexes: [index("ix_model_answers_used", "used_ms")],
}

const spending: Table = {
  name: "model_spending",
  columns: [varchar("day", 10), bigint("calls"), bigint("tokens")],
  key: ["day"],
  indexes: [],
}

export const tables: ReadonlyArray<Table> = [wordings, sentences, tallies, answers, spending]
