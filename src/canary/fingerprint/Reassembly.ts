/**
 * Puts the requests of collectors together again. The state is a plain value; what is kept of
 * strangers' words is bounded by number, size and age, for a token and for all of them.
 */
import * as Either from "effect/Either"
import * as Encoding from "effect/Encoding"
import type { HttpSeen } from "../Hit.ts"
import * as Chunk from "./Chunk.ts"
import * as Fingerprint from "./Fingerprint.ts"
import type * as Wire from "./Wire.ts"

/** What was sent in one visit, as far as it has come. */
interface Assembly {
  /** Epoch milliseconds of its first chunk. */
  readonly since: number
  readonly total: number
  readonly bytes: number
  readonly chunks: ReadonlyMap<number, string>
}

interface Tally {
  /** Epoch milliseconds. */
  readonly since: number
  readonly chunks: number
}

interface Visits {
  readonly tally: Tally
  /** By run. */
  readonly open: ReadonlyMap<string, Assembly>
}

export interface State {
  /** By nonce. */
  readonly tokens: ReadonlyMap<string, Visits>
  readonly bytes: number
}

export const empty: State = { tokens: new Map(), bytes: 0 }

/** Of one fingerprint. */
export const bytesMax = 64 * 1024
export const openMax = 64
export const ageMillisMax = 600_000
/** Of one token in the time that an assembly may take. */
export const chunksPerWindowMax = 1024
/** Of all tokens together. */
export const heldBytesMax = 16 * 1024 * 1024
const tokensMax = 10_000

/**
 * Beside what one request can have wrong: `total`: it contradicts an earlier one; `conflict`: a
 * chunk came twice and differs; `crowded`: too many have begun; `rate`: too many requests;
 * `encoding` and `shape`: all were there, and made no fingerprint.
 */
export type Reason =
  | Chunk.Malformed
  | "total"
  | "conflict"
  | "crowded"
  | "rate"
  | "encoding"
  | "shape"

export type Result =
  | { readonly _tag: "Collected"; readonly fingerprint: Fingerprint.Fingerprint }
  | { readonly _tag: "Rejected"; readonly reason: Reason }

export interface Added {
  readonly state: State
  /** Undefined where the request is no chunk, or others are to come. */
  readonly result: Result | undefined
}

const bytesOf = (open: Iterable<Assembly>): number => {
  let sum = 0
  for (const { bytes } of open) sum += bytes
  return sum
}

const withVisits = (state: State, nonce: string, visits: Visits | undefined): State => {
  const tokens = new Map(state.tokens)
  const before = tokens.get(nonce)
  if (visits === undefined) tokens.delete(nonce)
  else tokens.set(nonce, visits)
  return {
    tokens,
    bytes:
      state.bytes - bytesOf(before?.open.values() ?? []) + bytesOf(visits?.open.values() ?? []),
  }
}

/** Without what is too old by then, of all tokens; to be called now and then. */
export const expire = (state: State, at: number): State => {
  let left = state
  for (const [nonce, visits] of state.tokens) {
    const fresh = freshOf(visits, at)
    if (fresh.open.size === 0 && fresh.tally.chunks === 0) left = withVisits(left, nonce, undefined)
    else if (fresh.open.size < visits.open.size) left = withVisits(left, nonce, fresh)
  }
  return left
}

const freshOf = (visits: Visits, at: number): Visits => ({
  tally: at - visits.tally.since > ageMillisMax ? { since: at, chunks: 0 } : visits.tally,
  open: new Map([...visits.open].filter(([, { since }]) => at - since <= ageMillisMax)),
})

const rejected = (state: State, reason: Reason): Added => ({
  state,
  result: { _tag: "Rejected", reason },
})

const finish = (assembly: Assembly, wire: Wire.Wire): Result => {
  let text = ""
  for (let index = 0; index < assembly.total; index++) text += assembly.chunks.get(index)!
  const plain = wire.codec === "base64" ? Encoding.decodeBase64String(text) : Either.right(text)
  let values: unknown
  try {
    values = JSON.parse(Either.getOrElse(plain, () => ""))
  } catch {
    return { _tag: "Rejected", reason: "encoding" }
  }
  const fingerprint = Fingerprint.ofValues(values, wire)
  return fingerprint === undefined
    ? { _tag: "Rejected", reason: "shape" }
    : { _tag: "Collected", fingerprint }
}

/** What a token's collector sends, and how. */
export interface Expected {
  readonly nonce: string
  readonly wire: Wire.Wire
}

/** Takes a request to a token's address into account; `at` in epoch milliseconds. */
export const add = (state: State, { nonce, wire }: Expected, seen: HttpSeen, at: number): Added => {
  const parsed = Chunk.parse(nonce, wire, seen)
  if (parsed === undefined) return { state, result: undefined }
  const known = state.tokens.get(nonce)
  const visits = freshOf(known ?? { tally: { since: at, chunks: 0 }, open: new Map() }, at)
  if (visits.tally.chunks >= chunksPerWindowMax) return rejected(state, "rate")
  if (known === undefined && state.tokens.size >= tokensMax) return rejected(state, "crowded")
  const tally = { since: visits.tally.since, chunks: visits.tally.chunks + 1 }
  const keep = (open: ReadonlyMap<string, Assembly>): State =>
    withVisits(state, nonce, { tally, open })
  if (Either.isLeft(parsed)) return rejected(keep(visits.open), parsed.left)

  const { run, index, total, data } = parsed.right
  const begun = visits.open.get(run)
  if (begun === undefined && visits.open.size >= openMax)
    return rejected(keep(visits.open), "crowded")
  const assembly = begun ?? { since: at, total, bytes: 0, chunks: new Map<number, string>() }
  const without = new Map(visits.open)
  without.delete(run)
  // who contradicts himself is not waited for
  if (assembly.total !== total) return rejected(keep(without), "total")
  const before = assembly.chunks.get(index)
  if (before !== undefined)
    return before === data
      ? { state: keep(visits.open), result: undefined }
      : rejected(keep(without), "conflict")
  const bytes = assembly.bytes + data.length
  if (bytes > bytesMax) return rejected(keep(without), "size")
  if (state.bytes + data.length > heldBytesMax) return rejected(keep(visits.open), "crowded")
  const grown = { ...assembly, bytes, chunks: new Map(assembly.chunks).set(index, data) }
  return grown.chunks.size < total
    ? { state: keep(new Map(without).set(run, grown)), result: undefined }
    : { state: keep(without), result: finish(grown, wire) }
}
