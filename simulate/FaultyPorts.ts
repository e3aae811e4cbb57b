/**
 * Ports that fail as real ones do, wrapped from outside: the engine behind them is the one
 * that runs in production. What fails is a function of the seed and of the call's own name.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { CanaryTokens } from "../src/ports/CanaryTokens.ts"
import { Carries } from "../src/ports/Carries.ts"
import { Host, HostUnreachable } from "../src/ports/Host.ts"
import { Intents } from "../src/ports/Intents.ts"
import { MailDelivery } from "../src/ports/MailDelivery.ts"
import type { Stores } from "../src/ports/Memory.ts"
import { StoreUnavailable } from "../src/ports/StoreUnavailable.ts"
import { SyntheticFiles } from "../src/ports/SyntheticFiles.ts"
import { TrafficDriver } from "../src/ports/TrafficDriver.ts"
import { Transactions } from "../src/ports/Transactions.ts"
import type { Stream } from "../src/rng/Rng.ts"
import * as Faults from "./Faults.ts"

/** The process is no more; whatever was not written down is lost with it. */
export class Killed {
  readonly _tag = "Killed"
}

export interface Trouble {
  readonly root: Stream
  readonly profile: Faults.Profile
  /** Told of every fault. */
  readonly note: (kind: Faults.Fault["kind"], decky: string, detail: string) => void
  /** While false, nothing fails. */
  active: boolean
}

export type Ports = Stores | Host | MailDelivery | TrafficDriver

type Call = readonly [operation: string, decky: string, what: string]

/** What a call becomes; the error is what the port answers where it fails. */
type Act<F> = <A, E, R>(call: Call, effect: Effect.Effect<A, E, R>) => Effect.Effect<A, E | F, R>

/** Wraps calls to one kind of port; each call's attempts are counted by its name. */
const troubled = <F>(
  trouble: Trouble,
  port: "host" | "store",
  errorOf: (call: Call, fault: Faults.CallFault) => F,
): Act<F> => {
  const times = new Map<string, number>()
  return <A, E, R>(call: Call, effect: Effect.Effect<A, E, R>) =>
    Effect.suspend((): Effect.Effect<A, E | F, R> => {
      if (!trouble.active) return effect
      const name = call.join(" ")
      const time = (times.get(name) ?? 0) + 1
      times.set(name, time)
      const fault = Faults.callFault(trouble.root, trouble.profile, port, call, time)
      if (fault === "none") return effect
      const killed = fault === "kill before" || fault === "kill after"
      const [operation, decky, what] = call
      const detail = [fault, operation, what].filter((word) => word !== "").join(" ")
      trouble.note(killed ? "kill" : port === "host" ? "call" : "store", decky, detail)
      const error = killed ? Effect.die(new Killed()) : Effect.fail(errorOf(call, fault))
      const acts = fault.endsWith("after") || fault === "lost"
      return acts ? Effect.zipRight(effect, error) : error
    })
}

/** The same ports, in trouble. Writes inside a transaction stand or fall with it. */
export const wrap = (ports: Context.Context<Ports>, trouble: Trouble): Context.Context<Ports> => {
  const onHost = troubled(
    trouble,
    "host",
    ([, decky]) => new HostUnreachable({ decky, reason: "timeout" }),
  )
  const onStore = troubled(
    trouble,
    "store",
    ([operation]) => new StoreUnavailable({ reason: "busy", detail: `${operation}: busy` }),
  )
  let inside = false
  const store: typeof onStore = (call, effect) => (inside ? effect : onStore(call, effect))
  const host = Context.get(ports, Host)
  const mail = Context.get(ports, MailDelivery)
  const traffic = Context.get(ports, TrafficDriver)
  const files = Context.get(ports, SyntheticFiles)
  const carries = Context.get(ports, Carries)
  const intents = Context.get(ports, Intents)
  const tokens = Context.get(ports, CanaryTokens)
  const { atomically } = Context.get(ports, Transactions)
  // a commit is named by what is being carried out
  let current: readonly [decky: string, momentId: string] = ["", ""]
  return ports.pipe(
    Context.add(Host, {
      plant: (decky, action, attempt) =>
        onHost(["plant", decky, action.path], host.plant(decky, action, attempt)),
      replace: (decky, action, attempt) =>
        onHost(["replace", decky, action.path], host.replace(decky, action, attempt)),
      append: (decky, action, attempt) =>
        onHost(["append", decky, action.path], host.append(decky, action, attempt)),
      rotate: (decky, action, attempt) =>
        onHost(["rotate", decky, action.path], host.rotate(decky, action, attempt)),
      remove: (decky, action, attempt) =>
        onHost(["remove", decky, action.path], host.remove(decky, action, attempt)),
    }),
    Context.add(MailDelivery, {
      deliver: (decky, action, attempt) =>
        onHost(["deliver", decky, action.message.messageId], mail.deliver(decky, action, attempt)),
    }),
    Context.add(TrafficDriver, {
      connect: (decky, action, attempt) =>
        onHost(["connect", decky, action.targetHost], traffic.connect(decky, action, attempt)),
    }),
    Context.add(SyntheticFiles, {
      ...files,
      list: (decky) => store(["list", decky, ""], files.list(decky)),
      get: (decky, path) => store(["get", decky, path], files.get(decky, path)),
    }),
    Context.add(Carries, {
      get: (decky) => store(["read carry", decky, ""], carries.get(decky)),
      put: (decky, carry) => store(["write carry", decky, ""], carries.put(decky, carry)),
    }),
    Context.add(CanaryTokens, {
      ...tokens,
      ofMoment: (decky, momentId) =>
        store(["read token", decky, momentId], tokens.ofMoment(decky, momentId)),
      open: (row) => store(["open token", row.decky, row.momentId], tokens.open(row)),
      get: (id) => store(["get token", "", id], tokens.get(id)),
    }),
    Context.add(Intents, {
      ...intents,
      open: (decky, intent) =>
        Effect.suspend(() => {
          current = [decky, intent.momentId]
          return store(["open intent", decky, intent.momentId], intents.open(decky, intent))
        }),
      pending: (decky) =>
        Effect.tap(store(["read intents", decky, ""], intents.pending(decky)), (pending) =>
          Effect.sync(() => (current = [decky, pending[0]?.momentId ?? ""])),
        ),
    }),
    Context.add(Transactions, {
      atomically: (writes) =>
        Effect.suspend(() =>
          onStore(
            ["commit", ...current],
            Effect.suspend(() => {
              inside = true
              return Effect.ensuring(
                atomically(writes),
                Effect.sync(() => void (inside = false)),
              )
            }),
          ),
        ),
    }),
  )
}
