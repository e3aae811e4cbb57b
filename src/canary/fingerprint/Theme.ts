/** Colours, faces and names of classes: the look of one house, drawn anew for each page. */
import type { Stream } from "../../rng/Rng.ts"

export interface Theme {
  readonly accent: string
  readonly accentSoft: string
  readonly ink: string
  readonly dim: string
  readonly line: string
  readonly ground: string
  readonly paper: string
  readonly good: string
  readonly warn: string
  readonly bad: string
  readonly face: string
  readonly headFace: string
  readonly size: number
  readonly radius: number
  readonly pad: number
}

/** Hue by hue, a strong and a soft tone: red, green and blue of each. */
const accents: ReadonlyArray<readonly [readonly number[], readonly number[]]> = [
  [
    [31, 78, 121],
    [225, 234, 243],
  ],
  [
    [0, 92, 102],
    [218, 236, 237],
  ],
  [
    [124, 29, 52],
    [245, 227, 232],
  ],
  [
    [46, 94, 62],
    [226, 238, 228],
  ],
  [
    [84, 58, 128],
    [234, 229, 243],
  ],
  [
    [176, 84, 16],
    [249, 235, 220],
  ],
  [
    [52, 63, 77],
    [230, 233, 237],
  ],
  [
    [0, 86, 179],
    [222, 235, 250],
  ],
  [
    [150, 32, 32],
    [248, 227, 226],
  ],
  [
    [20, 110, 84],
    [220, 239, 232],
  ],
]

const faces = [
  "Arial, Helvetica, sans-serif",
  "Verdana, Geneva, sans-serif",
  "'Segoe UI', Tahoma, Arial, sans-serif",
  "Calibri, Carlito, Arial, sans-serif",
  "'Open Sans', Arial, sans-serif",
  "'Helvetica Neue', Arial, sans-serif",
  "'Trebuchet MS', Arial, sans-serif",
  "system-ui, sans-serif",
  "'Noto Sans', 'DejaVu Sans', sans-serif",
]
const serifs = ["Georgia, serif", "'Times New Roman', Times, serif", "Cambria, Caladea, serif"]

const hex = (parts: ReadonlyArray<number>): string =>
  `#${parts.map((part) => Math.max(0, Math.min(255, part)).toString(16).padStart(2, "0")).join("")}`

/** A colour near to one. */
const near = (rng: Stream, parts: ReadonlyArray<number>, reach: number): string =>
  hex(parts.map((part) => part + rng.between(-reach, reach)))

const gray = (rng: Stream, low: number, high: number): string => {
  const level = rng.between(low, high)
  return hex([level, level + rng.between(0, 2), level + rng.between(0, 5)])
}

export const draw = (rng: Stream): Theme => {
  const [strong, soft] = rng.within("accent").pick(accents)
  const tones = rng.within("tones")
  const face = rng.within("face").pick(faces)
  return {
    accent: near(tones, strong, 9),
    accentSoft: near(tones, soft, 5),
    ink: gray(tones, 24, 52),
    dim: gray(tones, 96, 124),
    line: gray(tones, 198, 222),
    ground: gray(tones, 238, 250),
    paper: rng.within("paper").pick(["#fff", "#ffffff", "#fefefe", "white"]),
    good: near(tones, [38, 132, 68], 10),
    warn: near(tones, [186, 118, 8], 10),
    bad: near(tones, [186, 40, 40], 10),
    face,
    headFace: rng.within("head").chance(1, 5) ? rng.within("serif").pick(serifs) : face,
    size: rng.within("size").between(13, 16),
    radius: rng.within("radius").pick([0, 0, 2, 3, 4, 6, 8]),
    pad: rng.within("pad").between(5, 11),
  }
}

/** What a part of a page may be called; the names of one page are of one manner. */
const synonyms: Readonly<Record<string, ReadonlyArray<string>>> = {
  top: ["header", "top", "masthead", "bar", "hd"],
  brand: ["logo", "brand", "org", "mark"],
  nav: ["nav", "menu", "links", "tabs"],
  page: ["page", "wrap", "main", "content", "sheet", "container"],
  lead: ["lead", "intro", "abstract", "summary"],
  meta: ["meta", "info", "sub", "byline"],
  block: ["block", "section", "panel", "box", "card"],
  grid: ["grid", "list", "table", "tbl", "data"],
  good: ["ok", "good", "green", "up"],
  warn: ["warn", "amber", "yellow", "care"],
  bad: ["bad", "red", "err", "down"],
  dim: ["dim", "muted", "gray", "off"],
  form: ["form", "entry", "fields", "frm"],
  row: ["row", "field", "line", "item"],
  button: ["btn", "button", "go", "action"],
  note: ["note", "hint", "notice", "remark"],
  foot: ["footer", "foot", "bottom", "ft"],
  columns: ["cols", "columns", "split", "two"],
}

export type Names = (role: string) => string

export const names = (rng: Stream): Names => {
  const manner = rng.within("manner").below(4)
  const prefix = rng.within("prefix").pick(["app", "c", "ui", "x", "in", "pg", "site", "v"])
  const letters = "abcdefghijklmnopqrstuvwxyz0123456789"
  return (role) => {
    const word = rng.within("word", role).pick(synonyms[role] ?? [role])
    if (manner === 0) return word
    if (manner === 1) return `${prefix}-${word}`
    if (manner === 2) return `${word}_${rng.within("hash", role).chars(letters, 5)}`
    return `${prefix}${word[0]!.toUpperCase()}${word.slice(1)}`
  }
}
