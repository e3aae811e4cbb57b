/** A state in a word, with a colour that only repeats what the word says. */
import type { ComponentChildren } from "preact"

export type Tone = "good" | "warn" | "bad" | "plain"

export const Badge = ({
  tone,
  children,
}: {
  readonly tone: Tone
  readonly children: ComponentChildren
}) => <span class={`badge ${tone}`}>{children}</span>

/** A content class with its family's mark. */
export const ClassName = ({ name, family }: { readonly name: string; readonly family: string }) => (
  <span class={`class ${family}`}>
    <i aria-hidden="true" />
    {name}
  </span>
)
