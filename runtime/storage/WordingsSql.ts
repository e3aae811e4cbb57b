/** What models wrote, in `wordings` and beside it: who said a sentence first, and the counts. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { outcomes } from "../../src/llm/Wording.ts"
import { Wordings, type WordingRow } from "../../src/ports/Wordings.ts"
import * as ContentClass from "../../src/taxonomy/ContentClass.ts"
import * as Column from "./Column.ts"
import { Retention } from "./Retention.ts"
import { Store } from "./Store.ts"

/** Of a detail; it is one line for people. */
const detailCharactersMax = 500

/** Rows of one statement: SQLite binds 32,766 values at most. */
const chunkMax = 500

const outcome = Schema.Literal(...outcomes)
const contentClass = Schema.Literal(...ContentClass.all)

const decode = Column.decoder(
  "wordings",
  Schema.Struct({
    decky_uuid: Schema.String,
    moment_id: Schema.String,
    action_index: Column.whole,
    at_ms: Column.whole,
    content_class: contentClass,
    persona: Schema.String,
    place: Schema.String,
    backend: Schema.String,
    model: Schema.String,
    digest: Schema.String,
    seed: Column.whole,
    duration_ms: Column.whole,
    prompt_tokens: Column.whole,
    tokens: Column.whole,
    is_cached: Column.flag,
    outcome,
    detail: Schema.String,
    text: Schema.NullOr(Schema.String),
    sentences: Schema.parseJson(Schema.Array(Schema.String)),
  }),
)

type Row = Effect.Effect.Success<ReturnType<typeof decode>>[number]

const decodeTallies = Column.decoder(
  "wording_tallies",
  Schema.Struct({ outcome, class: contentClass, asked: Column.whole }),
)

const columnsOf = ({ wording, ...row }: WordingRow) => ({
  decky_uuid: row.decky,
  moment_id: row.momentId,
  action_index: row.index,
  at_ms: row.at,
  content_class: row.class,
  persona: row.persona,
  place: row.where,
  backend: wording.backend,
  model: wording.model,
  digest: wording.digest,
  seed: wording.seed,
  duration_ms: Math.round(wording.durationMillis),
  prompt_tokens: wording.promptTokens,
  tokens: wording.tokens,
  is_cached: wording.isCached ? 1 : 0,
  outcome: wording.outcome,
  detail: wording.detail.slice(0, detailCharactersMax),
  text: row.text ?? null,
  sentences: JSON.stringify(row.sentences),
})

const rowOf = (row: Row): WordingRow => ({
  decky: row.decky_uuid,
  momentId: row.moment_id,
  index: row.action_index,
  at: row.at_ms,
  class: row.content_class,
  persona: row.persona,
  where: row.place,
  wording: {
    backend: row.backend,
    model: row.model,
    digest: row.digest,
    seed: row.seed,
    durationMillis: row.duration_ms,
    promptTokens: row.prompt_tokens,
    tokens: row.tokens,
    isCached: row.is_cached,
    outcome: row.outcome,
    detail: row.detail,
  },
  text: row.text ?? undefined,
  sentences: row.sentences,
})

const chunks = <A>(all: ReadonlyArray<A>): ReadonlyArray<ReadonlyArray<A>> =>
  Array.from({ length: Math.ceil(all.length / chunkMax) }, (_, at) =>
    all.slice(at * chunkMax, (at + 1) * chunkMax),
  )

export const layer: Layer.Layer<Wordings, never, Store | Retention> = Layer.effect(
  Wordings,
  Effect.map(
    Effect.all([Store, Retention]),
    ([{ sql, read, together }, retention]): Wordings["Type"] => {
      const keptFirst = sql.onDialectOrElse({
        mysql: () => sql`ON DUPLICATE KEY UPDATE digest = ${sql("digest")}`,
        orElse: () => sql`ON CONFLICT DO NOTHING`,
      })
      const oneMore = sql.onDialectOrElse({
        mysql: () => sql`ON DUPLICATE KEY UPDATE asked = asked + 1`,
        orElse: () => sql`ON CONFLICT (decky_uuid, outcome, content_class)
          DO UPDATE SET asked = asked + 1`,
      })
      return {
        put: (row) =>
          together(
            Effect.gen(function* () {
              const { decky, momentId, index, at, wording } = row
              const known = yield* sql`SELECT 1 AS n FROM wordings WHERE decky_uuid = ${decky}
                AND moment_id = ${momentId} AND action_index = ${index}`
              if (known.length > 0) return
              yield* sql`INSERT INTO wordings ${sql.insert(columnsOf(row))} ${keptFirst}`
              yield* sql`INSERT INTO wording_tallies ${sql.insert({
                decky_uuid: decky,
                outcome: wording.outcome,
                content_class: row.class,
                asked: 1,
              })} ${oneMore}`
              for (const some of chunks(row.sentences))
                yield* sql`INSERT INTO wording_sentences ${sql.insert(
                  some.map((digest) => ({
                    decky_uuid: decky,
                    digest,
                    moment_id: momentId,
                    at_ms: at,
                  })),
                )} ${keptFirst}`
              retention.note("wordings", decky)
              retention.note("sentences", decky, row.sentences.length)
            }),
          ),
        mails: (decky, messageIds) =>
          messageIds.length === 0
            ? Effect.succeed(new Map())
            : Effect.map(
                read(
                  sql<{ readonly place: string; readonly text: string }>`SELECT place, text
                    FROM wordings WHERE decky_uuid = ${decky} AND ${sql.in("place", messageIds)}
                    AND text IS NOT NULL`,
                ),
                (rows) => new Map(rows.map(({ place, text }) => [place, text])),
              ),
        said: (decky, momentId, sentences) =>
          sentences.length === 0
            ? Effect.succeed(false)
            : Effect.map(
                read(
                  sql`SELECT 1 AS n FROM wording_sentences WHERE decky_uuid = ${decky}
                    AND ${sql.in("digest", sentences)} AND moment_id <> ${momentId} LIMIT 1`,
                ),
                (rows) => rows.length > 0,
              ),
        history: (decky, where) =>
          read(
            sql`SELECT * FROM wordings WHERE decky_uuid = ${decky} AND place = ${where}
              ORDER BY at_ms, moment_id, action_index`,
          ).pipe(
            Effect.flatMap(decode),
            Effect.map((rows) => rows.map(rowOf)),
          ),
        tally: read(
          sql`SELECT outcome, content_class AS class, SUM(asked) AS asked FROM wording_tallies
            GROUP BY outcome, content_class ORDER BY outcome, content_class`,
        ).pipe(
          Effect.flatMap(decodeTallies),
          Effect.map((rows) =>
            rows.map(({ outcome, class: kind, asked }) => ({ outcome, class: kind, count: asked })),
          ),
        ),
      }
    },
  ),
)
