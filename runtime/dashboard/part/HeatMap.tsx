/** Activity by weekday and hour, as a grid and as a table for those who do not see it. */
import { axisX, axisY, cell, plot } from "@observablehq/plot"
import { useCallback } from "preact/hooks"
import * as Format from "../Format.ts"
import { Chart } from "./Chart.tsx"

interface Cell {
  readonly day: string
  readonly hour: number
  readonly value: number
}

const cellsOf = (heat: ReadonlyArray<ReadonlyArray<number>>): ReadonlyArray<Cell> =>
  Format.weekdays.flatMap((day, index) =>
    Array.from({ length: 24 }, (_, hour) => ({ day, hour, value: heat[index]?.[hour] ?? 0 })),
  )

const steps = ["var(--h0)", "var(--h1)", "var(--h2)", "var(--h3)", "var(--h4)"]

const hourText = (hour: number): string => `${String(hour).padStart(2, "0")}:00`

const summary = (cells: ReadonlyArray<Cell>): string => {
  const total = cells.reduce((sum, { value }) => sum + value, 0)
  if (total === 0) return "No activity by persons yet."
  const busiest = [...cells].sort((a, b) => b.value - a.value)[0]!
  const day = Format.weekdaysWhole[Format.weekdays.indexOf(busiest.day as "Mon")]!
  return `${Format.counted(total, "event")}; busiest on ${day} at ${hourText(busiest.hour)} with ${busiest.value}.`
}

export const HeatMap = ({
  heat,
  what,
}: {
  readonly heat: ReadonlyArray<ReadonlyArray<number>>
  /** `Activity of persons by weekday and hour` */
  readonly what: string
}) => {
  const cells = cellsOf(heat)
  const draw = useCallback(
    (width: number) => {
      const all = cellsOf(heat)
      const most = Math.max(1, ...all.map(({ value }) => value))
      return plot({
        className: "chart",
        width,
        height: Math.max(150, Math.min(230, width * 0.33)),
        marginTop: 4,
        marginRight: 2,
        marginBottom: 24,
        marginLeft: 34,
        x: { type: "band", domain: Array.from({ length: 24 }, (_, hour) => hour), padding: 0.08 },
        y: { type: "band", domain: [...Format.weekdays], padding: 0.08 },
        color: {
          type: "threshold",
          domain: [1, most * 0.26, most * 0.51, most * 0.76].map((each) => Math.max(1, each)),
          range: steps,
        },
        marks: [
          axisX({
            ticks: Array.from({ length: width < 480 ? 4 : 8 }, (_, index) =>
              width < 480 ? index * 6 : index * 3,
            ),
            tickFormat: (hour: number) => String(hour).padStart(2, "0"),
            tickSize: 0,
            label: null,
          }),
          axisY({ tickSize: 0, label: null }),
          cell([...all], {
            x: "hour",
            y: "day",
            fill: "value",
            rx: 2,
            title: ({ day, hour, value }: Cell) => `${day} ${hourText(hour)}: ${value}`,
          }),
        ],
      })
    },
    [heat],
  )
  return (
    <figure class="heat">
      <Chart label={`${what}. ${summary(cells)}`} draw={draw} />
      <figcaption>
        {summary(cells)}{" "}
        <span class="scale" aria-hidden="true">
          less{" "}
          {steps.map((_, index) => (
            <i key={index} class={`h${index}`} />
          ))}{" "}
          more
        </span>
      </figcaption>
      <details class="as-table">
        <summary>As a table</summary>
        <div class="scroll" tabIndex={0} role="region" aria-label={`${what}, as a table`}>
          <table class="grid">
            <thead>
              <tr>
                <th scope="col">Day</th>
                {Array.from({ length: 24 }, (_, hour) => (
                  <th key={hour} scope="col">
                    {hour}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {Format.weekdays.map((day, index) => (
                <tr key={day}>
                  <th scope="row">{day}</th>
                  {Array.from({ length: 24 }, (_, hour) => (
                    <td key={hour}>{heat[index]?.[hour] ?? 0}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}
