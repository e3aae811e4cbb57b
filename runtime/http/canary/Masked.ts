/**
 * What a viewer gets to see of a slug: as many stars. Who knows a slug can trip its bait, and make
 * believe that somebody else did. Callers write it in either case.
 */
import type { ContentClass } from "../../../src/taxonomy/ContentClass.ts"
import type { Role } from "../../storage/ApiTokens.ts"

const mask = (value: unknown, slug: RegExp): unknown => {
  if (typeof value === "string") return value.replace(slug, (found) => "*".repeat(found.length))
  if (Array.isArray(value)) return value.map((each) => mask(each, slug))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mask(each, slug)]))
}

/** A slug as callers may write it: in either case, and with any of its signs percent-encoded. */
const patternOf = (slug: string): RegExp => {
  const hex = (sign: string): string => sign.charCodeAt(0).toString(16)
  const signs = [...slug].map(
    (sign) => `(?:${sign}|%(?:25)*(?:${hex(sign.toLowerCase())}|${hex(sign.toUpperCase())}))`,
  )
  return new RegExp(signs.join(""), "gi")
}

/** Bait whose script carries its slug ciphered: stars would hide nothing of it. */
const ciphered: ReadonlySet<ContentClass> = new Set<ContentClass>([
  "canary_fingerprint_html",
  "canary_fingerprint_svg",
])

export const isTextHidden = (role: Role, canary: ContentClass): boolean =>
  role !== "admin" && ciphered.has(canary)

/** Every text within a value; slugs are letters and digits alone. */
export const forRole = <A>(role: Role, slug: string | undefined, value: A): A =>
  role === "admin" || slug === undefined || !/^\w+$/.test(slug)
    ? value
    : (mask(value, patternOf(slug)) as A)
