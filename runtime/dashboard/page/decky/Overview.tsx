/** The rhythm of a decky, who lives there, and what stands out. */
import * as Answer from "../../Answer.ts"
import * as Format from "../../Format.ts"
import { useNow } from "../../Now.ts"
import { HeatMap } from "../../part/HeatMap.tsx"
import { Lives } from "../../part/Lives.tsx"
import { Loaded } from "../../part/Loaded.tsx"
import { Table } from "../../part/Table.tsx"
import { Tile } from "../../part/Tile.tsx"
import type { Decky, Life, Listed } from "../../Wire.ts"

const Timeline = ({ uuid }: { readonly uuid: string }) => {
  const answer = Answer.use<Listed<Life>>(`/deckies/${encodeURIComponent(uuid)}/lives`)
  return (
    <section aria-labelledby="lives">
      <h2 id="lives">Lives of files</h2>
      <Loaded answer={answer} what="the lives of files">
        {({ data }) => <Lives lives={data} />}
      </Loaded>
    </section>
  )
}

export const Overview = ({ row }: { readonly row: Decky }) => {
  const now = useNow()
  const { last_action: last, ailing, quiet, tokens } = row
  return (
    <>
      <ul class="tiles">
        <Tile value={row.files} name="files" />
        <Tile
          value={row.touched}
          name="touched by somebody"
          {...(row.touched > 0 ? { tone: "warn" as const } : {})}
        />
        <Tile
          value={`${tokens.triggered} of ${tokens.planted}`}
          name="bait used"
          {...(tokens.triggered > 0 ? { tone: "bad" as const } : {})}
        />
        <Tile
          value={last === null ? "never" : Format.ago(last.at, now)}
          name={last === null ? "last action" : `${last.action} ${last.what}`}
        />
      </ul>
      {ailing !== null && (
        <p class="problem">
          Ailing since {Format.time(ailing.since)} UTC: {ailing.why}
        </p>
      )}
      {quiet !== null && Object.keys(quiet).length > 0 && (
        <p class="notice">
          Quiet:{" "}
          {Object.entries(quiet)
            .map(([branch, why]) => `${branch}: ${why}`)
            .join("; ")}
        </p>
      )}
      <section aria-labelledby="rhythm">
        <h2 id="rhythm">Rhythm</h2>
        <p class="soft">
          What people did by weekday and hour of the decky's clock, over the last 400 days.
        </p>
        <HeatMap heat={row.heat} what="Events of persons by weekday and hour" />
      </section>
      <section aria-labelledby="people">
        <h2 id="people">People</h2>
        <Table
          caption="People"
          none="Nobody lives here: give the pool at least one persona."
          rows={row.residents}
          keyOf={({ email }) => email}
          columns={[
            { head: "Name", isName: true, cell: ({ name }) => name },
            { head: "Login", cell: ({ login }) => <code>{login}</code> },
            { head: "Role", cell: ({ role }) => role },
            { head: "Address", cell: ({ email }) => email },
          ]}
        />
      </section>
      <Timeline uuid={row.uuid} />
    </>
  )
}
