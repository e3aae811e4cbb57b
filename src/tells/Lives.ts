/** From when to when each path of a decky was there, as far as its history says. */
import type { DeckyHistory } from "./History.ts"

interface Span {
  readonly from: number
  until: number
}

export interface Lives {
  readonly spans: ReadonlyMap<string, ReadonlyArray<Span>>
  readonly tree: ReadonlySet<string>
}

export const make = (history: DeckyHistory, tree: Iterable<string>): Lives => {
  const spans = new Map<string, Array<Span>>()
  for (const { path, action, at, mtime } of history.files) {
    const list = spans.get(path) ?? []
    const last = list.at(-1)
    const alive = last !== undefined && last.until === Number.POSITIVE_INFINITY
    if (action === "remove") {
      if (alive) last.until = at
    } else if (!alive) {
      // The first that is heard of a path may be an edit: then it was there before the history.
      const from = action === "create" ? Math.min(at, mtime.ms) : Number.NEGATIVE_INFINITY
      spans.set(path, [...list, { from, until: Number.POSITIVE_INFINITY }])
    }
  }
  return { spans, tree: new Set(tree) }
}

export const existsAt = (lives: Lives, path: string, ms: number): boolean => {
  const spans = lives.spans.get(path)
  if (spans === undefined) return lives.tree.has(path)
  return spans.some(({ from, until }) => from <= ms && ms <= until)
}

export const everExists = (lives: Lives, path: string): boolean =>
  lives.spans.has(path) || lives.tree.has(path)
