/** The settings that are neither weights nor bait. */
import { Field } from "../../part/Field.tsx"
import type { Config } from "../../Wire.ts"

type NumberField = {
  [K in keyof Config]-?: Config[K] extends number ? K : never
}[keyof Config]

interface Row {
  readonly field: NumberField
  readonly label: string
  readonly hint: string
  readonly low: number
  readonly high: number
  readonly step: number
}

const rows: ReadonlyArray<Row> = [
  {
    field: "moments_per_persona_day",
    label: "Moments a person and day",
    hint: "0 to 60",
    low: 0,
    high: 60,
    step: 0.5,
  },
  {
    field: "user_family_share",
    label: "People's share of new files",
    hint: "0 to 1; the rest is the machine's",
    low: 0,
    high: 1,
    step: 0.01,
  },
  {
    field: "edit_probability",
    label: "Edit instead of a new file",
    hint: "0 to 1",
    low: 0,
    high: 1,
    step: 0.01,
  },
  {
    field: "leave_alone_probability",
    label: "Leave all as it is",
    hint: "0 to 1",
    low: 0,
    high: 1,
    step: 0.01,
  },
  {
    field: "after_hours_share",
    label: "Share after hours",
    hint: "0 to 0.1",
    low: 0,
    high: 0.1,
    step: 0.005,
  },
  {
    field: "weekend_share",
    label: "Share on days off",
    hint: "0 to 1",
    low: 0,
    high: 1,
    step: 0.01,
  },
  {
    field: "rate_cv",
    label: "Difference between people",
    hint: "0 to 2: how unlike their rates are",
    low: 0,
    high: 2,
    step: 0.1,
  },
  {
    field: "reply_share",
    label: "Replies among mails",
    hint: "0 to 0.95",
    low: 0,
    high: 0.95,
    step: 0.05,
  },
  {
    field: "edit_max_age_days",
    label: "Oldest file that is edited, days",
    hint: "1 to 365",
    low: 1,
    high: 365,
    step: 1,
  },
  {
    field: "canary_min_gap_days",
    label: "Days between bait in a home",
    hint: "0 to 365",
    low: 0,
    high: 365,
    step: 1,
  },
]

export const Numbers = (props: {
  readonly config: Config
  readonly set: (change: Partial<Config>) => void
}) => (
  <details>
    <summary>Rates and limits</summary>
    <div class="numbers">
      {rows.map(({ field, label, hint, low, high, step }) => (
        <Field key={field} name={field} label={label} hint={hint}>
          {(tied) => (
            <input
              {...tied}
              type="number"
              min={low}
              max={high}
              step={step}
              value={props.config[field]}
              onInput={({ currentTarget: { value } }) => {
                const next = Number(value)
                if (value !== "" && next >= low && next <= high) props.set({ [field]: next })
              }}
            />
          )}
        </Field>
      ))}
    </div>
  </details>
)
