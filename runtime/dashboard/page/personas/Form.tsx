/** The fields of a persona. */
import { useMemo } from "preact/hooks"
import { useNow } from "../../Now.ts"
import { DayRing, minutesOf } from "../../part/DayRing.tsx"
import { Field } from "../../part/Field.tsx"
import type { Entry } from "../../Wire.ts"
import type { Verdict } from "./Checking.ts"
import * as Draft from "./Draft.ts"
import { Leave } from "./Leave.tsx"

interface Props {
  readonly entry: Entry
  readonly verdict: Verdict
  readonly set: (field: string, value: unknown) => void
}

const zones = (): ReadonlyArray<string> => Intl.supportedValuesOf("timeZone")

const Line = (
  props: Props & {
    readonly field: string
    readonly label: string
    readonly hint?: string
    readonly list?: string
    readonly isEmail?: boolean
  },
) => {
  const { entry, verdict, set, field, label, hint, list, isEmail = false } = props
  return (
    <Field
      name={field}
      label={label}
      hint={hint}
      problem={verdict.field === field ? verdict.reason : undefined}
    >
      {(tied) => (
        <input
          {...tied}
          type="text"
          inputMode={isEmail ? "email" : "text"}
          value={Draft.textOf(entry, field)}
          {...(list === undefined ? {} : { list })}
          onInput={(event) => set(field, event.currentTarget.value)}
        />
      )}
    </Field>
  )
}

const Choice = (
  props: Props & {
    readonly field: string
    readonly label: string
    readonly choices: ReadonlyArray<string>
    readonly usual: string
  },
) => {
  const { entry, verdict, set, field, label, choices, usual } = props
  return (
    <Field
      name={field}
      label={label}
      problem={verdict.field === field ? verdict.reason : undefined}
    >
      {(tied) => (
        <select
          {...tied}
          value={Draft.textOf(entry, field)}
          onChange={(event) => set(field, event.currentTarget.value)}
        >
          <option value="">{usual}</option>
          {choices.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

const Lines = (
  props: Props & {
    readonly field: string
    readonly label: string
    readonly hint: string
    readonly rows: number
    readonly isList?: boolean
  },
) => {
  const { entry, verdict, set, field, label, hint, rows, isList = false } = props
  const held = entry[field]
  const value = isList ? (Array.isArray(held) ? held.join("\n") : "") : Draft.textOf(entry, field)
  return (
    <Field
      name={field}
      label={label}
      hint={hint}
      problem={verdict.field === field ? verdict.reason : undefined}
    >
      {(tied) => (
        <textarea
          {...tied}
          rows={rows}
          value={value}
          onInput={({ currentTarget: { value: text } }) =>
            set(field, isList ? (text === "" ? [] : text.split("\n")) : text)
          }
        />
      )}
    </Field>
  )
}

const Hours = ({ entry, verdict, set }: Props) => {
  const now = useNow(30_000)
  const hours = Draft.hoursOf(entry)
  const [from = "", to = ""] = hours.split("-").map((each) => each.trim())
  const span = minutesOf(hours)
  const change = (next: string) => set("active_hours", next)
  const problem = verdict.field === "active_hours" ? verdict.reason : undefined
  return (
    <div class="hours">
      <DayRing hours={hours} zone={Draft.textOf(entry, "timezone")} now={now} size={104} />
      <Field name="from" label="Works from" problem={problem}>
        {(tied) => (
          <input
            {...tied}
            type="time"
            value={from}
            onInput={(event) => change(`${event.currentTarget.value}-${to}`)}
          />
        )}
      </Field>
      <Field
        name="to"
        label="Until"
        hint={span !== undefined && span.to > 1440 ? "on the next day" : undefined}
      >
        {(tied) => (
          <input
            {...tied}
            type="time"
            value={to}
            onInput={(event) => change(`${from}-${event.currentTarget.value}`)}
          />
        )}
      </Field>
    </div>
  )
}

export const Form = (props: Props) => {
  const { entry, set } = props
  const known = useMemo(zones, [])
  return (
    <>
      <fieldset>
        <legend>Who</legend>
        <Line {...props} field="name" label="Name" />
        <Line {...props} field="email" label="Mail address" isEmail />
        <Line {...props} field="role" label="Role" hint="Decides what they write about." />
        <Line {...props} field="language" label="Language" hint="Two letters: en, de, es, pt." />
      </fieldset>
      <fieldset>
        <legend>When</legend>
        <Hours {...props} />
        <Line
          {...props}
          field="timezone"
          label="Time zone"
          list="zones"
          hint="Empty: the decky's."
        />
        <datalist id="zones">
          {known.map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        <Line {...props} field="holidays" label="Holidays of" hint="A country: GB, DE." />
        <Field
          name="weekend_share"
          label="Share on days off"
          hint="0 to 1. Empty: the planner's."
          problem={props.verdict.field === "weekend_share" ? props.verdict.reason : undefined}
        >
          {(tied) => (
            <input
              {...tied}
              type="number"
              min="0"
              max="1"
              step="0.01"
              value={Draft.textOf(entry, "weekend_share")}
              onInput={({ currentTarget: { value } }) =>
                set("weekend_share", value === "" ? undefined : Number(value))
              }
            />
          )}
        </Field>
        <Leave {...props} />
      </fieldset>
      <fieldset>
        <legend>How they write</legend>
        <Choice
          {...props}
          field="tone"
          label="Tone"
          usual="formal (default)"
          choices={["formal", "direct", "casual", "technical", "custom"]}
        />
        {entry["tone"] === "custom" && (
          <Line {...props} field="tone_custom" label="Tone in words" />
        )}
        <Lines
          {...props}
          field="mannerisms"
          label="Mannerisms"
          hint="One a line, at most 12."
          rows={3}
          isList
        />
        <Lines
          {...props}
          field="signature"
          label="Mail signature"
          hint="Up to 512 characters."
          rows={3}
        />
        <Choice
          {...props}
          field="reply_latency"
          label="Answers mail"
          usual="normal (default)"
          choices={["fast", "normal", "slow"]}
        />
        <Choice
          {...props}
          field="mail_client"
          label="Mail program"
          usual="chosen by the seed"
          choices={["outlook", "thunderbird", "apple-mail", "mutt"]}
        />
        <label class="check">
          <input
            type="checkbox"
            checked={entry["uses_llms_heavily"] === true}
            onChange={(event) =>
              set("uses_llms_heavily", event.currentTarget.checked ? true : undefined)
            }
          />
          <span>Writes with a language model</span>
        </label>
      </fieldset>
    </>
  )
}
