/** How bait calls home: addresses that carry a slug, and the slug that an address carries. */
import type { Stream } from "../rng/Rng.ts"
import { slugCharacters, type Token } from "./Token.ts"

/** Where the listeners are reached from outside; what is absent is not configured. */
export interface Callback {
  /** `https://assets.example.net` or with a path; no slash at its end. */
  readonly httpBase: string | undefined
  /** `c.example.net`; no dot at its end. */
  readonly dnsZone: string | undefined
}

/** From settings, where an ending slash or dot changes nothing. */
export const make = (httpBase: string | undefined, dnsZone: string | undefined): Callback => ({
  httpBase: httpBase?.replace(/\/+$/, ""),
  dnsZone: dnsZone?.replace(/\.$/, "").toLowerCase(),
})

/** How a token is tripped. */
export type Kind = "http" | "dns" | "aws_passive"

/** What an address is used for, which is what its path looks like. */
export type Purpose = "api" | "image" | "page" | "asset" | "repository" | "package"

const folders: Readonly<Record<Purpose, ReadonlyArray<string>>> = {
  api: ["api", "api/v1", "api/v2", "v1", "v2", "rest", "rest/v1", "gateway", "svc", "internal/api"],
  image: ["img", "images", "assets/img", "static/img", "media", "branding", "assets/mail", "logo"],
  page: ["docs", "pages", "share", "s", "view", "kb", "wiki/pages", "files", "public"],
  asset: ["assets", "static", "dist", "lib", "cdn", "bundles", "static/v2", "res"],
  repository: ["git", "scm", "r", "repos", "vcs", "source"],
  package: ["npm", "registry", "simple", "packages", "repository", "artifacts", "repository/npm"],
}

/**
 * An address of a token over HTTP, in the style that the token draws; `ending` follows the slug
 * (`.png`, `/simple/`). Undefined where no base is configured.
 */
export const url = (
  token: Token,
  { httpBase }: Callback,
  style: Stream,
  purpose: Purpose,
  ending = "",
): string | undefined =>
  httpBase === undefined
    ? undefined
    : `${httpBase}/${style.pick(folders[purpose])}/${token.slug}${ending}`

/**
 * A host name of a token; labels may be put before it. Undefined where no zone is configured.
 */
export const hostname = ({ slug }: Token, { dnsZone }: Callback): string | undefined =>
  dnsZone === undefined ? undefined : `${slug}.${dnsZone}`

const slugPattern = new RegExp(`(?<![a-z0-9])[a-z2-7]{${slugCharacters}}(?![a-z0-9])`, "g")

/** Every slug that a request's target (or its host) may carry, in order; it need not be known. */
export const slugsOfTarget = (target: string): ReadonlyArray<string> => {
  let text = target
  try {
    text = decodeURIComponent(target)
  } catch {
    // what is not well formed is looked at as it is
  }
  return [...new Set(text.toLowerCase().match(slugPattern))]
}

/**
 * The slug of a queried name: the label right below the zone, whatever stands before it, in either
 * case. `before` are the labels that stand there, the outermost first.
 */
export const ofName = (
  labels: ReadonlyArray<string>,
  zone: string,
): { readonly slug: string; readonly before: ReadonlyArray<string> } | undefined => {
  const below = labels.length - zone.split(".").length
  const slug = labels[below - 1]?.toLowerCase()
  const isBelow = labels.slice(below).join(".").toLowerCase() === zone.toLowerCase()
  return slug !== undefined && isBelow && slug.length === slugCharacters && /^[a-z2-7]+$/.test(slug)
    ? { slug, before: labels.slice(0, below - 1) }
    : undefined
}
