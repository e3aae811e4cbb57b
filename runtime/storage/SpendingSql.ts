/** What each UTC day's calls have come to, in `model_spending`. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { Spending } from "../llm/Spending.ts"
import * as Column from "./Column.ts"
import { Store } from "./Store.ts"

const keptDays = 90
const dayMillis = 86_400_000

const decode = Column.decoder(
  "model_spending",
  Schema.Struct({ calls: Column.whole, tokens: Column.whole }),
)

/** The first day that is kept on another one. */
const firstKept = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - keptDays * dayMillis).toISOString().slice(0, 10)

export const layer: Layer.Layer<Spending, never, Store> = Layer.effect(
  Spending,
  Effect.map(Store, ({ sql, read, write }) => {
    const added = sql.onDialectOrElse({
      mysql: () => sql`ON DUPLICATE KEY UPDATE calls = calls + VALUES(calls),
        tokens = tokens + VALUES(tokens)`,
      orElse: () => sql`ON CONFLICT (day) DO UPDATE SET calls = calls + excluded.calls,
        tokens = tokens + excluded.tokens`,
    })
    /** The day up to which old ones were removed by this process. */
    let pruned = ""
    return {
      spent: (day) =>
        Effect.map(
          Effect.flatMap(
            read(sql`SELECT calls, tokens FROM model_spending WHERE day = ${day}`),
            decode,
          ),
          ([row]) => row ?? { calls: 0, tokens: 0 },
        ),
      add: (day, { calls, tokens }) =>
        Effect.gen(function* () {
          yield* write(
            sql`INSERT INTO model_spending ${sql.insert({ day, calls, tokens })} ${added}`,
          )
          if (pruned === day) return
          pruned = day
          yield* write(sql`DELETE FROM model_spending WHERE day < ${firstKept(day)}`)
        }),
    }
  }),
)
