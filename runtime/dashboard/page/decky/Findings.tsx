/** What a careful visitor could hold against this decky, from its recorded history. */
import * as Answer from "../../Answer.ts"
import * as Format from "../../Format.ts"
import { Badge } from "../../part/Badge.tsx"
import { Loaded } from "../../part/Loaded.tsx"
import { Table } from "../../part/Table.tsx"
import type { Check } from "../../Wire.ts"

export const Findings = ({ uuid }: { readonly uuid: string }) => {
  const answer = Answer.use<Check>(`/deckies/${encodeURIComponent(uuid)}/check`)
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">Findings</h2>
      <p class="soft">
        What a careful visitor could hold against this host, judged from its recorded history.
      </p>
      <Loaded answer={answer} what="the findings">
        {({ findings, checked }) => (
          <>
            <Table
              caption="Findings"
              none="Nothing was found."
              rows={findings}
              keyOf={({ tell, path, evidence }) => `${tell} ${path ?? ""} ${evidence}`}
              columns={[
                {
                  head: "Tell",
                  isName: true,
                  cell: ({ tell }) => <Badge tone="warn">{tell}</Badge>,
                },
                { head: "File", cell: ({ path }) => <code>{path ?? ""}</code> },
                { head: "Evidence", cell: ({ evidence }) => evidence },
              ]}
            />
            <p class="soft">
              {Format.counted(checked.length, "tell")} looked for: {checked.join(", ")}
            </p>
          </>
        )}
      </Loaded>
    </section>
  )
}
