/** What happens, as it happens, and what failed in the last hour. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks"
import * as Answer from "../Answer.ts"
import * as Format from "../Format.ts"
import type { PageProps } from "../Frame.tsx"
import { useNow } from "../Now.ts"
import { Badge } from "../part/Badge.tsx"
import { Loaded } from "../part/Loaded.tsx"
import { Problem } from "../part/Problem.tsx"
import { Table, type Column } from "../part/Table.tsx"
import * as Route from "../Route.ts"
import type { DeckyRow, Page, Stats } from "../Wire.ts"
import * as Live from "./activity/Live.ts"
import * as Story from "./activity/Story.ts"

/** Rows that are kept; older ones are in the lists of each decky. */
const rowsMax = 500

/** A burst of events is shown at once. */
const batchMillis = 150

const kinds = ["traffic", "file", "email", "canary"] as const

const stateNames: Readonly<Record<Live.State, string>> = {
  connecting: "connecting",
  live: "live",
  waiting: "reconnecting",
  refused: "stopped",
}

const merged = (
  news: ReadonlyArray<Live.Shown>,
  was: ReadonlyArray<Live.Shown>,
): ReadonlyArray<Live.Shown> => {
  const all = new Map<string, Live.Shown>()
  for (const event of [...news, ...was]) {
    const key = event.uuid === "" ? event.key : event.uuid
    if (!all.has(key)) all.set(key, event)
  }
  return [...all.values()].sort((a, b) => b.ts - a.ts).slice(0, rowsMax)
}

const useLive = (isPaused: boolean) => {
  const [rows, setRows] = useState<ReadonlyArray<Live.Shown>>([])
  const [held, setHeld] = useState<ReadonlyArray<Live.Shown>>([])
  const [state, setState] = useState<Live.State>("connecting")
  const [why, setWhy] = useState<string | undefined>(undefined)
  const paused = useRef(isPaused)
  paused.current = isPaused
  useEffect(() => {
    let news: ReadonlyArray<Live.Shown> = []
    const show = () => {
      if (news.length === 0) return
      const batch = news
      news = []
      if (paused.current) setHeld((was) => merged(batch, was))
      else setRows((was) => merged(batch, was))
    }
    const timer = setInterval(show, batchMillis)
    const stop = Live.follow({
      events: (more) => {
        news = [...more, ...news].slice(0, rowsMax)
      },
      state: (next, line) => {
        setState(next)
        setWhy(line)
      },
    })
    return () => {
      clearInterval(timer)
      stop()
    }
  }, [])
  useEffect(() => {
    if (isPaused || held.length === 0) return
    setRows((was) => merged(held, was))
    setHeld([])
  }, [isPaused, held])
  return { rows, waiting: held.length, state, why }
}

/** Names of the first deckies; a larger fleet shows ids for the rest. */
const useNames = (): ReadonlyMap<string, string> => {
  const { value } = Answer.use<Page<DeckyRow>>("/deckies?limit=200")
  return useMemo(() => new Map(value?.data.map(({ uuid, name }) => [uuid, name]) ?? []), [value])
}

const columns = (names: ReadonlyMap<string, string>): ReadonlyArray<Column<Live.Shown>> => [
  {
    head: "Time (UTC)",
    isPlain: true,
    cell: ({ ts }) => <time dateTime={new Date(ts * 1000).toISOString()}>{Format.clock(ts)}</time>,
  },
  {
    head: "Action",
    isName: true,
    cell: (event) => (
      <span class="action">
        <i class={`dot ${event.kind}`} aria-hidden="true" />
        {Story.actionOf(event)}
      </span>
    ),
  },
  {
    head: "Decky",
    isPlain: true,
    cell: (event) => {
      const uuid = Story.deckyOf(event)
      return uuid === "" ? (
        ""
      ) : (
        <a href={Route.to(["deckies", uuid])}>{names.get(uuid) ?? uuid.slice(0, 13)}</a>
      )
    },
  },
  { head: "Who", isPlain: true, cell: (event) => Story.actor(event) },
  {
    head: "Detail",
    isPlain: true,
    cell: (event) => {
      const token = event.payload?.["token_id"]
      const detail = <code class="matter">{Story.matter(event)}</code>
      return typeof token === "string" ? (
        <>
          {detail} <a href={Route.to(["canaries", "tokens", token])}>the bait</a>
        </>
      ) : (
        detail
      )
    },
  },
  {
    head: "Result",
    isPlain: true,
    cell: (event) =>
      event.success ? <span class="soft">done</span> : <Badge tone="bad">{Story.why(event)}</Badge>,
  },
]

