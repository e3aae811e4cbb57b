/** Where a collector tells what it found out. */
import type { Stream } from "../../rng/Rng.ts"
import * as Callback from "../Callback.ts"
import type { Token } from "../Token.ts"
import * as Wire from "./Wire.ts"

/** An address fit for how the token's requests are sent; generators answer for a base. */
export const of = (token: Token, callback: Callback.Callback, rng: Stream): string => {
  const isImage = Wire.wireOf(token).transport === "image"
  const ending = isImage
    ? rng.within("ending").pick([".gif", ".png", ""])
    : rng.within("ending").pick(["", "", "/events", "/collect", "/v"])
  const purpose = isImage ? "image" : rng.within("purpose").pick(["api", "asset"] as const)
  const url = Callback.url(token, callback, rng.within("folder"), purpose, ending)
  if (url === undefined) throw new Error("a fingerprint needs an HTTP base")
  return url
}
