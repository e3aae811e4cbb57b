/** Which model, where, and how much of it a day. */
import { useState } from "preact/hooks"
import * as Answer from "../../Answer.ts"
import * as Client from "../../Client.ts"
import { Field } from "../../part/Field.tsx"
import { Loaded } from "../../part/Loaded.tsx"
import { Problem } from "../../part/Problem.tsx"
import type { ModelSettings } from "../../Wire.ts"
import { adminsOnly, useIsAdmin } from "../../Who.ts"

type FieldName = Exclude<keyof ModelSettings, "api_key_set" | "from" | "warnings">

const fields: ReadonlyArray<{
  readonly field: FieldName
  readonly label: string
  readonly isNumber: boolean
}> = [
  { field: "base_url", label: "Address", isNumber: false },
  { field: "model", label: "Model", isNumber: false },
  { field: "timeout", label: "Longest answer, seconds", isNumber: true },
  { field: "concurrency", label: "Calls at once", isNumber: true },
  { field: "budget_calls", label: "Calls a day", isNumber: true },
  { field: "budget_tokens", label: "Tokens a day", isNumber: true },
]

const sources: Readonly<Record<string, string>> = {
  stored: "set here",
  environment: "from the environment",
  default: "the default",
}

type Changes = Readonly<Record<string, string | number | null>>

const Editor = (props: { readonly stored: ModelSettings; readonly again: () => void }) => {
  const { stored, again } = props
  const [changes, setChanges] = useState<Changes>({})
  const [key, setKey] = useState("")
  const [said, setSaid] = useState("")
  const act = Answer.useAct()
  const isAdmin = useIsAdmin()
  const set = (field: string, value: string | number | null) => {
    setSaid("")
    setChanges((was) => ({ ...was, [field]: value }))
  }
  const valueOf = (field: FieldName): string => {
    const value = field in changes ? changes[field] : stored[field]
    return value === null || value === undefined ? "" : String(value)
  }
  const isChanged = Object.keys(changes).length > 0 || key !== ""
  const save = () =>
    act.run(async () => {
      await Client.read<ModelSettings>("/realism/llm", {
        method: "PUT",
        json: { ...changes, ...(key === "" ? {} : { api_key: key }) },
      })
      setChanges({})
      setKey("")
      setSaid("Saved.")
      again()
    })
  const hintOf = (field: FieldName): string => sources[stored.from[field] ?? ""] ?? ""
  return (
    <form
      class="numbers"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {(stored.warnings ?? []).map((line) => (
        <p key={line} class="notice">
          {line}
        </p>
      ))}
      <Field name="provider" label="Provider" hint={hintOf("provider")}>
        {(tied) => (
          <select
            {...tied}
            value={valueOf("provider")}
            disabled={!isAdmin}
            onChange={(event) => set("provider", event.currentTarget.value)}
          >
            <option value="off">off: templates only</option>
            <option value="ollama">ollama</option>
            <option value="fake">fake, for trying out</option>
          </select>
        )}
      </Field>
      {fields.map(({ field, label, isNumber }) => (
        <Field key={field} name={field} label={label} hint={hintOf(field)}>
          {(tied) => (
            <input
              {...tied}
              inputMode={isNumber ? "numeric" : "text"}
              value={valueOf(field)}
              disabled={!isAdmin}
              onInput={({ currentTarget: { value } }) =>
                set(field, value === "" ? null : isNumber && !isNaN(+value) ? Number(value) : value)
              }
            />
          )}
        </Field>
      ))}
      <Field
        name="api_key"
        label="API key"
        hint={
          stored.api_key_set ? "One is stored; write another to replace it." : "None is stored."
        }
      >
        {(tied) => (
          <input
            {...tied}
            type="password"
            autocomplete="off"
            value={key}
            disabled={!isAdmin}
            onInput={(event) => setKey(event.currentTarget.value)}
          />
        )}
      </Field>
      <div class="actions">
        <button
          type="submit"
          class="main"
          disabled={!isAdmin || !isChanged || act.isBusy}
          title={isAdmin ? "" : adminsOnly}
        >
          {act.isBusy ? "Saving…" : "Save"}
        </button>
        <span class="soft" role="status">
          {isAdmin ? said : adminsOnly}
        </span>
      </div>
      <Problem line={act.problem} />
    </form>
  )
}

export const Settings = () => {
  const answer = Answer.use<ModelSettings>("/realism/llm")
  return (
    <section aria-labelledby="settings">
      <h2 id="settings">Settings</h2>
      <p class="soft">
        An emptied field goes back to what the environment says. Running workers take changes with
        their next tick.
      </p>
      <Loaded answer={answer} what="the settings">
        {(stored) => <Editor stored={stored} again={answer.again} />}
      </Loaded>
    </section>
  )
}
