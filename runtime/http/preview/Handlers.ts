/** Answers the route of previews. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { Api } from "../Api.ts"
import * as Refusal from "../Refusal.ts"
import * as Draft from "./Draft.ts"
import { Previews, type Message } from "./Previews.ts"

const retryAfterSeconds = 5

const lineOf = (message: Message, { rejected, dropped }: Draft.Drafted): string => {
  const value =
    message.type === "progress"
      ? message
      : {
          type: "result",
          ...message.result,
          rejected,
          ...(dropped.length === 0 ? {} : { dropped_entries: dropped }),
        }
  return `${JSON.stringify(value)}\n`
}

const broken = `${JSON.stringify({
  type: "error",
  detail: "The preview broke off; try fewer days or deckies",
})}\n`

/** Each percent once. */
const rising = () => {
  let last = -1
  return (message: Message): boolean => {
    if (message.type === "result") return true
    const isNew = message.percent > last
    last = Math.max(last, message.percent)
    return isNew
  }
}

export const routes = HttpApiBuilder.group(Api, "preview", (handlers) =>
  handlers.handle("simulate", ({ payload }) =>
    Effect.gen(function* () {
      const { begin } = yield* Previews
      const drafted = yield* Draft.of(payload)
      const messages = yield* begin(drafted.draft)
      if (messages === undefined)
        return Refusal.answer(429, "Two previews are under way; try again once one is done", {
          "retry-after": String(retryAfterSeconds),
        })
      const first: Message = { type: "progress", percent: 0 }
      const lines = Stream.concat(Stream.make(first), messages).pipe(
        Stream.filter(rising()),
        Stream.map((message) => lineOf(message, drafted)),
        Stream.catchAll((error) =>
          Stream.fromEffect(Effect.as(Effect.logWarning(error.message), broken)),
        ),
      )
      return HttpServerResponse.stream(Stream.encodeText(lines), {
        contentType: "application/x-ndjson",
        // a proxy that waits for the end would hide how far it is
        headers: { "x-accel-buffering": "no" },
      })
    }),
  ),
)

export const layer = Layer.provide(routes, Previews.layer)
