/** What a route is called and told of, as an operator writes it. */
import * as Either from "effect/Either"
import * as Policy from "../../../src/canary/alerts/Policy.ts"
import * as Network from "../../../src/canary/hits/Network.ts"
import { kinds, type TargetKind } from "../../../src/ports/AlertSink.ts"
import * as Taxonomy from "../../../src/taxonomy/ContentClass.ts"

export interface Given {
  readonly level: string
  readonly deckies: ReadonlyArray<string>
  readonly kinds: ReadonlyArray<string>
  readonly exclude: ReadonlyArray<string>
  readonly digestMinutes: string
}

export type Field = "name" | "kind" | "level" | "kinds" | "exclude" | "digest_minutes"

export interface Fault {
  readonly field: Field
  /** `write …` */
  readonly says: string
}

const fault = (field: Field, advice: string, found: string): Either.Either<never, Fault> =>
  Either.left({ field, says: `${advice} (found ${JSON.stringify(found.slice(0, 60))})` })

const isAmong = <A extends string>(all: ReadonlyArray<A>, text: string): text is A =>
  (all as ReadonlyArray<string>).includes(text)

/** Words for what is told: a class, with or without its prefix, or how it is tripped. */
const kindNamed = (name: string): string | undefined =>
  ["http", "dns", "aws_passive", ...Taxonomy.canary].find(
    (each) => each === name || each === `canary_${name}`,
  )

export const filter = (given: Given): Either.Either<Policy.Filter, Fault> => {
  const { level, digestMinutes } = given
  if (!isAmong(Policy.levels, level))
    return fault("level", `write ${Policy.levels.join(", ")}`, level)
  const minutes = Number(digestMinutes)
  if (!/^\d{1,4}$/.test(digestMinutes) || minutes < 1 || minutes > 1440)
    return fault("digest_minutes", "write a whole number from 1 to 1440", digestMinutes)
  const network = given.exclude.find((each) => Network.parse(each) === undefined)
  if (network !== undefined)
    return fault("exclude", "write an address or a network such as 10.0.0.0/8", network)
  const unknown = given.kinds.find((each) => kindNamed(each) === undefined)
  if (unknown !== undefined)
    return fault("kinds", "write http, dns, or a class such as env_file", unknown)
  return Either.right({
    level,
    deckies: given.deckies,
    kinds: given.kinds.flatMap((each) => kindNamed(each) ?? []),
    exclude: given.exclude,
    digestMinutes: minutes,
  })
}

export const name = (text: string): Either.Either<string, Fault> =>
  /^[\w][\w .-]{0,63}$/.test(text)
    ? Either.right(text)
    : fault("name", "write 1 to 64 letters, digits, dots or dashes", text)

export const kind = (text: string): Either.Either<TargetKind, Fault> =>
  isAmong(kinds, text) ? Either.right(text) : fault("kind", `write ${kinds.join(", ")}`, text)
