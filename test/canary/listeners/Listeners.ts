/** Listeners of ours on loopback, with what they saw in memory. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as DnsListener from "../../../runtime/canary/DnsListener.ts"
import * as HttpListener from "../../../runtime/canary/HttpListener.ts"
import type { Noted, Seen } from "../../../src/canary/Hit.ts"

/** Of a journal by which what is served is worded as the tests have it. */
export const id = "c0ffee5a0000003e0000003e0000003e"

type Use = Omit<Seen, "id">

export interface Started {
  readonly port: number
  /** One for each slug of a request. */
  readonly seen: Array<Use>
  /** Connections that are open. */
  readonly count: () => number
  readonly stop: () => Promise<void>
}

const started = async (
  listen: (sink: HttpListener.Sink) => Effect.Effect<HttpListener.Listening, unknown, Scope.Scope>,
): Promise<Started> => {
  const seen: Array<Use> = []
  const scope = await Effect.runPromise(Scope.make())
  const append = ({ slugs, ...common }: Noted): void => {
    for (const slug of slugs) seen.push({ slug, ...common })
  }
  const sink = { id, append }
  const { port, connections } = await Effect.runPromise(
    listen(sink).pipe(Effect.provideService(Scope.Scope, scope)),
  )
  return {
    port,
    seen,
    count: connections,
    stop: () => Effect.runPromise(Scope.close(scope, Exit.void)),
  }
}

export const http = (options: Partial<HttpListener.Options> = {}): Promise<Started> =>
  started((sink) =>
    HttpListener.listen({ bind: "127.0.0.1", port: 0, trustedProxies: [], ...options }, sink),
  )
export const zone = "c.example.net"

export const dns = (options: Partial<DnsListener.Options> = {}): Promise<Started> =>
  started((sink) =>
    DnsListener.listen(
      { bind: "127.0.0.1", port: 0, zone, answerIps: ["10.9.8.7"], rateLimit: 0, ...options },
      sink,
    ),
  )