const Failures = ({ names }: { readonly names: ReadonlyMap<string, string> }) => {
  const answer = Answer.use<Stats>("/orchestrator/events/stats?since=1h&success=false", {
    keep: true,
  })
  const now = useNow()
  const { again } = answer
  useEffect(() => {
    const timer = setInterval(again, 60_000)
    return () => clearInterval(timer)
  }, [again])
  return (
    <section aria-labelledby="failures">
      <h2 id="failures">Failures of the last hour</h2>
      <Loaded answer={answer} what="the failures">
        {({ failures }) => (
          <Table
            caption="Failures of the last hour"
            none="Nothing failed in the last hour."
            rows={failures}
            keyOf={({ ts, kind, decky_uuid }) => `${ts} ${kind} ${decky_uuid}`}
            columns={[
              { head: "When", cell: ({ ts }) => Format.ago(ts, now) },
              { head: "Action", isName: true, cell: ({ action, kind }) => action || kind },
              {
                head: "Decky",
                cell: ({ decky_uuid: uuid }) =>
                  uuid === null ? (
                    ""
                  ) : (
                    <a href={Route.to(["deckies", uuid])}>{names.get(uuid) ?? uuid}</a>
                  ),
              },
              { head: "Why", cell: ({ why }) => why },
            ]}
          />
        )}
      </Loaded>
    </section>
  )
}

export const Activity = ({ route }: PageProps) => {
  const kind = route.query["kind"] ?? ""
  const only = route.query["only"] ?? ""
  const [text, setText] = useState(route.query["q"] ?? "")
  const [isPaused, setPaused] = useState(false)
  const { rows, waiting, state, why } = useLive(isPaused)
  const names = useNames()
  const shown = rows.filter(
    (event) =>
      (kind === "" || event.kind === kind) &&
      (only !== "failed" || !event.success) &&
      (Story.matches(event, text) ||
        (names.get(Story.deckyOf(event)) ?? "").toLowerCase().includes(text.toLowerCase())),
  )
  const set = (fields: Readonly<Record<string, string>>) =>
    Route.replace(Route.to(["activity"], { ...route.query, ...fields }))
  const newest = shown[0]
  return (
    <>
      <div class="head">
        <h1>Activity</h1>
        <p class={`stream ${state}`} role="status">
          <i aria-hidden="true" />
          {isPaused ? "paused" : stateNames[state]}
        </p>
        <button type="button" aria-pressed={isPaused} onClick={() => setPaused(!isPaused)}>
          {isPaused ? `Go on${waiting > 0 ? ` (${waiting} new)` : ""}` : "Pause"}
        </button>
      </div>
      <Problem line={why} />
      <form class="filters" onSubmit={(event) => event.preventDefault()} role="search">
        <label>
          <span>Kind</span>
          <select value={kind} onChange={(event) => set({ kind: event.currentTarget.value })}>
            <option value="">All</option>
            {kinds.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Result</span>
          <select value={only} onChange={(event) => set({ only: event.currentTarget.value })}>
            <option value="">All</option>
            <option value="failed">Failed</option>
          </select>
        </label>
        <label class="grow">
          <span>Decky, person, path or subject</span>
          <input
            type="search"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
      </form>
      <p class="unseen" aria-live="polite">
        {newest === undefined ? "" : `Newest: ${Story.actionOf(newest)} ${Story.matter(newest)}`}
      </p>
      <div class="events">
        <Table
          caption="Events, newest first"
          columns={columns(names)}
          rows={shown}
          keyOf={({ key }) => key}
          none={
            rows.length === 0
              ? state === "live"
                ? "Nothing has happened yet. New events appear here by themselves."
                : "Waiting for the stream…"
              : "No event matches these filters."
          }
        />
      </div>
      <p class="soft">
        The newest {rowsMax} events since this page was opened, and the 50 before. Each decky's page
        has its own.
      </p>
      <Failures names={names} />
    </>
  )
}
