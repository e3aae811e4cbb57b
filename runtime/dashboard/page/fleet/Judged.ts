/**
 * Findings of the deckies that are on the screen. Judging one reads its whole history, so it is
 * asked for only where somebody looks, one after the other, and kept while the page is open.
 */
import { useCallback, useEffect, useRef, useState } from "preact/hooks"
import * as Client from "../../Client.ts"
import type { Check } from "../../Wire.ts"

export type Verdict = number | "asked" | "lost"

/** Between one and the next: requests of a minute are limited, and other pages want some. */
const restMillis = 400
const keptMillis = 5 * 60_000
const kept = new Map<string, { readonly at: number; readonly count: number }>()

const verdicts = (uuids: Iterable<string>): ReadonlyMap<string, Verdict> =>
  new Map(
    [...uuids].flatMap((uuid) => {
      const found = kept.get(uuid)
      return found === undefined ? [] : [[uuid, found.count] as const]
    }),
  )

export const useJudged = (): {
  readonly verdicts: ReadonlyMap<string, Verdict>
  /** For a row's `ref`. */
  readonly watch: (uuid: string, element: Element | null) => void
} => {
  const [shown, setShown] = useState(() => verdicts(kept.keys()))
  const work = useRef({ waiting: [] as Array<string>, isBusy: false, isOver: false })
  const names = useRef(new Map<Element, string>())
  const elements = useRef(new Map<string, Element>())
  const observer = useRef<IntersectionObserver | undefined>(undefined)

  const next = useCallback((): void => {
    const state = work.current
    if (state.isOver || state.isBusy) return
    const uuid = state.waiting.shift()
    if (uuid === undefined) return
    state.isBusy = true
    const say = (verdict: Verdict) => setShown((was) => new Map([...was, [uuid, verdict]]))
    say("asked")
    Client.read<Check>(`/deckies/${encodeURIComponent(uuid)}/check`)
      .then(
        ({ findings }) => {
          kept.set(uuid, { at: Date.now(), count: findings.length })
          say(findings.length)
        },
        () => say("lost"),
      )
      .finally(() => {
        setTimeout(() => {
          state.isBusy = false
          next()
        }, restMillis)
      })
  }, [])

  useEffect(() => {
    const state = work.current
    state.isOver = false
    observer.current = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const uuid = names.current.get(target)
        if (uuid === undefined) continue
        const found = kept.get(uuid)
        const isFresh = found !== undefined && Date.now() - found.at < keptMillis
        if (isIntersecting && !isFresh && !state.waiting.includes(uuid)) state.waiting.push(uuid)
        else if (!isIntersecting) state.waiting = state.waiting.filter((each) => each !== uuid)
      }
      next()
    })
    for (const element of names.current.keys()) observer.current.observe(element)
    return () => {
      state.isOver = true
      state.waiting = []
      observer.current?.disconnect()
    }
  }, [next])

  const watch = useCallback((uuid: string, element: Element | null) => {
    const was = elements.current.get(uuid)
    if (element === was) return
    if (was !== undefined) {
      observer.current?.unobserve(was)
      names.current.delete(was)
      elements.current.delete(uuid)
    }
    if (element === null) return
    elements.current.set(uuid, element)
    names.current.set(element, uuid)
    observer.current?.observe(element)
  }, [])
  return { verdicts: shown, watch }
}
