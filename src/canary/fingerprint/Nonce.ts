/** What every request of a token's collector has to carry, so that nobody else's is taken for one. */
import * as Base64 from "../../bytes/Base64.ts"
import * as Token from "../Token.ts"

const bytes = 15

/** 20 characters that are safe in addresses; stored with the token. */
export const nonceOf = (token: Token.Token): string =>
  Base64.encodeUrl(Token.keyMaterial(token, "nonce", bytes))
