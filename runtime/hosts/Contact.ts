/** First contact with a decky: what it is, and accounts for those who are to live there. */
import * as Effect from "effect/Effect"
import type { Decky } from "../../src/fleet/Decky.ts"
import type { Account } from "../../src/fleet/HostFacts.ts"
import { HostUnreachable } from "../../src/ports/Host.ts"
import { containersOf, type Decoys } from "../docker/Decoys.ts"
import * as Accounts from "./Accounts.ts"
import * as Facts from "./Facts.ts"

type Named = Pick<Decky, "uuid" | "name" | "services" | "containers">

export interface Contact {
  readonly read: (decky: Named) => Effect.Effect<Facts.Read, HostUnreachable>
  /** Makes those that are missing, as if at that moment (epoch milliseconds). */
  readonly ensureAccounts: (
    decky: Named & Pick<Decky, "release">,
    accounts: ReadonlyArray<Account>,
    madeAtMillis: number,
  ) => Effect.Effect<ReadonlyArray<Account>, HostUnreachable>
}

export const make = (decoys: Decoys): Contact => {
  /** What is refused now is asked for again later; until then the decky waits. */
  const waiting =
    (decky: string) =>
    <A>(effect: Effect.Effect<A, { readonly _tag: string; readonly message: string }>) =>
      Effect.catchAll(effect, (error) =>
        // whatever stands in the way, nobody can live there before it is gone
        error instanceof HostUnreachable
          ? Effect.fail(error)
          : Effect.zipRight(
              Effect.logWarning(error.message),
              new HostUnreachable({ decky, reason: "down" }),
            ),
      )
  return {
    read: (decky) => {
      const container = containersOf(decky).ssh
      return decoys
        .on(decky.uuid, container, "/etc/os-release", ({ inspected }) =>
          Facts.read(decoys.engine, container, inspected),
        )
        .pipe(waiting(decky.uuid))
    },
    ensureAccounts: (decky, accounts, madeAtMillis) =>
      Accounts.ensure(decoys, {
        decky: decky.uuid,
        container: containersOf(decky).ssh,
        release: decky.release,
        accounts,
        madeAtMillis,
      }).pipe(waiting(decky.uuid)),
  }
}
