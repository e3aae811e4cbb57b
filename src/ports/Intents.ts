/** What is about to be performed, written down first: what a worker settles after it was killed. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

export interface Intent {
  /** Unique on the decky. */
  readonly momentId: string
  /** Epoch milliseconds of the moment. */
  readonly at: number
  readonly paths: ReadonlyArray<string>
}

export class Intents extends Context.Tag("decnet/ports/Intents")<
  Intents,
  {
    readonly open: (decky: string, intent: Intent) => Effect.Effect<void>
    readonly close: (decky: string, momentId: string) => Effect.Effect<void>
    /** Those that were opened and not closed, oldest first. */
    readonly pending: (decky: string) => Effect.Effect<ReadonlyArray<Intent>>
  }
>() {
  static readonly layerMemory: Layer.Layer<Intents> = Layer.sync(Intents, () => {
    const open = new Map<string, Map<string, Intent>>()
    const of = (decky: string): Map<string, Intent> => {
      let found = open.get(decky)
      if (found === undefined) open.set(decky, (found = new Map()))
      return found
    }
    return {
      open: (decky, intent) => Effect.sync(() => void of(decky).set(intent.momentId, intent)),
      close: (decky, momentId) => Effect.sync(() => void of(decky).delete(momentId)),
      pending: (decky) =>
        Effect.sync(() =>
          [...of(decky).values()].sort((a, b) => a.at - b.at || (a.momentId < b.momentId ? -1 : 1)),
        ),
    }
  })
}
