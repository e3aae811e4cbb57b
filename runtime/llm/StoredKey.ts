/**
 * The key that a model's proxy asks for, as it is stored: sealed together with the origin that it
 * is for. So it goes to no other, wherever the address in force comes from, and a row that was
 * changed by hand cannot send it elsewhere.
 */
import * as Either from "effect/Either"
import * as KeyFile from "../config/KeyFile.ts"
import type { Roots } from "../config/Places.ts"
import * as Sealed from "../config/Sealed.ts"
import type { Settings } from "../config/Settings.ts"
import * as StoredFields from "./StoredFields.ts"

const purpose = "model-keys"
const row = "realism_config/llm"

/** Scheme, host and port of an address that was found good; a key is for all paths below. */
export const originOf = (address: string): string => new URL(address).origin

/** Left says what to write. */
export const seal = (
  settings: Settings,
  roots: Roots,
  address: string,
  text: unknown,
): Either.Either<string, string> =>
  Either.map(
    Either.all([StoredFields.apiKey(text), KeyFile.secretKey(settings, roots)]),
    // neither of them has a line break
    ([key, { value }]) => Sealed.seal(value, purpose, row, `${originOf(address)}\n${key}`),
  )

const keyFor = (address: string, opened: string): Either.Either<string, string> => {
  const [origin, key, ...rest] = opened.split("\n")
  if (origin === undefined || key === undefined || rest.length > 0)
    return Either.left("it was stored without the address that it is for")
  return origin === originOf(address)
    ? Either.right(key)
    : Either.left(`it is for ${origin}, and the address is ${originOf(address)}`)
}

/** Left says why none is sent to this address. */
export const open = (
  settings: Settings,
  roots: Roots,
  address: string,
  sealed: unknown,
): Either.Either<string, string> =>
  Either.flatMap(KeyFile.secretKey(settings, roots), ({ value }) =>
    typeof sealed === "string"
      ? Either.flatMap(Sealed.open(value, purpose, row, sealed), (opened) =>
          keyFor(address, opened),
        )
      : Either.left("it is of an unknown form"),
  )
