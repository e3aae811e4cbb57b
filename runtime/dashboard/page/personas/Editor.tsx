/** One persona, with what they would do in the next two weeks beside the form. */
import { useEffect, useRef, useState } from "preact/hooks"
import { useAct } from "../../Answer.ts"
import * as Client from "../../Client.ts"
import { Dialog } from "../../part/Dialog.tsx"
import { PreviewPane } from "../../part/PreviewPane.tsx"
import { Problem } from "../../part/Problem.tsx"
import * as Simulation from "../../Simulation.ts"
import type { Entry, Pool } from "../../Wire.ts"
import { useIsAdmin } from "../../Who.ts"
import { useVerdict } from "./Checking.ts"
import * as Draft from "./Draft.ts"
import { Form } from "./Form.tsx"

const fresh: Entry = { name: "", email: "", role: "", active_hours: "09:00-18:00" }
const previewDays = 14

interface Props {
  readonly path: string
  /** An address, or `new`. */
  readonly name: string
  readonly pool: Pool
  readonly etag: string | null
  readonly again: () => void
  readonly back: () => void
}

/** The draft, and the pool as it would be with it. */
const useDraft = ({ path, name, pool }: Props) => {
  const at = pool.personas.findIndex((entry) => Draft.emailOf(entry) === name)
  const stored = pool.personas[at] ?? fresh
  const [entry, setEntry] = useState(() => Draft.kept.get(path, name) ?? stored)
  const index = at < 0 ? pool.personas.length : at
  const personas =
    at < 0 ? [...pool.personas, entry] : pool.personas.map((each, i) => (i === at ? entry : each))
  const isChanged = JSON.stringify(entry) !== JSON.stringify(stored)
  useEffect(() => {
    if (isChanged) Draft.kept.set(path, name, entry)
    else Draft.kept.drop(path, name)
  }, [entry, isChanged, path, name])
  const set = (field: string, value: unknown) =>
    setEntry((was) => Draft.withField(was, field, value))
  return { entry, set, index, personas, isChanged, isNew: at < 0 }
}

export const Editor = (props: Props) => {
  const { path, name, pool, etag, again, back } = props
  const { entry, set, index, personas, isChanged, isNew } = useDraft(props)
  const verdict = useVerdict(personas, index)
  const act = useAct()
  const whyNot = Draft.whyNot(pool, useIsAdmin())
  const canWrite = whyNot === ""
  const [isAsking, setAsking] = useState(false)
  const good = useRef<Entry | undefined>(undefined)
  if (verdict.isGood === true) good.current = entry
  const preview = Simulation.use(
    good.current === undefined
      ? undefined
      : { days: previewDays, deckies: 1, personas: [good.current] },
  )
  const write = (all: ReadonlyArray<Entry>) =>
    act.run(async () => {
      const { rejected = [] } = await Client.write<Pool>(path, { personas: all }, etag, again)
      const own = rejected.find((each) => each.index === index)
      if (own !== undefined) throw new Client.Problem(422, own.reason)
      Draft.kept.drop(path, name)
      again()
      back()
    })
  const title = Draft.textOf(entry, "name")
  return (
    <div class="split editor">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void write(personas)
        }}
      >
        <h2>{isNew ? "A new persona" : title}</h2>
        <Form entry={entry} verdict={verdict} set={set} />
        <Problem
          line={
            act.problem ??
            (verdict.field === undefined && verdict.reason !== undefined
              ? verdict.reason
              : undefined)
          }
        />
        <div class="actions">
          <button
            type="submit"
            class="main"
            disabled={!canWrite || !isChanged || verdict.isGood !== true || act.isBusy}
            title={whyNot}
          >
            {act.isBusy ? "Saving…" : "Save"}
          </button>
          <button
            type="button"
            onClick={() => {
              Draft.kept.drop(path, name)
              back()
            }}
          >
            {isChanged ? "Discard changes" : "Back"}
          </button>
          {!isNew && canWrite && (
            <button type="button" class="danger" onClick={() => setAsking(true)}>
              Remove
            </button>
          )}
        </div>
        {isAsking && (
          <Dialog title={`Remove ${title}?`} close={() => setAsking(false)}>
            <p>
              Their files stay where they are; nothing new is written in their name from the next
              tick on.
            </p>
            <div class="actions">
              <button
                type="button"
                class="danger"
                onClick={() => {
                  setAsking(false)
                  void write(pool.personas.filter((_, at) => at !== index))
                }}
              >
                Remove
              </button>
              <button type="button" onClick={() => setAsking(false)}>
                Keep
              </button>
            </div>
          </Dialog>
        )}
      </form>
      <PreviewPane preview={preview} title={`The next ${previewDays} days`}>
        On a made-up decky where only this person lives, so without mail. It follows what is typed.
      </PreviewPane>
    </div>
  )
}
