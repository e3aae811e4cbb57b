/** Validation as one types: the server says what an entry would come to. */
import { useEffect, useState } from "preact/hooks"
import * as Client from "../../Client.ts"
import type { Checked, Entry } from "../../Wire.ts"

export interface Verdict {
  /** Undefined while it is not known. */
  readonly isGood: boolean | undefined
  /** Of the field that is wrong, where one is. */
  readonly field: string | undefined
  readonly reason: string | undefined
}

const unknown: Verdict = { isGood: undefined, field: undefined, reason: undefined }
const restMillis = 250

/** `timezone: write an IANA zone` */
const verdictOf = (reason: string | undefined): Verdict => {
  if (reason === undefined) return { isGood: true, field: undefined, reason: undefined }
  const match = /^([a-z_]+)(?:\.[\w.]+)?: (.*)$/s.exec(reason)
  return { isGood: false, field: match?.[1], reason: match?.[2] ?? reason }
}

/** Of the entry at `index` of a whole pool, since an address may stand only once. */
export const useVerdict = (personas: ReadonlyArray<Entry>, index: number): Verdict => {
  const body = JSON.stringify({ personas })
  const [verdict, setVerdict] = useState(unknown)
  useEffect(() => {
    const stop = new AbortController()
    const timer = setTimeout(() => {
      Client.read<Checked>("/realism/personas/check", {
        method: "POST",
        body,
        headers: { "content-type": "application/json" },
        signal: stop.signal,
      }).then(
        ({ rejected }) => {
          const found =
            rejected.find((each) => each.index === index) ??
            rejected.find(({ reason }) => reason.includes(`stands again at ${index},`))
          setVerdict(verdictOf(found?.reason))
        },
        (error: unknown) => {
          if (!Client.isAbort(error))
            setVerdict({ isGood: undefined, field: undefined, reason: Client.lineOf(error) })
        },
      )
    }, restMillis)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [body, index])
  return verdict
}
