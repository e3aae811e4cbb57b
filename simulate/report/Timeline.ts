/** Each file's life as a line from its birth to its end, with a mark for each change. */
import type { DeckyHistory, FileEvent } from "../../src/tells/History.ts"
import * as Civil from "../../src/time/Civil.ts"
import * as Zone from "../../src/time/Zone.ts"
import * as Listing from "../summary/Listing.ts"
import * as Table from "../summary/Table.ts"
import type { Limits } from "./Budget.ts"
import * as Html from "./Html.ts"
import * as Life from "./Life.ts"

const labelWidth = 250
const plotWidth = 740
const width = labelWidth + plotWidth + 10
const rowHeight = 18
const axisHeight = 22
/** About what the label's column holds. */
const labelChars = 36

interface Scale {
  readonly start: number
  readonly end: number
  readonly zone: string
}

const xOf = ({ start, end }: Scale, ms: number): number => {
  const share = (Math.min(end, Math.max(start, ms)) - start) / Math.max(1, end - start)
  return Math.round((labelWidth + share * plotWidth) * 10) / 10
}

/** Days between lines of the grid, so that labels do not touch. */
const gridDays = (days: number): number =>
  [1, 2, 7, 14, 28, 91, 182, 364].find((step) => days / step <= 16) ?? 728

const axis = (scale: Scale, height: number): string => {
  const first = Zone.toLocal(scale.zone, scale.start).day
  const last = Zone.toLocal(scale.zone, scale.end - 1).day
  const step = gridDays(last - first + 1)
  const parts: Array<string> = []
  for (let day = first; day <= last; day++) {
    const x = xOf(scale, Zone.fromLocal(scale.zone, day, 0))
    const end = xOf(scale, Zone.fromLocal(scale.zone, day + 1, 0))
    if (last - first < 100 && Civil.weekday(day) >= 5)
      parts.push(
        `<rect class="weekend" x="${x}" y="${axisHeight - 4}" ` +
          `width="${Math.round((end - x) * 10) / 10}" height="${height - axisHeight + 4}"/>`,
      )
    if ((day - first) % step !== 0) continue
    parts.push(
      `<line class="grid" x1="${x}" x2="${x}" y1="${axisHeight - 4}" y2="${height}"/>` +
        `<text x="${x + 2}" y="11">${Civil.toIsoDate(day).slice(step > 90 ? 0 : 5)}</text>`,
    )
  }
  return parts.join("")
}

/** A mark for each change; of several in one place the first is enough. */
const marks = (life: Life.Life, scale: Scale, y: number): string => {
  const taken = new Set<string>()
  const mark = (event: FileEvent, index: number): string => {
    const x = xOf(scale, event.at)
    const isBirth = index === 0
    const kind = isBirth ? "create" : event.action
    const spot = `${kind} ${Math.round(x / 4)}`
    if (taken.has(spot)) return ""
    taken.add(spot)
    if (isBirth) return `<circle cx="${x}" cy="${y}" r="4"/>`
    if (event.action === "append") return `<path class="append" d="M${x} ${y - 2}v4"/>`
    if (event.action === "remove")
      return event.at === life.removedAt
        ? `<path class="end" d="M${x - 4} ${y - 4}l8 8m0 -8l-8 8"/>`
        : ""
    return `<path d="M${x} ${y - 6}v12"/>`
  }
  return life.events.map(mark).join("")
}

const shortened = (name: string): string => {
  const chars = [...Html.visible(name)]
  return chars.length <= labelChars
    ? chars.join("")
    : `${chars.slice(0, 20).join("")}…${chars.slice(21 - labelChars).join("")}`
}

/** `notes/todo.md, note: created 2026-01-05 10:14, 3 edits, removed …` */
const told = (life: Life.Life, { zone }: Scale): string => {
  const count = (action: FileEvent["action"]): number =>
    life.events.slice(1).filter((event) => event.action === action).length
  const parts = [
    `begun ${Listing.stamp(zone, life.events[0]!.at)}`,
    ...(
      [
        [count("edit"), "edit"],
        [count("append"), "append"],
        [count("rotate"), "rotation"],
      ] as const
    ).flatMap(([times, name]) => (times === 0 ? [] : [Table.plural(times, name)])),
    ...(life.events.length > 1 ? [`last ${Listing.stamp(zone, life.events.at(-1)!.at)}`] : []),
    life.removedAt === undefined ? "there at the end" : "removed",
  ]
  return `${life.path} (${life.class}): ${parts.join(", ")}`
}

