/**
 * Keeps calls off a model that fails again and again, as a plain machine: some failures in a row
 * open it, after a pause one call is let through as a probe, and that one alone decides.
 *
 * A call is known by the era in which it began, and an era ends with each opening, probe and
 * closing. So what was begun before an opening says nothing after it: its failure does not extend
 * the pause, since it tells of the trouble that is known, and its success does not close, since a
 * model that answers what it was asked a minute ago may still take no more.
 *
 * The circuit of the alerts is another machine: its caller may take the place of a probe, find
 * nothing to deliver and report nothing, so that time alone gives the place back there; here a
 * call always reports, and no clock can put two probes side by side.
 */

export interface Limits {
  /** In a row. */
  readonly failures: number
  readonly pauseMillis: number
}

export const standard: Limits = { failures: 3, pauseMillis: 60_000 }

/** The era a call began in; it goes back with how the call ended. */
export type Ticket = number

export interface Breaker {
  /** `half-open`: a probe is under way. */
  readonly is: "closed" | "open" | "half-open"
  readonly era: Ticket
  /** In a row, while closed. */
  readonly failures: number
  /** When it opened last, on the clock that the callers read. */
  readonly openedAt: number
}

export const closed: Breaker = { is: "closed", era: 0, failures: 0, openedAt: 0 }

/** As new, for another model: calls that are under way say nothing of it. */
export const reset = ({ era }: Breaker): Breaker => ({ ...closed, era: era + 1 })

/** Whether a call may begin now; on a clock that went back the pause is over. */
export const admits = ({ is, openedAt }: Breaker, now: number, { pauseMillis }: Limits): boolean =>
  is === "closed" || (is === "open" && (now < openedAt || now - openedAt >= pauseMillis))

/** Begins a call; undefined where none may begin. */
export const begin = (
  breaker: Breaker,
  now: number,
  limits: Limits,
): { readonly breaker: Breaker; readonly ticket: Ticket } | undefined => {
  if (!admits(breaker, now, limits)) return undefined
  if (breaker.is === "closed") return { breaker, ticket: breaker.era }
  const ticket = breaker.era + 1
  return { breaker: { ...breaker, is: "half-open", era: ticket }, ticket }
}

export const succeeded = (breaker: Breaker, ticket: Ticket): Breaker => {
  if (ticket !== breaker.era) return breaker
  return breaker.is === "closed" ? { ...breaker, failures: 0 } : reset(breaker)
}

export const failed = (breaker: Breaker, ticket: Ticket, now: number, limits: Limits): Breaker => {
  if (ticket !== breaker.era) return breaker
  const failures = breaker.failures + 1
  return breaker.is === "closed" && failures < limits.failures
    ? { ...breaker, failures }
    : { is: "open", era: breaker.era + 1, failures: 0, openedAt: now }
}

/** It ended without an answer that says anything: a probe gives its place to the next call. */
export const abandoned = (breaker: Breaker, ticket: Ticket): Breaker =>
  ticket === breaker.era && breaker.is === "half-open"
    ? { ...breaker, is: "open", era: breaker.era + 1 }
    : breaker
