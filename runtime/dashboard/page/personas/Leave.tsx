/** Stretches of days off. */
import type { Entry } from "../../Wire.ts"
import type { Verdict } from "./Checking.ts"

interface Stretch {
  readonly from: string
  readonly to: string
}

const stretches = (entry: Entry): ReadonlyArray<Stretch> => {
  const held = entry["leave"]
  return Array.isArray(held)
    ? held.map((each: Partial<Stretch> | null) => ({ from: each?.from ?? "", to: each?.to ?? "" }))
    : []
}

export const Leave = (props: {
  readonly entry: Entry
  readonly verdict: Verdict
  readonly set: (field: string, value: unknown) => void
}) => {
  const { entry, verdict, set } = props
  const all = stretches(entry)
  const change = (index: number, part: Partial<Stretch>) =>
    set(
      "leave",
      all.map((each, at) => (at === index ? { ...each, ...part } : each)),
    )
  return (
    <div class="field" role="group" aria-label="Leave">
      <span class="label">Leave</span>
      {all.map(({ from, to }, index) => (
        <div key={index} class="leave">
          <input
            type="date"
            aria-label={`First day of leave ${index + 1}`}
            value={from}
            onInput={(event) => change(index, { from: event.currentTarget.value })}
          />
          <span>to</span>
          <input
            type="date"
            aria-label={`Last day of leave ${index + 1}`}
            value={to}
            onInput={(event) => change(index, { to: event.currentTarget.value })}
          />
          <button
            type="button"
            class="quiet"
            aria-label={`Take out leave ${index + 1}`}
            onClick={() =>
              set(
                "leave",
                all.filter((_, at) => at !== index),
              )
            }
          >
            ×
          </button>
        </div>
      ))}
      <button type="button" onClick={() => set("leave", [...all, { from: "", to: "" }])}>
        Add leave
      </button>
      {verdict.field === "leave" && <p class="hint wrong">{verdict.reason}</p>}
    </div>
  )
}
