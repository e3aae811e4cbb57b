/** One piece of bait: its files, who used it, and taking it away. */
import { Fragment } from "preact"
import { useState } from "preact/hooks"
import * as Answer from "../../Answer.ts"
import * as Client from "../../Client.ts"
import * as Format from "../../Format.ts"
import { Badge, ClassName } from "../../part/Badge.tsx"
import { Dialog } from "../../part/Dialog.tsx"
import { Loaded } from "../../part/Loaded.tsx"
import { Problem } from "../../part/Problem.tsx"
import * as Route from "../../Route.ts"
import type { Artifact, Token as Row } from "../../Wire.ts"
import { adminsOnly, useIsAdmin } from "../../Who.ts"
import { Artifacts } from "./Artifacts.tsx"
import * as Names from "./Names.ts"
import { UseTable } from "./Uses.tsx"

const Files = ({ base }: { readonly base: string }) => {
  const answer = Answer.use<{ readonly files: ReadonlyArray<Artifact> }>(`${base}/preview`)
  const isAdmin = useIsAdmin()
  return (
    <section aria-labelledby="files">
      <h2 id="files">As it was laid</h2>
      {!isAdmin && <p class="soft">Stars stand where its token would be.</p>}
      <Loaded answer={answer} what="the files">
        {({ files }) => <Artifacts files={files} />}
      </Loaded>
    </section>
  )
}

const Revoke = (props: { readonly row: Row; readonly base: string; readonly done: () => void }) => {
  const { row, base, done } = props
  const [isAsking, setAsking] = useState(false)
  const [left, setLeft] = useState<ReadonlyArray<string> | undefined>(undefined)
  const act = Answer.useAct()
  const isAdmin = useIsAdmin()
  const revoke = () =>
    act.run(async () => {
      setAsking(false)
      const answer = await Client.read<{ readonly left: ReadonlyArray<string> }>(base, {
        method: "DELETE",
      })
      setLeft(answer.left)
      done()
    })
  return (
    <>
      {row.state !== "revoked" && (
        <button
          type="button"
          class="danger"
          disabled={!isAdmin || act.isBusy}
          title={isAdmin ? "" : adminsOnly}
          onClick={() => setAsking(true)}
        >
          {act.isBusy ? "Revoking…" : "Revoke"}
        </button>
      )}
      <div role="status">
        {left !== undefined && (
          <p class="notice">
            It is revoked.
            {left.length > 0 &&
              ` Left alone, since somebody changed it or it is gone: ${left.join(", ")}.`}
          </p>
        )}
      </div>
      <Problem line={act.problem} />
      {isAsking && (
        <Dialog title="Revoke this bait?" close={() => setAsking(false)}>
          <p>
            Its files are taken from {row.decky_name}, unless somebody changed them. Uses are still
            recorded, and told to nobody.
          </p>
          <div class="actions">
            <button type="button" class="danger" onClick={() => void revoke()}>
              Revoke it
            </button>
            <button type="button" onClick={() => setAsking(false)}>
              Keep it
            </button>
          </div>
        </Dialog>
      )}
    </>
  )
}

const facts = (row: Row): ReadonlyArray<readonly [string, string]> => [
  ["In the home of", row.persona],
  ["Reports over", row.kind],
  ["Laid (UTC)", Format.time(row.placed_at) || "not yet"],
  ["Laid by", row.created_by],
  [
    "Used",
    row.trigger_count === 0
      ? "never"
      : `${Format.counted(row.trigger_count, "time")}, last ${Format.time(row.last_triggered_at)}`,
  ],
  ...(row.slug === null ? [] : [["Slug", row.slug] as const]),
]

export const Token = ({ uuid }: { readonly uuid: string }) => {
  const base = `/canary/tokens/${encodeURIComponent(uuid)}`
  const answer = Answer.use<Row>(base, { keep: true })
  const [offset, setOffset] = useState(0)
  return (
    <>
      <p class="crumb">
        <a href="#/canaries">Canaries</a>
      </p>
      <h1>{answer.value === undefined ? "Bait" : <code>{answer.value.path}</code>}</h1>
      <Loaded answer={answer} what="the bait">
        {(row) => (
          <>
            <p class="facts">
              <Badge tone={Names.stateTone[row.state]}>{Names.stateName(row.state)}</Badge>
              <ClassName name={Format.classOf(row.class)} family="canary" />
              <span>
                on <a href={Route.to(["deckies", row.decky_uuid])}>{row.decky_name}</a>
              </span>
            </p>
            {row.last_error !== null && <p class="problem">{row.last_error}</p>}
            <dl class="pairs">
              {facts(row).map(([name, value]) => (
                <Fragment key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </Fragment>
              ))}
            </dl>
            <Revoke row={row} base={base} done={answer.again} />
          </>
        )}
      </Loaded>
      <section aria-labelledby="uses">
        <h2 id="uses">Uses</h2>
        <UseTable path={`${base}/triggers`} offset={offset} isAll={false} go={setOffset} />
      </section>
      <Files base={base} />
    </>
  )
}
