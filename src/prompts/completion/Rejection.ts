/** Why an answer is not used. */
import type { Fault } from "../../llm/Wording.ts"

export interface Rejection {
  readonly fault: Fault
  /** What was wrong, on one line. */
  readonly detail: string
}

/** At most eighty characters of a text, on one line. */
const excerpt = (text: string): string => {
  const flat = text.slice(0, 400).replace(/\s+/g, " ").trim()
  return flat.length > 80 ? `${flat.slice(0, 77)}...` : flat
}

export const because = (fault: Fault, what: string, text?: string): Rejection => ({
  fault,
  detail: text === undefined ? what : `${what}: "${excerpt(text)}"`,
})

/** What the first of these finds that finds anything. */
export const first = (
  ...rules: ReadonlyArray<() => Rejection | undefined>
): Rejection | undefined => {
  for (const rule of rules) {
    const found = rule()
    if (found !== undefined) return found
  }
  return undefined
}
