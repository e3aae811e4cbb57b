/**
 * A history as one HTML page that needs nothing beside itself: no requests, no framework. All that
 * the history holds is text; a policy in the page's head lets only the page's own script run.
 */
import { sha256 } from "@noble/hashes/sha2.js"
import * as Base64 from "../src/bytes/Base64.ts"
import type { DeckyHistory, Finding, History } from "../src/tells/History.ts"
import * as Figures from "../src/figures/Figures.ts"
import * as Listing from "./summary/Listing.ts"
import * as Table from "./summary/Table.ts"
import type { RunFacts } from "./Summary.ts"
import * as Budget from "./report/Budget.ts"
import * as Findings from "./report/Findings.ts"
import * as Html from "./report/Html.ts"
import * as Life from "./report/Life.ts"
import * as Overview from "./report/Overview.ts"
import * as Script from "./report/Script.ts"
import * as Sessions from "./report/Sessions.ts"
import * as Style from "./report/Style.ts"
import * as Threads from "./report/Threads.ts"
import * as Timeline from "./report/Timeline.ts"
import * as Tree from "./report/Tree.ts"

/** What the page was made with, for its foot: `{ tzdata: "2026a" }`. */
export type Versions = Readonly<Record<string, string>>

/** One decky's part of the page, before it is put together. */
interface Part {
  readonly history: DeckyHistory
  readonly index: number
  readonly lives: ReadonlyArray<Life.Life>
  readonly tree: string
  /** Ids by path of what the tree shows. */
  readonly shown: ReadonlyMap<string, string>
  readonly mail: string
  readonly pasts: ReadonlyMap<string, Tree.Past>
}

const partOf = (
  history: DeckyHistory,
  index: number,
  end: number,
  limits: Budget.Limits,
  budget: Budget.Budget,
): Part => {
  const lives = Life.all(history, `d${index}`)
  const desk: Tree.Desk = {
    history,
    end,
    alive: new Map(
      lives.filter(({ removedAt }) => removedAt === undefined).map((life) => [life.path, life]),
    ),
    names: new Map(history.residents.map(({ persona }) => [persona.email, persona.name])),
    budget,
    limits,
    pasts: new Map(),
    shown: new Set(),
    rowsLeft: limits.treeRowsMax,
  }
  // mail first: it is small, and a thread with holes says less than a file without its past
  const mail = Threads.render(history, budget, limits)
  const tree = Tree.render(lives, desk)
  const shown = new Map(
    lives.filter(({ id }) => desk.shown.has(id)).map(({ id, path }) => [path, id]),
  )
  return { history, index, lives, tree, shown, mail, pasts: desk.pasts }
}

const section = (part: string, index: number, title: string, body: string): string =>
  `<section id="${part}-${index}" aria-labelledby="${part}-${index}-h">` +
  `<h3 id="${part}-${index}-h">${Html.text(title)}</h3>\n${body}</section>\n`

const about = ({ decky, host, bornAt }: DeckyHistory): string =>
  Html.text(
    [
      decky.hostname,
      decky.ip ?? host.ip,
      decky.release,
      decky.role,
      decky.timezone,
      decky.services.join(" and "),
      `since ${Listing.bound(bornAt)} UTC`,
    ]
      .filter((each) => each !== "")
      .join(" · "),
  )

const deckyPart = (
  part: Part,
  history: History,
  findings: ReadonlyArray<Finding>,
  indexes: ReadonlyMap<string, number>,
  limits: Budget.Limits,
): string => {
  const { index, lives, shown } = part
  const several = history.deckies.length > 1
  const linked = new Set(shown.values())
  const linkOf = (path: string): string | undefined => shown.get(path)
  return (
    `<div class="decky" id="d${index}">\n<h2>${Html.text(part.history.decky.name)}</h2>\n` +
    `<p class="run">${about(part.history)}</p>\n` +
    (several
      ? section(
          "overview",
          index,
          "Overview",
          Overview.render([part.history], findings, (_, path) => linkOf(path)),
        )
      : "") +
    section(
      "timeline",
      index,
      "Lives of the files",
      Timeline.render(part.history, lives, history, linked, limits),
    ) +
    section("files", index, "Files", part.tree) +
    section("mail", index, "Mail", part.mail) +
    section("sessions", index, "Sessions", Sessions.render(part.history, indexes, limits)) +
    section("findings", index, "Findings", Findings.render(findings, linkOf, limits)) +
    "</div>\n"
  )
}

