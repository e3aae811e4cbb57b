/** What a model is asked, as a plain value; equal requests to one model have equal digests. */
import * as Bytes from "../bytes/Bytes.ts"

export interface Sampling {
  /** Drawn by name from the moment's own stream: 0 to 2^31 - 1. */
  readonly seed: number
  readonly temperature: number
  /** The model stops after so many tokens. */
  readonly maxTokens: number
}

/** What a text is to be, for whoever answers from recordings; a model reads the prompt alone. */
export interface Gist {
  readonly form: "note" | "todo" | "draft" | "script" | "mail"
  /** Whether it follows on something: the next version of a file, a reply. */
  readonly follows: boolean
  /** ISO 639-1. */
  readonly language: string
  /** `sh`, `py`, `md`, `txt`; of mail `eml`. */
  readonly extension: string
  /** Names of the organisation that the text may use, by slot: `project`, `ticket`, `person`. */
  readonly slots: Readonly<Record<string, string>>
  /** What stands there now; empty where `follows` is false. */
  readonly previous: string
}

export interface Request {
  readonly system: string
  readonly prompt: string
  readonly sampling: Sampling
  readonly gist: Gist
}

/** SHA-256 in hexadecimal over everything that the model is given. */
export const digest = (model: string, { system, prompt, sampling }: Request): string =>
  Bytes.sha256(
    Bytes.ofText(
      JSON.stringify([
        model,
        system,
        prompt,
        sampling.seed,
        sampling.temperature,
        sampling.maxTokens,
      ]),
    ),
  )