const row = (life: Life.Life, scale: Scale, index: number, isLinked: boolean): string => {
  const y = axisHeight + index * rowHeight + rowHeight / 2
  const from = xOf(scale, life.events[0]!.at)
  const to = xOf(scale, life.removedAt ?? scale.end)
  const title = Html.text(told(life, scale))
  const link = isLinked ? ` href="#${life.id}"` : ""
  return (
    `<a class="life ${Life.tone(life.class)}"${link} tabindex="-1"${
      isLinked ? "" : ' role="img"'
    }><title>${title}</title>` +
    `<rect class="hit" x="0" y="${y - rowHeight / 2}" width="${width}" height="${rowHeight}"/>` +
    `<text x="0" y="${y + 4}">${Html.text(shortened(life.path.replace(/^.*\//, "")))}</text>` +
    `<path class="span" d="M${from} ${y}H${to}"/>${marks(life, scale, y)}</a>\n`
  )
}

const picture = (
  lives: ReadonlyArray<Life.Life>,
  scale: Scale,
  linked: ReadonlySet<string>,
  name: string,
): string => {
  const height = axisHeight + lives.length * rowHeight + 4
  return (
    `<div class="scroll"><svg class="timeline" viewBox="0 0 ${width} ${height}" role="group" ` +
    `aria-label="Lives of the files of ${Html.text(name)}">${axis(scale, height)}\n` +
    `${lives.map((life, index) => row(life, scale, index, linked.has(life.id))).join("")}` +
    "</svg></div>\n"
  )
}

const tones = ["note", "todo", "draft", "script", "canary", "trace", "system"] as const

const legend = (lives: ReadonlyArray<Life.Life>): string => {
  const met = new Set(lives.map((life) => Life.tone(life.class)))
  return `<p class="legend">${tones
    .filter((tone) => met.has(tone))
    .map((tone) => `<span class="${tone}"><i></i>${tone}</span>`)
    .join(
      " ",
    )} <span>● begun</span> <span>┃ edited or rotated</span> <span>╵ appended</span> ${"<span>✕ removed</span>"}</p>\n`
}

/** Grouped by who made them: people by name, then the host itself. */
const groups = (
  history: DeckyHistory,
  lives: ReadonlyArray<Life.Life>,
): ReadonlyArray<{ readonly name: string; readonly lives: ReadonlyArray<Life.Life> }> => {
  const people = history.residents.map(({ persona }) => persona)
  const known = new Set<string | undefined>(people.map(({ email }) => email))
  return [
    ...people.map(({ name, email }) => ({
      name,
      lives: lives.filter(({ persona }) => persona === email),
    })),
    {
      name: `the host ${history.decky.hostname}`,
      lives: lives.filter(({ persona }) => !known.has(persona)),
    },
  ].filter((group) => group.lives.length > 0)
}

/** `linked` are the lives that the page shows as files. */
export const render = (
  history: DeckyHistory,
  lives: ReadonlyArray<Life.Life>,
  span: { readonly start: number; readonly end: number },
  linked: ReadonlySet<string>,
  limits: Limits,
): string => {
  if (lives.length === 0) return "<p>No file was written.</p>\n"
  const shown = groups(history, lives)
  const rowsMax = Math.max(5, Math.floor(limits.timelineRowsMax / shown.length))
  const scale = { ...span, zone: history.decky.timezone }
  const parts = shown.map((group) => {
    const left = group.lives.length - rowsMax
    return (
      `<h4>${Html.text(group.name)} ` +
      `<small>${Table.plural(group.lives.length, "file")}</small></h4>\n` +
      `${picture(group.lives.slice(0, rowsMax), scale, linked, group.name)}` +
      (left > 0 ? Html.omitted(`${Table.plural(left, "later file")} left out.`) : "")
    )
  })
  return (
    `<p>Times of ${Html.text(scale.zone)}; weekends are shaded. Arrow keys go from file to file, ` +
    `Enter opens one.</p>\n${legend(lives)}<div class="lives">\n${parts.join("")}</div>\n` +
    `<p class="readout" aria-hidden="true"></p>\n`
  )
}
