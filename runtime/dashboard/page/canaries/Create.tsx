/** A form for a piece of bait, which can be looked at before it is laid. */
import { useState } from "preact/hooks"
import * as Answer from "../../Answer.ts"
import * as Client from "../../Client.ts"
import * as Format from "../../Format.ts"
import { Dialog } from "../../part/Dialog.tsx"
import { Field } from "../../part/Field.tsx"
import { Problem } from "../../part/Problem.tsx"
import type { Blob, Decky, DeckyRow, Draft, Page, Token } from "../../Wire.ts"
import { Artifacts } from "./Artifacts.tsx"
import * as Names from "./Names.ts"

/** What was typed, for when the dialog is closed by mistake. */
let kept: Readonly<Record<string, string>> = { class: "env_file" }

export const Create = (props: {
  readonly close: () => void
  readonly made: (uuid: string) => void
}) => {
  const [fields, setFields] = useState(kept)
  const [draft, setDraft] = useState<Draft | undefined>(undefined)
  const deckies = Answer.use<Page<DeckyRow>>(
    `/deckies${Client.query({ limit: 50, q: fields["decky"] })}`,
    { keep: true },
  )
  const chosen = deckies.value?.data.find(({ name }) => name === fields["decky"])
  const decky = Answer.use<Decky>(
    chosen === undefined ? undefined : `/deckies/${encodeURIComponent(chosen.uuid)}`,
  )
  const blobs = Answer.use<Page<Blob>>("/canary/blobs?limit=200")
  const looking = Answer.useAct()
  const laying = Answer.useAct()
  const set = (name: string, value: string) => {
    kept = { ...fields, [name]: value }
    setFields(kept)
    setDraft(undefined)
  }
  const asked = (names: ReadonlyArray<string>) =>
    Object.fromEntries(names.flatMap((name) => (fields[name] ? [[name, fields[name]]] : [])))
  const usual = ["class", "decky", "persona", "path"]
  const canAsk = (fields["decky"] ?? "") !== ""
  return (
    <Dialog title="Lay bait" close={props.close} isWide>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void laying.run(async () => {
            const { uuid } = await Client.read<Token>("/canary/tokens", {
              method: "POST",
              json: asked([...usual, "blob"]),
            })
            kept = { class: "env_file" }
            props.made(uuid)
          })
        }}
      >
        <div class="numbers">
          <Field name="class" label="Kind">
            {(tied) => (
              <select
                {...tied}
                value={fields["class"] ?? ""}
                onChange={(event) => set("class", event.currentTarget.value)}
              >
                {Names.classes.map((each) => (
                  <option key={each} value={each}>
                    {Format.classOf(each)}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field name="decky" label="Decky" hint="Its name.">
            {(tied) => (
              <>
                <input
                  {...tied}
                  list="deckies"
                  required
                  value={fields["decky"] ?? ""}
                  onInput={(event) => set("decky", event.currentTarget.value)}
                />
                <datalist id="deckies">
                  {deckies.value?.data.map(({ uuid, name }) => (
                    <option key={uuid} value={name} />
                  ))}
                </datalist>
              </>
            )}
          </Field>
          <Field name="persona" label="In the home of">
            {(tied) => (
              <select
                {...tied}
                value={fields["persona"] ?? ""}
                onChange={(event) => set("persona", event.currentTarget.value)}
              >
                <option value="">somebody who lives there</option>
                {decky.value?.residents.map(({ email, name }) => (
                  <option key={email} value={email}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field name="path" label="Path" hint="Empty: a fitting place.">
            {(tied) => (
              <input
                {...tied}
                placeholder="/home/…"
                value={fields["path"] ?? ""}
                onInput={(event) => set("path", event.currentTarget.value)}
              />
            )}
          </Field>
          {(blobs.value?.data.length ?? 0) > 0 && (
            <Field name="blob" label="Made of an upload">
              {(tied) => (
                <select
                  {...tied}
                  value={fields["blob"] ?? ""}
                  onChange={(event) => set("blob", event.currentTarget.value)}
                >
                  <option value="">no, written anew</option>
                  {blobs.value?.data.map(({ uuid, filename }) => (
                    <option key={uuid} value={uuid}>
                      {filename}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          )}
        </div>
        <div class="actions">
          <button type="submit" class="main" disabled={!canAsk || laying.isBusy}>
            {laying.isBusy ? "Laying…" : "Lay it"}
          </button>
          <button
            type="button"
            disabled={!canAsk || looking.isBusy}
            onClick={() =>
              void looking.run(async () =>
                setDraft(
                  await Client.read<Draft>("/canary/preview", {
                    method: "POST",
                    json: asked(usual),
                  }),
                ),
              )
            }
          >
            {looking.isBusy ? "Looking…" : "Look at it first"}
          </button>
        </div>
        <Problem line={laying.problem ?? looking.problem} />
      </form>
      {draft !== undefined && (
        <section aria-label="Preview">
          <p class="soft">
            For {draft.persona}. It is an example: using this text reports nothing.
          </p>
          <Artifacts files={draft.files} />
        </section>
      )}
    </Dialog>
  )
}
