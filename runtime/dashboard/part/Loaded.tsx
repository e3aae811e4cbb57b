/** An answer once it is there; until then, or instead, what there is to say. */
import type { ComponentChildren } from "preact"
import type { Answer } from "../Answer.ts"
import { Problem } from "./Problem.tsx"

export const Loaded = <A,>({
  answer,
  what,
  children,
}: {
  readonly answer: Answer<A>
  /** `the deckies` */
  readonly what: string
  readonly children: (value: A) => ComponentChildren
}) => (
  <>
    <Problem line={answer.problem} again={answer.again} />
    {answer.value !== undefined
      ? children(answer.value)
      : answer.isLoading && (
          <p class="soft" role="status">
            Loading {what}…
          </p>
        )}
  </>
)
