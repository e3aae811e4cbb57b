/**
 * Which addresses may be called. A name is resolved first, every address that it has is looked at,
 * and the call then goes to one of these: a name that resolves to something else a moment later
 * leads nowhere else.
 */
import { lookup } from "node:dns/promises"
import { isIP } from "node:net"
import * as Effect from "effect/Effect"
import * as Network from "../../../src/canary/hits/Network.ts"
import { AlertFailed } from "../../../src/ports/AlertSink.ts"

/** What is not of the open internet (RFC 6890 and what was added to its registries since). */
const isSpecial = Network.among([
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
  "::/96",
  "::ffff:0:0:0/96",
  // translated and tunnelled: what is behind cannot be seen from the address
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "100::/64",
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
  "5f00::/16",
  "fc00::/7",
  "fe80::/9",
  "ff00::/8",
])

export const isPrivate = (ip: string): boolean =>
  Network.parseAddress(ip) === undefined || isSpecial(ip)

export interface Reached {
  readonly address: string
  readonly family: 4 | 6
}

const resolveWithinMillis = 5000

const familyOf = (address: string): 4 | 6 => (isIP(address) === 6 ? 6 : 4)

/** The address that is to be called for a host, which may be one itself. */
export const resolve = (host: string, allowPrivate: boolean): Effect.Effect<Reached, AlertFailed> =>
  Effect.gen(function* () {
    const bare = host.replace(/^\[(.*)\]$/, "$1")
    const addresses =
      isIP(bare) === 0
        ? yield* Effect.tryPromise({
            try: () => lookup(bare, { all: true, verbatim: true }),
            catch: () => new AlertFailed({ retry: true, reason: `${bare} does not resolve` }),
          }).pipe(
            Effect.timeoutFail({
              duration: resolveWithinMillis,
              onTimeout: () =>
                new AlertFailed({ retry: true, reason: `${bare} does not resolve in time` }),
            }),
            Effect.map((found) => found.map(({ address }) => address)),
          )
        : [bare]
    const refused = addresses.find(isPrivate)
    if (refused !== undefined && !allowPrivate)
      return yield* new AlertFailed({
        retry: false,
        reason: `${bare} is ${refused}, a private address; add the route with --allow-private if that is meant`,
      })
    const [address] = addresses
    return address === undefined
      ? yield* new AlertFailed({ retry: true, reason: `${bare} does not resolve` })
      : { address, family: familyOf(address) }
  })
