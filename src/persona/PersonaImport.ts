/** Reads a list of personas: what is valid is accepted, what is not is named with its reason. */
import * as Either from "effect/Either"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import * as Persona from "./Persona.ts"

/** Bound of a pool. */
export const personasMax = 500

export interface Rejection {
  /** Zero-based position in the list. */
  readonly index: number
  readonly reason: string
}

export interface PersonaImport {
  /** In the order given; of two with one address the later. */
  readonly accepted: ReadonlyArray<Persona.Persona>
  /** The same entries as written, for storing. */
  readonly entries: ReadonlyArray<Persona.Entry>
  readonly rejected: ReadonlyArray<Rejection>
}

const decode = Schema.decodeUnknownEither(Persona.Entry, { errors: "first" })

/** `active_hours: write HH:MM-HH:MM such as 09:00-18:00 (found "9-5")` */
const reasonOf = (error: ParseResult.ParseError, value: unknown): string => {
  const issue = ParseResult.ArrayFormatter.formatErrorSync(error)[0]
  if (issue === undefined) return "is no persona"
  if (issue.path.length === 0) return "write an object with name, email and role"
  const field = issue.path.map(String).join(".")
  const found = issue.path.reduce<unknown>(
    (held, key) => (held as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  )
  if (found === undefined) return `${field}: is missing`
  const message = /^(Expected|is missing)/.test(issue.message)
    ? `write ${expected[issue.path[0] as string] ?? "a text"}`
    : issue.message
  return `${field}: ${message} (found ${JSON.stringify(found)?.slice(0, 60)})`
}

const expected: Readonly<Record<string, string>> = {
  mannerisms: "a list of texts",
  uses_llms_heavily: "true or false",
  weekend_share: "a number from 0 to 1",
  leave: 'a list such as [{"from":"2026-08-03","to":"2026-08-14"}]',
  tone_custom: "a text of at most 512 characters",
}

/** Undefined where the value is no list (nor an object with a list under `personas`). */
export const parse = (value: unknown, languageDefault: string): PersonaImport | undefined => {
  const list = Array.isArray(value)
    ? value
    : ((value as { readonly personas?: unknown } | null)?.personas ?? undefined)
  if (!Array.isArray(list)) return undefined
  const rejected: Array<Rejection> = []
  const byEmail = new Map<string, { readonly index: number; readonly entry: Persona.Entry }>()
  for (const [index, item] of list.entries()) {
    const decoded = decode(item)
    if (Either.isLeft(decoded)) {
      rejected.push({ index, reason: reasonOf(decoded.left, item) })
      continue
    }
    const email = decoded.right.email.toLowerCase()
    const earlier = byEmail.get(email)
    if (earlier !== undefined) {
      rejected.push({
        index: earlier.index,
        reason: `email: ${email} stands again at ${index}, and the later one counts`,
      })
      byEmail.delete(email)
    } else if (byEmail.size >= personasMax) {
      rejected.push({ index, reason: `a pool holds at most ${personasMax} personas` })
      continue
    }
    byEmail.set(email, { index, entry: decoded.right })
  }
  const kept = [...byEmail.values()].sort((a, b) => a.index - b.index)
  return {
    accepted: kept.map(({ entry }) => Persona.fromEntry(entry, languageDefault)),
    entries: kept.map(({ entry }) => entry),
    rejected: rejected.sort((a, b) => a.index - b.index),
  }
}
