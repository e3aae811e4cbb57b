/** Small internal pages about the organisation: what each of them says. */
import * as Civil from "../../time/Civil.ts"
import { cell, table, type Block, type Page } from "./Block.ts"
import type { Host, Pen, Person } from "./Pen.ts"
import * as People from "./People.ts"
import * as Project from "./Project.ts"
import type { PageTopic } from "./Subject.ts"

const rota = (pen: Pen): ReadonlyArray<Block> => {
  const rng = pen.rng.within("rota")
  const crew = rng.within("crew").sample(pen.people, rng.within("size").between(3, 6))
  const monday = pen.now.day - Civil.weekday(pen.now.day)
  const begin = monday - 7 * rng.within("begin").between(0, 3)
  const weeks = Array.from(
    { length: rng.within("weeks").between(6, 13) },
    (_, at) => begin + 7 * at,
  )
  const on = (at: number): Person => crew[at % crew.length]!
  return [
    { kind: "text", lines: [pen.say("rotaLead", { day: pen.words.weekdays[0]! }), pen.say("ask")] },
    {
      kind: "table",
      ...table(
        rng.within("columns"),
        [
          { head: pen.say("week"), of: (day) => cell(String(Civil.isoWeek(day))) },
          {
            head: pen.say("period"),
            of: (day) => cell(`${pen.date(day)} – ${pen.date(day + 6)}`),
          },
          {
            head: pen.say("first"),
            of: (day, at) => cell(on(at).name, day < monday ? "dim" : undefined),
          },
          { head: pen.say("second"), of: (_, at) => cell(on(at + 1).name, "dim"), optional: true },
          { head: pen.say("phone"), of: (_, at) => cell(pen.extension(on(at))) },
          {
            head: pen.say("note"),
            optional: true,
            of: (_, at) =>
              cell(
                rng.within("note", at).chance(1, 5)
                  ? pen.some("tickets", rng.within("ticket", at))
                  : "",
              ),
          },
        ],
        weeks,
      ),
    },
    { kind: "list", heading: pen.say("rules"), lines: pen.several("rule", 3, 6) },
    ...(rng.within("swap").chance(1, 2)
      ? [
          {
            kind: "form" as const,
            heading: pen.say("swap"),
            fields: [
              {
                label: pen.say("week"),
                type: "select" as const,
                options: weeks.map((day) => `${Civil.isoWeek(day)} (${pen.date(day)})`),
              },
              {
                label: pen.say("name"),
                type: "select" as const,
                options: crew.map(({ name }) => name),
              },
            ],
            send: pen.say("send"),
            answer: pen.say("unreachable"),
          },
        ]
      : []),
  ]
}

const states = ["fine", "watched", "broken"] as const
const toneOf = { fine: "good", watched: "warn", broken: "bad" } as const
const noteOf = { fine: "fineNote", watched: "watchedNote", broken: "brokenNote" } as const

const status = (pen: Pen): ReadonlyArray<Block> => {
  const rng = pen.rng.within("status")
  const hosts = rng.within("order").chance(1, 2)
    ? pen.hosts.toSorted((a, b) => (a.name < b.name ? -1 : 1))
    : rng.within("hosts").shuffle(pen.hosts)
  const shown = hosts.slice(0, rng.within("count").between(6, 12))
  const stateOf = (host: Host): (typeof states)[number] =>
    states[rng.within("state", host.name).weightedIndex([17, 4, 1])]!
  const round = Math.max(6 * 60, Math.min(pen.now.minuteOfDay, 9 * 60))
  const minute = Math.min(round, pen.now.minuteOfDay)
  const open = pen.several("incident", 2, 4)
  const tickets = rng.within("tickets").sample(pen.context.organisation.tickets, open.length)
  return [
    { kind: "text", lines: [pen.say("statusLead", { hour: pen.clock(minute) }), pen.say("ask")] },
    {
      kind: "table",
      ...table(
        rng.within("columns"),
        [
          { head: pen.say("host"), of: ({ name }) => cell(name) },
          { head: pen.say("address"), optional: true, of: ({ ip }) => cell(ip) },
          { head: pen.say("service"), of: ({ services }) => cell(services.join(", ")) },
          {
            head: pen.say("state"),
            of: (host) => cell(pen.say(stateOf(host)), toneOf[stateOf(host)]),
          },
          {
            head: pen.say("checked"),
            optional: true,
            of: ({ name }) =>
              cell(pen.clock(Math.max(0, minute - rng.within("minute", name).between(0, 14)))),
          },
          {
            head: pen.say("note"),
            of: (host) => cell(pen.say(noteOf[stateOf(host)], { host: host.name }, host.name)),
          },
        ],
        shown,
      ),
    },
    {
      kind: "table",
      heading: pen.say("incidents"),
      ...table(
        rng.within("incidents"),
        [
          { head: pen.say("ticket"), of: (_, at) => cell(tickets[at] ?? "–") },
          { head: pen.say("subject"), of: (text: string) => cell(text) },
          {
            head: pen.say("owner"),
            of: (_, at) => cell(rng.within("owner", at).pick(pen.people).name),
          },
        ],
        open,
      ),
    },
    { kind: "list", heading: pen.say("planned"), lines: pen.several("work", 1, 3) },
  ]
}

