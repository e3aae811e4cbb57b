/** Where a file of credentials points: what it needs to be configured, and the address itself. */
import type { Stream } from "../../rng/Rng.ts"
import * as Callback from "../Callback.ts"
import type { Context } from "../Context.ts"
import type { Generator } from "../Generator.ts"
import type { Token } from "../Token.ts"

export const overHttp: Generator["kind"] = ({ httpBase }) =>
  httpBase === undefined ? undefined : "http"

export const overDns: Generator["kind"] = ({ dnsZone }) =>
  dnsZone === undefined ? undefined : "dns"

/** Nothing is made where its kind is undefined, so that a lack here is a defect. */
const configured = (address: string | undefined): string => {
  if (address === undefined) throw new Error("what this artifact would call is not configured")
  return address
}

/** The folders of a purpose are few. */
const triesMax = 16

/**
 * An address over HTTP; `ending` follows the slug. One in which `unfit` stands is drawn again: what
 * serves packages of one language does not lie in the folder of another's.
 */
export const url = (
  token: Token,
  { callback }: Context,
  rng: Stream,
  purpose: Callback.Purpose,
  ending = "",
  unfit?: RegExp,
): string => {
  const draw = (attempt: number): string =>
    configured(Callback.url(token, callback, rng.within("address", attempt), purpose, ending))
  let address = draw(0)
  for (let attempt = 1; attempt < triesMax && unfit?.test(address) === true; attempt++)
    address = draw(attempt)
  return address
}

/** A host name with a label of its own before the token's: `db2.<slug>.zone`. */
export const host = (token: Token, { callback }: Context, label?: string): string => {
  const name = configured(Callback.hostname(token, callback))
  return label === undefined ? name : `${label}.${name}`
}
