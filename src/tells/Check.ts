/** Every tell that a finished history shows, and the check that runs them all. */
import * as Canary from "./Canary.ts"
import type { Finding, History, Tell } from "./History.ts"
import * as Logs from "./Logs.ts"
import * as Mail from "./Mail.ts"
import * as Names from "./Names.ts"
import * as Sessions from "./Sessions.ts"
import * as Text from "./Text.ts"
import * as Time from "./Time.ts"

/** By id, in the order of `docs/tells.md`. */
export const all: Readonly<Record<string, Tell>> = {
  ...Time.tells,
  ...Names.tells,
  ...Text.tells,
  ...Logs.tells,
  ...Mail.tells,
  ...Sessions.tells,
  ...Canary.tells,
}

/** Findings of one tell on one decky that are shown; the last says how many more there are. */
const shownMax = 10

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const compare = (a: Finding, b: Finding): number =>
  order(a.tell, b.tell) ||
  order(a.decky, b.decky) ||
  order(a.path ?? "", b.path ?? "") ||
  order(a.evidence, b.evidence)

const capped = (group: ReadonlyArray<Finding>): ReadonlyArray<Finding> => {
  if (group.length <= shownMax) return group
  const shown = group.slice(0, shownMax)
  const last = shown.at(-1)!
  return [
    ...shown.slice(0, -1),
    { ...last, evidence: `${last.evidence} (and ${group.length - shownMax} more)` },
  ]
}

/** Sorted by tell, decky and path. */
export const check = (
  history: History,
  tells: Readonly<Record<string, Tell>> = all,
): ReadonlyArray<Finding> => {
  const groups = new Map<string, Array<Finding>>()
  for (const tell of Object.values(tells))
    for (const finding of tell(history)) {
      const key = `${finding.tell}\0${finding.decky}`
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [finding])
      else group.push(finding)
    }
  return [...groups.values()].flatMap((group) => capped(group.sort(compare))).sort(compare)
}
