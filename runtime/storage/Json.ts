/**
 * Plain values with bytes in them as JSON text. Bytes become `{"$bytes":"<base64>"}`; a field that
 * is undefined is absent afterwards, which reads the same.
 */

const bytesKey = "$bytes"

/** Whether JSON itself has everything that is in it. */
const isPlain = (value: unknown): boolean => {
  if (typeof value !== "object" || value === null) return true
  if (value instanceof Uint8Array) return false
  if (Array.isArray(value)) return value.every(isPlain)
  for (const key in value)
    if (key.startsWith("$") || !isPlain((value as Record<string, unknown>)[key])) return false
  return true
}

const toPlain = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value
  if (value instanceof Uint8Array)
    return {
      [bytesKey]: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64"),
    }
  if (Array.isArray(value)) return value.map(toPlain)
  return Object.fromEntries(
    // a key of the value's own that looks like ours is told apart by one more sign
    Object.entries(value).map(([key, each]) => [
      key.startsWith("$") ? `$${key}` : key,
      toPlain(each),
    ]),
  )
}

export const encode = (value: unknown): string =>
  JSON.stringify(isPlain(value) ? value : toPlain(value))

const texts = new WeakMap<object, string>()

/** For values that never change: a carry is stored with its intent, and again on its own. */
export const encodeOnce = (value: object): string => {
  const known = texts.get(value)
  if (known !== undefined) return known
  const text = encode(value)
  texts.set(value, text)
  return text
}

const revive = (_: string, value: unknown): unknown => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value
  const keys = Object.keys(value)
  if (!keys.some((key) => key.startsWith("$"))) return value
  const fields = value as Record<string, unknown>
  if (keys.length === 1 && keys[0] === bytesKey)
    return new Uint8Array(Buffer.from(String(fields[bytesKey]), "base64"))
  return Object.fromEntries(
    Object.entries(fields).map(([key, each]) => [key.startsWith("$") ? key.slice(1) : key, each]),
  )
}

/** Throws where the text is no JSON. */
export const decode = (text: string): unknown =>
  text.includes('"$') ? JSON.parse(text, revive) : JSON.parse(text)
