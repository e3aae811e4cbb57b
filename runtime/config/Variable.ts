/** One environment variable: its name, what it may hold, and what holds where it is not set. */
import type { Kind } from "./Kind.ts"

export interface Variable<A> {
  readonly name: string
  readonly kind: Kind<A>
  /** The value where it is unset or empty. */
  readonly absent: A
  /** How the default reads in documents. */
  readonly shown: string
  readonly unit: string | undefined
  /** Never shown, not even when it is wrong. */
  readonly secret: boolean
  /** One sentence for documents. */
  readonly says: string
  /** Another program's variable that is taken where this one is not set. */
  readonly fallback: string | undefined
}

interface Extras {
  readonly unit?: string
  readonly secret?: boolean
  readonly fallback?: string
  readonly shown?: string
}

const make = <A>(
  name: string,
  kind: Kind<A>,
  absent: A,
  shown: string,
  says: string,
  extras: Extras,
): Variable<A> => ({
  name,
  kind,
  absent,
  shown: extras.shown ?? shown,
  unit: extras.unit,
  secret: extras.secret ?? false,
  says,
  fallback: extras.fallback,
})

/** One with a default that is written as the user would write it. */
export const withDefault = <A>(
  name: string,
  kind: Kind<A>,
  standard: string,
  says: string,
  extras: Extras = {},
): Variable<A> => {
  const parsed = kind.parse(standard)
  // a default that its own kind refuses is a mistake of ours
  if (parsed._tag === "Left") throw new Error(`${name}: the default is wrong: ${parsed.left}`)
  return make(name, kind, parsed.right, standard, says, extras)
}

/** One that may be absent. */
export const optional = <A>(
  name: string,
  kind: Kind<A>,
  says: string,
  extras: Extras = {},
): Variable<A | undefined> => make<A | undefined>(name, kind, undefined, "none", says, extras)
