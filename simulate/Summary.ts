/** What `decnet simulate` prints for people: a history at a glance, in a terminal's width. */
import type { Finding, History } from "../src/tells/History.ts"
import * as Figures from "../src/figures/Figures.ts"
import * as HeatMap from "../src/figures/HeatMap.ts"
import * as HomeTree from "./summary/HomeTree.ts"
import * as Line from "./summary/Line.ts"
import * as Listing from "./summary/Listing.ts"
import * as Table from "./summary/Table.ts"
import * as Width from "./summary/Width.ts"

export interface RunFacts {
  readonly seed: string
  readonly days: number
  readonly version: string
}

export type Look = Line.Look

/** Where a line is too short for any table; shorter terminals get lines of this length. */
export const columnsMin = 40

const rowsMax = 12
const busiestMax = 8
/** Lines that the example of a tell may take. */
const evidenceLinesMax = 3

type Lines = ReadonlyArray<Line.Line>

const section = (title: string, remark: string, body: Lines): Lines => [
  Line.blank,
  [Line.span(Width.clean(title), "title"), Line.span(remark === "" ? "" : `  ${remark}`, "dim")],
  ...body,
]

const more = (left: number, what: string): Lines =>
  left > 0 ? [[Line.span(`  … and ${Table.number(left)} more ${what}`, "dim")]] : []

const right = (head: string): Table.Column => ({ head, align: "right" })

const runLines = (history: History, run: RunFacts, columns: number): Lines => {
  const bounds = `${Listing.bound(history.start)} - ${Listing.bound(history.end)}`
  const parts = [
    `decnet ${Width.clean(run.version)}`,
    `seed ${Width.cut(Width.clean(run.seed), columns - 8)}`,
    Table.plural(run.days, "day"),
    bounds.includes(":") ? `${bounds} UTC` : bounds,
    Table.plural(history.deckies.length, "decky", "deckies"),
    Table.plural(Figures.people(history), "person", "people"),
  ]
  return Line.flow(parts, " · ", columns, "  ").map((line) =>
    line.map(({ text }) => Line.span(text, "title")),
  )
}

const deckyLines = (history: History, findings: ReadonlyArray<Finding>, columns: number): Lines => {
  const { deckies } = history
  if (deckies.length < 2) return []
  const rows = deckies.slice(0, rowsMax).map((each) => {
    const counts = Figures.sum(Figures.byClass([each]))
    return [
      each.decky.name,
      each.decky.role,
      Table.count(each.residents.length),
      Table.count(counts.created),
      Table.count(counts.edited),
      Table.count(each.mails.length),
      Table.count(each.traffic.length),
      Table.count(Figures.findingsOf(findings, each).length),
    ]
  })
  const wide: ReadonlyArray<Table.Column> = [
    { head: "decky", align: "left", cut: "middle" },
    { head: "role", align: "left", style: "dim" },
    ...["people", "created", "edited", "mails", "sessions", "findings"].map(right),
  ]
  // people and role give way first: the name says much of both
  const kept = wide.map((_, index) => columns >= 72 || (index !== 1 && index !== 2 && index !== 6))
  const table = Table.render(
    wide.filter((_, index) => kept[index]),
    rows.map((row) => row.filter((_, index) => kept[index])),
    columns,
  )
  return section("Deckies", "", [...table, ...more(deckies.length - rowsMax, "deckies")])
}

const classLines = (history: History, columns: number): Lines => {
  const classes = Figures.byClass(history.deckies)
  const row = (name: string, counts: Figures.Counts): ReadonlyArray<string> => [
    name,
    Table.count(counts.created),
    Table.count(counts.edited),
    Table.count(counts.removed),
    Table.count(counts.appended),
    Table.count(counts.rotated),
  ]
  const heads = ["created", "edited", "removed", "appended", "rotated"]
  const shown = columns >= 60 ? 6 : 4
  return section(
    "Files by class",
    "",
    Table.render(
      [
        { head: "class", align: "left", cut: "end" } as const,
        ...heads.slice(0, shown - 1).map(right),
      ],
      [
        ...classes.map((each) => row(each.class, each).slice(0, shown)),
        row("in all", Figures.sum(classes)).slice(0, shown),
      ],
      columns,
    ),
  )
}

const bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

/** Twenty-four bars, one an hour. */
const hourBars = (counts: ReadonlyArray<number>): string => {
  const most = Math.max(1, ...counts)
  return Array.from({ length: 24 }, (_, hour) => counts[hour] ?? 0)
    .map((count) => (count === 0 ? "·" : bars[Math.ceil((8 * count) / most) - 1]!))
    .join("")
}

