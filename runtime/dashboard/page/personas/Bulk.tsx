/** The whole pool as JSON. */
import { useEffect, useState } from "preact/hooks"
import { useAct } from "../../Answer.ts"
import * as Client from "../../Client.ts"
import * as Format from "../../Format.ts"
import { Problem } from "../../part/Problem.tsx"
import type { Checked, Entry, Pool, Rejected } from "../../Wire.ts"
import { useIsAdmin } from "../../Who.ts"
import * as Draft from "./Draft.ts"

/** What was typed, by pool, for as long as the page is open. */
const typed = new Map<string, string>()

const listOf = (text: string): ReadonlyArray<Entry> | string => {
  try {
    const value: unknown = JSON.parse(text)
    const list =
      !Array.isArray(value) && typeof value === "object" && value !== null && "personas" in value
        ? value.personas
        : value
    return Array.isArray(list)
      ? (list as ReadonlyArray<Entry>)
      : 'Write a list: [ {"name": …, "email": …, "role": …} ]'
  } catch (error) {
    return `This is no JSON: ${error instanceof Error ? error.message : String(error)}`
  }
}

interface Found {
  readonly accepted: number
  readonly rejected: ReadonlyArray<Rejected>
  readonly line: string | undefined
}

const useCheck = (text: string): Found | undefined => {
  const [found, setFound] = useState<Found | undefined>(undefined)
  useEffect(() => {
    const list = listOf(text)
    if (typeof list === "string") {
      setFound({ accepted: 0, rejected: [], line: list })
      return undefined
    }
    const stop = new AbortController()
    const timer = setTimeout(() => {
      Client.read<Checked>("/realism/personas/check", {
        method: "POST",
        json: { personas: list },
        signal: stop.signal,
      }).then(
        ({ accepted, rejected }) =>
          setFound({ accepted: accepted.length, rejected, line: undefined }),
        (error: unknown) => {
          if (!Client.isAbort(error))
            setFound({ accepted: 0, rejected: [], line: Client.lineOf(error) })
        },
      )
    }, 300)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [text])
  return found
}

export const Bulk = (props: {
  readonly path: string
  readonly pool: Pool
  readonly etag: string | null
  readonly saved: () => void
  readonly back: () => void
}) => {
  const { path, pool, etag, saved, back } = props
  const stored = JSON.stringify(pool.personas, null, 2)
  const [text, setText] = useState(() => typed.get(path) ?? stored)
  const found = useCheck(text)
  const act = useAct()
  const whyNot = Draft.whyNot(pool, useIsAdmin())
  const isEmpty = found?.line === undefined && found?.accepted === 0 && found.rejected.length === 0
  const canSave = whyNot === "" && !act.isBusy && ((found?.accepted ?? 0) > 0 || isEmpty)
  const change = (next: string) => {
    typed.set(path, next)
    setText(next)
  }
  const save = () =>
    act.run(async () => {
      await Client.write<Pool>(path, { personas: listOf(text) }, etag, saved)
      typed.delete(path)
      saved()
      back()
    })
  return (
    <form
      class="bulk"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <label for="bulk">The whole pool as JSON</label>
      <textarea
        id="bulk"
        rows={24}
        spellcheck={false}
        value={text}
        aria-describedby="bulk-found"
        onInput={(event) => change(event.currentTarget.value)}
      />
      <div id="bulk-found" role="status">
        {found?.line !== undefined ? (
          <p class="hint wrong">{found.line}</p>
        ) : found === undefined ? null : isEmpty ? (
          <p class="notice">The list is empty: saving it empties the pool.</p>
        ) : (
          <>
            <p>
              {Format.counted(found.accepted, "entry", "entries")} valid
              {found.rejected.length > 0 &&
                `, ${Format.count(found.rejected.length)} left out when it is saved:`}
            </p>
            <ul class="hint wrong">
              {found.rejected.map(({ index, reason }) => (
                <li key={index}>
                  Entry {index + 1}: {reason}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      <Problem line={act.problem} />
      <div class="actions">
        <button type="submit" class="main" disabled={!canSave} title={whyNot}>
          {act.isBusy ? "Saving…" : "Save the pool"}
        </button>
        <button
          type="button"
          onClick={() => {
            typed.delete(path)
            back()
          }}
        >
          {text === stored ? "Back" : "Discard changes"}
        </button>
      </div>
    </form>
  )
}