const parts = [
  ["timeline", "Lives"],
  ["files", "Files"],
  ["mail", "Mail"],
  ["sessions", "Sessions"],
  ["findings", "Findings"],
] as const

const navigation = ({ deckies }: History): string => {
  const options = deckies.map(
    ({ decky }, index) => `<option value="${index}">${Html.text(decky.name)}</option>`,
  )
  const select =
    deckies.length > 1 ? `<label>Decky <select id="decky">${options.join("")}</select></label>` : ""
  const links = parts.map(([part, name]) => `<a href="#${part}-0" data-part="#${part}">${name}</a>`)
  return (
    `<nav aria-label="Parts of the page"><div><a href="#overview">Overview</a>${select}` +
    `${deckies.length === 0 ? "" : links.join("")}</div></nav>\n`
  )
}

const head = (title: string): string => {
  const digest = Base64.encode(sha256(new TextEncoder().encode(Script.source)))
  const policy =
    `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${digest}'; ` +
    "base-uri 'none'; form-action 'none'"
  return (
    `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n` +
    `<meta http-equiv="Content-Security-Policy" content="${policy}">\n` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">\n` +
    `<title>${Html.text(title)}</title>\n<style>${Style.css}</style>\n</head>\n`
  )
}

/** The page, to be written as UTF-8. */
export const render = (
  history: History,
  findings: ReadonlyArray<Finding>,
  run: RunFacts,
  versions: Versions,
): string => {
  const { deckies } = history
  const limits = Budget.limits(deckies.length)
  const made = deckies.map((each, index) =>
    partOf(each, index, history.end, limits, new Budget.Budget(deckies.length)),
  )
  const indexes = new Map(deckies.map(({ decky }, index) => [decky.uuid, index]))
  const partByUuid = new Map(made.map((part) => [part.history.decky.uuid, part]))
  const findingsOf = (each: DeckyHistory): ReadonlyArray<Finding> =>
    deckies.length === 1 ? findings : Figures.findingsOf(findings, each)
  const facts = [
    `seed ${run.seed}`,
    Table.plural(run.days, "day"),
    `${Listing.bound(history.start)} - ${Listing.bound(history.end)} UTC`,
    Table.plural(deckies.length, "decky", "deckies"),
    Table.plural(Figures.people(history), "person", "people"),
  ].join(" · ")
  const overview = Overview.render(deckies, findings, (decky, path) =>
    partByUuid.get(decky.decky.uuid)?.shown.get(path),
  )
  const pasts = Object.fromEntries(made.flatMap((part) => [...part.pasts]))
  const foot = Object.entries({ decnet: run.version, ...versions })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, version]) => `${name} ${version}`)
    .join(" · ")
  return (
    head(`decnet: seed ${run.seed}, ${run.days} days`) +
    `<body>\n<a class="skip" href="#main">Skip to the figures</a>\n` +
    `<header><h1>A simulated history</h1><p class="run">${Html.text(facts)}</p></header>\n` +
    `${navigation(history)}<main id="main">\n` +
    `<section id="overview" aria-labelledby="overview-h"><h2 id="overview-h">Overview</h2>\n` +
    `${overview}${deckies.length > 1 ? Overview.deckyTable(history, findingsOf) : ""}</section>\n` +
    made
      .map((part) => deckyPart(part, history, findingsOf(part.history), indexes, limits))
      .join("") +
    `</main>\n<footer>${Html.text(foot)}. The same seed and inputs make the same page.</footer>\n` +
    `<script type="application/json" id="pasts">${Html.json(pasts)}</script>\n` +
    `<script>${Script.source}</script>\n</body>\n</html>\n`
  )
}
