/**
 * How a collector's requests are written. Names, order, encoding and transport follow from the
 * token's secret, so that the page that sends and the listener that reads agree without a word
 * between them, no two pages send alike, and nothing that is sent tells what follows from it.
 */
import * as Token from "../Token.ts"

/** What is collected; the order of the values on the wire is a permutation of it. */
export const fields = [
  "userAgent",
  "languages",
  "platform",
  "cores",
  "memory",
  "touchPoints",
  "automated",
  "plugins",
  "screen",
  "zone",
  "offset",
  "canvas",
  "webgl",
  "audio",
  "fonts",
] as const

export type Field = (typeof fields)[number]

/** Families that tell systems and office suites apart. */
export const fonts = [
  "Arial",
  "Arial Narrow",
  "Bitstream Charter",
  "Calibri",
  "Cambria",
  "Candara",
  "Cantarell",
  "Carlito",
  "Comic Sans MS",
  "Consolas",
  "Corbel",
  "DejaVu Sans",
  "DejaVu Serif",
  "Droid Sans",
  "FreeSans",
  "Futura",
  "Garamond",
  "Geneva",
  "Gill Sans",
  "Helvetica Neue",
  "Hack",
  "Impact",
  "Liberation Sans",
  "Lucida Console",
  "Menlo",
  "Monaco",
  "Noto Sans",
  "Noto Sans CJK JP",
  "Open Sans",
  "Optima",
  "Roboto",
  "Segoe UI",
  "Tahoma",
  "Ubuntu",
  "Verdana",
  "WenQuanYi Micro Hei",
] as const

/** The five values of a request. */
export const parts = ["nonce", "run", "index", "total", "data"] as const
export type Part = (typeof parts)[number]

export interface Wire {
  readonly transport: "image" | "beacon" | "fetch"
  /** How the body of a POST is written; an image has a query. */
  readonly form: "query" | "json"
  readonly codec: "plain" | "base64"
  readonly names: Readonly<Record<Part, string>>
  readonly partOrder: ReadonlyArray<Part>
  readonly fieldOrder: ReadonlyArray<Field>
  readonly fontOrder: ReadonlyArray<(typeof fonts)[number]>
  /** Characters of data in a request, before they are escaped. */
  readonly chunkCharacters: number
}

/** Names that analytics give their parameters. */
const parameterNames = (
  "a aid b bid c ch cid cs d dl dp ds e ec ed eid en ep ev f fl g gid h hid i id idx j k l m mt n " +
  "nb nr o of p pg pid pn pr ps pv q r ref rid rq s sd seg sid sn sq sr st t tid tm tn tp ts u uid " +
  "ul un v vid vp vs w x y z _b _c _e _n _p _r _s _t _v"
).split(" ")

export const wireOf = (token: Token.Token): Wire => {
  const rng = Token.stream(token).within("wire")
  const names = rng.within("names").sample(parameterNames, parts.length)
  const transport = rng.within("transport").pick(["image", "image", "beacon", "fetch"] as const)
  return {
    transport,
    form: transport === "image" ? "query" : rng.within("form").pick(["query", "json"] as const),
    codec: rng.within("codec").pick(["plain", "base64"] as const),
    names: {
      nonce: names[0]!,
      run: names[1]!,
      index: names[2]!,
      total: names[3]!,
      data: names[4]!,
    },
    partOrder: rng.within("parts").shuffle(parts),
    fieldOrder: rng.within("fields").shuffle(fields),
    fontOrder: rng.within("fonts").shuffle(fonts),
    chunkCharacters:
      transport === "image"
        ? rng.within("chunk").between(180, 700)
        : rng.within("chunk").between(300, 1400),
  }
}
