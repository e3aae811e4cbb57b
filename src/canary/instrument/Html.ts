/** A remote picture or style sheet in a page, in the page's own encoding. */
import type { Stream } from "../../rng/Rng.ts"
import { attribute } from "./Package.ts"
import type { Written } from "./Text.ts"

/** Whether the page itself forbids what it would have to fetch. */
const policy = /<meta\b[^>]{0,400}http-equiv\s{0,9}=\s{0,9}["']?content-security-policy\b/i

const picture = (url: string, rng: Stream): string => {
  const given = rng
    .within("order")
    .shuffle([
      `src="${attribute(url)}"`,
      `alt=""`,
      ...rng
        .within("size")
        .pick([
          [`width="1"`, `height="1"`],
          [`style="width:1px;height:1px;border:0"`],
          [`width="1"`, `height="1"`, `border="0"`],
        ]),
    ])
  return `<img ${given.join(" ")}>`
}

const sheet = (url: string, rng: Stream): string =>
  `<link ${rng
    .within("order")
    .shuffle([`rel="stylesheet"`, `href="${attribute(url)}"`])
    .join(" ")}>`

/** Where comments and scripts stand, whose ends are not the page's. */
const hidden = (text: string): ReadonlyArray<readonly [from: number, to: number]> => {
  const lower = text.toLowerCase()
  const out: Array<readonly [number, number]> = []
  let at = 0
  while (at < lower.length) {
    const comment = lower.indexOf("<!--", at)
    const script = lower.indexOf("<script", at)
    if (comment < 0 && script < 0) break
    const isComment = script < 0 || (comment >= 0 && comment < script)
    const from = isComment ? comment : script
    const end = isComment ? lower.indexOf("-->", from) : lower.indexOf("</script", from)
    const to = end < 0 ? lower.length : end
    out.push([from, to])
    at = to + 1
  }
  return out
}

/** Last end of that element which a browser takes for one; -1 where there is none. */
const lastEnd = (
  text: string,
  tag: string,
  parts: ReadonlyArray<readonly [from: number, to: number]>,
): number => {
  const lower = text.toLowerCase()
  let part = parts.length - 1
  for (
    let at = lower.lastIndexOf(tag);
    at >= 0;
    at = at === 0 ? -1 : lower.lastIndexOf(tag, at - 1)
  ) {
    while (part >= 0 && parts[part]![0] > at) part--
    if (part < 0 || at >= parts[part]![1]) return at
  }
  return -1
}

const bodyEnd = (text: string): number => {
  const parts = hidden(text)
  const body = lastEnd(text, "</body", parts)
  return body >= 0 ? body : lastEnd(text, "</html", parts)
}

/** The page with its picture; one that has a policy gets a style sheet before that applies. */
export const embed = (written: Written, url: string, rng: Stream): Written => {
  const { text } = written
  const forbids = policy.exec(text)
  if (forbids !== null)
    return {
      ...written,
      text: text.slice(0, forbids.index) + sheet(url, rng) + text.slice(forbids.index),
    }
  // what is opened and never closed swallows all that follows
  const last = hidden(text).at(-1)
  const open = last !== undefined && last[1] === text.length ? last[0] : text.length
  const found = bodyEnd(text)
  const at = found < 0 ? open : found
  const added = picture(url, rng)
  return {
    ...written,
    text: text.slice(0, at) + added + text.slice(at),
  }
}
