/**
 * What a viewer gets to see of a slug: as many stars. Who knows a slug can trip its bait, and make
 * believe that somebody else did. Callers write it in either case.
 */
import type { Role } from "../../storage/ApiTokens.ts"

const mask = (value: unknown, slug: RegExp): unknown => {
  if (typeof value === "string") return value.replace(slug, (found) => "*".repeat(found.length))
  if (Array.isArray(value)) return value.map((each) => mask(each, slug))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mask(each, slug)]))
}

/** Every text within a value; slugs are letters and digits alone. */
export const forRole = <A>(role: Role, slug: string | undefined, value: A): A =>
  role === "admin" || slug === undefined || !/^\w+$/.test(slug)
    ? value
    : (mask(value, new RegExp(slug, "gi")) as A)
