/** Rooms along a corridor, who sits where, and the sockets. */
import { el, type Element } from "../Markup.ts"
import type { Person } from "../Pen.ts"
import * as Canvas from "./Canvas.ts"

interface Room {
  readonly number: string
  readonly width: number
  /** Of a room that is nobody's. */
  readonly name: string | undefined
  readonly people: ReadonlyArray<Person>
}

/** Widths that come to `total`. */
const widths = (canvas: Canvas.Canvas, side: string, total: number): ReadonlyArray<number> => {
  const rng = canvas.rng.within("widths", side)
  const count = rng.between(4, 6)
  const parts = Array.from({ length: count }, () => rng.between(10, 17))
  const sum = parts.reduce((all, part) => all + part, 0)
  const out = parts.map((part) => Math.floor((part * total) / sum / 5) * 5)
  const rest = total - out.reduce((all, part) => all + part, 0)
  return out.map((part, at) => (at === 0 ? part + rest : part))
}

const deskFor = (
  canvas: Canvas.Canvas,
  person: Person,
  x: number,
  y: number,
  width: number,
): ReadonlyArray<Element> => {
  const { theme, size } = canvas
  const [first, ...rest] = person.name.split(" ")
  const short = canvas.rng.within("names").chance(1, 2)
    ? `${first![0]}. ${rest.join(" ") || first}`
    : (first ?? person.name)
  return [
    Canvas.rect({ ...canvas, corner: 1 }, [x, y, width, 26], {
      fill: theme.accentSoft,
      stroke: theme.dim,
    }),
    el("circle", {
      cx: x + Math.floor(width / 2),
      cy: y + 35,
      r: 6,
      fill: theme.paper,
      stroke: theme.dim,
    }),
    Canvas.label(
      canvas,
      x + Math.floor(width / 2),
      y + 17,
      Canvas.fitted(short, size - 2, width - 4),
      {
        "font-size": size - 2,
        "text-anchor": "middle",
      },
    ),
  ]
}

const triangle = ({ rng }: Canvas.Canvas, x: number, y: number): string => {
  const tall = rng.within("socket").between(6, 9)
  const half = rng.within("socket", "half").between(4, 6)
  return `M${x} ${y}l${half} ${tall}h${-2 * half}z`
}

/** One side of the corridor; the doors are in the wall at `doorY`. */
const side = (
  canvas: Canvas.Canvas,
  rooms: ReadonlyArray<Room>,
  {
    left,
    top,
    depth,
    doorY,
  }: {
    readonly left: number
    readonly top: number
    readonly depth: number
    readonly doorY: number
  },
): ReadonlyArray<Element> => {
  const { theme, size, rng } = canvas
  const isUpper = doorY > top
  const leaf = rng.within("leaf").between(25, 34)
  const edge = rng.within("edge").between(13, 24)
  const wall = { stroke: theme.ink, "stroke-width": 3 }
  return rooms.flatMap((room, at) => {
    const x = left + rooms.slice(0, at).reduce((sum, each) => sum + each.width, 0)
    const door = x + (rng.within("door", room.number).chance(1, 2) ? 14 : room.width - leaf - 14)
    const swing = isUpper ? -1 : 1
    const perDesk = Math.min(
      78,
      Math.floor((room.width - 20) / Math.max(1, room.people.length)) - 6,
    )
    const textY = isUpper ? doorY - 42 : doorY + 70
    const deskY = isUpper ? top + 22 : top + depth - 64
    const sockets = rng
      .within("sockets", room.number)
      .between(1, Math.max(1, Math.min(3, room.people.length + 1)))
    return [
      ...(room.name === undefined
        ? []
        : [el("rect", { x, y: top, width: room.width, height: depth, fill: theme.ground })]),
      ...(at === 0
        ? []
        : [
            Canvas.line(
              canvas,
              [
                [x, top],
                [x, top + depth],
              ],
              wall,
            ),
          ]),
      Canvas.line(
        canvas,
        [
          [x, doorY],
          [door, doorY],
        ],
        wall,
      ),
      Canvas.line(
        canvas,
        [
          [door + leaf, doorY],
          [x + room.width, doorY],
        ],
        wall,
      ),
      el("path", {
        d: `M${door} ${doorY}v${swing * leaf}a${leaf} ${leaf} 0 0 ${isUpper ? 1 : 0} ${leaf} ${-swing * leaf}`,
        fill: "none",
        stroke: theme.dim,
        "stroke-width": 1,
      }),
      Canvas.label(canvas, x + Math.floor(room.width / 2), textY, room.number, {
        "text-anchor": "middle",
        "font-weight": "bold",
        fill: theme.accent,
      }),
      ...(room.name === undefined
        ? []
        : [
            Canvas.label(
              canvas,
              x + Math.floor(room.width / 2),
              textY - size - 6,
              Canvas.fitted(room.name, size, room.width - 8),
              {
                "text-anchor": "middle",
              },
            ),
          ]),
      ...room.people.flatMap((person, index) =>
        deskFor(canvas, person, x + 10 + index * (perDesk + 6), deskY, perDesk),
      ),
      ...Array.from({ length: sockets }, (_, index) => {
        const sx = x + edge + index * Math.floor((room.width - 32) / Math.max(1, sockets))
        const sy = isUpper ? top + 5 : top + depth - 13
        return [
          el("path", { d: triangle(canvas, sx, sy), fill: theme.warn }),
          Canvas.label(
            canvas,
            sx + 8,
            sy + 8,
            `${room.number.replace(/\D/g, "").slice(-2)}-${index + 1}`,
            {
              "font-size": size - 4,
              fill: theme.dim,
            },
          ),
        ]
      }).flat(),
    ]
  })
}

