/** Uses of bait: who, from where, and what they are thought to be. */
import { useState } from "preact/hooks"
import * as Answer from "../../Answer.ts"
import * as Client from "../../Client.ts"
import * as Format from "../../Format.ts"
import { Badge } from "../../part/Badge.tsx"
import { Loaded } from "../../part/Loaded.tsx"
import { Pager } from "../../part/Pager.tsx"
import { Problem } from "../../part/Problem.tsx"
import { Table, type Column } from "../../part/Table.tsx"
import * as Route from "../../Route.ts"
import type { Page, Trigger } from "../../Wire.ts"
import * as Names from "./Names.ts"

const limit = 50

const asked = ({ protocol, method, request_path, dns_qname }: Trigger): string =>
  protocol === "dns" ? (dns_qname ?? "") : [method, request_path].filter(Boolean).join(" ")

const columns: ReadonlyArray<Column<Trigger>> = [
  {
    head: "When (UTC)",
    isName: true,
    cell: ({ occurred_at, count }) => (
      <>
        {Format.time(occurred_at)}
        {count > 1 && <small>{Format.counted(count, "hit")}</small>}
      </>
    ),
  },
  { head: "From", cell: ({ src_ip }) => <code>{src_ip}</code> },
  {
    head: "Judged as",
    isPlain: true,
    cell: (use) => (
      <>
        <Badge tone={Names.useTone(use.class)}>{Names.useName(use.class)}</Badge>
        <small>{use.reason}</small>
      </>
    ),
  },
  {
    head: "Asked for",
    cell: (use) => (
      <>
        <code class="matter">{asked(use)}</code>
        {use.user_agent !== null && <small>{use.user_agent}</small>}
      </>
    ),
  },
]

const whose: Column<Trigger> = {
  head: "Bait",
  cell: ({ token_uuid }) => <a href={Route.to(["canaries", "tokens", token_uuid])}>Show it</a>,
}

/** Of one piece of bait, or of all of it. */
export const UseTable = (props: {
  readonly path: string
  readonly offset: number
  readonly isAll: boolean
  readonly go: (offset: number) => void
}) => {
  const { path, offset, isAll, go } = props
  const answer = Answer.use<Page<Trigger>>(`${path}${Client.query({ limit, offset })}`)
  return (
    <Loaded answer={answer} what="the uses">
      {(page) => (
        <>
          <div class="uses">
            <Table
              caption="Uses of bait"
              none="Nobody has used it yet."
              rows={page.data}
              keyOf={({ uuid }) => uuid}
              columns={isAll ? [...columns, whose] : columns}
            />
          </div>
          <Pager total={page.total} limit={limit} offset={offset} what="uses" go={go} />
        </>
      )}
    </Loaded>
  )
}

const formats = [
  ["csv", "CSV"],
  ["json", "JSON"],
  ["ndjson", "NDJSON"],
  ["stix", "STIX 2.1"],
] as const

const Export = () => {
  const [format, setFormat] = useState<string>("csv")
  const act = Answer.useAct()
  const name = `uses.${format === "stix" ? "stix.json" : format}`
  return (
    <form
      class="filters"
      onSubmit={(event) => {
        event.preventDefault()
        void act.run(() => Client.download(`/canary/export${Client.query({ format })}`, name))
      }}
    >
      <label>
        <span>Export as</span>
        <select value={format} onChange={(event) => setFormat(event.currentTarget.value)}>
          {formats.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" disabled={act.isBusy}>
        {act.isBusy ? "Exporting…" : "Export"}
      </button>
      <Problem line={act.problem} />
    </form>
  )
}

export const Uses = ({ offset }: { readonly offset: number }) => (
  <>
    <Export />
    <UseTable
      path="/canary/triggers"
      offset={offset}
      isAll
      go={(next) => Route.go(Route.to(["canaries", "uses"], { offset: next }))}
    />
  </>
)
