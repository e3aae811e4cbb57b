/** What texts may refer to, as a finished history has it. */
import * as Reference from "../reading/Reference.ts"
import type { DeckyHistory, History } from "./History.ts"
import * as Evidence from "./Evidence.ts"
import * as Lives from "./Lives.ts"

const subjectsOf: (history: History) => ReadonlySet<string> = Evidence.memo(
  (history) =>
    new Set(
      history.deckies.flatMap(({ mails }) =>
        mails.map(({ subject }) => Reference.bareSubject(subject)),
      ),
    ),
)

const fleetHosts: (history: History) => ReadonlyArray<string> = Evidence.memo((history) =>
  history.deckies.flatMap(({ decky, host }) => [decky.hostname, host.ip]),
)

export const world = (
  history: History,
  { lore, residents, host, decky }: DeckyHistory,
  lives: Lives.Lives,
): Reference.World => {
  const commands = host.crontab.map(({ command }) => command).join("\n")
  return Reference.world({
    lore,
    people: residents.map(({ persona }) => persona),
    hosts: [...fleetHosts(history), decky.hostname],
    isScript: (path) => Lives.everExists(lives, path) || commands.includes(path),
    subjects: subjectsOf(history),
  })
}
