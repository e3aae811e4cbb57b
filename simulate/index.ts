/** Running a simulation from a program: with Effect, or with promises and async iteration. */
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as Exit from "effect/Exit"
import type { History } from "../src/tells/History.ts"
import { Chronicle } from "../src/figures/Chronicle.ts"
import * as Simulation from "./Simulation.ts"
import * as Transcript from "./Transcript.ts"

export * as Archive from "./Archive.ts"
export * as Faults from "./Faults.ts"
export * as Simulation from "./Simulation.ts"
export * as MemoryHost from "../src/engine/MemoryHost.ts"
export * as Transcript from "./Transcript.ts"
export { Chronicle }

/** Runs to the end and returns the finished history, which judges and reports read. */
export const history = (
  options: Omit<Simulation.Options, "keepsContent">,
): Effect.Effect<History> =>
  Effect.gen(function* () {
    const run = Simulation.begin({ ...options, keepsContent: true })
    const chronicle = new Chronicle(run)
    yield* Simulation.run(run, ({ outcomes }) => Effect.sync(() => chronicle.add(outcomes)))
    return chronicle.history()
  })

/** The same as a promise, for programs without Effect. */
export const historyPromise = (
  options: Omit<Simulation.Options, "keepsContent">,
): Promise<History> => Effect.runPromise(history(options))

/**
 * The transcript's lines, each with its newline, as they come; a slow reader slows the simulation
 * down. For programs without Effect, of whatever version.
 */
export async function* lines(
  options: Omit<Simulation.Options, "keepsContent">,
  bodies = false,
): AsyncGenerator<string, void, void> {
  const run = Simulation.begin({ ...options, keepsContent: false })
  const writer = new Transcript.Writer()
  yield writer.line(Transcript.runLine(run))
  const queue = await Effect.runPromise(Queue.bounded<ReadonlyArray<string> | undefined>(2))
  const fiber = Effect.runFork(
    Simulation.run(run, (batch) =>
      Queue.offer(
        queue,
        [...Transcript.batchLines(batch, bodies)].map((line) => writer.line(line)),
      ),
    ).pipe(Effect.ensuring(Queue.offer(queue, undefined))),
  )
  try {
    for (;;) {
      const batch = await Effect.runPromise(Queue.take(queue))
      if (batch === undefined) break
      yield* batch
    }
    const exit = await Effect.runPromise(fiber.await)
    if (Exit.isFailure(exit)) throw new Error("the simulation broke off", { cause: exit.cause })
    yield writer.end()
  } finally {
    fiber.unsafeInterruptAsFork(fiber.id())
  }
}
