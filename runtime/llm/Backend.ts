/** Whatever a prompt can be given to: one call, bounded by whoever makes it. */
import type * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Request } from "../../src/llm/Request.ts"

/** No answer that can be used; another call may get one. */
export class BackendFailure extends Schema.TaggedError<BackendFailure>()("BackendFailure", {
  /** For the operator, on one line; never with a key. */
  detail: Schema.String,
}) {
  override get message(): string {
    return this.detail
  }
}

export interface Generated {
  readonly text: string
  readonly promptTokens: number
  readonly tokens: number
  /** Whether the model stopped at the limit of tokens. */
  readonly isCutOff: boolean
}

export interface Backend {
  readonly name: "ollama" | "fake"
  /** As the backend names it: `llama3.1`. */
  readonly model: string
  /** Without a limit of time; when it is interrupted, its connection is closed. */
  readonly generate: (request: Request) => Effect.Effect<Generated, BackendFailure>
}

const lengthMax = 200

/** Foreign text as one line that is safe to log. */
export const oneLine = (text: string): string => {
  // control characters, marks of direction and halves of characters are not for a terminal
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, " ").trim()
  const points = Array.from(line)
  return points.length > lengthMax ? `${points.slice(0, lengthMax - 3).join("")}...` : line
}
