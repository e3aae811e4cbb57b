/** Conditions and ranges of a request for a file (RFC 9110), judged as nginx 1.22 judges them. */

export interface Validators {
  /** Epoch seconds. */
  readonly modified: number
  readonly etag: string
}

type Header = (name: string) => string | undefined

/** The three forms of RFC 9110 in epoch seconds; undefined where it is none of them. */
const secondsOf = (text: string): number | undefined => {
  const isDate =
    /^\w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2}/.test(text) ||
    /^\w{6,9}, \d{2}-\w{3}-\d{2} \d{2}:\d{2}:\d{2}/.test(text) ||
    /^\w{3} \w{3} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}/.test(text)
  const millis = isDate ? Date.parse(/GMT|[+-]\d{4}/.test(text) ? text : `${text} GMT`) : Number.NaN
  return Number.isNaN(millis) ? undefined : Math.floor(millis / 1000)
}

const matches = (list: string, etag: string, isWeak: boolean): boolean =>
  list.trim() === "*" ||
  list.split(",").some((part) => {
    const each = part.trim()
    return each === etag || (isWeak && each === `W/${etag}`)
  })

/** 200 where the conditions ask for the file. */
export const condition = (header: Header, { modified, etag }: Validators): 200 | 304 | 412 => {
  const unmodifiedSince = header("if-unmodified-since")
  if (unmodifiedSince !== undefined && (secondsOf(unmodifiedSince) ?? -1) < modified) return 412
  const match = header("if-match")
  if (match !== undefined && !matches(match, etag, false)) return 412
  const modifiedSince = header("if-modified-since")
  const noneMatch = header("if-none-match")
  if (modifiedSince === undefined && noneMatch === undefined) return 200
  // `if_modified_since exact`: another time, even a later one, asks for the file
  if (modifiedSince !== undefined && secondsOf(modifiedSince) !== modified) return 200
  return noneMatch !== undefined && !matches(noneMatch, etag, true) ? 200 : 304
}

export interface Range {
  readonly from: number
  /** Exclusive. */
  readonly to: number
}

const isForThisVersion = (header: Header, { modified, etag }: Validators): boolean => {
  const value = header("if-range")
  if (value === undefined) return true
  return value.length >= 2 && value.endsWith('"') ? value === etag : secondsOf(value) === modified
}

const first = /^ *(?:-(\d+)|(\d+) *- *(\d*)) *(,|$)/

/** `whole`: ranges are not asked for, or nginx passes over them; 416 where none can be given. */
export const ranges = (
  header: Header,
  validators: Validators,
  bytes: number,
): ReadonlyArray<Range> | "whole" | 416 => {
  const value = header("range")
  if (value === undefined || value.length < 7 || !/^bytes=/i.test(value)) return "whole"
  if (!isForThisVersion(header, validators)) return "whole"
  const found: Array<Range> = []
  let sum = 0
  for (let rest = value.slice(6); ;) {
    const part = first.exec(rest)
    if (part === null) return 416
    const [whole, suffix, start, end] = part
    const isSuffix = suffix !== undefined
    const from = isSuffix ? Math.max(0, bytes - Number(suffix)) : Number(start)
    const to = isSuffix || end === "" ? bytes : Math.min(bytes, Number(end) + 1)
    if (from < to) {
      found.push({ from, to })
      sum += to - from
    } else if (from === 0) return "whole"
    if (!whole.endsWith(",")) break
    rest = rest.slice(whole.length)
  }
  if (found.length === 0) return 416
  return sum > bytes ? "whole" : found
}
