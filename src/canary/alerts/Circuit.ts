/**
 * Keeps calls off something that fails again and again, as a plain machine: some failures in a row
 * open it, after a pause one call may try, and that one decides. Failures of calls that were begun
 * before it opened do not extend the pause.
 */

export interface Limits {
  readonly failures: number
  readonly pauseMillis: number
}

export const standard: Limits = { failures: 5, pauseMillis: 60_000 }

export type Circuit =
  | { readonly is: "closed"; readonly failures: number }
  | { readonly is: "open"; readonly since: number }
  | { readonly is: "trying"; readonly since: number }

/** Also after any success. */
export const closed: Circuit = { is: "closed", failures: 0 }

/** How many calls may begin now. One that may begin alone is told by `tried`. */
export const admits = (circuit: Circuit, now: number, limits: Limits): "all" | "one" | "none" =>
  circuit.is === "closed" ? "all" : now - circuit.since >= limits.pauseMillis ? "one" : "none"

/** The one call has begun; if it is never heard of, another may try after a pause. */
export const tried = (now: number): Circuit => ({ is: "trying", since: now })

/** `begunAt` is when the call began. */
export const failed = (circuit: Circuit, begunAt: number, now: number, limits: Limits): Circuit => {
  if (circuit.is === "open") return circuit
  if (circuit.is === "trying") return begunAt < circuit.since ? circuit : { is: "open", since: now }
  const failures = circuit.failures + 1
  return failures >= limits.failures ? { is: "open", since: now } : { is: "closed", failures }
}
