/** The one way to the API: adds the token, reads answers, and turns refusals into one line. */
import type { Session } from "./Wire.ts"

const base = "/api/v1"
const tokenKey = "token"
const sessionKey = "session"

/** Kept until the tab is closed. */
export const token = {
  get: (): string | null => sessionStorage.getItem(tokenKey),
  set: (value: string): void => sessionStorage.setItem(tokenKey, value),
  clear: (): void => {
    sessionStorage.removeItem(tokenKey)
    sessionStorage.removeItem(sessionKey)
  },
}

/** Whose token it is, so that a page that is loaded again need not wait to be told. */
export const remembered = {
  get: (): Session | undefined => {
    const text = sessionStorage.getItem(sessionKey)
    return text === null ? undefined : (JSON.parse(text) as Session)
  },
  set: (session: Session): void => sessionStorage.setItem(sessionKey, JSON.stringify(session)),
}

export class Problem extends Error {
  readonly status: number
  constructor(status: number, detail: string) {
    super(detail)
    this.status = status
  }
}

/** One line for whoever looks at the page. */
export const lineOf = (error: unknown): string =>
  error instanceof Problem ? error.message : "The page met something it did not expect. Reload it."

export const isAbort = (error: unknown): boolean =>
  error instanceof DOMException && error.name === "AbortError"

type Listener = () => void
const refused = new Set<Listener>()

/** Called when a token is no longer taken. */
export const onRefused = (listener: Listener): (() => void) => {
  refused.add(listener)
  return () => void refused.delete(listener)
}

export interface Ask {
  readonly method?: "GET" | "PUT" | "POST" | "DELETE"
  readonly json?: unknown
  readonly body?: BodyInit
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

const detailOf = async (response: Response): Promise<string> => {
  const text = await response.text().catch(() => "")
  try {
    const { detail } = JSON.parse(text) as { readonly detail?: unknown }
    if (typeof detail === "string") return detail
  } catch {
    // not ours: a proxy's page, say
  }
  return `The server answered ${response.status}. Try again in a moment.`
}

const waitOf = (response: Response): string => {
  const seconds = Number(response.headers.get("retry-after"))
  return seconds > 0 ? ` Try again in ${seconds} s.` : ""
}

/** The answer as it comes; every refusal is a `Problem`. */
export const ask = async (path: string, options: Ask = {}): Promise<Response> => {
  const { method = "GET", json, body, headers, signal } = options
  const sent = json === undefined ? body : JSON.stringify(json)
  let response: Response
  try {
    response = await fetch(`${base}${path}`, {
      method,
      cache: "no-store",
      headers: {
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...(token.get() === null ? {} : { authorization: `Bearer ${token.get()}` }),
        ...headers,
      },
      ...(sent === undefined ? {} : { body: sent }),
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (error) {
    if (isAbort(error)) throw error
    throw new Problem(0, "The server cannot be reached. Is `decnet api` running?")
  }
  if (response.ok) return response
  const detail = await detailOf(response)
  if (response.status === 401) for (const listener of refused) listener()
  throw new Problem(
    response.status,
    response.status === 429 ? `${detail}${waitOf(response)}` : detail,
  )
}

export const read = async <A>(path: string, options: Ask = {}): Promise<A> => {
  const response = await ask(path, options)
  return (response.status === 204 ? undefined : await response.json()) as A
}

export interface Tagged<A> {
  readonly value: A
  /** Goes back as `If-Match`. */
  readonly etag: string | null
}

/**
 * Puts a whole thing in the place of the version that was read. Where somebody else was faster,
 * `newer` reads that one, and what was typed can be looked at beside it and put again.
 */
export const write = async <A>(
  path: string,
  json: unknown,
  etag: string | null,
  newer: () => void,
): Promise<A> => {
  try {
    const headers = etag === null ? {} : { "if-match": etag }
    return await read<A>(path, { method: "PUT", json, headers })
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 412) throw error
    newer()
    throw new Problem(
      412,
      "Somebody else changed it meanwhile. What you typed is still here: look, and save again.",
    )
  }
}

export const readTagged = async <A>(path: string, options: Ask = {}): Promise<Tagged<A>> => {
  const response = await ask(path, options)
  return { value: (await response.json()) as A, etag: response.headers.get("etag") }
}

/** Saves what a path answers under a name. */
export const download = async (path: string, name: string): Promise<void> => {
  const response = await ask(path)
  const url = URL.createObjectURL(await response.blob())
  const link = document.createElement("a")
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

/** `?a=1&b=2` of what is given; empty values are left out. */
export const query = (
  fields: Readonly<Record<string, string | number | boolean | null | undefined>>,
): string => {
  const all = new URLSearchParams()
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined && value !== null && value !== "") all.set(name, String(value))
  return all.size === 0 ? "" : `?${all.toString()}`
}
