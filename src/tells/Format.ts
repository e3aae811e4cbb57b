/** Whether a file is what its name says. */
import * as Archive from "./Archive.ts"
import * as PythonScript from "../reading/PythonScript.ts"
import * as ShellScript from "../reading/ShellScript.ts"

const json = (text: string): string | undefined => {
  try {
    JSON.parse(text)
    return undefined
  } catch {
    return "is no JSON"
  }
}

/** Shell or Python by its first line, else by its name. */
export const script = (path: string, text: string): string | undefined => {
  const first = text.startsWith("#!") ? text.slice(0, text.indexOf("\n") >>> 0) : ""
  if (/\bpython[\d.]*\b/.test(first) || (first === "" && path.endsWith(".py")))
    return PythonScript.fault(text)
  if (/\b(?:ba|da|k|z)?sh\b/.test(first) || (first === "" && path.endsWith(".sh")))
    return ShellScript.fault(text)
  return undefined
}

/** What is wrong with a text by its extension; undefined where nothing is or none is known. */
export const text = (path: string, body: string): string | undefined => {
  // A program that has just called mkstemp has written nothing yet.
  if (body === "" && /^\/(?:var\/)?tmp\//.test(path)) return undefined
  if (path.endsWith(".json")) return json(body)
  if (path.endsWith(".py") || path.endsWith(".sh") || body.startsWith("#!")) {
    const fault = script(path, body)
    return fault === undefined ? undefined : `does not parse: ${fault}`
  }
  return undefined
}

const startsWith = (bytes: Uint8Array, magic: ReadonlyArray<number>): boolean =>
  magic.every((byte, index) => bytes[index] === byte)

const pdf = (bytes: Uint8Array): string | undefined =>
  startsWith(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d]) ? undefined : "has no %PDF- at its start"

const zip = (bytes: Uint8Array): string | undefined =>
  startsWith(bytes, [0x50, 0x4b]) && Archive.members(bytes) !== undefined
    ? undefined
    : "is no ZIP archive"

const magics: ReadonlyArray<readonly [RegExp, (bytes: Uint8Array) => string | undefined]> = [
  [/\.pdf$/, pdf],
  [/\.(?:docx|xlsx|pptx|odt|zip|jar)$/, zip],
  [/\.png$/, (bytes) => (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47]) ? undefined : "is no PNG")],
  [/\.jpe?g$/, (bytes) => (startsWith(bytes, [0xff, 0xd8, 0xff]) ? undefined : "is no JPEG")],
]

/** What is wrong with the bytes by their extension; `inflates` where they are gzip and whole. */
export const binary = (path: string, bytes: Uint8Array, inflates: boolean): string | undefined => {
  if (!/\.t?gz$/.test(path)) return magics.find(([extension]) => extension.test(path))?.[1](bytes)
  return startsWith(bytes, [0x1f, 0x8b]) ? (inflates ? undefined : "is broken gzip") : "is not gzip"
}