export const draw = (canvas: Canvas.Canvas, title: string): Canvas.Drawing => {
  const { rng, pen, theme, size } = canvas
  const left = 40
  const top = 96
  const inside = rng.within("inside").between(176, 200) * 5
  const depth = rng.within("depth").between(150, 176)
  const hall = rng.within("hall").between(56, 74)
  const width = inside + 80
  const bottom = top + depth * 2 + hall
  const height = bottom + 130
  // the floor that the title names, where it does
  const named = pen.words.sites.findIndex((site) => title.includes(site))
  const floor = named >= 0 && named < 3 ? named : rng.within("floor").between(0, 3)
  const form = rng.within("numbers").pick(["F.NN", "FNN", "RF-NN"])
  const rows = [widths(canvas, "upper", inside), widths(canvas, "lower", inside)] as const
  const total = rows[0].length + rows[1].length
  const specials = rng
    .within("specials")
    .sample(pen.words.rooms, rng.within("special").between(2, 4))
  const special = new Map(
    rng
      .within("where")
      .sample(
        Array.from({ length: total }, (_, at) => at),
        specials.length,
      )
      .map((at, index) => [at, specials[index]!] as const),
  )
  const people = rng.within("people").shuffle(pen.people)
  let next = 0
  const room = (wide: number, at: number): Room => {
    const name = special.get(at)
    const seats =
      name === undefined
        ? Math.max(1, Math.min(Math.floor((wide - 14) / 66), rng.within("seats", at).between(1, 3)))
        : 0
    const sitting = people.slice(next, next + seats)
    next += sitting.length
    const number = form.replace("F", String(floor)).replace("NN", String(at + 1).padStart(2, "0"))
    return { number, width: wide, name, people: sitting }
  }
  const upper = rows[0].map((wide, at) => room(wide, at))
  const lower = rows[1].map((wide, at) => room(wide, rows[0].length + at))
  const point = left + Math.floor((inside * rng.within("point").between(30, 70)) / 100)
  const key = bottom + 46
  const legend: ReadonlyArray<readonly [Element, string]> = [
    [el("path", { d: triangle(canvas, left + 6, key - 8), fill: theme.warn }), pen.say("socket")],
    [el("circle", { cx: left + 206, cy: key - 4, r: 5, fill: theme.good }), pen.say("accessPoint")],
    [
      el("rect", { x: left + 401, y: key - 9, width: 10, height: 10, fill: theme.bad }),
      pen.say("extinguisher"),
    ],
  ]
  return {
    width,
    height,
    shapes: [
      Canvas.rect({ ...canvas, corner: 0 }, [left, top, inside, depth * 2 + hall], {
        fill: theme.paper,
      }),
      ...side(canvas, upper, { left, top, depth, doorY: top + depth }),
      ...side(canvas, lower, { left, top: top + depth + hall, depth, doorY: top + depth + hall }),
      Canvas.rect({ ...canvas, corner: 0 }, [left, top, inside, depth * 2 + hall], {
        fill: "none",
        stroke: theme.ink,
        "stroke-width": 5,
      }),
      Canvas.label(canvas, left + 26, top + depth + Math.floor(hall / 2) + 4, pen.say("corridor"), {
        fill: theme.dim,
      }),
      el("circle", { cx: point, cy: top + depth + Math.floor(hall / 2), r: 6, fill: theme.good }),
      el("rect", {
        x: left + inside - 60,
        y: top + depth + Math.floor(hall / 2) - 6,
        width: 11,
        height: 11,
        fill: theme.bad,
      }),
      Canvas.label(canvas, left, key - 20, pen.say("legend"), {
        "font-weight": "bold",
        "font-size": size - 1,
      }),
      ...legend.flatMap(([shape, text], at) => [
        shape,
        Canvas.label(canvas, left + 18 + at * 200, key, text, { "font-size": size - 1 }),
      ]),
    ],
  }
}
