/** What models wrote: which text came from where, and what stands in mails that are answered. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Wording } from "../llm/Wording.ts"
import type { ContentClass } from "../taxonomy/ContentClass.ts"
import type { StoreUnavailable } from "./StoreUnavailable.ts"

/** One text that a model was asked for. */
export interface WordingRow {
  readonly decky: string
  readonly momentId: string
  /** Of the action in its moment: with decky and moment it names the row. */
  readonly index: number
  /** Epoch milliseconds: the moment of writing. */
  readonly at: number
  readonly class: ContentClass
  /** The author's address. */
  readonly persona: string
  /** Path of the file, or the mail's message id. */
  readonly where: string
  readonly wording: Wording
  /** The text that a mail went out with, where a model wrote it: later ones quote it. */
  readonly text: string | undefined
  /** Digests of the sentences of an accepted text; empty for others. */
  readonly sentences: ReadonlyArray<string>
}

/** Asked and answered over all time that is kept. */
export interface Tally {
  readonly outcome: Wording["outcome"]
  readonly class: ContentClass
  readonly count: number
}

export class Wordings extends Context.Tag("decnet/ports/Wordings")<
  Wordings,
  {
    /** Kept once: a row that is there already stays as it is. */
    readonly put: (row: WordingRow) => Effect.Effect<void, StoreUnavailable>
    /** Texts of a decky's mails that a model wrote, by message id; the others are left out. */
    readonly mails: (
      decky: string,
      messageIds: ReadonlyArray<string>,
    ) => Effect.Effect<ReadonlyMap<string, string>, StoreUnavailable>
    /** Whether one of these sentences stands in a text that another moment of the decky put there. */
    readonly said: (
      decky: string,
      momentId: string,
      sentences: ReadonlyArray<string>,
    ) => Effect.Effect<boolean, StoreUnavailable>
    /** Of one file or mail, oldest first. */
    readonly history: (
      decky: string,
      where: string,
    ) => Effect.Effect<ReadonlyArray<WordingRow>, StoreUnavailable>
    readonly tally: Effect.Effect<ReadonlyArray<Tally>, StoreUnavailable>
  }
>() {
  static readonly layerMemory: Layer.Layer<Wordings> = Layer.sync(Wordings, () => {
    const rows = new Map<string, WordingRow>()
    /** Moment that said it first, by decky and digest. */
    const sayings = new Map<string, string>()
    const mails = new Map<string, string>()
    const nameOf = (decky: string, ...rest: ReadonlyArray<string | number>): string =>
      [decky, ...rest].join("\n")
    return {
      put: (row) =>
        Effect.sync(() => {
          const name = nameOf(row.decky, row.momentId, row.index)
          if (rows.has(name)) return
          rows.set(name, row)
          if (row.text !== undefined) mails.set(nameOf(row.decky, row.where), row.text)
          for (const digest of row.sentences) {
            const said = nameOf(row.decky, digest)
            if (!sayings.has(said)) sayings.set(said, row.momentId)
          }
        }),
      mails: (decky, messageIds) =>
        Effect.sync(
          () =>
            new Map(
              messageIds.flatMap((id) => {
                const text = mails.get(nameOf(decky, id))
                return text === undefined ? [] : [[id, text] as const]
              }),
            ),
        ),
      said: (decky, momentId, sentences) =>
        Effect.sync(() =>
          sentences.some((digest) => {
            const by = sayings.get(nameOf(decky, digest))
            return by !== undefined && by !== momentId
          }),
        ),
      history: (decky, where) =>
        Effect.sync(() =>
          [...rows.values()].filter((row) => row.decky === decky && row.where === where),
        ),
      tally: Effect.sync(() => {
        const counts = new Map<string, Tally>()
        for (const { class: kind, wording } of rows.values()) {
          const key = `${wording.outcome}\n${kind}`
          const count = (counts.get(key)?.count ?? 0) + 1
          counts.set(key, { outcome: wording.outcome, class: kind, count })
        }
        return [...counts.values()]
      }),
    }
  })
}
