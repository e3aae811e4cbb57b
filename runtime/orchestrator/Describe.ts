/** Actions and outcomes as one line each, for logs and dry runs; never with what a text says. */
import type { Outcome } from "../../src/engine/Record.ts"
import { bytesAfter, isFile, type Planned } from "../../src/scheduler/Action.ts"

const verbs = {
  Create: "create",
  Edit: "edit",
  Append: "append",
  Rotate: "rotate",
  Remove: "remove",
  Mail: "mail",
  Connect: "session",
  Bait: "bait",
  Letter: "mail",
} as const

export const verb = (action: Planned): string =>
  action._tag === "Authored" ? verb(action.action) : verbs[action._tag]

/** `/home/anna/notes/x.md (note, 812 bytes)` */
export const what = (action: Planned): string => {
  if (action._tag === "Authored") return what(action.action)
  if (action._tag === "Mail" || action._tag === "Letter") {
    const { from, to, subject } = action._tag === "Mail" ? action.message : action.chain.at(-1)!
    return `${from} to ${to.join(", ")}: ${subject}`
  }
  if (action._tag === "Connect")
    return (
      `${action.user}@${action.targetHost}` +
      (action.command === "" ? " (interactive)" : ` (${action.command})`)
    )
  if (action._tag === "Bait") return `${action.context.path} (${action.class}, ${action.kind})`
  const size = isFile(action) && action._tag !== "Remove" ? `, ${bytesAfter(action)} bytes` : ""
  return `${action.path} (${action.class}${size})`
}

/** Fields of an outcome as logs carry them. */
export const fields = ({ decky, action, result, at }: Outcome): Record<string, string> => ({
  decky,
  moment: new Date(at.ms).toISOString(),
  action: verb(action),
  what: what(action),
  result,
})
