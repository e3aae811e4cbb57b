/**
 * The dashboard's files as the server hands them out: read once, found by their exact name, sent
 * compressed. Those under `/assets/` change their names with their content, so they may be kept.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs"
import { createHash } from "node:crypto"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import * as Refusal from "./Refusal.ts"

const encodings = ["br", "gzip"] as const
type Encoding = (typeof encodings)[number]

const endings: Readonly<Record<Encoding, string>> = { br: ".br", gzip: ".gz" }

const types: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
}

interface Page {
  readonly type: string
  readonly etag: string
  readonly isKept: boolean
  readonly plain: Uint8Array
  readonly packed: Readonly<Partial<Record<Encoding, Uint8Array>>>
}

export type Pages = ReadonlyMap<string, Page>

/** Beside the bundled command; in the sources, where the build puts it. */
const usualFolder = (): string | undefined =>
  ["../dashboard", "../../dist/dashboard"]
    .map((folder) => fileURLToPath(new URL(folder, import.meta.url)))
    .find((folder) => existsSync(join(folder, "assets")))

const pageOf = (path: string, isKept: boolean): Page => {
  const plain = readFileSync(path)
  return {
    type: types[path.slice(path.lastIndexOf(".") + 1)] ?? "application/octet-stream",
    etag: `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`,
    isKept,
    plain,
    packed: Object.fromEntries(
      encodings.flatMap((encoding) => {
        const packed = `${path}${endings[encoding]}`
        return existsSync(packed) ? [[encoding, readFileSync(packed)]] : []
      }),
    ),
  }
}

/** By path of the address; undefined where none was built. */
export const read = (folder: string | undefined = usualFolder()): Pages | undefined => {
  if (folder === undefined || !existsSync(join(folder, "index.html"))) return undefined
  const assets = readdirSync(join(folder, "assets")).filter((name) => !/\.(br|gz)$/.test(name))
  return new Map([
    ["/", pageOf(join(folder, "index.html"), false)],
    ...assets.map(
      (name) => [`/assets/${name}`, pageOf(join(folder, "assets", name), true)] as const,
    ),
  ])
}

/** The first of ours that the caller takes. */
export const chosen = (header: string | undefined): Encoding | undefined => {
  const taken = new Map(
    (header ?? "").split(",").map((part) => {
      const [name = "", ...options] = part.split(";").map((text) => text.trim().toLowerCase())
      const quality = options.find((option) => option.startsWith("q="))
      return [name, quality === undefined ? 1 : Number(quality.slice(2))] as const
    }),
  )
  return encodings.find((name) => (taken.get(name) ?? taken.get("*") ?? 0) > 0)
}

const always = {
  "content-security-policy":
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  vary: "accept-encoding",
} as const

const answer = (
  pages: Pages | undefined,
  { method, url, headers }: HttpServerRequest.HttpServerRequest,
): HttpServerResponse.HttpServerResponse => {
  const page = pages?.get(url.split(/[?#]/)[0]!)
  if (page === undefined) return Refusal.answer(404, "There is no such path", always)
  if (method !== "GET" && method !== "HEAD")
    return Refusal.answer(405, `${method} is not taken here; there are GET, HEAD`, {
      ...always,
      allow: "GET, HEAD",
    })
  const dressed = {
    ...always,
    etag: page.etag,
    "cache-control": page.isKept ? "public, max-age=31536000, immutable" : "no-cache",
  }
  if (headers["if-none-match"] === page.etag)
    return HttpServerResponse.empty({ status: 304, headers: dressed })
  const encoding = chosen(headers["accept-encoding"])
  const packed = encoding === undefined ? undefined : page.packed[encoding]
  return HttpServerResponse.uint8Array(packed ?? page.plain, {
    contentType: page.type,
    headers: {
      ...dressed,
      ...(packed === undefined || encoding === undefined ? {} : { "content-encoding": encoding }),
    },
  })
}

/** Everything that is not the API. */
export const app = (pages: Pages | undefined): HttpApp.Default =>
  Effect.map(HttpServerRequest.HttpServerRequest, (request) => answer(pages, request))
