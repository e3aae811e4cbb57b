/** The fields of the stored `llm` settings: what each may hold, and what to write instead. */
import * as Either from "effect/Either"
import type { ModelSettings } from "./ModelSettings.ts"

/** Left says what to write, without what was found. */
type Parse<A> = (value: unknown) => Either.Either<A, string>

const parse =
  <A>(advice: string, read: (value: unknown) => A | undefined): Parse<A> =>
  (value) => {
    const found = read(value)
    return found === undefined ? Either.left(advice) : Either.right(found)
  }

const providers: ReadonlyArray<ModelSettings["provider"]> = ["ollama", "fake", "off"]

const wholeNumber = (low: number, high: number): Parse<number> =>
  parse(`write a whole number from ${low} to ${high}`, (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= low && value <= high
      ? value
      : undefined,
  )

const urlOf = (text: string): URL | undefined => {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

const addressMax = 2048

/** A path may follow, for a proxy that has Ollama below one. */
const baseUrl: Parse<string> = (value) => {
  const advice = "write an address such as http://127.0.0.1:11434"
  if (
    typeof value !== "string" ||
    value.length > addressMax ||
    !/^https?:\/\/[^\s\p{Cc}]+$/iu.test(value)
  )
    return Either.left(advice)
  const url = urlOf(value)
  if (url === undefined) return Either.left(advice)
  if (url.username !== "" || url.password !== "" || /^https?:\/\/[^/?#]*@/i.test(value))
    return Either.left("write the address without user and password; a key has a field of its own")
  return /[?#]/.test(value)
    ? Either.left("write the address without ? and #")
    : Either.right(`${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, "")}`)
}

/** As the backend names it. */
const modelName = /^(?=\S)[^\p{Cc}]{1,128}(?<=\S)$/u

/** It is sent as a header. */
const key = /^[\x21-\x7e]{1,4096}$/

const matching = (advice: string, pattern: RegExp): Parse<string> =>
  parse(advice, (value) => (typeof value === "string" && pattern.test(value) ? value : undefined))

/** By their names in the row and in the API. */
export const fields = {
  provider: parse("write ollama, fake or off", (value) => providers.find((each) => each === value)),
  base_url: baseUrl,
  model: matching("write a name of 1 to 128 characters, such as llama3.1", modelName),
  /** Seconds. */
  timeout: parse("write a number of seconds from 1 to 3600", (value) =>
    typeof value === "number" && value >= 1 && value <= 3600 ? value : undefined,
  ),
  concurrency: wholeNumber(1, 8),
  budget_calls: wholeNumber(0, 999_999_999),
  budget_tokens: wholeNumber(0, 999_999_999),
} satisfies Record<string, Parse<unknown>>

export type Field = keyof typeof fields

export type Values = {
  readonly [F in Field]: Either.Either.Right<ReturnType<(typeof fields)[F]>>
}

/** Left says what to write. */
export const read = (name: Field, value: unknown): Either.Either<string | number, string> => {
  const each: Parse<string | number> = fields[name]
  return each(value)
}

export const names = Object.keys(fields) as ReadonlyArray<Field>

/** In plain text, as it comes in; the row has it sealed. */
export const apiKey: Parse<string> = matching("write 1 to 4096 visible ASCII characters", key)

export type Row = Readonly<Record<string, unknown>>

export const isRow = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Null means the same as absent. */
export const isSet = (row: Row, name: string): boolean => (row[name] ?? null) !== null
