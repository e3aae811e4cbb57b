/** A small internal page that asks the browser it is opened in what it is. */
import * as Effect from "effect/Effect"
import * as Bytes from "../../bytes/Bytes.ts"
import * as Callback from "../Callback.ts"
import type { Generator } from "../Generator.ts"
import * as Token from "../Token.ts"
import * as Collector from "./Collector.ts"
import * as Destination from "./Destination.ts"
import * as Html from "./Html.ts"
import { drawStyle, el, print } from "./Markup.ts"
import * as Page from "./Page.ts"
import { Pen } from "./Pen.ts"
import * as Subject from "./Subject.ts"

export const generator: Generator = {
  kind: ({ httpBase }) => (httpBase === undefined ? undefined : "http"),
  paths: ({ path }) => [path],
  files: (token, context) =>
    Effect.sync(() => {
      const rng = Token.stream(token).within("fingerprint-html")
      const pen = new Pen(context, rng.within("pen"))
      const { topic, title } = Subject.of(pen, Subject.pages)
      const page = Page.make(pen, topic, title)
      const url = Destination.of(token, context.callback, rng.within("url"))
      const style = drawStyle(rng.within("style"), false)
      // who has no scripts fetches a picture
      const picture = Callback.url(token, context.callback, rng.within("picture"), "image", ".gif")
      const plain = rng.within("plain").chance(1, 2)
        ? el("noscript", {}, el("img", { src: picture, width: 1, height: 1, alt: "" }))
        : undefined
      const script = Collector.script(token, url, rng.within("script"))
      const doctype = rng.within("doctype").pick(["<!DOCTYPE html>", "<!doctype html>"])
      const end = rng.within("end").pick(["\n", "", "\n\n"])
      const body = print(Html.document(pen, page, script, plain), style)
      const text = `${doctype}\n${body.replace(/\s*<\/html>$/, `${end}</html>`)}${rng.within("last").pick(["\n", ""])}`
      return [{ path: context.path, bytes: Bytes.ofText(text), mode: 0o644 }]
    }),
}
