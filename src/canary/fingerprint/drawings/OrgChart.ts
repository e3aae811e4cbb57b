/** Who leads what. */
import type { Element } from "../Markup.ts"
import { capital, type Person } from "../Pen.ts"
import * as Canvas from "./Canvas.ts"

interface Unit {
  readonly name: string
  readonly lead: Person
  readonly members: ReadonlyArray<Person>
}

const unitsOf = ({
  rng,
  pen,
}: Canvas.Canvas): { readonly head: Person; readonly units: ReadonlyArray<Unit> } => {
  const people = rng.within("people").shuffle(pen.people)
  const { teams } = pen.context.organisation
  const count = Math.max(
    1,
    Math.min(rng.within("units").between(3, 5), teams.length, people.length - 1),
  )
  const names = rng.within("teams").sample(teams, count)
  const [head, ...rest] = people
  const leads = rest.slice(0, count)
  const others = rest.slice(count)
  return {
    head: head!,
    units: leads.map((lead, at) => ({
      name: capital(names[at] ?? pen.team),
      lead,
      members: others.filter((_, index) => index % count === at),
    })),
  }
}

export const draw = (canvas: Canvas.Canvas): Canvas.Drawing => {
  const { rng, pen, theme, size } = canvas
  const { head, units } = unitsOf(canvas)
  const wide = rng.within("wide").between(184, 214)
  const gap = rng.within("gap").between(18, 32)
  const width = Math.max(760, 60 + units.length * wide + (units.length - 1) * gap)
  const left = Math.floor((width - units.length * wide - (units.length - 1) * gap) / 2)
  const middle = Math.floor(width / 2)
  const top = 100
  const headHeight = size * 3 + 24
  const bar = top + headHeight + rng.within("bar").between(26, 40)
  const row = bar + 26
  const leadHeight = size * 4 + 30
  const step = size + 10
  const deepest = Math.max(0, ...units.map(({ members }) => members.length))
  const height = row + leadHeight + 26 + deepest * step + 120
  const solid = rng.within("solid").chance(1, 2)
  const shows = rng.within("shows").pick(["ext", "room", "mail"] as const)
  const detail = (person: Person): string =>
    shows === "ext"
      ? `${pen.say("phone")} ${pen.extension(person)}`
      : shows === "room"
        ? `${pen.say("room")} ${pen.room(person)}`
        : Canvas.fitted(person.email, size - 1, wide - 24)
  const unitBox = (unit: Unit, at: number): ReadonlyArray<Element> => {
    const x = left + at * (wide + gap)
    const centre = x + Math.floor(wide / 2)
    const list = row + leadHeight + 12
    return [
      Canvas.line(canvas, [
        [centre, bar],
        [centre, row],
      ]),
      Canvas.rect(canvas, [x, row, wide, leadHeight], { fill: theme.paper, stroke: theme.accent }),
      Canvas.rect(canvas, [x, row, wide, size + 14], {
        fill: solid ? theme.accent : theme.accentSoft,
      }),
      Canvas.label(canvas, x + 12, row + size + 5, unit.name, {
        "font-weight": "bold",
        fill: solid ? theme.paper : theme.accent,
      }),
      Canvas.label(
        canvas,
        x + 12,
        row + size * 2 + 20,
        Canvas.fitted(unit.lead.name, size, wide - 20),
      ),
      Canvas.label(canvas, x + 12, row + size * 3 + 25, detail(unit.lead), {
        "font-size": size - 1,
        fill: theme.dim,
      }),
      ...(unit.members.length === 0
        ? []
        : [
            Canvas.line(
              canvas,
              [
                [x + 10, row + leadHeight],
                [x + 10, list + unit.members.length * step - Math.floor(step / 2)],
              ],
              {
                stroke: theme.line,
              },
            ),
            ...unit.members.flatMap((person, index) => {
              const y = list + index * step + Math.floor(step / 2)
              return [
                Canvas.line(
                  canvas,
                  [
                    [x + 10, y],
                    [x + 22, y],
                  ],
                  { stroke: theme.line },
                ),
                Canvas.label(canvas, x + 28, y + 4, Canvas.fitted(person.name, size, wide - 30)),
              ]
            }),
          ]),
    ]
  }
  const centres = units.map((_, at) => left + at * (wide + gap) + Math.floor(wide / 2))
  return {
    width,
    height,
    shapes: [
      Canvas.line(canvas, [
        [middle, top + headHeight],
        [middle, bar],
      ]),
      Canvas.line(canvas, [
        [Math.min(middle, centres[0] ?? middle), bar],
        [Math.max(middle, centres.at(-1) ?? middle), bar],
      ]),
      Canvas.rect(canvas, [middle - 120, top, 240, headHeight], {
        fill: theme.accent,
        stroke: theme.accent,
      }),
      Canvas.label(canvas, middle, top + size + 12, pen.say("management"), {
        "text-anchor": "middle",
        "font-weight": "bold",
        fill: theme.paper,
      }),
      Canvas.label(canvas, middle, top + size * 2 + 20, head.name, {
        "text-anchor": "middle",
        fill: theme.paper,
      }),
      ...units.flatMap(unitBox),
    ],
  }
}
