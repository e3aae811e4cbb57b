/** Bait of every class, laid below a folder through the engine's own way, with its rows stored. */
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as RandomBytes from "../../runtime/orchestrator/RandomBytes.ts"
import * as Storage from "../../runtime/storage/Storage.ts"
import type { Callback } from "../../src/canary/Callback.ts"
import * as BaitMoment from "../../src/engine/BaitMoment.ts"
import * as Cultivator from "../../src/engine/Cultivator.ts"
import type { TokenRow } from "../../src/ports/CanaryTokens.ts"
import { Host } from "../../src/ports/Host.ts"
import * as Taxonomy from "../../src/taxonomy/ContentClass.ts"
import type { CanaryClass } from "../../src/taxonomy/ContentClass.ts"
import * as Instant from "../../src/time/Instant.ts"
import * as Simulation from "../../simulate/Simulation.ts"
import { made, monday, options } from "../worlds.ts"

/** A host whose root is a folder of this computer. */
const below = (folder: string): Layer.Layer<Host> => {
  const unused = () => Effect.die(new Error("bait is only planted"))
  return Layer.succeed(Host, {
    plant: (_, { path, content, mode }) =>
      Effect.sync(() => {
        const at = join(folder, path)
        mkdirSync(dirname(at), { recursive: true })
        writeFileSync(at, content, { mode })
      }),
    replace: unused,
    append: unused,
    rotate: unused,
    remove: unused,
  })
}

export interface Laid {
  readonly token: TokenRow
  /** What stands for `/`. */
  readonly root: string
  /** Of a file of the host, where it lies here. */
  readonly at: (path: string) => string
}

/** One of each class, each in a root of its own. */
export const layAll = (
  folder: string,
  databaseFile: string,
  callback: Callback,
): Promise<ReadonlyMap<CanaryClass, Laid>> => {
  const { world } = Simulation.begin(options({ deckies: made("11", 4) }))
  const casts = [...world.casts.values()].filter(({ inhabitants }) => inhabitants.length > 0)
  const program = Effect.forEach(Taxonomy.canary, (canary, index) =>
    Effect.gen(function* () {
      const cast = casts[index % casts.length]!
      const bait = BaitMoment.propose(world.root.within("laid", canary), canary, {
        cast,
        who: cast.inhabitants[index % cast.inhabitants.length]!,
        callback,
        momentId: `manual/${canary}`,
        at: monday + 36_000_000,
        mtime: Instant.make(monday + 36_000_000, 481_223),
        project: cast.lore.projects[index % cast.lore.projects.length]!.name,
      })
      if (bait === undefined) throw new Error(`${canary} cannot be laid`)
      const root = join(folder, canary)
      const token = yield* Effect.provide(
        Cultivator.lay(cast.decky, bait, Instant.make(monday + 36_000_000, 1), "test"),
        Layer.merge(below(root), RandomBytes.layer),
      )
      return [canary, { token, root, at: (path: string) => join(root, path) }] as const
    }),
  )
  return Effect.runPromise(
    Effect.map(
      Effect.provide(
        program,
        Storage.layer({ kind: "sqlite", path: databaseFile }, { hostUuid: "local" }),
      ),
      (laid) => new Map(laid),
    ),
  )
}
