/** Shares of a whole as bars. */
import { axisX, axisY, barX, plot, text } from "@observablehq/plot"
import { useCallback } from "preact/hooks"
import * as Format from "../Format.ts"
import type { Share } from "../Shares.ts"
import { Chart } from "./Chart.tsx"

/** Bait is rare, and many kinds of it would hide the rest: it gets one bar. */
const joined = (shares: ReadonlyArray<Share>): ReadonlyArray<Share> => {
  const bait = shares
    .filter(({ family }) => family === "canary")
    .reduce((sum, { share }) => sum + share, 0)
  return [
    ...shares.filter(({ family }) => family !== "canary"),
    { class: "bait", family: "canary" as const, share: bait },
  ].filter(({ share }) => share > 0)
}

export const ShareBars = ({ shares }: { readonly shares: ReadonlyArray<Share> }) => {
  const shown = joined(shares)
  const key = shown.map(({ class: name, share }) => `${name} ${share}`).join()
  const draw = useCallback(
    (width: number) => {
      const most = Math.max(...shown.map(({ share }) => share), 0.01)
      return plot({
        className: "chart",
        width,
        height: shown.length * 22 + 28,
        marginLeft: 108,
        marginRight: 52,
        marginTop: 2,
        marginBottom: 24,
        x: { domain: [0, most], percent: false },
        y: { type: "band", domain: shown.map(({ class: name }) => name), padding: 0.25 },
        color: { type: "identity" },
        marks: [
          axisX({
            ticks: 4,
            tickSize: 0,
            label: null,
            tickFormat: (value: number) => `${Math.round(value * 100)} %`,
          }),
          axisY({ tickSize: 0, label: null, tickFormat: Format.classOf }),
          barX([...shown], {
            x: "share",
            y: "class",
            rx: 2,
            fill: ({ family }: Share) => `var(--${family})`,
          }),
          text([...shown], {
            x: "share",
            y: "class",
            text: ({ share }: Share) => Format.percent(share),
            textAnchor: "start",
            dx: 5,
          }),
        ],
      })
    },
    // the list is made anew at each stroke; its content is what counts
    [key],
  )
  const label = shown
    .map(({ class: name, share }) => `${Format.classOf(name)} ${Format.percent(share)}`)
    .join(", ")
  return <Chart label={`Share of new files: ${label}.`} draw={draw} />
}
