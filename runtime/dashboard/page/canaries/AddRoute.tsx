/** A form for one more way to be told. */
import { useState } from "preact/hooks"
import * as Answer from "../../Answer.ts"
import * as Client from "../../Client.ts"
import { Dialog } from "../../part/Dialog.tsx"
import { Field } from "../../part/Field.tsx"
import { Problem } from "../../part/Problem.tsx"

const kinds = ["webhook", "slack", "discord", "teams", "email", "syslog"] as const

const addressHints: Readonly<Record<string, string>> = {
  webhook: "https://…",
  slack: "The https address that Slack gave.",
  discord: "The https address that Discord gave.",
  teams: "The https address that Teams gave.",
  email: "smtps://user@host, or smtp://host",
  syslog: "udp://host:514, or tcp://host:601",
}

/** What was typed, but no secret, for when the dialog is closed by mistake. */
let kept: Readonly<Record<string, string>> = { kind: "webhook", level: "use" }

export const AddRoute = (props: { readonly close: () => void; readonly added: () => void }) => {
  const [fields, setFields] = useState(kept)
  const [secret, setSecret] = useState("")
  const act = Answer.useAct()
  const set = (name: string, value: string) => {
    kept = { ...fields, [name]: value }
    setFields(kept)
  }
  const kind = fields["kind"] ?? "webhook"
  const input = (name: string, label: string, hint?: string, isRequired = false) => (
    <Field name={name} label={label} hint={hint}>
      {(tied) => (
        <input
          {...tied}
          required={isRequired}
          value={fields[name] ?? ""}
          onInput={(event) => set(name, event.currentTarget.value)}
        />
      )}
    </Field>
  )
  const add = () =>
    act.run(async () => {
      const { name, address, level, from, to, digest_minutes: minutes } = fields
      await Client.read("/alerts/routes", {
        method: "POST",
        json: {
          name,
          kind,
          address,
          level,
          ...(secret === "" ? {} : { secret }),
          ...(minutes ? { digest_minutes: Number(minutes) } : {}),
          ...(fields["allow_private"] === "yes" ? { allow_private: true } : {}),
          ...(kind === "email"
            ? {
                from,
                to: (to ?? "").split(/[\s,;]+/).filter((each) => each !== ""),
              }
            : {}),
        },
      })
      kept = { kind: "webhook", level: "use" }
      props.added()
    })
  return (
    <Dialog title="Add a route" close={props.close}>
      <form
        class="numbers"
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        {input("name", "Name", undefined, true)}
        <Field name="kind" label="Kind">
          {(tied) => (
            <select
              {...tied}
              value={kind}
              onChange={(event) => set("kind", event.currentTarget.value)}
            >
              {kinds.map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </select>
          )}
        </Field>
        {input("address", "Address", addressHints[kind], true)}
        {(kind === "webhook" || kind === "email") && (
          <Field
            name="secret"
            label={kind === "email" ? "Password" : "Signing key"}
            hint="Kept encrypted, never shown again. May be left empty."
          >
            {(tied) => (
              <input
                {...tied}
                type="password"
                autocomplete="off"
                value={secret}
                onInput={(event) => setSecret(event.currentTarget.value)}
              />
            )}
          </Field>
        )}
        {kind === "email" && input("from", "From", "The sender's address.", true)}
        {kind === "email" && input("to", "To", "Addresses, with commas between.", true)}
        <Field name="level" label="Alert on">
          {(tied) => (
            <select
              {...tied}
              value={fields["level"] ?? "use"}
              onChange={(event) => set("level", event.currentTarget.value)}
            >
              <option value="person">what looks like a person</option>
              <option value="use">every use</option>
              <option value="all">repeated lookups too</option>
            </select>
          )}
        </Field>
        <Field name="digest_minutes" label="Digest, minutes" hint="Empty: 15.">
          {(tied) => (
            <input
              {...tied}
              type="number"
              min={1}
              max={1440}
              value={fields["digest_minutes"] ?? ""}
              onInput={(event) => set("digest_minutes", event.currentTarget.value)}
            />
          )}
        </Field>
        <label class="check">
          <input
            type="checkbox"
            checked={fields["allow_private"] === "yes"}
            onChange={(event) => set("allow_private", event.currentTarget.checked ? "yes" : "")}
          />
          <span>It may be in a private network</span>
        </label>
        <div class="actions">
          <button type="submit" class="main" disabled={act.isBusy}>
            {act.isBusy ? "Adding…" : "Add it"}
          </button>
        </div>
        <Problem line={act.problem} />
      </form>
    </Dialog>
  )
}
