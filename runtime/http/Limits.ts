/**
 * How much one caller gets: requests a minute by token, or by address where there is no good token,
 * and tries at a token.
 */
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Context from "effect/Context"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as ClientAddress from "../canary/ClientAddress.ts"
import * as Verify from "./access/Verify.ts"
import * as Limiter from "./Limiter.ts"

/** Each for a minute. */
export interface Rates {
  readonly ofToken: number
  readonly ofAddress: number
  /** Requests of an address whose token is none. */
  readonly failures: number
}

/** The header says so; the platform takes whatever stands behind seven characters. */
const bearer = /^Bearer ([\w-]{20,128})$/i

/** The digest of the token that a request carries; undefined where it carries none. */
export const digestOf = (request: HttpServerRequest.HttpServerRequest): string | undefined => {
  const token = bearer.exec(request.headers["authorization"] ?? "")?.[1]
  return token === undefined ? undefined : Verify.digestOf(token)
}

const isLoopback = (address: string): boolean => /^(?:::ffff:)?127\.|^::1$/i.test(address)

export const standard: Rates = { ofToken: 600, ofAddress: 300, failures: 20 }

export class Limits extends Context.Tag("decnet/http/Limits")<
  Limits,
  {
    /** The caller's address, or the network that an IPv6 caller has. */
    readonly addressOf: (request: HttpServerRequest.HttpServerRequest) => string
    /** Somebody on this host speaks for others, and nobody is trusted to: all of them are one. */
    readonly isProxyUntold: (request: HttpServerRequest.HttpServerRequest) => boolean
    /**
     * Digests of tokens that were good in this process: their holders are kept out neither by
     * others' requests nor by others' guesses.
     */
    readonly good: Set<string>
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
        isProxyUntold: ({ remoteAddress, headers }) =>
          trustedProxies.length === 0 &&
          headers["x-forwarded-for"] !== undefined &&
          Option.exists(remoteAddress, isLoopback),
        good: new Set<string>(),
        ofToken: Limiter.make(rates.ofToken),
        ofAddress: Limiter.make(rates.ofAddress),
        failures: Limiter.make(rates.failures),
      }
    })
  }
}
