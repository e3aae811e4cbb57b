/**
 * Carries and actions read back from JSON. They are ours alone and written by the type checker's
 * leave; the schema holds off what is no such thing at all.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import type { Action } from "../../src/scheduler/Action.ts"
import type { Carry } from "../../src/scheduler/Carry.ts"
import * as Json from "./Json.ts"

const AnyRecord = Schema.Record({ key: Schema.String, value: Schema.Unknown })

const StoredCarry = Schema.Struct({
  cursor: Schema.Number,
  logs: Schema.Struct({ atMillis: Schema.Number, files: AnyRecord }),
  checkpoints: Schema.Array(Schema.Struct({ atMillis: Schema.Number })),
  replies: Schema.Array(Schema.Struct({ opener: Schema.String, replier: Schema.String })),
  typed: AnyRecord,
  knownHosts: AnyRecord,
})

const content = Schema.Uint8ArrayFromSelf
const target = { path: Schema.String, mtime: Schema.Struct({ ms: Schema.Int, ns: Schema.Int }) }
const whole = { ...target, content }

const StoredAction = Schema.Union(
  Schema.TaggedStruct("Create", whole),
  Schema.TaggedStruct("Edit", whole),
  Schema.TaggedStruct("Append", whole),
  Schema.TaggedStruct("Rotate", { ...target, content: Schema.optional(content) }),
  Schema.TaggedStruct("Remove", target),
  Schema.TaggedStruct("Mail", {
    source: Schema.String,
    copies: Schema.Array(Schema.Struct(whole)),
  }),
  Schema.TaggedStruct("Connect", { targetHost: Schema.String, durationMillis: Schema.Number }),
)

const isCarry = Schema.is(StoredCarry)
const isBody = Schema.is(Schema.Struct({ actions: Schema.Array(StoredAction), carry: StoredCarry }))

const read = <A>(what: string, text: unknown, is: (value: unknown) => boolean) =>
  Effect.suspend(() => {
    let value: unknown
    try {
      value = typeof text === "string" ? Json.decode(text) : undefined
    } catch {
      value = undefined
    }
    return is(value)
      ? Effect.succeed(value as A)
      : Effect.fail(
          new StoreUnavailable({
            reason: "broken",
            detail: `${what} cannot be read; restore a copy`,
          }),
        )
  })

/** `what` names the row in the message. */
export const carryOf = (what: string, text: unknown): Effect.Effect<Carry, StoreUnavailable> =>
  read(what, text, isCarry)

export interface IntentBody {
  readonly actions: ReadonlyArray<Action>
  readonly carry: Carry
}

export const intentBodyOf = (
  what: string,
  text: unknown,
): Effect.Effect<IntentBody, StoreUnavailable> => read(what, text, isBody)

/** The carry's own text is taken as it is, since it is stored again when the intent is closed. */
export const intentBody = ({ actions, carry }: IntentBody): string =>
  `{"actions":${Json.encode(actions)},"carry":${Json.encodeOnce(carry)}}`
