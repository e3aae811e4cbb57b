/** Traces and metrics to an OpenTelemetry collector, where one is configured. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

/** OTLP over HTTP as JSON; nothing is loaded without an endpoint. */
export const layer = (endpoint: string | undefined): Layer.Layer<never> =>
  endpoint === undefined
    ? Layer.empty
    : Layer.unwrapEffect(
        Effect.promise(async () => {
          const [Otlp, FetchHttpClient] = await Promise.all([
            import("@effect/opentelemetry/Otlp"),
            import("@effect/platform/FetchHttpClient"),
          ])
          return Layer.provide(
            Otlp.layerJson({
              baseUrl: endpoint,
              resource: { serviceName: "decnet-orchestrator" },
            }),
            FetchHttpClient.layer,
          )
        }),
      )
