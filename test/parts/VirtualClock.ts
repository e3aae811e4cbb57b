/** A clock that jumps from one waking to the next: hours of sleep pass in microseconds. */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"

/** What somebody else is about to make. */
export const waited = async <A>(look: () => A | undefined): Promise<A> => {
  // turns are over in no time while a module or a file is being read
  const end = performance.now() + 60_000
  while (performance.now() < end) {
    const found = look()
    if (found !== undefined) return found
    await new Promise((next) => setImmediate(next))
  }
  throw new Error("it was never made")
}

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

export class VirtualClock implements Clock.Clock {
  readonly [Clock.ClockTypeId]: Clock.ClockTypeId = Clock.ClockTypeId
  /** Epoch milliseconds. */
  now: number
  readonly #sleepers: Array<Sleeper> = []

  constructor(now: number) {
    this.now = now
  }

  readonly currentTimeMillis = Effect.sync(() => this.now)
  readonly currentTimeNanos = Effect.sync(() => BigInt(this.now) * 1_000_000n)
  unsafeCurrentTimeMillis(): number {
    return this.now
  }
  unsafeCurrentTimeNanos(): bigint {
    return BigInt(this.now) * 1_000_000n
  }

  sleep(duration: Duration.Duration): Effect.Effect<void> {
    return Effect.async<void>((resume) => {
      const sleeper = {
        at: this.now + Duration.toMillis(duration),
        wake: () => resume(Effect.void),
      }
      let place = this.#sleepers.length
      while (place > 0 && this.#sleepers[place - 1]!.at > sleeper.at) place--
      this.#sleepers.splice(place, 0, sleeper)
      return Effect.sync(() => {
        const found = this.#sleepers.indexOf(sleeper)
        if (found >= 0) this.#sleepers.splice(found, 1)
      })
    })
  }

  /** Lets time pass up to a moment; it stands still while anything is being done. */
  async passTo(until: number, isBusy: () => boolean): Promise<void> {
    const settle = async (): Promise<void> => {
      for (let turn = 0; turn < 3 || isBusy(); turn++)
        await new Promise((next) => (isBusy() ? setTimeout(next, 0) : setImmediate(next)))
    }
    await settle()
    while (this.#sleepers.length > 0 && this.#sleepers[0]!.at <= until) {
      const sleeper = this.#sleepers.shift()!
      this.now = Math.max(this.now, sleeper.at)
      sleeper.wake()
      await settle()
    }
    this.now = until
  }

  scheduler(): never {
    throw new Error("nothing here asks for one")
  }
}
