/** Figures of the model for Prometheus and the heartbeat. */
import * as Metric from "effect/Metric"
import * as MetricBoundaries from "effect/MetricBoundaries"
import type { Silence } from "../../src/llm/Wording.ts"

export type Ending = "answered" | "cached" | Silence

const answers = Metric.counter("model_answers_total", {
  description: "Texts asked for, by how that ended; whether one is used is decided later",
  incremental: true,
})

const latency = Metric.histogram(
  "model_latency_seconds",
  MetricBoundaries.fromIterable([0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600]),
  "How long the model took for an answer",
)

const tokens = Metric.counter("model_tokens_total", {
  description: "Tokens of prompts and answers",
  incremental: true,
})

const counters = new Map<Ending, ReturnType<typeof counterOf>>()

const counterOf = (ending: Ending) => answers.pipe(Metric.tagged("outcome", ending))

export const count = (ending: Ending): void => {
  let found = counters.get(ending)
  if (found === undefined) counters.set(ending, (found = counterOf(ending)))
  found.unsafeUpdate(1, [])
}

export const took = (millis: number, spent: number): void => {
  latency.unsafeUpdate(millis / 1000, [])
  tokens.unsafeUpdate(spent, [])
}

/** Latencies that the median is of. */
const keptMax = 20

/** How long the last answers took. */
export interface Latencies {
  readonly add: (millis: number) => void
  /** Undefined before the first. */
  readonly median: () => number | undefined
}

export const latencies = (): Latencies => {
  const kept: Array<number> = []
  return {
    add: (millis) => {
      kept.push(millis)
      if (kept.length > keptMax) kept.shift()
    },
    median: () => [...kept].sort((a, b) => a - b)[Math.floor((kept.length - 1) / 2)],
  }
}
