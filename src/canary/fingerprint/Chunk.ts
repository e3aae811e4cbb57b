/** One request of a collector, read back; everything in it was written by a stranger. */
import * as Either from "effect/Either"
import * as Encoding from "effect/Encoding"
import type { HttpSeen } from "../Hit.ts"
import type { Part, Wire } from "./Wire.ts"

export interface Chunk {
  readonly run: string
  readonly index: number
  readonly total: number
  /** Still encoded, ASCII. */
  readonly data: string
}

/**
 * `nonce`: not the token's own; `form`: not what a collector writes; `size`: too many chunks or too
 * long a one.
 */
export type Malformed = "nonce" | "form" | "size"

/** Chunks of one fingerprint; a collector sends fewer than ten. */
export const chunksMax = 32
const dataMax = 4096

type Values = Readonly<Partial<Record<Part, string>>>

const unescaped = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const partsOf = (wire: Wire): ReadonlyArray<readonly [Part, string]> =>
  wire.partOrder.map((part) => [part, wire.names[part]] as const)

/** The first of a name counts; what has other names is passed over. */
const ofQuery = (text: string, wire: Wire): Values => {
  const found: Partial<Record<Part, string>> = {}
  for (const pair of text.split("&", 64)) {
    const equals = pair.indexOf("=")
    const name = pair.slice(0, Math.max(0, equals))
    const part = partsOf(wire).find(([, own]) => own === name)?.[0]
    const value = unescaped(pair.slice(equals + 1))
    if (part !== undefined && value !== undefined) found[part] ??= value
  }
  return found
}

const ofJson = (text: string, wire: Wire): Values => {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return {}
  }
  if (typeof parsed !== "object" || parsed === null) return {}
  const values = parsed as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    partsOf(wire).flatMap(([part, name]) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined
      return typeof value === "string" || typeof value === "number" ? [[part, String(value)]] : []
    }),
  )
}

const valuesOf = (wire: Wire, { method, target, body }: HttpSeen): Values => {
  if (wire.transport === "image") {
    const mark = target.indexOf("?")
    return mark < 0 ? {} : ofQuery(target.slice(mark + 1).split("#", 1)[0]!, wire)
  }
  if (method !== "POST" || body === "") return {}
  const text = Encoding.decodeBase64String(body)
  if (Either.isLeft(text)) return {}
  return wire.form === "json" ? ofJson(text.right, wire) : ofQuery(text.right, wire)
}

const count = (text: string | undefined): number | undefined =>
  text !== undefined && /^(?:0|[1-9]\d{0,5})$/.test(text) ? Number(text) : undefined

/** Undefined where the request says nothing that a collector would. */
export const parse = (
  nonce: string,
  wire: Wire,
  seen: HttpSeen,
): Either.Either<Chunk, Malformed> | undefined => {
  const values = valuesOf(wire, seen)
  // one name alone may be anybody's
  if (Object.keys(values).length < 2) return undefined
  if (values.nonce !== nonce) return Either.left("nonce")
  const { run, data } = values
  const index = count(values.index)
  const total = count(values.total)
  if (run === undefined || !/^[0-9a-z]{4,24}$/.test(run)) return Either.left("form")
  if (index === undefined || total === undefined || data === undefined) return Either.left("form")
  if (total < 1 || index >= total || !/^[ -~]+$/.test(data)) return Either.left("form")
  if (total > chunksMax || data.length > dataMax) return Either.left("size")
  return Either.right({ run, index, total, data })
}
