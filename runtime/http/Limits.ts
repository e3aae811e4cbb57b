/** How much one caller gets: requests a minute by token and by address, and tries at a token. */
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as ClientAddress from "../canary/ClientAddress.ts"
import * as Limiter from "./Limiter.ts"

/** Each for a minute. */
export interface Rates {
  readonly ofToken: number
  readonly ofAddress: number
  /** Requests of an address whose token is none. */
  readonly failures: number
}

export const standard: Rates = { ofToken: 600, ofAddress: 300, failures: 20 }

export class Limits extends Context.Tag("decnet/http/Limits")<
  Limits,
  {
    /** The caller's address, or the network that an IPv6 caller has. */
    readonly addressOf: (request: HttpServerRequest.HttpServerRequest) => string
    readonly ofToken: Limiter.Limiter
    readonly ofAddress: Limiter.Limiter
    readonly failures: Limiter.Limiter
  }
>() {
  static layer(
    trustedProxies: ReadonlyArray<string>,
    rates: Rates = standard,
  ): Layer.Layer<Limits> {
    return Layer.sync(Limits, () => {
      const isTrusted = ClientAddress.trusted(trustedProxies)
      return {
        addressOf: (request) =>
          ClientAddress.prefix64(
            ClientAddress.of(
              Option.getOrUndefined(request.remoteAddress),
              [request.headers["x-forwarded-for"] ?? ""],
              isTrusted,
            ),
          ),
        ofToken: Limiter.make(rates.ofToken),
        ofAddress: Limiter.make(rates.ofAddress),
        failures: Limiter.make(rates.failures),
      }
    })
  }
}
