/** A preview of what settings or people would do: asked for when the typing rests, and bounded. */
import { useEffect, useRef, useState } from "preact/hooks"
import * as Client from "./Client.ts"
import * as Stream from "./Stream.ts"
import type { Simulated } from "./Wire.ts"

export interface Preview {
  readonly percent: number | undefined
  /** The last one stays while a newer one is computed. */
  readonly result: Simulated | undefined
  readonly problem: string | undefined
  readonly again: () => void
}

const restMillis = 700

type Line =
  | { readonly type: "progress"; readonly percent: number }
  | ({ readonly type: "result" } & Simulated)
  | { readonly type: "error"; readonly detail: string }

const run = async (
  body: string,
  signal: AbortSignal,
  progress: (percent: number) => void,
): Promise<Simulated> => {
  const response = await Client.ask("/realism/simulate", {
    method: "POST",
    body,
    headers: { "content-type": "application/json" },
    signal,
  })
  for await (const text of Stream.lines(response.body!)) {
    if (text.trim() === "") continue
    const line = JSON.parse(text) as Line
    if (line.type === "progress") progress(line.percent)
    else if (line.type === "result") return line
    else if (line.type === "error") throw new Client.Problem(500, line.detail)
  }
  throw new Client.Problem(0, "The preview broke off before its end.")
}

/** Undefined asks nothing, and keeps what is there. */
export const use = (asked: object | undefined): Preview => {
  const body = asked === undefined ? undefined : JSON.stringify(asked)
  const [turn, setTurn] = useState(0)
  const [percent, setPercent] = useState<number | undefined>(undefined)
  const [result, setResult] = useState<Simulated | undefined>(undefined)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const isFirst = useRef(true)
  useEffect(() => {
    if (body === undefined) return undefined
    const stop = new AbortController()
    const wait = isFirst.current ? 0 : restMillis
    isFirst.current = false
    const timer = setTimeout(() => {
      setProblem(undefined)
      setPercent(0)
      run(body, stop.signal, setPercent).then(
        (found) => {
          setResult(found)
          setPercent(undefined)
        },
        (error: unknown) => {
          if (Client.isAbort(error) || stop.signal.aborted) return
          setPercent(undefined)
          setProblem(Client.lineOf(error))
        },
      )
    }, wait)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [body, turn])
  return { percent, result, problem, again: () => setTurn((was) => was + 1) }
}
