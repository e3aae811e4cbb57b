/** Where one is: the part of the address after `#`, so that links, reloads and going back work. */

export interface Route {
  /** `#/deckies/abc/files` is `["deckies", "abc", "files"]`. */
  readonly parts: ReadonlyArray<string>
  readonly query: Readonly<Record<string, string>>
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export const parse = (hash: string): Route => {
  const [path = "", search = ""] = hash.replace(/^#?\/?/, "").split("?", 2)
  return {
    parts: path
      .split("/")
      .filter((part) => part !== "")
      .map(decoded),
    query: Object.fromEntries(new URLSearchParams(search)),
  }
}

/** `#/deckies/abc?page=2`; empty fields are left out. */
export const to = (
  parts: ReadonlyArray<string>,
  query: Readonly<Record<string, string | number | undefined>> = {},
): string => {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== "") search.set(name, String(value))
  const path = parts.map((part) => encodeURIComponent(part)).join("/")
  return `#/${path}${search.size === 0 ? "" : `?${search.toString()}`}`
}

export const go = (hash: string): void => {
  location.hash = hash
}

/** Without a step of its own in the history: for filters as they are typed. */
export const replace = (hash: string): void => {
  history.replaceState(null, "", hash)
  dispatchEvent(new HashChangeEvent("hashchange"))
}
