/**
 * The slug by which the listeners are tested from outside in. It follows from the installation's
 * secret key: whoever tests and whoever reads the journal know it, and nobody else does.
 */
import { hkdfSync } from "node:crypto"
import * as Token from "../../../src/canary/Token.ts"

export const of = (secretKey: string): string =>
  Token.ofEntropy(
    new Uint8Array(
      hkdfSync("sha256", Buffer.from(secretKey, "hex"), "", "listener-test", Token.entropyBytes),
    ),
  ).slug
