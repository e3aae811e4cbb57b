/** Which model is asked, and how much of it: what flags, the stored row and the environment come to. */
import type * as Redacted from "effect/Redacted"

export interface ModelSettings {
  readonly provider: "off" | "ollama" | "fake"
  /** Where Ollama listens: `http://127.0.0.1:11434`. */
  readonly baseUrl: string
  readonly model: string
  /** How long a text may take. */
  readonly timeoutMillis: number
  /** Sent as a bearer token, for a proxy that asks for one. */
  readonly apiKey: Redacted.Redacted | undefined
  /** What the fake answers; it fails where this is undefined. */
  readonly fakeOutput: string | undefined
  /** Calls at a time, 1 to 8. */
  readonly concurrency: number
  /** A UTC day's calls and tokens. */
  readonly budgetCalls: number
  readonly budgetTokens: number
}
