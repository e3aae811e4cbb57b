/** Answers of the API as state of a component. */
import { useCallback, useEffect, useState } from "preact/hooks"
import * as Client from "./Client.ts"

export interface Answer<A> {
  /** The last one stays while a newer one is on its way. */
  readonly value: A | undefined
  readonly etag: string | null
  readonly problem: string | undefined
  readonly isLoading: boolean
  readonly again: () => void
  /** Shows what a change came to at once, and asks again for its version. */
  readonly replace: (value: A) => void
}

interface Held<A> {
  readonly path: string | undefined
  readonly value: A | undefined
  readonly etag: string | null
  readonly problem: string | undefined
  readonly isLoading: boolean
}

/** Undefined asks nothing. A change of `path` drops the value unless `keep` is set. */
export const use = <A>(path: string | undefined, { keep = false } = {}): Answer<A> => {
  const [turn, setTurn] = useState(0)
  const [held, setHeld] = useState<Held<A>>({
    path,
    value: undefined,
    etag: null,
    problem: undefined,
    isLoading: path !== undefined,
  })
  useEffect(() => {
    if (path === undefined) return undefined
    const stop = new AbortController()
    setHeld((was) => ({
      ...was,
      path,
      value: keep || was.path === path ? was.value : undefined,
      problem: undefined,
      isLoading: true,
    }))
    Client.readTagged<A>(path, { signal: stop.signal }).then(
      ({ value, etag }) => setHeld({ path, value, etag, problem: undefined, isLoading: false }),
      (error: unknown) => {
        if (Client.isAbort(error)) return
        setHeld((was) => ({ ...was, problem: Client.lineOf(error), isLoading: false }))
      },
    )
    return () => stop.abort()
  }, [path, turn, keep])
  const again = useCallback(() => setTurn((was) => was + 1), [])
  const replace = useCallback((value: A) => {
    setHeld((was) => ({ ...was, value }))
    setTurn((was) => was + 1)
  }, [])
  const isStale = held.path !== path && !keep
  return isStale
    ? {
        value: undefined,
        etag: null,
        problem: undefined,
        isLoading: path !== undefined,
        again,
        replace,
      }
    : { ...held, again, replace }
}

export interface Act {
  readonly isBusy: boolean
  readonly problem: string | undefined
  readonly clear: () => void
  /** Whether it worked; what went wrong stands in `problem`. */
  readonly run: (work: () => Promise<void>) => Promise<boolean>
}

/** Something that a button does. */
export const useAct = (): Act => {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const run = useCallback(async (work: () => Promise<void>) => {
    setBusy(true)
    setProblem(undefined)
    try {
      await work()
      return true
    } catch (error) {
      if (!Client.isAbort(error)) setProblem(Client.lineOf(error))
      return false
    } finally {
      setBusy(false)
    }
  }, [])
  const clear = useCallback(() => setProblem(undefined), [])
  return { isBusy, problem, clear, run }
}
