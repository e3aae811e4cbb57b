/** A model behind Ollama's HTTP interface, asked through the official client. */
import type { GenerateResponse } from "ollama"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import type { Request } from "../../src/llm/Request.ts"
import { type Backend, BackendFailure, type Generated, oneLine } from "./Backend.ts"
import * as Http from "./Http.ts"
import type { ModelSettings } from "./ModelSettings.ts"

/** Of the text; a decoy's longest takes a tenth. */
const textBytesMax = 64 * 1024

/** How long the model stays in memory after a call: texts come minutes apart. */
const keepAlive = "10m"

/**
 * Tokens of prompt and answer together. Versions before 0.6 take 2,048 unless told, and cut the
 * beginning off a longer prompt without a word.
 */
const contextTokens = 8192

/** Looking whether it is there takes no longer. */
const checkMillisMax = 5000

/** Names of other models that a message lists. */
const namesMax = 8

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "no such host",
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
  ERR_STREAM_PREMATURE_CLOSE: "the connection was cut",
  ETIMEDOUT: "no way to the host",
  EHOSTUNREACH: "no way to the host",
  ENETUNREACH: "no way to the host",
  ERR_INVALID_URL: "its address cannot be read",
  ERR_INVALID_PROTOCOL: "its address is not http or https",
}

const detailOf = (error: unknown): string => {
  if (error instanceof BackendFailure) return error.detail
  if (!(error instanceof Error)) return "no answer"
  const { code } = error as { readonly code?: unknown }
  // whole messages may hold the address with whatever stands in it
  if (typeof code === "string") return reasons[code] ?? oneLine(code)
  if (error.message.startsWith("Did not receive done")) return "the answer broke off"
  return error instanceof SyntaxError ? "the answer is not JSON" : "no answer"
}

/** Whatever an answer says, the key is not in it. */
const failureOf =
  ({ apiKey, model }: ModelSettings) =>
  (error: unknown): BackendFailure => {
    const detail = detailOf(error)
    const key = apiKey === undefined ? "" : Redacted.value(apiKey)
    const clean = key === "" ? detail : detail.replaceAll(key, "(key)")
    const isMissing = /^HTTP 404: model .*not found/.test(clean)
    return new BackendFailure({
      detail: isMissing ? `the model is missing; run: ollama pull ${oneLine(model)}` : clean,
    })
  }

/** Runs with a client whose connections are closed when it ends, however it ends. */
const withClient = async <A>(
  { baseUrl, apiKey }: ModelSettings,
  interrupted: AbortSignal,
  use: (client: InstanceType<(typeof import("ollama"))["Ollama"]>) => Promise<A>,
): Promise<A> => {
  const { Ollama } = await import("ollama")
  const over = new AbortController()
  const signal = AbortSignal.any([over.signal, interrupted])
  try {
    return await use(new Ollama({ host: baseUrl, fetch: Http.fetchWith(apiKey, signal) }))
  } finally {
    over.abort()
  }
}

const countOf = (value: unknown, estimate: number): number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : estimate

interface Ended extends Generated {
  /** It answered that the model is in memory now, and wrote nothing. */
  readonly isLoad: boolean
}

const collected = async (
  parts: AsyncIterable<GenerateResponse>,
  { system, prompt }: Request,
): Promise<Ended> => {
  const texts: Array<string> = []
  let bytes = 0
  for await (const part of parts) {
    const said: unknown = part.response
    if (typeof said === "string" && said !== "") {
      bytes += Buffer.byteLength(said)
      if (bytes > textBytesMax) throw new BackendFailure({ detail: "the answer is over 64 KiB" })
      texts.push(said)
    }
    if (!part.done) continue
    return {
      text: texts.join(""),
      // counts are left out where a prompt was known; four characters make about one token
      promptTokens: countOf(part.prompt_eval_count, Math.ceil((system + prompt).length / 4)),
      tokens: countOf(part.eval_count, texts.length),
      isCutOff: part.done_reason === "length",
      isLoad: part.done_reason === "load",
    }
  }
  throw new BackendFailure({ detail: "the answer broke off" })
}

