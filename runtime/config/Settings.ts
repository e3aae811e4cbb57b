/** What the environment says: read once, at the start, as one value. */
import * as Either from "effect/Either"
import type { Variable } from "./Variable.ts"
import { variables } from "./Variables.ts"

type Variables = typeof variables

export type Settings = {
  readonly [Field in keyof Variables]: Variables[Field] extends Variable<infer A> ? A : never
}

export type Environment = Readonly<Record<string, string | undefined>>

/** What is shown of a bad value. */
const shownCharacters = 60

const found = (text: string): string =>
  JSON.stringify(
    text.length > shownCharacters ? `${text.slice(0, shownCharacters - 1)}\u2026` : text,
  )

const readOne = (
  variable: Variable<unknown>,
  environment: Environment,
): Either.Either<unknown, string> => {
  const { name, kind, fallback, secret, absent } = variable
  for (const each of fallback === undefined ? [name] : [name, fallback]) {
    const raw = environment[each] ?? ""
    if (raw.trim() === "") continue
    // a password may begin or end with a blank
    const text = secret ? raw : raw.trim()
    return Either.mapLeft(
      kind.parse(text),
      (advice) => `${each}: ${advice}${secret ? "" : ` (found ${found(text)})`}`,
    )
  }
  return Either.right(absent)
}

/** Left is one line that names the first bad variable and says what to write. */
export const read = (environment: Environment): Either.Either<Settings, string> => {
  const out: Record<string, unknown> = {}
  for (const [field, variable] of Object.entries<Variable<unknown>>(variables)) {
    const value = readOne(variable, environment)
    if (Either.isLeft(value)) return Either.left(value.left)
    out[field] = value.right
  }
  return Either.right(out as Settings)
}

/** Names that look like ours and are none: typing mistakes, and what earlier versions read. */
export const unknownNames = (environment: Environment): ReadonlyArray<string> => {
  const known = new Set(Object.values<Variable<unknown>>(variables).map(({ name }) => name))
  return Object.keys(environment)
    .filter(
      (name) => name.startsWith("DECNET_") && !name.startsWith("DECNET_TEST_") && !known.has(name),
    )
    .sort()
}
