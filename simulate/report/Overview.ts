/** Figures of a history, or of one decky of it. */
import type { DeckyHistory, Finding, History } from "../../src/tells/History.ts"
import * as Figures from "../../src/figures/Figures.ts"
import * as HeatMap from "../../src/figures/HeatMap.ts"
import * as Table from "../summary/Table.ts"
import * as HeatMapSvg from "./HeatMapSvg.ts"
import * as Html from "./Html.ts"

/** Rows of the table of people. */
const peopleMax = 100

const tile = (value: string, name: string, remark: string, isBad = false): string =>
  `<li${isBad ? ' class="bad"' : ""}><b>${value}</b> ${Html.text(name)}` +
  `<small>${Html.text(remark)}</small></li>`

/** The figures in a row of tiles. */
export const tiles = (
  deckies: ReadonlyArray<DeckyHistory>,
  findings: ReadonlyArray<Finding>,
): string => {
  const counts = Figures.sum(Figures.byClass(deckies))
  const mail = Figures.mail(deckies)
  const sessions = Figures.sessions(deckies)
  const people = new Set(
    deckies.flatMap(({ residents }) => residents.map(({ persona }) => persona.email)),
  ).size
  const { number } = Table
  return `<ul class="tiles">${[
    tile(
      number(people),
      people === 1 ? "person" : "people",
      Table.plural(deckies.length, "decky", "deckies"),
    ),
    tile(number(counts.created), "files created", `${number(counts.removed)} removed`),
    tile(number(counts.edited), "edits", `${number(counts.appended)} appends`),
    tile(
      number(mail.messages),
      "messages",
      `${Table.plural(mail.threads, "thread")}, ${Table.plural(mail.replies, "reply", "replies")}`,
    ),
    tile(
      number(sessions.toLore + sessions.betweenDeckies),
      "sessions",
      (sessions.betweenDeckies === 0
        ? `to ${Table.plural(sessions.loreHosts, "host")}`
        : `${number(sessions.betweenDeckies)} between deckies`) +
        (sessions.failed === 0 ? "" : `, ${number(sessions.failed)} failed`),
    ),
    tile(
      number(findings.length),
      findings.length === 1 ? "finding" : "findings",
      findings.length === 0
        ? "nothing gives it away"
        : `of ${Table.plural(Figures.byTell(findings).length, "tell")}`,
      findings.length > 0,
    ),
  ].join("")}</ul>\n`
}

const classTable = (deckies: ReadonlyArray<DeckyHistory>): string =>
  Html.table(
    "Files by class",
    ["class", "created", "edited", "removed", "appended", "rotated"],
    Figures.byClass(deckies).map((each) => [
      Html.text(each.class),
      ...[each.created, each.edited, each.removed, each.appended, each.rotated].map(Table.count),
    ]),
    [1, 2, 3, 4, 5],
  )

/** Twenty-four bars of one person's hours. */
const hourBars = (counts: ReadonlyArray<number>): string => {
  if (counts.length === 0) return ""
  const most = Math.max(1, ...counts)
  const bars = counts.map((count, hour) => {
    const height = count === 0 ? 1 : 2 + Math.round((16 * count) / most)
    const kind = count === 0 ? ' class="none"' : ""
    return `<rect${kind} x="${hour * 5}" y="${18 - height}" width="4" height="${height}"/>`
  })
  const peak = counts.indexOf(Math.max(...counts))
  return (
    `<svg class="hours" viewBox="0 0 120 18" role="img" aria-label="most at ${peak} o'clock">` +
    `${bars.join("")}</svg>`
  )
}

const peopleTable = (deckies: ReadonlyArray<DeckyHistory>): string => {
  const people = Figures.byPerson(deckies)
  const hours = HeatMap.hoursOf(deckies)
  const residents = new Map(
    deckies.flatMap((each) => each.residents.map((one) => [one.persona.email, one] as const)),
  )
  const rows = people.slice(0, peopleMax).map((each) => {
    const resident = each.email === undefined ? undefined : residents.get(each.email)
    const about = resident === undefined ? "" : `${resident.persona.role}, ${resident.timezone}`
    return [
      `${Html.text(each.name)}<small>${Html.text(about)}</small>`,
      ...[each.created, each.edited, each.removed, each.mails].map(Table.count),
      each.email === undefined ? "" : hourBars(hours.get(each.email) ?? []),
    ]
  })
  return (
    Html.table(
      "Files and mail by person",
      ["person", "created", "edited", "removed", "mails", "hours 0-24, own clock"],
      rows,
      [1, 2, 3, 4],
    ) +
    (people.length > peopleMax
      ? Html.omitted(`${Table.number(people.length - peopleMax)} more people are left out.`)
      : "")
  )
}

/** Nothing where no model was asked. */
const wordingTable = (deckies: ReadonlyArray<DeckyHistory>): string => {
  const all = Figures.wordings(deckies)
  if (all.length === 0) return ""
  return Html.table(
    "Words from a model",
    ["outcome", "texts", "such as"],
    all.map(({ outcome, count, example }) => [
      Html.text(outcome),
      Table.number(count),
      `<small>${Html.text(example)}</small>`,
    ]),
    [1],
  )
}

const busiestMax = 10

const busiestTable = (
  deckies: ReadonlyArray<DeckyHistory>,
  linkOf: (decky: DeckyHistory, path: string) => string | undefined,
): string => {
  const files = Figures.busiest(deckies).slice(0, busiestMax)
  if (files.length === 0) return ""
  return Html.table(
    "Busiest files",
    ["file", "edits", "size"],
    files.map(({ decky, path, edits, bytes, isRemoved }) => {
      const link = linkOf(decky, path)
      const name = `<code>${Html.text(path)}</code>`
      const where = [
        ...(deckies.length > 1 ? [decky.decky.name] : []),
        ...(isRemoved ? ["removed"] : []),
      ].join(", ")
      return [
        `${link === undefined ? name : `<a href="#${link}">${name}</a>`}` +
          `<small>${Html.text(where)}</small>`,
        Table.number(edits),
        Table.size(bytes),
      ]
    }),
    [1, 2],
  )
}

export const render = (
  deckies: ReadonlyArray<DeckyHistory>,
  findings: ReadonlyArray<Finding>,
  linkOf: (decky: DeckyHistory, path: string) => string | undefined,
): string =>
  tiles(deckies, findings) +
  HeatMapSvg.render(HeatMap.make(deckies)) +
  `<div class="columns">\n<div>${peopleTable(deckies)}${classTable(deckies)}</div>\n` +
  `<div>${busiestTable(deckies, linkOf)}${wordingTable(deckies)}</div></div>\n`

/** One row a decky, with a link to its part of the page. */
export const deckyTable = (
  { deckies }: History,
  findingsOf: (decky: DeckyHistory) => ReadonlyArray<Finding>,
): string =>
  Html.table(
    "Deckies",
    ["decky", "role", "release", "people", "created", "edits", "mails", "sessions", "findings"],
    deckies.map((each, index) => {
      const counts = Figures.sum(Figures.byClass([each]))
      return [
        `<a href="#d${index}">${Html.text(each.decky.name)}</a>`,
        Html.text(each.decky.role),
        Html.text(each.decky.release),
        ...[
          each.residents.length,
          counts.created,
          counts.edited,
          each.mails.length,
          each.traffic.length,
          findingsOf(each).length,
        ].map(Table.count),
      ]
    }),
    [3, 4, 5, 6, 7, 8],
  )
