/** Sessions over SSH from here to other hosts. */
import * as Answer from "../../Answer.ts"
import * as Client from "../../Client.ts"
import * as Format from "../../Format.ts"
import { Badge } from "../../part/Badge.tsx"
import { Loaded } from "../../part/Loaded.tsx"
import { Pager } from "../../part/Pager.tsx"
import { Table } from "../../part/Table.tsx"
import * as Route from "../../Route.ts"
import type { Event, Page } from "../../Wire.ts"
import * as Story from "../activity/Story.ts"

const limit = 50

const textOf = (event: Event, name: string): string => {
  const value = event.payload?.[name]
  return typeof value === "string" ? value : ""
}

export const Sessions = ({ uuid, offset }: { readonly uuid: string; readonly offset: number }) => {
  const answer = Answer.use<Page<Event>>(
    `/deckies/${encodeURIComponent(uuid)}/sessions${Client.query({ limit, offset })}`,
  )
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">Sessions</h2>
      <Loaded answer={answer} what="the sessions">
        {(page) => (
          <>
            <Table
              caption="Sessions, newest first"
              none="Nobody has gone to another host from here yet."
              rows={page.data}
              keyOf={(event) => event.uuid}
              columns={[
                { head: "When (UTC)", isName: true, cell: ({ ts }) => Format.time(ts) },
                {
                  head: "To",
                  cell: (event) => {
                    const name = textOf(event, "host")
                    const other = event.dst_decky_uuid
                    return other ? (
                      <a href={Route.to(["deckies", other])}>{name === "" ? other : name}</a>
                    ) : (
                      name
                    )
                  },
                },
                { head: "Account", cell: (event) => textOf(event, "user") },
                {
                  head: "Command",
                  cell: (event) => <code class="matter">{textOf(event, "command")}</code>,
                },
                {
                  head: "Result",
                  cell: (event) =>
                    event.success ? (
                      <span class="soft">done</span>
                    ) : (
                      <Badge tone="bad">{Story.why(event)}</Badge>
                    ),
                },
              ]}
            />
            <Pager
              total={page.total}
              limit={limit}
              offset={offset}
              what="sessions"
              go={(next) => Route.go(Route.to(["deckies", uuid, "sessions"], { offset: next }))}
            />
          </>
        )}
      </Loaded>
    </section>
  )
}
