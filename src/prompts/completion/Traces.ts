/** What gives a decoy away, whatever the text is about. */
import * as ProductName from "../../reading/ProductName.ts"
import * as Rejection from "./Rejection.ts"

const traces: ReadonlyArray<readonly [what: string, pattern: RegExp]> = [
  ["the product's name", ProductName.pattern],
  [
    "talk of decoys",
    /\bhoney(?:pot|token|net|file)s?\b|\bdecoys?\b|\bcanary ?tokens?\b|\bköder\b|\bseñuelos?\b|\blure\b/i,
  ],
  // a password that opens nothing is tried at once; bait is laid elsewhere, and is listened to
  [
    "a secret",
    /\b(?:password|passwd|passwort|kennwort|contraseña|clave|senha|pass|pwd|pw|api[_ -]?key|secret|token)["']?\s*(?:[:=]|is|ist|es|é)\s*["']?(?![\s$"'<({]|[\w.]+\(|None\b|null\b|os\.)(?=[^\s"']{0,40}[\d!#$%&*@_-])[^\s"']{4,}/i,
  ],
  [
    "an attachment that is not there",
    /\b(?:(?:is|are|find|see|please find) attached|attached (?:is|are|file|you|please))\b|\bim anhang\b|\bangehängt\b|\badjunto (?:el|la|los|las|te|envío)\b|\bem anexo\b/i,
  ],
  ["a key", /-----BEGIN |\bAKIA[0-9A-Z]{12,}|\bgh[pous]_\w{20,}|\bsk-\w{16,}/],
  ["a telephone number", /(?<![\w.])\+\d{1,3}[ ()\d/-]{7,18}\d/],
  ["a character that stands for another", /\ufffd/],
]

export const fault = (text: string): Rejection.Rejection | undefined => {
  const found = traces.find(([, pattern]) => pattern.test(text))
  return found === undefined ? undefined : Rejection.because("tell", found[0])
}

/** Dashes that no sign of the keyboard stands for any more. */
export const dashFault = (text: string): Rejection.Rejection | undefined =>
  /[\u2012-\u2015]/.test(text) ? Rejection.because("tell", "a dash") : undefined
