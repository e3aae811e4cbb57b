/** Carries out an action through its port. */
import * as Effect from "effect/Effect"
import { Host, type Attempt, type HostError, type Written } from "../ports/Host.ts"
import { MailDelivery } from "../ports/MailDelivery.ts"
import type { StoreUnavailable } from "../ports/StoreUnavailable.ts"
import { Tenure } from "../ports/Tenure.ts"
import { TrafficDriver } from "../ports/TrafficDriver.ts"
import type { Action } from "../scheduler/Action.ts"

export type Ports = Host | MailDelivery | TrafficDriver | Tenure

export interface Performed {
  readonly result: "done" | "failed" | "interrupted"
  readonly written?: Written
}

const done: Performed = { result: "done" }

const through = (
  decky: string,
  action: Action,
  attempt: Attempt,
): Effect.Effect<Performed, HostError, Host | MailDelivery | TrafficDriver> => {
  switch (action._tag) {
    case "Create":
      return Effect.as(
        Effect.flatMap(Host, (host) => host.plant(decky, action, attempt)),
        done,
      )
    case "Edit":
      return Effect.as(
        Effect.flatMap(Host, (host) => host.replace(decky, action, attempt)),
        done,
      )
    case "Append":
      return Effect.map(
        Effect.flatMap(Host, (host) => host.append(decky, action, attempt)),
        (written) => ({ result: "done", written }),
      )
    case "Rotate":
      return Effect.map(
        Effect.flatMap(Host, (host) => host.rotate(decky, action, attempt)),
        (written) => ({ result: "done", written }),
      )
    case "Remove":
      return Effect.as(
        Effect.flatMap(Host, (host) => host.remove(decky, action, attempt)),
        done,
      )
    case "Mail":
      return Effect.as(
        Effect.flatMap(MailDelivery, (mail) => mail.deliver(decky, action, attempt)),
        done,
      )
    case "Connect":
      return Effect.map(
        Effect.flatMap(TrafficDriver, (driver) => driver.connect(decky, action, attempt)),
        (result) => ({ result }),
      )
  }
}

/**
 * Succeeds with how it went; a session that was refused is an outcome, not an error. Nothing is
 * done where another process has taken over.
 */
export const perform = (
  decky: string,
  action: Action,
  attempt: Attempt,
): Effect.Effect<Performed, HostError | StoreUnavailable, Ports> =>
  Effect.flatMap(Tenure, ({ check }) => check).pipe(
    Effect.zipRight(through(decky, action, attempt)),
  )