const portal = (pen: Pen): ReadonlyArray<Block> => {
  const rng = pen.rng.within("portal")
  const { vendors } = pen.context.organisation
  return [
    { kind: "text", lines: [pen.say("portalLead")] },
    {
      kind: "form",
      fields: [
        ...(rng.within("company").chance(1, 2) && vendors.length > 1
          ? [
              {
                label: pen.say("company"),
                type: "select" as const,
                options: vendors.toSorted((a, b) => (a < b ? -1 : 1)),
              },
            ]
          : []),
        { label: pen.say("user"), type: "text" },
        { label: pen.say("password"), type: "password" },
        ...(rng.within("remember").chance(1, 2)
          ? [{ label: pen.say("remember"), type: "check" as const }]
          : []),
      ],
      send: pen.say("signIn"),
      answer: pen.say("unreachable"),
    },
    { kind: "list", heading: pen.say("notices"), lines: pen.several("notice", 2, 4) },
    { kind: "note", lines: [pen.say("ask")] },
  ]
}

const directory = (pen: Pen): ReadonlyArray<Block> => {
  const rng = pen.rng.within("directory")
  const family = (name: string): string => name.split(" ").at(-1)!
  const people = rng
    .within("people")
    .sample(pen.people, rng.within("count").between(7, 13))
    .toSorted((a, b) => (family(a.name) < family(b.name) ? -1 : 1))
  const functions = rng
    .within("functions")
    .sample(pen.words.functions, rng.within("some").between(3, 5))
  return [
    { kind: "text", lines: [pen.say("directoryLead")] },
    {
      kind: "table",
      filter: pen.say("filter"),
      ...table(rng.within("columns"), People.phoneColumns(pen), people),
    },
    {
      kind: "table",
      ...table(
        rng.within("numbers"),
        [
          { head: pen.say("function"), of: (name: string) => cell(name) },
          {
            head: pen.say("phone"),
            of: (name) => cell(pen.extension({ name, email: name })),
          },
          {
            head: pen.say("room"),
            optional: true,
            of: (name) => cell(pen.room({ name, email: name })),
          },
        ],
        functions,
      ),
    },
    { kind: "note", lines: [pen.say("ask")] },
  ]
}

const request = (pen: Pen): ReadonlyArray<Block> => {
  const rng = pen.rng.within("request")
  const granted = rng.within("granted").sample(pen.people, rng.within("count").between(3, 7))
  const offered = rng
    .within("offered")
    .sample(pen.hosts, rng.within("offers").between(5, Math.max(5, pen.hosts.length - 1)))
  const levels = rng.within("levels").sample(pen.words.level, rng.within("rights").between(2, 4))
  const host = (at: number): string =>
    rng.within("host", at).pick(pen.hosts.map(({ name }) => name).concat(pen.project))
  return [
    { kind: "text", lines: [pen.say("requestLead")] },
    {
      kind: "form",
      fields: rng.within("fields").chance(1, 2)
        ? [
            { label: pen.say("name"), type: "text" },
            { label: pen.say("team"), type: "text" },
            { label: pen.say("host"), type: "select", options: offered.map(({ name }) => name) },
            { label: pen.say("rights"), type: "select", options: levels },
            { label: pen.say("until"), type: "date" },
            { label: pen.say("reason"), type: "area" },
          ]
        : [
            {
              label: pen.say("host"),
              type: "select",
              options: offered.map(({ name, ip }) => `${name} (${ip})`),
            },
            { label: pen.say("account"), type: "text" },
            { label: pen.say("rights"), type: "select", options: levels },
            { label: pen.say("reason"), type: "text" },
            { label: pen.say("until"), type: "date" },
          ],
      send: pen.say("send"),
      answer: pen.say("unreachable"),
    },
    {
      kind: "table",
      heading: pen.say("requestOpen"),
      ...table(
        rng.within("columns"),
        [
          {
            head: pen.say("date"),
            of: (_, at) =>
              cell(
                pen.date(pen.workday(pen.now.day - 2 - at * 4 - rng.within("day", at).below(2))),
              ),
          },
          { head: pen.say("name"), of: ({ name }: Person) => cell(name) },
          { head: pen.say("host"), of: (_, at) => cell(host(at)) },
          {
            head: pen.say("rights"),
            optional: true,
            of: (_, at) => cell(rng.within("level", at).pick(levels)),
          },
          { head: pen.say("state"), of: (_, at) => cell(pen.say("granted", {}, at)) },
        ],
        granted,
      ),
    },
    { kind: "note", lines: [pen.say("ask")] },
  ]
}

const blocks = {
  rota,
  status,
  portal,
  directory,
  request,
  project: Project.blocks,
} satisfies Record<PageTopic, (pen: Pen) => ReadonlyArray<Block>>

export const make = (pen: Pen, topic: PageTopic, title: string): Page => {
  const isForm = topic === "request" && pen.rng.within("layout").chance(1, 2)
  return {
    title,
    layout: topic === "portal" ? "card" : isForm ? "form" : "wide",
    isForOutside: topic === "portal",
    blocks: blocks[topic](pen),
  }
}
