/** When files came, changed and went, one line a file. */
import { axisX, dot, plot, ruleY, text } from "@observablehq/plot"
import { useCallback, useMemo, useState } from "preact/hooks"
import * as Format from "../Format.ts"
import type { Life } from "../Wire.ts"
import { Chart } from "./Chart.tsx"
import { Table } from "./Table.tsx"

const rowHeight = 20
const step = 30

const tone = (name: string): string => `var(--${Format.familyOf(name)})`

const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1)

const lastOf = ({ removed_at, changed_at, born_at }: Life): string =>
  removed_at ?? changed_at.at(-1) ?? born_at

/** `~hmarsh/…/todo.txt`, so that the files of several homes are told apart. */
const nameIn = (path: string, most: number): string => {
  const whole = path.replace(/^\/home\/([^/]+)\//, "~$1/")
  if (whole.length <= most) return whole
  const first = whole.slice(0, whole.indexOf("/", 1))
  const folded = `${first}/…/${nameOf(path)}`
  return folded.length <= most ? folded : nameOf(path)
}

/** Names as wide as they fit beside the lines. */
const cut = (name: string, most: number): string =>
  name.length > most ? `${name.slice(0, most - 1)}…` : name

const drawn = (lives: ReadonlyArray<Life>, width: number, end: number): Element => {
  const isNarrow = width < 560
  const left = isNarrow ? 104 : 212
  const letters = isNarrow ? 15 : 33
  const begin = Math.min(end - 86_400_000, ...lives.map(({ born_at }) => Date.parse(born_at)))
  const keys = lives.map(({ path }) => path)
  const changes = lives.flatMap((life) =>
    life.changed_at.map((at) => ({ life, at: Date.parse(at) })),
  )
  const atY = (life: Life) => life.path
  return plot({
    className: "chart",
    width,
    height: lives.length * rowHeight + 34,
    marginLeft: left,
    marginRight: 14,
    marginTop: 4,
    marginBottom: 28,
    x: { type: "utc", domain: [begin, end] },
    y: { type: "point", domain: keys, axis: null, padding: 0.6 },
    marks: [
      axisX({ ticks: isNarrow ? 3 : 7, tickSize: 3, label: null }),
      ruleY([...lives], {
        y: atY,
        x1: (life: Life) => Date.parse(life.born_at),
        x2: (life: Life) => (life.removed_at === null ? end : Date.parse(life.removed_at)),
        stroke: (life: Life) => tone(life.class),
        strokeWidth: 2,
        strokeOpacity: 0.45,
      }),
      dot([...lives], {
        x: (life: Life) => Date.parse(life.born_at),
        y: atY,
        r: 4,
        fill: (life: Life) => tone(life.class),
        title: (life: Life) => `${life.path}\nborn ${Format.time(life.born_at)} UTC`,
      }),
      dot(changes, {
        x: "at",
        y: ({ life }: { readonly life: Life }) => life.path,
        r: 2.6,
        fill: "var(--card)",
        stroke: ({ life }: { readonly life: Life }) => tone(life.class),
        strokeWidth: 1.6,
        title: ({ life, at }: { readonly life: Life; readonly at: number }) =>
          `${life.path}\nchanged ${Format.time(at / 1000)} UTC`,
      }),
      dot(
        lives.filter(({ removed_at }) => removed_at !== null),
        {
          x: (life: Life) => Date.parse(life.removed_at!),
          y: atY,
          symbol: "times",
          r: 4,
          stroke: "var(--bad)",
          strokeWidth: 2,
          title: (life: Life) => `${life.path}\nremoved ${Format.time(life.removed_at)} UTC`,
        },
      ),
      text([...lives], {
        y: atY,
        frameAnchor: "left",
        dx: -left + 2,
        textAnchor: "start",
        text: (life: Life) =>
          cut(isNarrow ? nameOf(life.path) : nameIn(life.path, letters), letters),
        title: (life: Life) => life.path,
        fill: "var(--ink)",
      }),
    ],
    color: { type: "identity" },
  })
}

export const Lives = ({ lives }: { readonly lives: ReadonlyArray<Life> }) => {
  const [most, setMost] = useState(step)
  const sorted = useMemo(
    () => [...lives].sort((a, b) => (lastOf(a) < lastOf(b) ? 1 : lastOf(a) > lastOf(b) ? -1 : 0)),
    [lives],
  )
  const shown = useMemo(() => sorted.slice(0, most), [sorted, most])
  const draw = useCallback((width: number) => drawn(shown, width, Date.now()), [shown])
  if (lives.length === 0) return <p class="none">No file has been written here yet.</p>
  const removed = lives.filter(({ removed_at }) => removed_at !== null).length
  const label = `${Format.counted(lives.length, "file")}, ${removed} of them removed again.`
  return (
    <figure class="lives">
      <p class="legend" aria-hidden="true">
        <span>
          <i class="mark born" /> born
        </span>
        <span>
          <i class="mark changed" /> changed
        </span>
        <span>
          <i class="mark gone">×</i> removed
        </span>
        {(["user", "system", "canary", "trace"] as const).map((family) => (
          <span key={family} class={`class ${family}`}>
            <i />
            {family === "canary" ? "bait" : family === "user" ? "people" : family}
          </span>
        ))}
      </p>
      <Chart label={`Lives of files. ${label}`} draw={draw} />
      <figcaption>
        {label}{" "}
        {shown.length < lives.length && (
          <button type="button" onClick={() => setMost(most + step)}>
            Show {Math.min(step, lives.length - shown.length)} more
          </button>
        )}
      </figcaption>
      <details class="as-table">
        <summary>As a table</summary>
        <Table
          caption="Lives of files"
          none=""
          rows={shown}
          keyOf={({ path, born_at }) => `${path} ${born_at}`}
          columns={[
            { head: "File", isName: true, cell: ({ path }) => <code>{path}</code> },
            { head: "By", cell: ({ persona }) => persona ?? "the machine" },
            { head: "Born (UTC)", cell: ({ born_at }) => Format.time(born_at) },
            { head: "Changes", isNumber: true, cell: ({ changed_at }) => changed_at.length },
            { head: "Removed (UTC)", cell: ({ removed_at }) => Format.time(removed_at) || "no" },
          ]}
        />
      </details>
    </figure>
  )
}
