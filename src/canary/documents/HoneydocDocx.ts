/**
 * A word processor's document whose picture lies with us: Word and LibreOffice ask for it when the
 * document is opened.
 */
import * as Effect from "effect/Effect"
import * as Zone from "../../time/Zone.ts"
import * as Callback from "../Callback.ts"
import type { Generator } from "../Generator.ts"
import * as Token from "../Token.ts"
import * as Content from "./Content.ts"
import * as Package from "./Package.ts"
import * as Theme from "./Theme.ts"
import * as WordDocument from "./WordDocument.ts"
import * as WriterDocument from "./WriterDocument.ts"
import * as Zip from "./Zip.ts"

export const generator: Generator = {
  kind: ({ httpBase }) => (httpBase === undefined ? undefined : "http"),
  paths: ({ path }) => [path],
  files: (token, context) =>
    Effect.sync(() => {
      const rng = Token.stream(token).within("docx")
      const content = Content.make(token, context)
      const style = rng.within("style")
      const address = (purpose: Callback.Purpose, ending: string): string =>
        Callback.url(token, context.callback, style, purpose, ending) ?? ""
      const image = address(
        "image",
        rng.within("image").pick([".png", ".jpg", ".gif", "/logo.png"]),
      )
      const page = address("page", "")
      const local = Zone.toLocal(context.owner.timezone, context.mtime.ms)
      const isWriter = rng.within("program").chance(2, 5)
      const template = rng.within("template").chance(1, 3)
        ? address(
            "asset",
            `/${rng.within("template", "name").pick(["Memo", "Report", "Letter", "Intern", "A4"])}.dotx`,
          )
        : undefined
      const looks = rng.within("look")
      const theme = looks.weighted(Theme.themes, (each) => (each.major === "Cambria" ? 1 : 3))
      const bytes = isWriter
        ? Zip.write(
            WriterDocument.parts(
              rng.within("writer"),
              content,
              { image, page, template: undefined },
              Package.libreOfficeOf(context.release),
            ),
            { producer: "trailing", saved: local, level: 6 },
          )
        : Zip.write(
            WordDocument.parts(
              rng.within("word"),
              content,
              { image, page, template },
              {
                theme,
                look: looks.pick(["grid", "shaded", "lines"] as const),
                imageIn: looks.pick(["header", "body"] as const),
                mac: looks.chance(1, 5),
                appVersion:
                  theme.major === "Cambria" ? looks.pick(["14.0000", "15.0000"]) : "16.0000",
              },
            ),
            { producer: "growth", saved: undefined, level: 6 },
          )
      return [{ path: context.path, bytes, mode: 0o644 }]
    }),
}
