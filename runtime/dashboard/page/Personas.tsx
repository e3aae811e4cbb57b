/** Who lives on the deckies: the pool of the host and those of topologies. */
import * as Answer from "../Answer.ts"
import * as Format from "../Format.ts"
import type { PageProps } from "../Frame.tsx"
import { Loaded } from "../part/Loaded.tsx"
import * as Route from "../Route.ts"
import type { Listed, Pool, Topology } from "../Wire.ts"
import { adminsOnly, useIsAdmin } from "../Who.ts"
import { Bulk } from "./personas/Bulk.tsx"
import { Cards } from "./personas/Cards.tsx"
import * as Draft from "./personas/Draft.ts"
import { Editor } from "./personas/Editor.tsx"

const Scopes = ({ topology }: { readonly topology: string | undefined }) => {
  const { value } = Answer.use<Listed<Topology>>("/topologies")
  const topologies = value?.data ?? []
  if (topologies.length === 0) return null
  return (
    <label class="scope">
      <span>Pool</span>
      <select
        value={topology ?? ""}
        onChange={(event) => Route.go(Route.to(Draft.partsOf(event.currentTarget.value)))}
      >
        <option value="">All deckies of this host</option>
        {topologies.map(({ id, name, deckies }) => (
          <option key={id} value={id}>
            Topology {name} ({Format.counted(deckies, "decky", "deckies")})
          </option>
        ))}
      </select>
    </label>
  )
}

const Rejected = ({ pool }: { readonly pool: Pool }) => {
  const { rejected = [], problem } = pool
  return (
    <>
      {typeof problem === "string" && <p class="problem">{problem}</p>}
      {rejected.length > 0 && (
        <details class="notice">
          <summary>
            {Format.counted(rejected.length, "entry", "entries")} of the file cannot be used, and
            will go when the pool is saved here
          </summary>
          <ul>
            {rejected.map(({ index, reason }) => (
              <li key={index}>
                Entry {index + 1}: {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

export const Personas = ({ route }: PageProps) => {
  const topology = route.parts[1] === "topology" ? route.parts[2] : undefined
  const path = Draft.pathOf(topology)
  const answer = Answer.use<Pool>(path)
  const isAdmin = useIsAdmin()
  const edit = route.query["edit"]
  const parts = Draft.partsOf(topology ?? "")
  const back = () => Route.go(Route.to(parts))
  return (
    <>
      <div class="head">
        <h1>Personas</h1>
        <Scopes topology={topology} />
        {edit === undefined && (
          <>
            <a class="button main" href={Route.to(parts, { edit: "new" })}>
              {isAdmin ? "Add a persona" : "Try a persona"}
            </a>
            <a class="button" href={Route.to(parts, { edit: "bulk" })}>
              Bulk JSON
            </a>
          </>
        )}
      </div>
      {!isAdmin && <p class="notice">{adminsOnly} Drafts can be tried here without saving.</p>}
      <Loaded answer={answer} what="the personas">
        {(pool) => (
          <>
            <Rejected pool={pool} />
            {edit === "bulk" ? (
              <Bulk
                key={path}
                path={path}
                pool={pool}
                etag={answer.etag}
                saved={answer.again}
                back={back}
              />
            ) : edit !== undefined ? (
              <Editor
                key={`${path} ${edit}`}
                path={path}
                name={edit}
                pool={pool}
                etag={answer.etag}
                again={answer.again}
                back={back}
              />
            ) : (
              <Cards path={path} pool={pool} parts={parts} isTopology={topology !== undefined} />
            )}
          </>
        )}
      </Loaded>
    </>
  )
}
