/** All deckies at a glance: how busy, what last, what was found, what was touched. */
import { useEffect, useState } from "preact/hooks"
import * as Answer from "../Answer.ts"
import * as Client from "../Client.ts"
import * as Format from "../Format.ts"
import type { PageProps } from "../Frame.tsx"
import { useNow } from "../Now.ts"
import { Badge } from "../part/Badge.tsx"
import { Loaded } from "../part/Loaded.tsx"
import { Pager } from "../part/Pager.tsx"
import { Sparkline } from "../part/Sparkline.tsx"
import { Table, type Column } from "../part/Table.tsx"
import * as Route from "../Route.ts"
import type { DeckyRow, Listed, Page, Worker } from "../Wire.ts"
import { useJudged, type Verdict } from "./fleet/Judged.ts"

const limit = 50

const sum = (values: ReadonlyArray<number>): number => values.reduce((a, b) => a + b, 0)

const Found = ({ verdict }: { readonly verdict: Verdict | undefined }) =>
  typeof verdict === "number" ? (
    verdict === 0 ? (
      <span class="soft">0</span>
    ) : (
      <Badge tone="warn">{Format.count(verdict)}</Badge>
    )
  ) : verdict === "lost" ? (
    <span class="soft">not judged</span>
  ) : (
    <span class="soft" aria-label="being judged">
      …
    </span>
  )

const State = ({ row }: { readonly row: DeckyRow }) => {
  const { ailing, quiet } = row
  if (ailing !== null)
    return (
      <>
        <Badge tone="bad">ailing</Badge> <small>{ailing.why}</small>
      </>
    )
  // that one has no mail service, say, is no news: its own page tells all
  const why = quiet?.["decky"] ?? quiet?.["files"]
  if (why !== undefined)
    return (
      <>
        <Badge tone="plain">quiet</Badge> <small>{why}</small>
      </>
    )
  return <Badge tone={row.state === "running" ? "good" : "plain"}>{row.state}</Badge>
}

const columns = (
  now: number,
  most: number,
  verdicts: ReadonlyMap<string, Verdict>,
): ReadonlyArray<Column<DeckyRow>> => [
  {
    head: "Decky",
    isName: true,
    cell: (row) => (
      <>
        <a href={Route.to(["deckies", row.uuid])}>{row.name}</a>
        <small>{[row.hostname, row.ip ?? ""].filter((each) => each !== "").join(" · ")}</small>
      </>
    ),
  },
  {
    head: "Last 24 h",
    isPlain: true,
    cell: (row) => (
      <Sparkline
        values={row.activity}
        most={most}
        label={`${Format.counted(sum(row.activity), "event")} in 24 hours`}
      />
    ),
  },
  {
    head: "Last action",
    isPlain: true,
    cell: ({ last_action: last }) =>
      last === null ? (
        <span class="soft">nothing yet</span>
      ) : (
        <>
          <span class="nowrap" title={`${Format.time(last.at)} UTC`}>
            {Format.ago(last.at, now)}
          </span>
          <small>
            {last.action} <code>{last.what}</code>
          </small>
        </>
      ),
  },
  { head: "State", isPlain: true, cell: (row) => <State row={row} /> },
  { head: "Findings", isNumber: true, cell: (row) => <Found verdict={verdicts.get(row.uuid)} /> },
  {
    head: "Touched",
    isNumber: true,
    cell: ({ touched }) =>
      touched > 0 ? <b class="warn-text">{touched}</b> : <span class="soft">0</span>,
  },
  {
    head: "Bait used",
    isNumber: true,
    cell: ({ tokens }) =>
      tokens.triggered > 0 ? (
        <b class="bad-text">
          {tokens.triggered} of {tokens.planted}
        </b>
      ) : (
        <span class="soft">0 of {tokens.planted}</span>
      ),
  },
  { head: "Files", isNumber: true, isWideOnly: true, cell: ({ files }) => Format.count(files) },
  { head: "People", isNumber: true, isWideOnly: true, cell: ({ people }) => people },
]

const Workers = () => {
  const { value } = Answer.use<Listed<Worker>>("/workers", { keep: true })
  if (value === undefined) return null
  const lost = value.data.filter(({ alive }) => !alive)
  const isIdle = !value.data.some(({ worker }) => worker === "orchestrator")
  return (
    <p class="soft">
      {isIdle
        ? "No orchestrator has reported yet, so nothing grows: start decnet orchestrate."
        : lost.length === 0
          ? `Workers alive: ${value.data.map(({ worker }) => worker).join(", ")}.`
          : `Not heard of lately: ${lost.map(({ worker, beat_at }) => `${worker} (last at ${Format.time(beat_at)} UTC)`).join(", ")}.`}
    </p>
  )
}

export const Fleet = ({ route }: PageProps) => {
  const q = route.query["q"] ?? ""
  const offset = Math.max(0, Number(route.query["offset"] ?? 0) || 0)
  const [typed, setTyped] = useState(q)
  const answer = Answer.use<Page<DeckyRow>>(`/deckies${Client.query({ limit, offset, q })}`, {
    keep: true,
  })
  const now = useNow()
  const { verdicts, watch } = useJudged()
  const { again } = answer
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) again()
    }, 30_000)
    return () => clearInterval(timer)
  }, [again])
  useEffect(() => {
    if (typed === q) return undefined
    const timer = setTimeout(() => Route.replace(Route.to([], { q: typed })), 250)
    return () => clearTimeout(timer)
  }, [typed, q])
  const rows = answer.value?.data ?? []
  const most = Math.max(1, ...rows.flatMap(({ activity }) => activity))
  return (
    <>
      <div class="head">
        <h1>Fleet</h1>
        <label class="search">
          <span class="unseen">Filter by name, host or address</span>
          <input
            type="search"
            placeholder="Name, host or address"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <p class="soft" aria-live="polite">
          {answer.value === undefined
            ? ""
            : `${Format.count(answer.value.total)} ${answer.value.total === 1 ? "decky" : "deckies"}${q === "" ? "" : " match"}`}
        </p>
      </div>
      <Loaded answer={answer} what="the deckies">
        {(page) => (
          <>
            <div class="fleet">
              <Table
                caption="Deckies"
                columns={columns(now, most, verdicts)}
                rows={page.data}
                keyOf={({ uuid }) => uuid}
                rowRef={({ uuid }, element) => watch(uuid, element)}
                none={
                  q === ""
                    ? "No decky runs yet. decnet deckies discover finds those that Docker labels."
                    : "No decky matches. Write less of the name."
                }
              />
            </div>
            <Pager
              total={page.total}
              limit={limit}
              offset={offset}
              what="deckies"
              go={(next) => Route.go(Route.to([], { q, offset: next === 0 ? undefined : next }))}
            />
          </>
        )}
      </Loaded>
      <Workers />
    </>
  )
}
