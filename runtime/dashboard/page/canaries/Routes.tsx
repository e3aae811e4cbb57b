/** Who is told when bait is used. */
import { useState } from "preact/hooks"
import * as Answer from "../../Answer.ts"
import * as Client from "../../Client.ts"
import { Badge } from "../../part/Badge.tsx"
import { Dialog } from "../../part/Dialog.tsx"
import { Loaded } from "../../part/Loaded.tsx"
import { Problem } from "../../part/Problem.tsx"
import { Table } from "../../part/Table.tsx"
import type { AlertRoute, Listed, Tested } from "../../Wire.ts"
import { adminsOnly, useIsAdmin } from "../../Who.ts"
import { AddRoute } from "./AddRoute.tsx"

const levels: Readonly<Record<string, string>> = {
  person: "what looks like a person",
  use: "every use",
  all: "repeated lookups too",
}

const Test = ({ route }: { readonly route: AlertRoute }) => {
  const [tested, setTested] = useState<Tested | undefined>(undefined)
  const act = Answer.useAct()
  const isAdmin = useIsAdmin()
  return (
    <>
      <button
        type="button"
        disabled={!isAdmin || act.isBusy}
        title={isAdmin ? "" : adminsOnly}
        aria-label={`Test ${route.name}`}
        onClick={() => {
          setTested(undefined)
          void act.run(async () =>
            setTested(
              await Client.read<Tested>(`/alerts/routes/${encodeURIComponent(route.id)}/test`, {
                method: "POST",
              }),
            ),
          )
        }}
      >
        {act.isBusy ? "Sending…" : "Test"}
      </button>{" "}
      <span role="status">
        {tested !== undefined && (
          <Badge tone={tested.delivered ? "good" : "bad"}>
            {tested.delivered ? "taken" : (tested.reason ?? "not taken")}
          </Badge>
        )}
      </span>
      <Problem line={act.problem} />
    </>
  )
}

export const Routes = () => {
  const answer = Answer.use<Listed<AlertRoute>>("/alerts/routes", { keep: true })
  const [isAdding, setAdding] = useState(false)
  const [going, setGoing] = useState<AlertRoute | undefined>(undefined)
  const act = Answer.useAct()
  const isAdmin = useIsAdmin()
  return (
    <>
      <div class="filters">
        <button
          type="button"
          class="main"
          disabled={!isAdmin}
          title={isAdmin ? "" : adminsOnly}
          onClick={() => setAdding(true)}
        >
          Add a route
        </button>
      </div>
      <Problem line={act.problem} />
      <Loaded answer={answer} what="the routes">
        {({ data }) => (
          <Table
            caption="Alert routes"
            none="Alerts go nowhere yet. Add a route, and test it."
            rows={data}
            keyOf={({ id }) => id}
            columns={[
              {
                head: "Name",
                isName: true,
                cell: ({ name, kind, where }) => (
                  <>
                    {name}
                    <small>
                      {kind} to {where}
                    </small>
                  </>
                ),
              },
              { head: "Alerts on", cell: ({ level }) => levels[level] ?? level },
              { head: "Digest", cell: ({ digest_minutes }) => `${digest_minutes} min` },
              { head: "Waiting", isNumber: true, cell: ({ waiting }) => waiting },
              { head: "Sent", isNumber: true, cell: ({ sent }) => sent },
              {
                head: "Failed",
                isNumber: true,
                cell: ({ failed, last_error }) => (
                  <>
                    {failed > 0 ? <b class="bad-text">{failed}</b> : 0}
                    {last_error !== null && <small>{last_error}</small>}
                  </>
                ),
              },
              { head: "Test", cell: (route) => <Test route={route} /> },
              {
                head: "Remove",
                cell: (route) => (
                  <button
                    type="button"
                    disabled={!isAdmin}
                    aria-label={`Remove ${route.name}`}
                    onClick={() => setGoing(route)}
                  >
                    Remove
                  </button>
                ),
              },
            ]}
          />
        )}
      </Loaded>
      {isAdding && (
        <AddRoute
          close={() => setAdding(false)}
          added={() => {
            setAdding(false)
            answer.again()
          }}
        />
      )}
      {going !== undefined && (
        <Dialog title={`Remove ${going.name}?`} close={() => setGoing(undefined)}>
          <p>What waits to be sent there is dropped.</p>
          <div class="actions">
            <button
              type="button"
              class="danger"
              onClick={() => {
                setGoing(undefined)
                void act.run(async () => {
                  await Client.read(`/alerts/routes/${encodeURIComponent(going.id)}`, {
                    method: "DELETE",
                  })
                  answer.again()
                })
              }}
            >
              Remove it
            </button>
            <button type="button" onClick={() => setGoing(undefined)}>
              Keep it
            </button>
          </div>
        </Dialog>
      )}
    </>
  )
}
