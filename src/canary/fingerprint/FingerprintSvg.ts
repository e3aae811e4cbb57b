/** A drawing of the house or its network that asks the browser it is opened in what it is. */
import * as Effect from "effect/Effect"
import * as Bytes from "../../bytes/Bytes.ts"
import type { Context } from "../Context.ts"
import type { Generator } from "../Generator.ts"
import * as Token from "../Token.ts"
import * as Collector from "./Collector.ts"
import * as Destination from "./Destination.ts"
import * as Canvas from "./drawings/Canvas.ts"
import * as FloorPlan from "./drawings/FloorPlan.ts"
import * as Network from "./drawings/Network.ts"
import * as OrgChart from "./drawings/OrgChart.ts"
import { drawStyle, el, print, raw } from "./Markup.ts"
import { Pen } from "./Pen.ts"
import * as Subject from "./Subject.ts"

const draws = {
  network: Network.draw,
  orgchart: OrgChart.draw,
  floorplan: FloorPlan.draw,
} satisfies Record<Subject.DrawingTopic, (canvas: Canvas.Canvas, title: string) => Canvas.Drawing>

const text = (token: Token.Token, context: Context): string => {
  const rng = Token.stream(token).within("fingerprint-svg")
  const pen = new Pen(context, rng.within("pen"))
  const { topic, title } = Subject.of(pen, Subject.drawings)
  const canvas = Canvas.make(pen, rng.within("drawing"))
  const { width, height, shapes } = draws[topic](canvas, title)
  const url = Destination.of(token, context.callback, rng.within("url"))
  const script = Collector.script(token, url, rng.within("script"))
  const style = drawStyle(rng.within("style"), true)
  const carried = el(
    "script",
    rng.within("type").pick([{}, { type: "text/javascript" }, { type: "application/ecmascript" }]),
    raw(
      `<![CDATA[${rng.within("break").pick(["", "\n"])}${script}${rng.within("break").pick(["", "\n"])}]]>`,
    ),
  )
  const early = rng.within("early").chance(1, 3)
  const scale = rng
    .within("scale")
    .pick([
      { width, height },
      { width: "100%", height: "100%" },
      { width: `${width}px`, height: `${height}px` },
      {},
    ])
  const root = el(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      ...(rng.within("version").chance(1, 3) ? { version: "1.1" } : {}),
      ...scale,
      viewBox: `0 0 ${width} ${height}`,
      "font-family": canvas.theme.face,
    },
    el("title", {}, title),
    ...(early ? [carried] : []),
    el("rect", { x: 0, y: 0, width, height, fill: canvas.theme.paper }),
    el("g", {}, ...Canvas.heading(canvas, title)),
    el("g", {}, ...shapes),
    el("g", {}, ...Canvas.titleBlock(canvas, width, height)),
    ...(early ? [] : [carried]),
  )
  const declaration = rng
    .within("declaration")
    .pick([
      "",
      `<?xml version="1.0" encoding="UTF-8"?>\n`,
      `<?xml version="1.0" encoding="utf-8"?>\n`,
    ])
  return `${declaration}${print(root, style)}\n`
}

export const generator: Generator = {
  kind: ({ httpBase }) => (httpBase === undefined ? undefined : "http"),
  paths: ({ path }) => [path],
  files: (token, context) =>
    Effect.sync(() => [
      { path: context.path, bytes: Bytes.ofText(text(token, context)), mode: 0o644 },
    ]),
}
