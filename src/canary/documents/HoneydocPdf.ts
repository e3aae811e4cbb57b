/**
 * A PDF whose link is ours, and that asks its viewer to open our page with it. Its fonts are those
 * that every viewer has, so that it comes from one of the libraries that make do with them.
 */
import * as Effect from "effect/Effect"
import * as Zone from "../../time/Zone.ts"
import * as Callback from "../Callback.ts"
import type { Context } from "../Context.ts"
import type { Generator } from "../Generator.ts"
import * as Token from "../Token.ts"
import * as Content from "./Content.ts"
import * as PdfLayout from "./PdfLayout.ts"
import * as PdfProducer from "./PdfProducer.ts"

const two = (value: number): string => String(value).padStart(2, "0")

/** `D:20260312104501+01'00'` (ISO 32000-1, 7.9.4). */
const stampOf = ({ owner, mtime }: Context): string => {
  const { year, month, dayOfMonth, minuteOfDay, second, offsetMinutes } = Zone.toLocal(
    owner.timezone,
    mtime.ms,
  )
  const clock = `${two(Math.floor(minuteOfDay / 60))}${two(minuteOfDay % 60)}${two(second)}`
  const offset = Zone.formatOffset(offsetMinutes, "'")
  return `D:${year}${two(month)}${two(dayOfMonth)}${clock}${offset}'`
}

export const generator: Generator = {
  kind: ({ httpBase }) => (httpBase === undefined ? undefined : "http"),
  paths: ({ path }) => [path],
  files: (token, context) =>
    Effect.sync(() => {
      const rng = Token.stream(token).within("pdf")
      const content = Content.make(token, context)
      // both addresses are of one site, which has its pages in one place
      const address = (ending: string): string =>
        Callback.url(token, context.callback, rng.within("style"), "page", ending) ?? ""
      const layout = PdfLayout.make(rng.within("layout"), content)
      const bytes = PdfProducer.write(rng.within("producer"), layout, {
        title: content.title,
        author: content.lastAuthor,
        stamp: stampOf(context),
        id: rng.within("id").hex(32),
        link: address(""),
        open: address(rng.within("open").pick(["", "/view", "/latest", "?src=pdf", "/read"])),
      })
      return [{ path: context.path, bytes, mode: 0o644 }]
    }),
}
