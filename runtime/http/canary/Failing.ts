/** What goes wrong with bait, as a status and one line. */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { InstrumentRejected } from "../../../src/canary/instrument/Rejected.ts"
import type { PlaceTaken } from "../../../src/engine/Cultivator.ts"
import type { HostUnreachable } from "../../../src/ports/Host.ts"
import type { StoreUnavailable } from "../../../src/ports/StoreUnavailable.ts"
import type { Refused } from "../../canary/Refused.ts"
import type { UsageFailure } from "../../cli/Failure.ts"
import * as Away from "../Away.ts"
import { BadRequest, Conflict, NotFound, NotWritten, TooLarge, Unavailable } from "../Problem.ts"

/** As callers name the fields. */
const fieldOf: Readonly<Record<string, string>> = { file: "class" }

const refused = ({ reason, field, says }: Refused): BadRequest | Conflict => {
  const detail = field === undefined ? says : `${fieldOf[field] ?? field}: ${says}`
  return reason === "unready" ? new Conflict({ detail }) : new BadRequest({ detail })
}

const rejected = ({ reason, message }: InstrumentRejected): BadRequest | Conflict | TooLarge => {
  if (reason === "size") return new TooLarge({ detail: message })
  return reason === "unconfigured"
    ? new Conflict({ detail: message })
    : new BadRequest({ detail: message })
}

type Cause =
  | Refused
  | UsageFailure
  | PlaceTaken
  | InstrumentRejected
  | HostUnreachable
  | StoreUnavailable
  | NotWritten

/** What an error is told as. */
type Told<E> = E extends Refused
  ? BadRequest | Conflict
  : E extends InstrumentRejected
    ? BadRequest | Conflict | TooLarge
    : E extends UsageFailure | PlaceTaken
      ? Conflict
      : E extends HostUnreachable | StoreUnavailable
        ? Unavailable
        : E

const isCause = (error: unknown): error is Cause =>
  typeof error === "object" && error !== null && "_tag" in error

const problemOf = (error: Cause) => {
  switch (error._tag) {
    case "Refused":
      return refused(error)
    case "InstrumentRejected":
      return rejected(error)
    // a setting of this installation is wrong or missing
    case "UsageFailure":
    case "PlaceTaken":
      return new Conflict({ detail: error.message })
    case "HostUnreachable":
      return new Unavailable({ detail: `${error.message}; try again once it does` })
    default:
      return error
  }
}

export const storeAway = Away.orUnavailable

/** Runs with what is there, and tells a caller what went wrong. */
export const told = <A, E, R>(
  work: Effect.Effect<A, E, R>,
  context: Context.Context<R>,
): Effect.Effect<A, Told<E>> =>
  Effect.provide(work, context).pipe(
    Effect.mapError((error) => (isCause(error) ? problemOf(error) : error)),
    Away.orUnavailable,
  ) as Effect.Effect<A, Told<E>>

/** Whether it is the folder of uploads that cannot be used. */
export const isFolder = ({ reason, detail }: StoreUnavailable): boolean =>
  (reason === "read-only" || reason === "full") && detail.includes("DECNET_CANARY_BLOB_DIR")

export const notWritten = ({ message }: StoreUnavailable): Effect.Effect<never, NotWritten> =>
  Effect.fail(new NotWritten({ detail: message }))

export const noToken = (uuid: string): NotFound =>
  new NotFound({ detail: `There is no token ${uuid}` })

export const noBlob = (uuid: string): NotFound =>
  new NotFound({ detail: `There is no upload ${uuid}` })
