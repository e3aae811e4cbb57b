/**
 * A past for a decky that has none: what the engine would have done had it been there, worked out
 * in memory and planted at once. Live ticks go on from where it ends.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { TreeEntry } from "../host/TreeEntry.ts"
import { Carries } from "../ports/Carries.ts"
import { Entropy } from "../ports/Entropy.ts"
import { EventBus } from "../ports/EventBus.ts"
import { LanguageModel } from "../ports/LanguageModel.ts"
import * as Memory from "../ports/Memory.ts"
import { SyntheticFiles, type FileRow } from "../ports/SyntheticFiles.ts"
import { Rng } from "../rng/Rng.ts"
import type { Carry } from "../scheduler/Carry.ts"
import * as MemoryHost from "./MemoryHost.ts"
import type { Outcome } from "./Record.ts"
import * as Tick from "./Tick.ts"
import { bornAt, type World } from "./World.ts"

export interface Past {
  readonly outcomes: ReadonlyArray<Outcome>
  /** In order of path. */
  readonly rows: ReadonlyArray<FileRow>
  readonly carry: Carry
  /** Files and directories, sorted by path. */
  readonly tree: ReadonlyArray<TreeEntry>
}

/**
 * The past of one decky from its birth up to `to` (epoch milliseconds). `world` holds that decky
 * alone, so that its sessions lead to hosts of the lore only.
 */
export const make = (world: World, deckyUuid: string, to: number): Effect.Effect<Past> =>
  Effect.gen(function* () {
    const { decky, host } = world.casts.get(deckyUuid)!
    const tree = MemoryHost.hostOf(host, bornAt(world.options, decky), true)
    const context = yield* Layer.build(
      Layer.mergeAll(
        MemoryHost.layer(new Map([[deckyUuid, tree]]), () => undefined),
        Memory.layer,
        EventBus.layerNoop,
        // nobody lays bait in a past
        Entropy.layerCounted,
        // a past is thousands of texts at once
        LanguageModel.layerOff,
        Layer.succeed(Rng, world.root),
      ),
    )
    const { outcomes } = yield* Effect.provide(Tick.upTo(world, deckyUuid, to), context)
    const rows = yield* Context.get(context, SyntheticFiles).list(deckyUuid)
    const carry = yield* Effect.flatten(Context.get(context, Carries).get(deckyUuid))
    return { outcomes, rows, carry, tree: tree.tree() }
    // in memory nothing fails, and a tick leaves a carry
  }).pipe(Effect.scoped, Effect.orDie)
