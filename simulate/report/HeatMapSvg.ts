/** The heat map as a picture, with a table for whoever cannot see it. */
import * as HeatMap from "../../src/figures/HeatMap.ts"
import * as Table from "../summary/Table.ts"
import * as Html from "./Html.ts"

const cell = 26
const left = 38
const top = 18
const right = 44

const two = (value: number): string => String(value).padStart(2, "0")

const cellOf = (count: number, most: number, day: number, hour: number): string => {
  const x = left + hour * cell
  const y = top + day * cell
  if (count === 0) return ""
  const when = `${HeatMap.weekdays[day]} ${two(hour)}:00-${two(hour)}:59`
  const number =
    `<text x="${x + cell / 2 - 1}" y="${y + cell / 2 + 3}" text-anchor="middle">` +
    `${count > 999 ? `${Math.round(count / 1000)}k` : count}</text>`
  return (
    `<g class="h${HeatMap.level(count, most)}"><rect x="${x}" y="${y}" width="${cell - 2}" ` +
    `height="${cell - 2}" rx="3"><title>${when}: ${Table.number(count)}</title></rect>` +
    `${number}</g>`
  )
}

/** The cells in which nothing happens, as one path. */
const emptyCells = ({ rows }: HeatMap.HeatMap): string => {
  const side = cell - 2
  const squares = rows.flatMap((row, day) =>
    row.flatMap((count, hour) =>
      count === 0 ? [`M${left + hour * cell} ${top + day * cell}h${side}v${side}h-${side}z`] : [],
    ),
  )
  return `<path class="empty" d="${squares.join("")}"/>`
}

const picture = (map: HeatMap.HeatMap, label: string): string => {
  const width = left + 24 * cell + right
  const height = top + 7 * cell + 4
  const hours = Array.from({ length: 12 }, (_, index) => {
    const x = left + index * 2 * cell + cell / 2 - 1
    return `<text x="${x}" y="12" text-anchor="middle">${two(index * 2)}</text>`
  })
  const rows = map.rows.map((row, day) => {
    const y = top + day * cell + cell / 2 + 3
    const total = row.reduce((sum, count) => sum + count, 0)
    return (
      `<text x="0" y="${y}">${HeatMap.weekdays[day]}</text>` +
      row.map((count, hour) => cellOf(count, map.most, day, hour)).join("") +
      `<text x="${width}" y="${y}" text-anchor="end">${Table.number(total)}</text>\n`
    )
  })
  return (
    `<svg class="heat" viewBox="0 0 ${width} ${height}" role="img" ` +
    `aria-label="${Html.text(label)}">\n${hours.join("")}\n${emptyCells(map)}\n${rows.join("")}</svg>`
  )
}

const asTable = ({ rows }: HeatMap.HeatMap): string =>
  Html.table(
    "People's moments by weekday and hour",
    ["", ...Array.from({ length: 24 }, (_, hour) => two(hour))],
    rows.map((row, day) => [HeatMap.weekdays[day]!, ...row.map((count) => Table.count(count))]),
    Array.from({ length: 24 }, (_, hour) => hour + 1),
  )

/** Where most happens, in words. */
const peak = ({ rows, most }: HeatMap.HeatMap): string => {
  const day = rows.findIndex((row) => row.includes(most))
  const hour = rows[day]!.indexOf(most)
  return `most (${Table.number(most)}) on ${HeatMap.weekdays[day]} from ${two(hour)}:00`
}

export const render = (map: HeatMap.HeatMap): string => {
  if (map.total === 0) return "<p>Nobody did anything.</p>\n"
  const label = `${Table.plural(map.total, "moment")} by weekday and hour: ${peak(map)}`
  return (
    `<figure><div class="scroll" tabindex="0" role="region" aria-label="Heat map">` +
    `${picture(map, label)}</div><figcaption>When people create, edit and remove files and send ` +
    `mail, each on their own clock: ${Html.text(label)}.</figcaption></figure>\n` +
    `<details class="small"><summary>The same as a table</summary>\n${asTable(map)}</details>\n`
  )
}
