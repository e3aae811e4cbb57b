/** What a file of somebody's own is to call. */
import * as Callback from "../Callback.ts"
import * as Token from "../Token.ts"

export interface Address {
  readonly url: string
  readonly kind: Callback.Kind
}

/** Over HTTP where that is configured; else a name whose look-up is what trips. */
export const of = (
  token: Token.Token,
  callback: Callback.Callback,
  purpose: Callback.Purpose,
  ending: string,
): Address | undefined => {
  const rng = Token.stream(token).within("instrument", purpose)
  const url = Callback.url(token, callback, rng, purpose, ending)
  if (url !== undefined) return { url, kind: "http" }
  const host = Callback.hostname(token, callback)
  if (host === undefined) return undefined
  const folder = rng.pick(["img", "media", "assets", "static", "files"])
  return { url: `http://${host}/${folder}/${rng.hex(8)}${ending}`, kind: "dns" }
}
