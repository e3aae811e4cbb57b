/** How a page looks: its style sheet, from the theme of its house. */
import type { Stream } from "../../rng/Rng.ts"
import type { Page } from "./Block.ts"
import type { Rule } from "./Markup.ts"
import type { Pen } from "./Pen.ts"
import type * as Theme from "./Theme.ts"

/** Whose page it is, and in which hand. */
export interface House {
  readonly rng: Stream
  readonly pen: Pen
  readonly theme: Theme.Theme
  readonly name: Theme.Names
}

const px = (value: number): string => `${value}px`

const widths = {
  wide: [860, 1080],
  form: [680, 780],
  card: [420, 560],
} as const satisfies Record<Page["layout"], readonly [low: number, high: number]>

export const rules = ({ rng, theme, name }: House, page: Page): ReadonlyArray<Rule> => {
  const isNarrow = page.layout !== "wide"
  const [low, high] = widths[page.layout]
  const width = rng.within("width").between(low, high)
  const zebra = rng.within("zebra").chance(1, 2)
  const boxed = rng.within("boxed").chance(1, 2)
  const solid = rng.within("solid").chance(2, 3)
  const row = `.${name("row")}`
  const boxes = rng
    .within("boxes")
    .shuffle([`${row} input`, `${row} select`, `${row} textarea`])
    .join(rng.within("comma").pick([", ", ",", ",\n"]))
  const check = rng
    .within("check")
    .pick(["[type=checkbox]", '[type="checkbox"]', "[type='checkbox']"])
  const fields: ReadonlyArray<Rule> = [
    [
      boxes,
      {
        font: "inherit",
        padding: `${theme.pad - 2}px`,
        border: `1px solid ${theme.line}`,
        "border-radius": px(theme.radius),
        width: isNarrow ? "100%" : "280px",
        "box-sizing": "border-box",
      },
    ],
    [`${row} input${check}`, { width: "auto" }],
    [`${row} input${check} + label`, { display: "inline", "margin-left": "6px" }],
  ]
  const all: ReadonlyArray<Rule> = [
    [
      "body",
      {
        margin: "0",
        background: theme.ground,
        color: theme.ink,
        font: `${theme.size}px/1.45 ${theme.face}`,
      },
    ],
    [
      `.${name("top")}`,
      solid
        ? {
            background: theme.accent,
            color: theme.paper,
            padding: `${theme.pad + 4}px ${theme.pad * 3}px`,
          }
        : {
            background: theme.paper,
            "border-bottom": `3px solid ${theme.accent}`,
            padding: `${theme.pad + 4}px ${theme.pad * 3}px`,
          },
    ],
    [
      `.${name("brand")}`,
      { "font-weight": "bold", "font-size": px(theme.size + 3), "margin-right": px(theme.pad * 3) },
    ],
    [
      `.${name("nav")} a`,
      {
        color: "inherit",
        ...(rng.within("plain").chance(3, 4) ? { "text-decoration": "none" } : {}),
        "margin-right": px(theme.pad * 2),
      },
    ],
    [
      `.${name("page")}`,
      {
        "max-width": px(width),
        margin: `${theme.pad * 2}px auto`,
        background: theme.paper,
        padding: `${theme.pad * 2}px ${theme.pad * 3}px`,
        "border-radius": px(theme.radius),
        border: `1px solid ${theme.line}`,
      },
    ],
    [
      "h1",
      {
        "font-size": px(theme.size + rng.within("h1").between(7, 11)),
        margin: `0 0 ${theme.pad}px`,
        "font-family": theme.headFace,
        color: theme.accent,
      },
    ],
    [
      "h2",
      {
        "font-size": px(theme.size + rng.within("h2").between(2, 4)),
        margin: `${theme.pad * 2}px 0 ${theme.pad}px`,
        "font-family": theme.headFace,
      },
    ],
    [`.${name("meta")}, .${name("note")}`, { color: theme.dim, "font-size": px(theme.size - 1) }],
    [
      `.${name("lead")}`,
      boxed
        ? {
            background: theme.accentSoft,
            padding: `1px ${theme.pad * 2}px`,
            "border-radius": px(theme.radius),
          }
        : { "max-width": px(760) },
    ],
    [
      `.${name("grid")}`,
      {
        ...(rng.within("collapse").chance(3, 4)
          ? { "border-collapse": "collapse" }
          : { "border-spacing": "0" }),
        width: "100%",
        margin: `${theme.pad}px 0`,
      },
    ],
    [
      `.${name("grid")} th`,
      {
        "text-align": "left",
        background: theme.accentSoft,
        padding: `${theme.pad}px ${theme.pad + 3}px`,
        "border-bottom": `1px solid ${theme.line}`,
      },
    ],
    [
      `.${name("grid")} td`,
      {
        padding: `${theme.pad - 1}px ${theme.pad + 3}px`,
        "border-bottom": `1px solid ${theme.line}`,
        "vertical-align": "top",
      },
    ],
    ...(zebra
      ? [[`.${name("grid")} tr:nth-child(even) td`, { background: theme.ground }] as const]
      : []),
    [`.${name("good")}`, { color: theme.good, "font-weight": "bold" }],
    [`.${name("warn")}`, { color: theme.warn, "font-weight": "bold" }],
    [`.${name("bad")}`, { color: theme.bad, "font-weight": "bold" }],
    [`.${name("dim")}`, { color: theme.dim, "font-weight": "normal" }],
    [`.${name("row")}`, { margin: `${theme.pad}px 0` }],
    [
      `.${name("row")} label`,
      isNarrow
        ? { display: "block", "margin-bottom": "3px" }
        : { display: "inline-block", width: "150px" },
    ],
    ...(page.blocks.some(({ kind }) => kind === "form") ? fields : []),
    [
      `.${name("button")}`,
      {
        background: theme.accent,
        color: theme.paper,
        border: "0",
        padding: `${theme.pad}px ${theme.pad * 3}px`,
        "border-radius": px(theme.radius),
        font: "inherit",
        cursor: "pointer",
        "margin-right": "12px",
      },
    ],
    [
      `.${name("foot")}`,
      {
        "text-align": "center",
        color: theme.dim,
        "font-size": px(theme.size - 2),
        padding: px(theme.pad * 2),
      },
    ],
    ["@media print", {}],
  ]
  return all.filter(([, declared]) => Object.keys(declared).length > 0)
}
