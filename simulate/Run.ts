/** A simulation that is about to run, and what comes out of it stretch by stretch. */
import type * as Layer from "effect/Layer"
import type { Callback } from "../src/canary/Callback.ts"
import type * as MemoryHost from "../src/engine/MemoryHost.ts"
import type { Outcome } from "../src/engine/Record.ts"
import type { World, Options as WorldOptions } from "../src/engine/World.ts"
import type { Decky } from "../src/fleet/Decky.ts"
import type { LanguageModel } from "../src/ports/LanguageModel.ts"
import type { Pool } from "../src/persona/Pool.ts"
import type { PlannerConfig } from "../src/planner/PlannerConfig.ts"
import type * as Faults from "./Faults.ts"

export interface Options {
  /** 1 to 3,650. */
  readonly days: number
  readonly seed: string
  /** Epoch milliseconds. */
  readonly start: number
  readonly deckies: ReadonlyArray<Decky>
  readonly poolOf: (decky: Decky) => Pool
  readonly config: PlannerConfig
  readonly cadence: WorldOptions["cadence"]
  readonly faults: Faults.Profile
  /** Where bait would call home; nowhere real where it is left out. */
  readonly callback?: Callback
  /** What answers for a language model; none where it is left out. */
  readonly model?: Layer.Layer<LanguageModel>
  /** Keep the bytes of files, for whoever reads the trees at the end. */
  readonly keepsContent: boolean
  /** This package's version, for the transcript. */
  readonly version: string
}

export interface Run {
  readonly options: Options
  readonly world: World
  /** Epoch milliseconds. */
  readonly end: number
  readonly hosts: ReadonlyMap<string, MemoryHost.MemoryDecky>
}

/** What happened in one stretch of time, sorted by moment, decky and moment id. */
export interface Batch {
  readonly outcomes: ReadonlyArray<Outcome>
  readonly faults: ReadonlyArray<Faults.Fault>
  /** Epoch milliseconds up to which the history has come. */
  readonly until: number
}
