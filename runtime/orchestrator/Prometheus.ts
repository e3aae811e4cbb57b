/** Figures as Prometheus reads them (text format 0.0.4), on a local port. */
import { createServer } from "node:http"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import type * as MetricPair from "effect/MetricPair"
import * as MetricState from "effect/MetricState"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"

export class PortTaken extends Schema.TaggedError<PortTaken>()("PortTaken", {
  message: Schema.String,
}) {}

type Labels = ReadonlyArray<readonly [name: string, value: string]>

const labelled = (labels: Labels): string =>
  labels.length === 0
    ? ""
    : `{${labels
        .map(
          ([name, value]) =>
            `${name}="${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`,
        )
        .join(",")}}`

const number = (value: number | bigint): string =>
  value === Number.POSITIVE_INFINITY ? "+Inf" : String(value)

interface Family {
  readonly type: "counter" | "gauge" | "histogram"
  readonly help: string
  readonly samples: Array<string>
}

const samplesOf = (
  name: string,
  labels: Labels,
  state: unknown,
): { readonly type: Family["type"]; readonly samples: ReadonlyArray<string> } | undefined => {
  if (MetricState.isCounterState(state))
    return { type: "counter", samples: [`${name}${labelled(labels)} ${number(state.count)}`] }
  if (MetricState.isGaugeState(state))
    return { type: "gauge", samples: [`${name}${labelled(labels)} ${number(state.value)}`] }
  if (!MetricState.isHistogramState(state)) return undefined
  return {
    type: "histogram",
    samples: [
      ...Array.from(
        state.buckets,
        ([below, count]) =>
          `${name}_bucket${labelled([...labels, ["le", number(below)]])} ${count}`,
      ),
      `${name}_sum${labelled(labels)} ${number(state.sum)}`,
      `${name}_count${labelled(labels)} ${state.count}`,
    ],
  }
}

/** One block a name; the runtime's own figures about its fibers are left out. */
export const render = (pairs: ReadonlyArray<MetricPair.MetricPair.Untyped>): string => {
  const families = new Map<string, Family>()
  for (const { metricKey, metricState } of pairs) {
    const { name, tags, description } = metricKey
    if (name.startsWith("effect_")) continue
    const labels = tags.map(({ key, value }) => [key, value] as const)
    const found = samplesOf(name, labels, metricState)
    if (found === undefined) continue
    const family = families.get(name) ?? {
      type: found.type,
      help: Option.getOrElse(description, () => ""),
      samples: [],
    }
    family.samples.push(...found.samples)
    families.set(name, family)
  }
  return [...families]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { type, help, samples }]) =>
      [
        ...(help === "" ? [] : [`# HELP ${name} ${help}`]),
        `# TYPE ${name} ${type}`,
        ...samples,
        "",
      ].join("\n"),
    )
    .join("")
}

/** Serves `/metrics` on 127.0.0.1 while the scope is open. */
export const serve = (port: number): Effect.Effect<void, PortTaken, Scope.Scope> =>
  Effect.asVoid(
    Effect.acquireRelease(
      Effect.async<ReturnType<typeof createServer>, PortTaken>((resume) => {
        const server = createServer((request, response) => {
          if (request.method !== "GET" || request.url !== "/metrics") {
            response.writeHead(404).end()
            return
          }
          response.writeHead(200, { "content-type": "text/plain; version=0.0.4" })
          response.end(render(Effect.runSync(Metric.snapshot)))
        })
        server.once("error", (error) =>
          resume(
            Effect.fail(
              new PortTaken({
                message: `DECNET_METRICS_PORT: port ${port} cannot be used (${error.message}); write another`,
              }),
            ),
          ),
        )
        server.listen(port, "127.0.0.1", () => resume(Effect.succeed(server)))
      }),
      (server) =>
        Effect.async<void>((resume) => {
          server.close(() => resume(Effect.void))
          server.closeAllConnections()
        }),
    ),
  )
