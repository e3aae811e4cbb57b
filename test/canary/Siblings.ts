/** What artifacts of one kind share although nothing asks for it: how bait is told from real files. */

export interface Sibling {
  /** Of all files, in order; compressed parts are looked at unpacked, where the caller adds them. */
  readonly bytes: ReadonlyArray<Uint8Array>
  /** What a listing or a property dialogue shows of it, without secrets: names, dates, creators. */
  readonly metadata: string
}

/** Substrings shorter than this are chance or grammar. */
const window = 16

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1")

const grams = (parts: ReadonlyArray<string>): Set<string> => {
  const found = new Set<string>()
  for (const part of parts)
    for (let at = 0; at + window <= part.length; at++) found.add(part.slice(at, at + window))
  return found
}

/** Parts with everything taken out that the format demands; what stood around it stays apart. */
const without = (
  parts: ReadonlyArray<string>,
  demanded: ReadonlyArray<string | RegExp>,
): ReadonlyArray<string> => {
  let left = parts
  for (const each of demanded) left = left.flatMap((part) => part.split(each))
  return left
}

/**
 * Every run of 16 bytes or more that all artifacts have, as Latin-1 text. `demanded` is what the
 * format itself asks for, the longer strings first; expressions have no groups.
 */
export const commonRuns = (
  siblings: ReadonlyArray<Sibling>,
  demanded: ReadonlyArray<string | RegExp> = [],
): ReadonlyArray<string> => {
  const texts = siblings.map(({ bytes }) => without(bytes.map(latin), demanded))
  const bySize = texts.toSorted((a, b) => a.join("").length - b.join("").length)
  const first = bySize[0]
  if (first === undefined) return []
  let common = grams(first)
  for (const parts of bySize.slice(1)) {
    if (common.size === 0) break
    const kept = new Set<string>()
    for (const gram of common) if (parts.some((part) => part.includes(gram))) kept.add(gram)
    common = kept
  }
  const runs = new Set<string>()
  for (const part of first)
    for (let at = 0; at + window <= part.length; at++) {
      if (!common.has(part.slice(at, at + window))) continue
      let end = at + window
      while (end < part.length && common.has(part.slice(end - window + 1, end + 1))) end++
      runs.add(part.slice(at, end))
      at = end - window
    }
  return [...runs]
}

/** Pairs (by index) of the same size and metadata. */
export const twins = (
  siblings: ReadonlyArray<Sibling>,
): ReadonlyArray<readonly [number, number]> => {
  const seen = new Map<string, number>()
  const found: Array<readonly [number, number]> = []
  siblings.forEach(({ bytes, metadata }, index) => {
    const size = bytes.reduce((sum, part) => sum + part.length, 0)
    const key = `${size}\n${metadata}`
    const other = seen.get(key)
    if (other === undefined) seen.set(key, index)
    else found.push([other, index])
  })
  return found
}

/** Words that no artifact may hold, in either case. */
const telling = /decnet|canary|honey|decoy|bait|tripwire|token-of-ours/i

/** Files of artifacts in which one of the telling words stands, with that word. */
export const tellingWords = (siblings: ReadonlyArray<Sibling>): ReadonlyArray<string> =>
  siblings.flatMap(({ bytes }, index) =>
    bytes.flatMap((part) => {
      const match = telling.exec(latin(part))
      return match === null ? [] : [`${index}: ${match[0]}`]
    }),
  )