const ask = (settings: ModelSettings, request: Request, interrupted: AbortSignal): Promise<Ended> =>
  withClient(settings, interrupted, async (client) =>
    collected(
      await client.generate({
        model: settings.model,
        system: request.system,
        prompt: request.prompt,
        stream: true,
        // what a model thinks before it writes is nobody's text, and counts against the tokens
        think: false,
        keep_alive: keepAlive,
        options: {
          seed: request.sampling.seed,
          temperature: request.sampling.temperature,
          num_predict: request.sampling.maxTokens,
          num_ctx: contextTokens,
        },
      }),
      request,
    ),
  )

export const make = (settings: ModelSettings): Backend => {
  const generateOnce = (request: Request) =>
    Effect.tryPromise({
      try: (interrupted) => ask(settings, request, interrupted),
      catch: failureOf(settings),
    })
  return {
    name: "ollama",
    model: settings.model,
    generate: (request) =>
      Effect.flatMap(generateOnce(request), (answer) =>
        answer.isLoad && answer.text === "" ? generateOnce(request) : Effect.succeed(answer),
      ).pipe(
        Effect.map(({ text, promptTokens, tokens, isCutOff }) => ({
          text,
          promptTokens,
          tokens,
          isCutOff,
        })),
      ),
  }
}

export type Check =
  | { readonly is: "ready" }
  /** It answers, and does not have the model. */
  | { readonly is: "missing"; readonly message: string }
  | { readonly is: "unreachable"; readonly message: string }

/** Without user and password, which do not belong there. */
const shown = (baseUrl: string): string => {
  try {
    const { protocol, host, pathname } = new URL(baseUrl)
    return oneLine(`${protocol}//${host}${pathname === "/" ? "" : pathname}`)
  } catch {
    return "an address that cannot be read"
  }
}

/** `llama3.1` and `llama3.1:latest` are one. */
const tagged = (name: string): string =>
  name.slice(name.lastIndexOf("/") + 1).includes(":") ? name : `${name}:latest`

const namesOf = (listed: unknown): ReadonlyArray<string> | undefined => {
  const models = (listed as { readonly models?: unknown } | null)?.models
  if (!Array.isArray(models)) return undefined
  return models.flatMap((model: unknown) => {
    const name = (model as { readonly name?: unknown } | null)?.name
    return typeof name === "string" ? [name] : []
  })
}

const listing = (names: ReadonlyArray<string>): string => {
  if (names.length === 0) return "no model at all"
  const first = names.slice(0, namesMax).map(oneLine).join(", ")
  return names.length > namesMax ? `${first} and ${names.length - namesMax} more` : first
}

/** Whether it answers and has the model; nothing waits for it, since templates do without. */
export const check = (settings: ModelSettings): Effect.Effect<Check> => {
  if (settings.provider !== "ollama") return Effect.succeed({ is: "ready" })
  const where = `Ollama at ${shown(settings.baseUrl)}`
  const unreachable = (detail: string): Check => ({
    is: "unreachable",
    message: `${where} does not answer (${detail}); texts come from templates meanwhile`,
  })
  return Effect.tryPromise({
    try: (interrupted) => withClient(settings, interrupted, (client) => client.list()),
    catch: failureOf(settings),
  }).pipe(
    Effect.map((listed): Check => {
      const names = namesOf(listed)
      if (names === undefined) return unreachable("what it says is no list of models")
      if (names.some((name) => tagged(name) === tagged(settings.model))) return { is: "ready" }
      const model = oneLine(settings.model)
      return {
        is: "missing",
        message: `${where} does not have the model ${model}, it has ${listing(names)}; run: ollama pull ${model}`,
      }
    }),
    Effect.timeoutTo({
      duration: Math.min(settings.timeoutMillis, checkMillisMax),
      onSuccess: (found) => found,
      onTimeout: () => unreachable("no answer in time"),
    }),
    Effect.catchTag("BackendFailure", ({ detail }) => Effect.succeed(unreachable(detail))),
  )
}
