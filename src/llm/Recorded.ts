/**
 * Answers from recordings, where no model runs: the same request is always answered alike, and one
 * answer in eight is of the kind that has to be cleaned or turned down.
 */
import * as Either from "effect/Either"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import { fromSeed, type Stream } from "../rng/Rng.ts"
import * as Revision from "./Revision.ts"
import type { Gist, Request } from "./Request.ts"
import { faults, silences, type Silence } from "./Wording.ts"

const forms = ["note", "todo", "draft", "script", "mail"] as const

/** Names that a recording may leave open as `{ticket}`; the request's gist fills them. */
export const slots = [
  "ticket",
  "project",
  "host",
  "person",
  "vendor",
  "customer",
  "meeting",
  "date",
  "me",
] as const

/** What a recording answers; what is left out fits everything. */
const Fit = Schema.Struct({
  form: Schema.optional(Schema.Literal(...forms)),
  /** ISO 639-1 of the request, which a bad answer need not keep to. */
  language: Schema.optional(Schema.String.pipe(Schema.pattern(/^[a-z]{2}$/))),
  extension: Schema.optional(Schema.Literal("sh", "py", "md", "txt", "eml")),
  follows: Schema.optional(Schema.Boolean),
  /** What is wrong with it, and has it turned down. */
  fault: Schema.optional(Schema.Literal(...faults)),
  /** It is used, once a preamble, a fence, dashes or a signature have been taken off. */
  isMessy: Schema.optional(Schema.Boolean),
})

const Text = Schema.extend(
  Fit,
  Schema.Struct({
    text: Schema.String,
    /** The text stands that often, one after the other. */
    repeat: Schema.optional(Schema.Int.pipe(Schema.between(1, 1000))),
    isCutOff: Schema.optional(Schema.Boolean),
  }),
)

/** The text that stands there already, with one small change. */
const Edit = Schema.extend(
  Fit,
  Schema.Struct({ edit: Schema.Literal(...Revision.operations), line: Schema.String }),
)

const Silent = Schema.extend(
  Fit,
  Schema.Struct({ silence: Schema.Literal(...silences), detail: Schema.String }),
)

export const Recording = Schema.Union(Text, Edit, Silent)
export type Recording = typeof Recording.Type

/** Bound of one file of recordings. */
const recordingsMax = 5000

const decode = Schema.decodeUnknownEither(
  Schema.Array(Recording).pipe(Schema.maxItems(recordingsMax)),
  { errors: "first", onExcessProperty: "error" },
)

/** Left: the first mistake with its place, on one line. */
export const parse = (json: unknown): Either.Either<ReadonlyArray<Recording>, string> =>
  Either.mapLeft(decode(json), (error) => {
    const issue = ParseResult.ArrayFormatter.formatErrorSync(error)[0]
    const place = issue === undefined ? "" : issue.path.map(String).join(".")
    const what = (issue?.message ?? "is no list of recordings").split("\n")[0]!
    return place === "" ? what : `recording ${place}: ${what}`
  })

export interface Said {
  readonly _tag: "Said"
  readonly text: string
  /** Four characters of a prompt or an answer count as a token, which is near enough. */
  readonly promptTokens: number
  readonly tokens: number
  readonly isCutOff: boolean
}

export interface Unsaid {
  readonly _tag: "Unsaid"
  readonly reason: Silence
  readonly detail: string
}

export type Recorded = Said | Unsaid

const charactersPerToken = 4

const tokensOf = (text: string): number => Math.ceil(text.length / charactersPerToken)

/** `${name}` is the shell's own. */
const slot = new RegExp(`(?<!\\$)\\{(${slots.join("|")})\\}`, "g")

/** The text with names in place of its slots; undefined where the request has not got them all. */
export const fill = (
  text: string,
  names: Readonly<Record<string, string | undefined>>,
): string | undefined => {
  let isWhole = true
  const filled = text.replace(slot, (_, name: string) => {
    const value = names[name] ?? ""
    if (value === "") isWhole = false
    return value
  })
  return isWhole ? filled : undefined
}

/** What is bad about a recording; undefined where nothing is. */
const badnessOf = (recording: Recording): string | undefined =>
  "silence" in recording
    ? "silence"
    : (recording.fault ?? (recording.isMessy === true ? "messy" : undefined))

const isBad = (recording: Recording): boolean => badnessOf(recording) !== undefined

const fits = (recording: Recording, gist: Gist, language: string): boolean =>
  (recording.form ?? gist.form) === gist.form &&
  (recording.language ?? language) === language &&
  (recording.extension ?? gist.extension) === gist.extension &&
  (recording.follows ?? gist.follows) === gist.follows

const said = (request: Request, text: string, isCutOff: boolean): Said => ({
  _tag: "Said",
  text,
  promptTokens: tokensOf(request.system) + tokensOf(request.prompt),
  tokens: tokensOf(text),
  isCutOff,
})

/** What a recording comes to for this request; undefined where it cannot be said of it. */
const spoken = (rng: Stream, recording: Recording, request: Request): Recorded | undefined => {
  const { slots: names } = request.gist
  if ("silence" in recording)
    return { _tag: "Unsaid", reason: recording.silence, detail: recording.detail }
  if ("edit" in recording) {
    const line = fill(recording.line, names)
    const text =
      line === undefined ? undefined : Revision.revise(rng, recording.edit, request.gist, line)
    return text === undefined ? undefined : said(request, text, false)
  }
  const text = fill(recording.text, names)
  return text === undefined
    ? undefined
    : said(request, text.repeat(recording.repeat ?? 1), recording.isCutOff === true)
}

/** The first that can be said, beginning anywhere. */
const anyOf = (
  rng: Stream,
  recordings: ReadonlyArray<Recording>,
  request: Request,
): Recorded | undefined => {
  if (recordings.length === 0) return undefined
  const start = rng.below(recordings.length)
  for (let step = 0; step < recordings.length; step++) {
    const recording = recordings[(start + step) % recordings.length]!
    const answer = spoken(rng.within("change"), recording, request)
    if (answer !== undefined) return answer
  }
  return undefined
}

/** Every way of being bad has the same share, however many recordings show it. */
const badOf = (
  rng: Stream,
  recordings: ReadonlyArray<Recording>,
  request: Request,
): Recorded | undefined => {
  const kinds = [...new Set(recordings.map(badnessOf))]
  for (const kind of rng.within("kind").shuffle(kinds)) {
    const ofKind = recordings.filter((each) => badnessOf(each) === kind)
    const answer = anyOf(rng, ofKind, request)
    if (answer !== undefined) return answer
  }
  return undefined
}

/** Share of answers that are bad, as models have them. */
const badOneIn = 8

/**
 * The answer to a request, by its digest alone. In a language without recordings it is English, as
 * a model would write that does not know the language; without any it is empty.
 */
export const answer = (
  recordings: ReadonlyArray<Recording>,
  request: Request,
  digest: string,
): Recorded => {
  const rng = fromSeed(digest).within("recorded")
  const { gist } = request
  const fitting = recordings.filter((each) => fits(each, gist, gist.language))
  const good = () =>
    anyOf(
      rng.within("good"),
      fitting.filter((each) => !isBad(each)),
      request,
    )
  const bad = () => badOf(rng.within("bad"), fitting.filter(isBad), request)
  const english = () =>
    anyOf(
      rng.within("english"),
      recordings.filter((each) => !isBad(each) && fits(each, gist, "en")),
      request,
    )
  return (
    (rng.within("quality").chance(1, badOneIn) ? bad() : undefined) ??
    good() ??
    english() ??
    said(request, "", false)
  )
}
