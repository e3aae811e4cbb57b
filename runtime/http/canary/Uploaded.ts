/** A file that a request carries: as a part of a form, or as the body itself. */
import type * as HttpServerRequest from "@effect/platform/HttpServerRequest"
import * as Multipart from "@effect/platform/Multipart"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import * as Instrument from "../../../src/canary/instrument/Instrument.ts"
import type { Upload } from "../../canary/Laying.ts"
import { BadRequest, TooLarge, WrongType } from "../Problem.ts"

const bytesMax = Instrument.bytesMax
const partsMax = 8
const nameMax = 255

/** What a body of its own may be called; forms name the type of their parts themselves. */
const types =
  /^(?:application\/(?:octet-stream|pdf|json|vnd\.openxmlformats-officedocument\.[\w.]{1,60})|text\/(?:html|plain)|image\/(?:png|jpeg))\s*(?:;|$)/i

const tooLarge = new TooLarge({
  detail: "The file is larger than 20 MiB; give a smaller one",
})

const broken = new BadRequest({
  detail: "The body ends early or is no form; send it again",
})

/** A file's name alone: it is going to be one within a folder. */
const nameOf = (text: string): Effect.Effect<string, BadRequest> => {
  const name = text.replaceAll("\\", "/").split("/").at(-1)!.trim()
  return name === "" ||
    name === "." ||
    name === ".." ||
    /\p{Cc}/u.test(name) ||
    name.length > nameMax
    ? Effect.fail(
        new BadRequest({ detail: `The file's name: write 1 to ${nameMax} characters on one line` }),
      )
    : Effect.succeed(name)
}

/** Read past, so that the sender hears the answer; who sends more than that hears nothing. */
const readPastMax = 2 * bytesMax

const collected = <E>(
  stream: Stream.Stream<Uint8Array, E>,
): Effect.Effect<Uint8Array, E | TooLarge> =>
  Effect.suspend(() => {
    let parts: Array<Uint8Array> = []
    let bytes = 0
    return stream.pipe(
      Stream.runForEach((part) => {
        bytes += part.length
        if (bytes <= bytesMax) parts.push(part)
        else parts = []
        return bytes > readPastMax ? Effect.fail(tooLarge) : Effect.void
      }),
      Effect.flatMap(() =>
        bytes > bytesMax
          ? Effect.fail(tooLarge)
          : Effect.sync(() => new Uint8Array(Buffer.concat(parts))),
      ),
    )
  })

const formError = ({ reason }: Multipart.MultipartError): BadRequest | TooLarge =>
  reason === "FileTooLarge" || reason === "BodyTooLarge" ? tooLarge : broken

/** The first part that is a file; the others are read past. */
const ofForm = (request: HttpServerRequest.HttpServerRequest) =>
  Multipart.withLimitsStream(request.multipartStream, {
    maxParts: Option.some(partsMax),
  }).pipe(
    Stream.filter(Multipart.isFile),
    Stream.mapEffect((part) =>
      Effect.map(collected(part.content), (bytes) => ({ name: part.name, bytes })),
    ),
    // to the end: what is not read would break the connection
    Stream.runFold(Option.none<Upload>(), (first, each) =>
      Option.orElse(first, () => Option.some(each)),
    ),
    Effect.catchTag("MultipartError", (error) => Effect.fail(formError(error))),
    Effect.flatMap(
      Option.match({
        onNone: () =>
          Effect.fail(new BadRequest({ detail: "file: send the file as the part `file`" })),
        onSome: Effect.succeed,
      }),
    ),
  )

const unescaped = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const ofBody = (request: HttpServerRequest.HttpServerRequest) =>
  Effect.gen(function* () {
    const name = unescaped(request.headers["x-filename"] ?? "")
    if (name === undefined || name === "")
      return yield* Effect.fail(
        new BadRequest({ detail: "X-Filename: give the file's name, percent-encoded" }),
      )
    const bytes = yield* collected(request.stream).pipe(
      Effect.catchTag("RequestError", () => Effect.fail(broken)),
    )
    return { name, bytes }
  })

export const read = (
  request: HttpServerRequest.HttpServerRequest,
): Effect.Effect<Upload, BadRequest | TooLarge | WrongType> =>
  Effect.gen(function* () {
    const type = request.headers["content-type"] ?? "application/octet-stream"
    const isForm = /^multipart\/form-data\s*;/i.test(type)
    if (!isForm && !types.test(type))
      return yield* Effect.fail(
        new WrongType({
          detail:
            "Content-Type: write multipart/form-data, application/octet-stream, or the document's own type",
        }),
      )
    const { name, bytes } = yield* isForm ? ofForm(request) : ofBody(request)
    if (bytes.length === 0)
      return yield* Effect.fail(new BadRequest({ detail: "The file is empty" }))
    return { name: yield* nameOf(name), bytes }
  })
