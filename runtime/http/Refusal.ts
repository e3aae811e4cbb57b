/** Answers to what is no good request: one `detail` each, as the document has them. */
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"

/** A status and one line that a person can act on. */
export const answer = (
  status: number,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.unsafeJson(
    { detail },
    // what of a large body is still on its way is not waited for
    { status, headers: status === 413 ? { ...headers, connection: "close" } : headers },
  )

export const tooMany = (seconds: number): HttpServerResponse.HttpServerResponse =>
  answer(429, tooManyDetail(seconds), { "retry-after": String(seconds) })

export const tooManyDetail = (seconds: number): string =>
  `Too many requests; come again in ${seconds} s`

interface Issue {
  readonly path: ReadonlyArray<PropertyKey>
  readonly message: string
}

const kinds: ReadonlyArray<readonly [RegExp, string]> = [
  [/^(string|NonEmptyString|a string\b)/, "a text"],
  [/^(Int|an integer)/, "a whole number"],
  [/^(number|Finite|a (finite )?number)/, "a number"],
  [/^boolean/, "true or false"],
  [/^(ReadonlyArray|readonly |\[|a list|NonEmptyArray)/, "a list"],
]

/** What a value of a type is called. */
const wordsOf = (type: string): string => {
  const kind = kinds.find(([pattern]) => pattern.test(type))
  if (kind !== undefined) return kind[1]
  const literals = [...type.matchAll(/"([^"]*)"/g)].map((match) => match[1]!)
  if (literals.length > 0 && /^("[^"]*"( \| )?)+$/.test(type))
    return literals.length === 1 ? literals[0]! : `one of ${literals.join(", ")}`
  return "an object"
}

const shownCharacters = 60

/** `role: write one of viewer, admin (found "x")`; values of secret fields are not repeated. */
export const line = (issues: ReadonlyArray<Issue>): string => {
  const first = issues[0]
  if (first === undefined) return "The request is not as it has to be"
  const field = first.path.map(String).join(".")
  const [message = ""] = first.message.split("\n")
  const typed = /^Expected (.+), actual (.*)$/.exec(message)
  // of a choice each way that failed is an issue of its own
  const choices = issues
    .filter((issue) => issue.path.join(".") === first.path.join("."))
    .map((issue) => /^Expected ("[^"]*"), actual /.exec(issue.message)?.[1])
    .filter((choice) => choice !== undefined)
  const what =
    message === "is missing"
      ? "is missing"
      : typed === null
        ? message
        : `write ${wordsOf(choices.length > 1 ? choices.join(" | ") : typed[1]!)}`
  const isSecret = /key|secret|password|token/i.test(field)
  const found =
    typed === null || isSecret || /^[{[]/.test(typed[2]!)
      ? ""
      : ` (found ${typed[2]!.slice(0, shownCharacters)})`
  return field === "" ? `${what}${found}` : `${field}: ${what}${found}`
}
