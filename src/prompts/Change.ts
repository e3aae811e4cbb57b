/** What an author changes in a file that is there: one small thing, drawn by name. */
import type { Stream } from "../rng/Rng.ts"
import type { UserClass } from "../taxonomy/ContentClass.ts"

interface Change {
  readonly weight: number
  readonly text: string
  /** Only where the file has what is changed. */
  readonly needs?: RegExp
}

const box = /\[ \]/
const number = /\b\d{1,4}\b/

const changes = {
  note: [
    { weight: 6, text: "Add one line at the end with something new." },
    { weight: 3, text: "Add one line in the middle, where it belongs." },
    { weight: 3, text: "Add a detail to one line." },
    { weight: 2, text: "Put one line in other words." },
    { weight: 1, text: "Take out one line that matters no more." },
  ],
  todo: [
    { weight: 6, text: "Add one item." },
    { weight: 5, text: 'Tick one item off: its "[ ]" becomes "[x]".', needs: box },
    { weight: 3, text: "Take out one item, since it is done." },
    { weight: 2, text: "Add a detail to one item: who waits for it, or why it takes long." },
    { weight: 1, text: "Put one item in other words." },
  ],
  draft: [
    { weight: 4, text: "Add one or two sentences to one paragraph." },
    { weight: 3, text: "Put one sentence in other words." },
    { weight: 2, text: "Add a short paragraph at the end." },
    { weight: 1, text: "Take out one sentence that says little." },
  ],
  script: [
    { weight: 4, text: "Add one comment that says why a line is there." },
    { weight: 4, text: "Change one number, such as a limit or a count.", needs: number },
    { weight: 3, text: "Print one more message for whoever runs it." },
    { weight: 3, text: "Check one more thing before the work begins." },
    { weight: 1, text: "Put one comment or message in other words." },
  ],
} satisfies Record<UserClass, ReadonlyArray<Change>>

export const draw = (rng: Stream, kind: UserClass, previous: string): string => {
  const fitting: ReadonlyArray<Change> = (changes[kind] as ReadonlyArray<Change>).filter(
    ({ needs }) => needs === undefined || needs.test(previous),
  )
  return rng.weighted(fitting, ({ weight }) => weight).text
}
