/** Bait by state, and laying more of it. */
import { useState } from "preact/hooks"
import * as Answer from "../../Answer.ts"
import * as Client from "../../Client.ts"
import * as Format from "../../Format.ts"
import { useNow } from "../../Now.ts"
import { Badge, ClassName } from "../../part/Badge.tsx"
import { Loaded } from "../../part/Loaded.tsx"
import { Pager } from "../../part/Pager.tsx"
import { Table, type Column } from "../../part/Table.tsx"
import * as Route from "../../Route.ts"
import type { Page, Token } from "../../Wire.ts"
import { adminsOnly, useIsAdmin } from "../../Who.ts"
import { Create } from "./Create.tsx"
import * as Names from "./Names.ts"

const limit = 50

const columns = (now: number): ReadonlyArray<Column<Token>> => [
  {
    head: "File",
    isName: true,
    cell: ({ uuid, path }) => (
      <a href={Route.to(["canaries", "tokens", uuid])}>
        <code>{path}</code>
      </a>
    ),
  },
  {
    head: "Kind",
    isPlain: true,
    cell: (token) => <ClassName name={Format.classOf(token.class)} family="canary" />,
  },
  {
    head: "Decky",
    isPlain: true,
    cell: (token) => <a href={Route.to(["deckies", token.decky_uuid])}>{token.decky_name}</a>,
  },
  { head: "Of", isWideOnly: true, cell: ({ persona }) => persona },
  {
    head: "State",
    isPlain: true,
    cell: ({ state, last_error }) => (
      <>
        <Badge tone={Names.stateTone[state]}>{Names.stateName(state)}</Badge>
        {last_error !== null && <small>{last_error}</small>}
      </>
    ),
  },
  {
    head: "Laid",
    cell: ({ placed_at: at }) =>
      at === null ? "" : <span class="nowrap">{Format.ago(at, now)}</span>,
  },
  {
    head: "Used",
    isNumber: true,
    cell: ({ trigger_count: count, last_triggered_at: last }) =>
      count === 0 ? (
        <span class="soft">never</span>
      ) : (
        <>
          <b class="bad-text nowrap">{Format.counted(count, "time")}</b>
          <small>{last === null ? "" : Format.ago(last, now)}</small>
        </>
      ),
  },
]

export const Tokens = ({ query }: { readonly query: Readonly<Record<string, string>> }) => {
  const state = query["state"] ?? ""
  const used = query["used"] ?? ""
  const offset = Number(query["offset"] ?? 0) || 0
  const answer = Answer.use<Page<Token>>(
    `/canary/tokens${Client.query({ limit, offset, state, used })}`,
    { keep: true },
  )
  const now = useNow()
  const isAdmin = useIsAdmin()
  const [isMaking, setMaking] = useState(false)
  const go = (fields: Readonly<Record<string, string | number | undefined>>) =>
    Route.go(Route.to(["canaries"], { state, used, ...fields }))
  return (
    <>
      <div class="filters">
        <label>
          <span>State</span>
          <select value={state} onChange={(event) => go({ state: event.currentTarget.value })}>
            <option value="">All</option>
            {Names.states.map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span>Use</span>
          <select value={used} onChange={(event) => go({ used: event.currentTarget.value })}>
            <option value="">All</option>
            <option value="true">Used</option>
            <option value="false">Never used</option>
          </select>
        </label>
        <button
          type="button"
          class="main"
          disabled={!isAdmin}
          title={isAdmin ? "" : adminsOnly}
          onClick={() => setMaking(true)}
        >
          Lay bait
        </button>
      </div>
      <Loaded answer={answer} what="the bait">
        {(page) => (
          <>
            <Table
              caption="Bait"
              columns={columns(now)}
              rows={page.data}
              keyOf={({ uuid }) => uuid}
              none={
                state === "" && used === ""
                  ? "No bait lies anywhere yet. The orchestrator lays some by itself; or lay some now."
                  : "None of the bait is so."
              }
            />
            <Pager
              total={page.total}
              limit={limit}
              offset={offset}
              what="bait"
              go={(next) => go({ offset: next === 0 ? undefined : next })}
            />
          </>
        )}
      </Loaded>
      {isMaking && (
        <Create
          close={() => setMaking(false)}
          made={(uuid) => Route.go(Route.to(["canaries", "tokens", uuid]))}
        />
      )}
    </>
  )
}
