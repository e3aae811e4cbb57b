/** Answers that models gave before, in `model_answers`; those used least lately go. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { Answers } from "../llm/Answers.ts"
import * as Column from "./Column.ts"
import { Store } from "./Store.ts"

/** An answer has 64 KiB at most, and a few hundred bytes as a rule. */
export const keptMax = 5000

/** Rows that may be over before some are removed, so that not every answer costs a removal. */
const slack = 100

/** When an answer was used is noted no more often than this. */
const noteEveryMillis = 3_600_000

const decode = Column.decoder(
  "model_answers",
  Schema.Struct({
    digest: Schema.String,
    model: Schema.String,
    text: Schema.String,
    prompt_tokens: Column.whole,
    tokens: Column.whole,
    duration_ms: Column.whole,
    is_cut_off: Column.flag,
    used_ms: Column.whole,
  }),
)

const make = (
  { sql, read, write, together }: Store["Type"],
  bound: number,
  room: number,
): Answers["Type"] => {
  /** Rows at the last count and those written since; undefined before the first. */
  let rows: number | undefined

  const trim = Effect.gen(function* () {
    const [counted] = yield* sql<{ readonly n: number | string }>`SELECT COUNT(*) AS n
      FROM model_answers`
    rows = Number(counted?.n ?? 0)
    if (rows <= bound) return
    const gone = yield* sql<{ readonly digest: string }>`SELECT digest FROM model_answers
      ORDER BY used_ms, digest LIMIT ${sql.literal(String(rows - bound))}`
    const digests = gone.map(({ digest }) => digest)
    for (let at = 0; at < digests.length; at += 500)
      yield* sql`DELETE FROM model_answers WHERE ${sql.in("digest", digests.slice(at, at + 500))}`
    rows = bound
  })

  return {
    get: (digest) =>
      Effect.gen(function* () {
        const [row] = yield* Effect.flatMap(
          read(sql`SELECT digest, model, text, prompt_tokens, tokens, duration_ms, is_cut_off,
            used_ms FROM model_answers WHERE digest = ${digest}`),
          decode,
        )
        if (row === undefined) return Option.none()
        const now = yield* Clock.currentTimeMillis
        if (Math.abs(now - row.used_ms) >= noteEveryMillis)
          // an answer that was read is one, whether or not it could be noted
          yield* Effect.ignore(
            write(sql`UPDATE model_answers SET used_ms = ${now} WHERE digest = ${digest}`),
          )
        return Option.some({
          digest: row.digest,
          model: row.model,
          text: row.text,
          promptTokens: row.prompt_tokens,
          tokens: row.tokens,
          isCutOff: row.is_cut_off,
          durationMillis: row.duration_ms,
        })
      }),
    put: (answer) =>
      Effect.gen(function* () {
        const now = yield* Clock.currentTimeMillis
        yield* write(
          sql`REPLACE INTO model_answers ${sql.insert({
            digest: answer.digest,
            model: answer.model,
            text: answer.text,
            prompt_tokens: answer.promptTokens,
            tokens: answer.tokens,
            duration_ms: Math.round(answer.durationMillis),
            is_cut_off: answer.isCutOff ? 1 : 0,
            created_ms: now,
            used_ms: now,
          })}`,
        )
        if (rows !== undefined) rows++
        if (rows === undefined || rows > bound + room) yield* together(trim)
      }),
  }
}

export const layerOf = (bound: number, room: number): Layer.Layer<Answers, never, Store> =>
  Layer.effect(
    Answers,
    Effect.map(Store, (store) => make(store, bound, room)),
  )

export const layer: Layer.Layer<Answers, never, Store> = layerOf(keptMax, slack)
