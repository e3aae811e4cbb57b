/** A document saved as a web page whose picture (and style sheet) lies with us. */
import * as Effect from "effect/Effect"
import * as Bytes from "../../bytes/Bytes.ts"
import * as Callback from "../Callback.ts"
import type { Generator } from "../Generator.ts"
import * as Token from "../Token.ts"
import * as Content from "./Content.ts"
import * as GooglePage from "./GooglePage.ts"
import * as Package from "./Package.ts"
import * as SavedPage from "./SavedPage.ts"
import * as WordPage from "./WordPage.ts"
import * as WriterPage from "./WriterPage.ts"

/** Windows-1252, with a numeric reference for what it lacks. */
const windows = (text: string): Uint8Array => {
  const out: Array<number> = []
  for (const char of text) {
    const code = char.codePointAt(0)!
    if (char === "€") out.push(0x80)
    else if (code < 0x80 || (code >= 0xa0 && code < 0x100)) out.push(code)
    else out.push(...Bytes.ofText(`&#${code};`))
  }
  return new Uint8Array(out)
}

const styles = [
  { render: WordPage.write, encode: windows },
  { render: WriterPage.write, encode: Bytes.ofText },
  { render: GooglePage.write, encode: Bytes.ofText },
  { render: SavedPage.write, encode: Bytes.ofText },
]

export const generator: Generator = {
  kind: ({ httpBase }) => (httpBase === undefined ? undefined : "http"),
  paths: ({ path }) => [path],
  files: (token, context) =>
    Effect.sync(() => {
      const rng = Token.stream(token).within("html")
      const style = rng.within("style")
      const address = (purpose: Callback.Purpose, ending: string): string =>
        Callback.url(token, context.callback, style, purpose, ending) ?? ""
      const { render, encode } = rng.within("program").pick(styles)
      const text = render({
        rng: rng.within("page"),
        content: Content.make(token, context),
        image: address("image", rng.within("image").pick([".png", ".gif", ".jpg", "/logo.png"])),
        page: address("page", ""),
        stylesheet: address("asset", rng.within("sheet").pick([".css", "/site.css", "/batch.css"])),
        timezone: context.owner.timezone,
        office: Package.libreOfficeOf(context.release),
      })
      return [{ path: context.path, bytes: encode(text), mode: 0o644 }]
    }),
}
