/** Shapes of a drawing, in the hand of one program: faces, corners and strokes are drawn once. */
import type { Stream } from "../../../rng/Rng.ts"
import { el, type Attributes, type Element } from "../Markup.ts"
import type { Pen } from "../Pen.ts"
import * as Theme from "../Theme.ts"

export interface Canvas {
  readonly rng: Stream
  readonly pen: Pen
  readonly theme: Theme.Theme
  readonly corner: number
  readonly stroke: number
  /** Of ordinary text, in user units. */
  readonly size: number
}

export interface Drawing {
  readonly width: number
  readonly height: number
  readonly shapes: ReadonlyArray<Element>
}

export const make = (pen: Pen, rng: Stream): Canvas => ({
  rng,
  pen,
  theme: Theme.draw(rng.within("theme")),
  corner: rng.within("corner").pick([0, 2, 3, 4, 6, 8]),
  stroke: rng.within("stroke").pick([1, 1.2, 1.5, 1.8]),
  size: rng.within("size").between(11, 13),
})

export const rect = (
  { corner, stroke }: Canvas,
  [x, y, width, height]: readonly [number, number, number, number],
  look: Attributes,
): Element =>
  el("rect", {
    x,
    y,
    width,
    height,
    rx: corner === 0 ? undefined : corner,
    "stroke-width": look["stroke"] === undefined ? undefined : stroke,
    ...look,
  })

export const line = (
  { stroke, theme }: Canvas,
  points: ReadonlyArray<readonly [number, number]>,
  look: Attributes = {},
): Element =>
  el("path", {
    d: points.map(([x, y], at) => `${at === 0 ? "M" : "L"}${x} ${y}`).join(" "),
    fill: "none",
    stroke: theme.dim,
    "stroke-width": stroke,
    ...look,
  })

export const label = (
  { size, theme }: Canvas,
  x: number,
  y: number,
  text: string,
  look: Attributes = {},
): Element => el("text", { x, y, "font-size": size, fill: theme.ink, ...look }, text)

/** How wide a text comes out, roughly. */
export const widthOf = (text: string, size: number): number => Math.ceil(text.length * size * 0.62)

/** A text cut to a width. */
export const fitted = (text: string, size: number, width: number): string => {
  const letters = Math.max(4, Math.floor(width / (size * 0.54)))
  return text.length <= letters ? text : `${text.slice(0, letters - 1)}…`
}

const sizeOf = (canvas: Canvas): number => canvas.size + 8

/** The heading of a sheet. */
export const heading = (canvas: Canvas, title: string): ReadonlyArray<Element> => {
  const { pen, theme } = canvas
  return [
    label(canvas, 30, 42, title, {
      "font-size": sizeOf(canvas),
      "font-weight": "bold",
      fill: theme.accent,
      "font-family": theme.headFace,
    }),
    label(
      canvas,
      30,
      42 + canvas.size + 8,
      `${pen.context.organisation.name} · ${pen.say("internal")}`,
      { fill: theme.dim },
    ),
  ]
}

/** Who drew it and when, in the lower right corner. */
export const titleBlock = (
  canvas: Canvas,
  width: number,
  height: number,
): ReadonlyArray<Element> => {
  const { pen, theme, size, rng } = canvas
  const revision = rng.within("revision").pick(["1.0", "1.1", "1.2", "2", "3", "B", "C", "04"])
  const entries: ReadonlyArray<readonly [string, string]> = [
    [pen.say("drawn"), pen.context.owner.name],
    [pen.say("date"), pen.date(pen.now.day)],
    [pen.say("revision"), revision],
    ...(rng.within("sheet").chance(1, 2) ? [[pen.say("sheet"), "1 / 1"] as const] : []),
  ]
  const widths = entries.map(([name, value]) =>
    Math.max(56, widthOf(name, size - 2) + 16, widthOf(value, size) + 16),
  )
  const total = widths.reduce((sum, each) => sum + each, 0)
  const left = width - 30 - total
  const top = height - 24 - size * 3
  return [
    rect({ ...canvas, corner: 0 }, [left, top, total, size * 3], {
      fill: theme.paper,
      stroke: theme.line,
    }),
    ...entries.flatMap(([name, value], at) => {
      const x = left + widths.slice(0, at).reduce((sum, each) => sum + each, 0)
      return [
        ...(at === 0
          ? []
          : [
              line(
                canvas,
                [
                  [x, top],
                  [x, top + size * 3],
                ],
                { stroke: theme.line },
              ),
            ]),
        label(canvas, x + 8, top + size + 1, name, { "font-size": size - 2, fill: theme.dim }),
        label(canvas, x + 8, top + size * 2 + 6, value),
      ]
    }),
  ]
}
