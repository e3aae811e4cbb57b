/** Figures of the worker, for Prometheus and OpenTelemetry: counted plainly, read when asked. */
import * as Metric from "effect/Metric"
import * as MetricBoundaries from "effect/MetricBoundaries"
import type { Outcome } from "../../src/engine/Record.ts"

const actions = Metric.counter("orchestrator_actions_total", {
  description: "Actions recorded, by kind and result",
  incremental: true,
})

const lag = Metric.histogram(
  "orchestrator_lag_seconds",
  MetricBoundaries.fromIterable([1, 5, 15, 30, 60, 120, 300, 900, 3600, 14_400, 86_400]),
  "From an action's moment to the tick that performed it",
)

const counters = new Map<string, ReturnType<typeof counterOf>>()

const counterOf = (kind: string, result: string) =>
  actions.pipe(Metric.tagged("kind", kind), Metric.tagged("result", result))

const counter = (kind: string, result: string) => {
  const key = `${kind} ${result}`
  let found = counters.get(key)
  if (found === undefined) counters.set(key, (found = counterOf(kind, result)))
  return found
}

/** `now`: epoch milliseconds of the tick that performed them. */
export const count = (outcomes: ReadonlyArray<Outcome>, now: number): void => {
  for (const { action, result, at } of outcomes) {
    counter(action._tag.toLowerCase(), result).unsafeUpdate(1, [])
    lag.unsafeUpdate(Math.max(0, now - at.ms) / 1000, [])
  }
}

export const ticks = Metric.gauge("orchestrator_ticks", { description: "Ticks since the start" })
export const deckies = Metric.gauge("orchestrator_deckies", { description: "Deckies driven" })
export const ailing = Metric.gauge("orchestrator_ailing", {
  description: "Deckies that did not answer",
})
