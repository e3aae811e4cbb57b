/** What a contract is held against: a way to run programs over one kind of stores. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { EventBus } from "../../../src/ports/EventBus.ts"
import type { Stores } from "../../../src/ports/Memory.ts"
import type { StoreUnavailable } from "../../../src/ports/StoreUnavailable.ts"
import type { Tenure } from "../../../src/ports/Tenure.ts"

export type Ports = Exclude<Stores, Tenure> | EventBus

/** Runs a program; within one test the same store each time, so that what was written is there. */
export type Run<R> = <A, E>(program: Effect.Effect<A, E, R>) => Promise<A>

/** A subject's stores; called once a test. */
export interface Subject<R> {
  readonly name: string
  /** Whether a transaction that fails undoes what it wrote; memory cannot fail half-way. */
  readonly undoes: boolean
  readonly open: () => Layer.Layer<R, StoreUnavailable>
}

/** Holds the stores open for one test. */
export const using = async <R, A>(
  subject: Subject<R>,
  test: (run: Run<R>) => Promise<A>,
): Promise<A> =>
  Effect.runPromise(
    Effect.scoped(
      Effect.gen(function* () {
        const context = yield* Layer.build(subject.open())
        return yield* Effect.promise(() =>
          test((program) => Effect.runPromise(Effect.provide(program, context))),
        )
      }),
    ),
  )
