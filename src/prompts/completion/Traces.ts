/** What gives a decoy away, whatever the text is about. */
import * as ProductName from "../../reading/ProductName.ts"
import * as Attachment from "./Attachment.ts"
import * as Credentials from "./Credentials.ts"
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
  ["a key", /-----BEGIN |\bAKIA[0-9A-Z]{12,}|\bgh[pous]_\w{20,}|\bsk-\w{16,}/],
  [
    "a telephone number",
    /(?<![\w.])\+\d{1,3}[ ()\d/-]{7,18}\d|\(\d{3}\) ?\d{3}[-. ]\d{4}(?!\d)|(?<![\w.-])\d{3}[-.]\d{3}[-.]\d{4}(?![\w.-])|(?<![\w.:/-])0\d{2,4}[ /]\d{4,8}(?![\w.:/-])/,
  ],
  [
    "a character of another keyboard",
    /[\uff01-\uff5e\u2500-\u25ff\u2600-\u2604\u2606-\u2610\u2613-\u2712\u2715-\u27be\u2b00-\u2bff]/,
  ],
  ["a character that stands for another", /\ufffd/],
]

export const fault = (text: string, isMail: boolean): Rejection.Rejection | undefined => {
  const found = traces.find(([, pattern]) => pattern.test(text))
  if (found !== undefined) return Rejection.because("tell", found[0])
  if (Credentials.found(text)) return Rejection.because("tell", "a secret")
  return Attachment.isNamed(text, isMail)
    ? Rejection.because("tell", "an attachment that is not there")
    : undefined
}

/** Dashes that no sign of the keyboard stands for any more. */
export const dashFault = (text: string): Rejection.Rejection | undefined =>
  /[\u2012-\u2015]/.test(text) ? Rejection.because("tell", "a dash") : undefined
