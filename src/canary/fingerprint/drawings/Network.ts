/** Zones, the hosts in them, and what leads there. */
import type { Stream } from "../../../rng/Rng.ts"
import { el, type Element } from "../Markup.ts"
import type { Host } from "../Pen.ts"
import * as Canvas from "./Canvas.ts"

const zones = [
  { key: "zoneEdge", kinds: ["web", "proxy", "mail", "dns", "jump"] },
  { key: "zoneApp", kinds: ["app"] },
  { key: "zoneData", kinds: ["db", "file", "backup"] },
  { key: "zoneAdmin", kinds: ["build", "monitor"] },
] as const

/** A small picture of what a host is, 18 units wide. */
const icon = (canvas: Canvas.Canvas, host: Host, x: number, y: number): Element => {
  const { theme } = canvas
  const look = { fill: "none", stroke: theme.accent, "stroke-width": 1.3 }
  if (host.kind === "db" || host.kind === "backup")
    return el("path", {
      d: `M${x} ${y + 4}a9 4 0 0 1 18 0v12a9 4 0 0 1 -18 0zM${x} ${y + 4}a9 4 0 0 0 18 0M${x} ${y + 10}a9 4 0 0 0 18 0`,
      ...look,
    })
  if (host.kind === "mail") return el("path", { d: `M${x} ${y + 3}h18v13h-18zl9 7l9 -7`, ...look })
  if (host.kind === "proxy" || host.kind === "jump")
    return el("path", {
      d: `M${x + 9} ${y + 1}l9 9l-9 9l-9 -9zM${x + 4} ${y + 10}h10m-3 -3l3 3l-3 3`,
      ...look,
    })
  return el("path", {
    d: `M${x + 2} ${y + 1}h14v18h-14zM${x + 5} ${y + 5}h8M${x + 5} ${y + 9}h8M${x + 8} ${y + 15}h2`,
    ...look,
  })
}

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const hostBox = (
  canvas: Canvas.Canvas,
  host: Host,
  { x, y, width, height }: Box,
): ReadonlyArray<Element> => {
  const { theme, size } = canvas
  const room = width - 46
  return [
    Canvas.rect(canvas, [x, y, width, height], { fill: theme.paper, stroke: theme.line }),
    icon(canvas, host, x + 10, y + Math.floor((height - 20) / 2)),
    Canvas.label(canvas, x + 38, y + size + 6, Canvas.fitted(host.name, size, room), {
      "font-weight": "bold",
    }),
    Canvas.label(canvas, x + 38, y + size * 2 + 9, host.ip, { "font-family": "monospace" }),
    Canvas.label(
      canvas,
      x + 38,
      y + size * 3 + 11,
      Canvas.fitted(host.services.join(", "), size - 1, room),
      { "font-size": size - 1, fill: theme.dim },
    ),
  ]
}

/** Four arcs over a flat foot, 92 wide. */
const cloud = (rng: Stream, x: number, y: number): string => {
  const [a, b, c, d] = Array.from({ length: 4 }, () => rng.between(-3, 3)) as [
    number,
    number,
    number,
    number,
  ]
  const arc = (radius: number, across: number, down: number): string => {
    const size = radius + rng.between(0, 3)
    return `a${size} ${size} 0 0 1 ${across} ${down}`
  }
  const top = arc(19, 6 + a, b - 37) + arc(27, 50 - a + c, d - b - 9)
  return `M${x - 46} ${y + 16}${top}${arc(22, 37 - c, 17 - d)}${arc(15, -3, 29)}z`
}