/** From here on a line has room for the bars of the hours. */
const barsFromColumns = 76

const personLines = (history: History, columns: number): Lines => {
  const all = Figures.byPerson(history.deckies)
  const people = all.filter(({ email }) => email !== undefined)
  const hosts = all.filter(({ email }) => email === undefined)
  const hasBars = columns >= barsFromColumns
  const hours = HeatMap.hoursOf(history.deckies)
  const rows = [...people.slice(0, rowsMax), ...hosts].map((each) => [
    each.name,
    Table.count(each.created),
    Table.count(each.edited),
    Table.count(each.removed),
    Table.count(each.mails),
    ...(!hasBars ? [] : each.email === undefined ? [""] : [hourBars(hours.get(each.email) ?? [])]),
  ])
  const columnsOf: ReadonlyArray<Table.Column> = [
    { head: "person", align: "left", cut: "end" },
    ...["created", "edited", "removed", "mails"].map(right),
    ...(hasBars
      ? [{ head: "0h    6h    12h   18h   ", align: "left", style: "heat2" } as const]
      : []),
  ]
  return section("Files by person", hasBars ? "hours on their own clock" : "", [
    ...Table.render(columnsOf, rows, columns),
    ...more(people.length - rowsMax, "people"),
  ])
}

const shades = ["·", "░", "▒", "▓", "█"] as const
const heats = ["dim", "heat1", "heat2", "heat3", "heat4"] as const

const heatLines = (history: History, columns: number): Lines => {
  const map = HeatMap.make(history.deckies)
  if (map.total === 0) return section("When people work", "", [Line.plain("  nobody did anything")])
  const cell = columns >= 60 ? 2 : 1
  const hours = Array.from({ length: 8 }, (_, index) =>
    String(index * 3)
      .padStart(2, "0")
      .padEnd(cell * 3),
  ).join("")
  const steps = ([1, 2, 3, 4] as const).flatMap((step) => {
    const range = HeatMap.range(step, map.most)
    if (range === undefined) return []
    const counts = range.from === range.to ? `${range.from}` : `${range.from}-${range.to}`
    return [Line.span(`  ${shades[step].repeat(2)}`, heats[step]), Line.span(` ${counts}`, "dim")]
  })
  const remark = `${Table.plural(map.total, "moment")}, each on its author's clock`
  return section("When people work", remark, [
    [Line.span(`       ${hours}`, "dim")],
    ...map.rows.map((row, day): Line.Line => [
      Line.span(`  ${HeatMap.weekdays[day]}  `, "dim"),
      ...row.map((count) => {
        const step = HeatMap.level(count, map.most)
        return Line.span(step === 0 ? "·".padEnd(cell) : shades[step].repeat(cell), heats[step])
      }),
      Line.span(Table.count(row.reduce((sum, count) => sum + count, 0)).padStart(6), "dim"),
    ]),
    [Line.span("       ·", "dim"), Line.span(" 0", "dim"), ...steps],
  ])
}

const homeLines = (history: History, columns: number): Lines => {
  const [first] = history.deckies
  const home = first === undefined ? undefined : HomeTree.busiestHome(first)
  if (first === undefined || home === undefined) return []
  return [Line.blank, ...HomeTree.render(first, home, history.end, columns)]
}

const busiestLines = (history: History, columns: number): Lines => {
  const all = Figures.busiest(history.deckies)
  if (all.length === 0) return []
  const several = history.deckies.length > 1
  const rows = all
    .slice(0, busiestMax)
    .map((each) => [
      Table.number(each.edits),
      Table.size(each.bytes),
      each.isRemoved ? `${each.path} (removed)` : each.path,
      ...(several ? [each.decky.decky.name] : []),
    ])
  const table = Table.render(
    [
      right("edits"),
      right("size"),
      { head: "file", align: "left", cut: "middle" },
      ...(several ? [{ head: "decky", align: "left", cut: "middle", style: "dim" } as const] : []),
    ],
    rows,
    columns,
  )
  return section("Busiest files", "", [...table, ...more(all.length - busiestMax, "edited files")])
}

