/**
 * Chance, by name. A decision takes the stream of its own name and draws from it synchronously;
 * a child stream depends on its labels only, never on what was drawn before or beside it.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { uniformInt } from "pure-rand/distribution/uniformInt"
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus"
import type { RandomGenerator } from "pure-rand/types/RandomGenerator"
import * as Key from "./Key.ts"
import type { Table } from "./Table.ts"

/** One named stream. Its methods draw and thereby advance it; `within` does not. */
export class Stream {
  readonly #derive: Key.Deriver
  readonly #path: string
  #generator: RandomGenerator | undefined

  constructor(derive: Key.Deriver, path: string) {
    this.#derive = derive
    this.#path = path
  }

  /** The stream of that name below this one. `within("a", "b")` is `within("a").within("b")`. */
  within(...labels: ReadonlyArray<Key.Label>): Stream {
    return new Stream(this.#derive, Key.append(this.#path, labels))
  }

  /** 32 random bits, signed. */
  bits(): number {
    this.#generator ??= xoroshiro128plusFromState(this.#derive(this.#path))
    return this.#generator.next()
  }

  /** An integer from `low` to `high`, both included; at most 2^53 - 1 apart. */
  between(low: number, high: number): number {
    this.#generator ??= xoroshiro128plusFromState(this.#derive(this.#path))
    return uniformInt(this.#generator, low, high)
  }

  /** An integer from 0 to `bound - 1`. */
  below(bound: number): number {
    return this.between(0, bound - 1)
  }

  /** True in `numerator` of `denominator` cases. */
  chance(numerator: number, denominator: number): boolean {
    return this.below(denominator) < numerator
  }

  /** One of a list that is not empty. */
  pick<A>(items: ReadonlyArray<A>): A {
    return items[this.below(items.length)]!
  }

  /** An index of `weights`, with integer weights that do not sum to zero. */
  weightedIndex(weights: ReadonlyArray<number>): number {
    let total = 0
    for (const weight of weights) total += weight
    let left = this.below(total)
    for (let index = 0; index < weights.length; index++) {
      left -= weights[index]!
      if (left < 0) return index
    }
    return weights.length - 1
  }

  /** One of a list, by the integer weight of each. */
  weighted<A>(items: ReadonlyArray<A>, weightOf: (item: A) => number): A {
    return items[this.weightedIndex(items.map(weightOf))]!
  }

  /** A new list in random order (Fisher and Yates). */
  shuffle<A>(items: ReadonlyArray<A>): Array<A> {
    const out = items.slice()
    for (let index = out.length - 1; index > 0; index--) {
      const other = this.below(index + 1)
      const held = out[index]!
      out[index] = out[other]!
      out[other] = held
    }
    return out
  }

  /** Up to `count` different members of a list, in random order. */
  sample<A>(items: ReadonlyArray<A>, count: number): Array<A> {
    return this.shuffle(items).slice(0, count)
  }

  /** A value of the distribution that an inverse-CDF table describes. */
  table(table: Table): number {
    const last = table.length - 1
    const position = this.between(0, last * 4096 - 1)
    const cell = Math.floor(position / 4096)
    const low = table[cell]!
    return low + Math.floor(((table[cell + 1]! - low) * (position % 4096)) / 4096)
  }

  /** `count` random bytes that need not be secret. */
  bytes(count: number): Uint8Array {
    const out = new Uint8Array(count)
    for (let index = 0; index < count; index++) out[index] = this.bits() >>> 24
    return out
  }

  /** Lower-case hexadecimal digits. */
  hex(digits: number): string {
    let out = ""
    for (let index = 0; index < digits; index++) out += this.below(16).toString(16)
    return out
  }

  /** `count` characters of an alphabet. */
  chars(alphabet: string, count: number): string {
    let out = ""
    for (let index = 0; index < count; index++) out += alphabet[this.below(alphabet.length)]!
    return out
  }
}

/** The root stream of a seed, for plain code; Effects ask for `Rng`. */
export const fromSeed = (seed: string): Stream => new Stream(Key.deriver(seed), "")

/** The stream that an Effect draws from. */
export class Rng extends Context.Tag("decnet/rng/Rng")<Rng, Stream>() {
  /** One Effect a decision: takes the stream once and runs plain code on it. */
  static draw<A>(decide: (stream: Stream) => A): Effect.Effect<A, never, Rng> {
    return Effect.map(Rng, decide)
  }

  /** Runs an Effect on the stream of that name below the present one. */
  static within(...labels: ReadonlyArray<Key.Label>) {
    return <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R | Rng> =>
      Effect.flatMap(Rng, (stream) => Effect.provideService(effect, Rng, stream.within(...labels)))
  }

  static layer(seed: string): Layer.Layer<Rng> {
    return Layer.succeed(Rng, fromSeed(seed))
  }
}