export const draw = (canvas: Canvas.Canvas): Canvas.Drawing => {
  const { rng, pen, theme, size } = canvas
  const count = rng.within("count").between(7, 12)
  const shown = rng.within("hosts").sample(pen.hosts, count)
  const filled = zones
    .map((zone) => ({
      name: pen.say(zone.key),
      hosts: shown
        .filter(({ kind }) => (zone.kinds as ReadonlyArray<string>).includes(kind))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    }))
    .filter(({ hosts }) => hosts.length > 0)
  const boxWidth = rng.within("box").between(168, 196)
  const boxHeight = size * 3 + 22
  const gap = rng.within("gap").between(10, 16)
  const zoneWidth = boxWidth + 28
  const between = rng.within("between").between(20, 34)
  const deepest = Math.max(1, ...filled.map(({ hosts }) => hosts.length))
  const width = Math.max(860, 60 + filled.length * zoneWidth + (filled.length - 1) * between)
  const left = Math.floor((width - filled.length * zoneWidth - (filled.length - 1) * between) / 2)
  const backbone = 246
  const top = backbone + 36
  const height = top + 38 + deepest * (boxHeight + gap) + 90
  const middle = Math.floor(width / 2)
  const centre = (at: number): number =>
    left + at * (zoneWidth + between) + Math.floor(zoneWidth / 2)
  const strong = { stroke: theme.accent, "stroke-width": canvas.stroke * 2 }
  const side = (x: number, text: string): ReadonlyArray<Element> => [
    Canvas.rect(canvas, [x - 64, 170, 128, 34], { fill: theme.accentSoft, stroke: theme.accent }),
    Canvas.label(canvas, x, 170 + 21, text, { "text-anchor": "middle" }),
    Canvas.line(canvas, [
      [x, 204],
      [x, backbone],
    ]),
  ]
  const sides = [
    ...(rng.within("office").chance(4, 5) ? side(Math.max(130, centre(0)), pen.say("office")) : []),
    ...(rng.within("vpn").chance(2, 3)
      ? side(Math.min(width - 130, centre(filled.length - 1)), pen.say("vpn"))
      : []),
  ]
  const isDashed = rng.within("dashed").chance(1, 2)
  const nets = [...new Set(shown.map(({ ip }) => ip.split(".").slice(0, 3).join(".")))]
  const net =
    nets.length === 1
      ? rng.within("net").pick([`${nets[0]}.0/24`, `LAN ${nets[0]}.0/24`, `${nets[0]}.x`, ""])
      : ""
  return {
    width,
    height,
    shapes: [
      Canvas.line(
        canvas,
        [
          [middle, 116],
          [middle, backbone],
        ],
        strong,
      ),
      el("path", {
        d: cloud(rng.within("cloud"), middle, 96),
        fill: theme.accentSoft,
        stroke: theme.accent,
        "stroke-width": canvas.stroke,
      }),
      Canvas.label(canvas, middle, 96, pen.say("internet"), { "text-anchor": "middle" }),
      Canvas.rect(canvas, [middle - 62, 158, 124, 40], {
        fill: theme.accent,
        stroke: theme.accent,
      }),
      Canvas.label(canvas, middle, 182, pen.say("firewall"), {
        "text-anchor": "middle",
        fill: theme.paper,
        "font-weight": "bold",
      }),
      ...sides,
      Canvas.line(
        canvas,
        [
          [Math.min(centre(0), 130), backbone],
          [Math.max(centre(filled.length - 1), width - 130), backbone],
        ],
        strong,
      ),
      Canvas.label(canvas, middle + 10, backbone - 8, net, {
        "font-family": "monospace",
        fill: theme.dim,
      }),
      ...filled.flatMap((zone, at) => {
        const x = left + at * (zoneWidth + between)
        const tall = 38 + zone.hosts.length * (boxHeight + gap)
        return [
          Canvas.line(canvas, [
            [centre(at), backbone],
            [centre(at), top],
          ]),
          Canvas.rect(canvas, [x, top, zoneWidth, tall], {
            fill: at % 2 === 0 ? theme.accentSoft : theme.ground,
            stroke: theme.accent,
            "stroke-dasharray": isDashed ? "6 4" : undefined,
          }),
          Canvas.label(canvas, x + 14, top + size + 11, zone.name, {
            "font-weight": "bold",
            fill: theme.accent,
          }),
          ...zone.hosts.flatMap((host, index) =>
            hostBox(canvas, host, {
              x: x + 14,
              y: top + 34 + index * (boxHeight + gap),
              width: boxWidth,
              height: boxHeight,
            }),
          ),
        ]
      }),
    ],
  }
}
