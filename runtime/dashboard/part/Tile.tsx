/** A number with its name, large enough to be seen first. */
import * as Format from "../Format.ts"

export const Tile = (props: {
  readonly value: string | number
  readonly name: string
  readonly tone?: "bad" | "warn" | "good"
}) => (
  <li class={props.tone ?? ""}>
    <b>{typeof props.value === "number" ? Format.count(props.value) : props.value}</b>
    <span>{props.name}</span>
  </li>
)
