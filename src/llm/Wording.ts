/** Where the words of a file or a mail come from, where a model was asked. */

/** Why there is no answer, where there is none. */
export const silences = [
  /** The circuit is open after failures. */
  "open",
  /** Too many others wait already. */
  "busy",
  /** The day's calls or tokens are used up. */
  "budget",
  /** This turn has waited for its model as long as it may. */
  "late",
  /** The model took longer than it may. */
  "timeout",
  /** It could not be reached, or answered with an error. */
  "failed",
] as const

/** What is wrong with an answer that is not used. */
export const faults = [
  "empty",
  /** Over the length of its kind, or cut off by the model's limit. */
  "long",
  "short",
  /** A refusal or an apology in place of the text. */
  "refusal",
  /** Fences, a preamble or talk about the text that could not be stripped. */
  "wrapped",
  /** `[Your Name]`, `example.com`, `lorem`. */
  "placeholder",
  "language",
  /** A script that does not parse. */
  "syntax",
  /** A todo without items. */
  "items",
  /** A person, host, address or ticket that the organisation does not have. */
  "stranger",
  /** A date that lies ahead and is told as past. */
  "date",
  /** A sentence that stands in another text of the same decky. */
  "repeated",
  /** The next version of a file that is the one before. */
  "unchanged",
  /** The next version of a file that keeps nothing of the one before. */
  "rewritten",
  /** A greeting of somebody else, a signature that the mail program adds, a subject line within. */
  "letter",
  /** Anything else that gives a decoy away. */
  "tell",
] as const

export type Silence = (typeof silences)[number]
export type Fault = (typeof faults)[number]
/** `off`: nobody was asked; the text goes on from one that a model wrote. */
export const outcomes = ["accepted", "off", ...silences, ...faults] as const
export type Outcome = (typeof outcomes)[number]

/** Kept with each text that a model was asked for, whether or not its answer was used. */
export interface Wording {
  /** `ollama`, `fake`. */
  readonly backend: string
  /** As the backend names it: `llama3.1`. */
  readonly model: string
  /** SHA-256 of model and request. */
  readonly digest: string
  readonly seed: number
  readonly durationMillis: number
  readonly promptTokens: number
  readonly tokens: number
  /** Whether an equal request had been answered before. */
  readonly isCached: boolean
  readonly outcome: Outcome
  /** What was wrong, on one line; empty where nothing was. */
  readonly detail: string
}
