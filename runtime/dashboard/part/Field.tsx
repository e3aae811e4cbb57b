/** A labelled control with its hint and what is wrong with it. */
import type { ComponentChildren } from "preact"

/** What a control takes to be tied to its messages. */
export interface Tied {
  readonly id: string
  readonly "aria-describedby": string
  readonly "aria-invalid"?: true
}

export const Field = (props: {
  readonly name: string
  readonly label: string
  readonly hint?: string | undefined
  readonly problem?: string | undefined
  readonly class?: string
  readonly children: (tied: Tied) => ComponentChildren
}) => {
  const { name, label, hint, problem, children } = props
  const id = `field-${name}`
  return (
    <div class={`field ${props.class ?? ""}`}>
      <label for={id}>{label}</label>
      {children({
        id,
        "aria-describedby": `${id}-note`,
        ...(problem === undefined ? {} : { "aria-invalid": true as const }),
      })}
      <p id={`${id}-note`} class={problem === undefined ? "hint" : "hint wrong"}>
        {problem ?? hint ?? ""}
      </p>
    </div>
  )
}