const baitLines = (history: History, columns: number): Lines => {
  const all = Figures.bait(history.deckies)
  if (all.length === 0) return []
  const several = history.deckies.length > 1
  const rows = all
    .slice(0, rowsMax)
    .map(({ decky, event }) => [
      Listing.bound(event.at),
      event.bait!.kind,
      event.path,
      ...(several ? [decky.decky.name] : []),
    ])
  const table = Table.render(
    [
      { head: "laid (UTC)", align: "left", style: "dim" },
      { head: "calls by", align: "left" },
      { head: "file", align: "left", cut: "middle" },
      ...(several ? [{ head: "decky", align: "left", cut: "middle", style: "dim" } as const] : []),
    ],
    rows,
    columns,
  )
  return section("Bait", "", [...table, ...more(all.length - rowsMax, "pieces of bait")])
}

const wordingLines = (history: History, columns: number): Lines => {
  const all = Figures.wordings(history.deckies)
  if (all.length === 0) return []
  const asked = all.reduce((sum, { count }) => sum + count, 0)
  const table = Table.render(
    [
      right("texts"),
      { head: "outcome", align: "left" },
      { head: "such as", align: "left", cut: "end", style: "dim" },
    ],
    all.map(({ count, outcome, example }) => [Table.number(count), outcome, Width.clean(example)]),
    columns,
  )
  const remark = `${Table.number(asked)} asked for; where it is not accepted the template stands`
  return section("Words from a model", remark, table)
}

/** A bold word and what it says, wrapped beside it. */
const said = (word: string, text: string, columns: number, style: Line.Style = "plain"): Lines =>
  Width.wrap(text, columns - 10).map((line, index) => [
    Line.span((index === 0 ? word : "").padEnd(10), "title"),
    Line.span(line, style),
  ])

const trafficLines = (history: History, columns: number): Lines => {
  const mail = Figures.mail(history.deckies)
  const sessions = Figures.sessions(history.deckies)
  const { number, plural } = Table
  const mailText =
    mail.messages === 0
      ? "none"
      : `${plural(mail.threads, "thread")}, ${plural(mail.messages, "message")}, ` +
        `${plural(mail.replies, "reply", "replies")} (longest thread ` +
        `${number(mail.longestThread)}); ${plural(mail.copies, "copy", "copies")} in mailboxes`
  const sessionText =
    `${number(sessions.toLore)} to ${plural(sessions.loreHosts, "host")} of the lore` +
    (history.deckies.length < 2 ? "" : `, ${number(sessions.betweenDeckies)} between deckies`) +
    (sessions.failed === 0 ? "" : `; ${number(sessions.failed)} failed`)
  return [Line.blank, ...said("Mail", mailText, columns), ...said("Sessions", sessionText, columns)]
}

const checkLines = (findings: ReadonlyArray<Finding>, columns: number): Lines => {
  const tells = Figures.byTell(findings)
  if (tells.length === 0) return said("Check", "0 findings", columns, "good")
  const head =
    `${Table.plural(findings.length, "finding")} of ${Table.plural(tells.length, "tell")}; ` +
    "one example of each:"
  const widest = Math.max(...tells.map(({ count }) => Table.number(count).length))
  return [
    ...said("Check", head, columns, "bad"),
    ...tells.flatMap(({ tell, count, example }) => {
      const name = Width.padEnd(Width.cut(Width.clean(tell), 8), 4)
      const label = `  ${name} ${Table.number(count).padStart(widest)}  `
      const where = example.path === undefined ? "" : `${example.path}: `
      const wrapped = Width.wrap(
        Width.clean(`${where}${example.evidence}`),
        Math.max(16, columns - Width.of(label)),
      )
      const shown = wrapped.slice(0, evidenceLinesMax)
      const last = shown.at(-1) ?? ""
      if (wrapped.length > shown.length)
        shown[shown.length - 1] = `${Width.cut(last, columns - Width.of(label) - 2)} …`
      return shown.map((line, index): Line.Line => [
        Line.span(index === 0 ? label : " ".repeat(Width.of(label)), "bad"),
        Line.span(line),
      ])
    }),
  ]
}

/** Text of whole lines, none wider than `look.columns` (or `columnsMin`, where that is more). */
export const render = (
  history: History,
  findings: ReadonlyArray<Finding>,
  run: RunFacts,
  look: Look,
): string => {
  const columns = Math.max(columnsMin, Math.floor(look.columns))
  const lines = [
    ...runLines(history, run, columns),
    ...deckyLines(history, findings, columns),
    ...classLines(history, columns),
    ...personLines(history, columns),
    ...heatLines(history, columns),
    ...homeLines(history, columns),
    ...busiestLines(history, columns),
    ...baitLines(history, columns),
    ...wordingLines(history, columns),
    ...trafficLines(history, columns),
    ...checkLines(findings, columns),
  ]
  return Line.paint(lines, { columns, colour: look.colour })
}
