/** Which people of a pool live on a decky: 3 to 6, by a keyed hash, so that deckies differ. */
import type { Decky } from "../fleet/Decky.ts"
import type { Stream } from "../rng/Rng.ts"
import { automationLogins } from "../lore/words.ts"
import { loginsFor } from "./Login.ts"
import type { Persona } from "./Persona.ts"
import type { Resident } from "./Resident.ts"

/** The first uid that useradd gives to a person. */
const uidFirst = 1000

/**
 * The residents of a decky, sorted by address. Adding a person to the pool moves at most one out;
 * other deckies do not matter. `root` is the root stream.
 */
export const choose = (
  root: Stream,
  decky: Decky,
  pool: ReadonlyArray<Persona>,
): ReadonlyArray<Resident> => {
  const rng = root.within("decky", decky.uuid)
  const count = rng.within("residents").between(3, 6)
  const ranked = pool
    .map((persona) => ({ persona, hash: rng.within("resident", persona.email).below(2 ** 48) }))
    .sort((a, b) => a.hash - b.hash || (a.persona.email < b.persona.email ? -1 : 1))
    .slice(0, count)
    .map(({ persona }) => persona)
  // accounts were made one after the other, in an order of their own
  const accounts = decky.facts?.accounts ?? []
  // nobody lives where a service does
  const elsewhere = accounts.filter(({ login, home }) => home !== `/home/${login}`)
  const logins = loginsFor(
    ranked.map((persona) => persona.name),
    [...automationLogins, ...elsewhere.map(({ login }) => login)],
  )
  const taken = new Set(accounts.map(({ uid }) => uid))
  let next = uidFirst
  const uidOf = (login: string): number => {
    const there = accounts.find((account) => account.login === login)
    if (there !== undefined) return there.uid
    while (taken.has(next)) next++
    return next++
  }
  return ranked
    .map((persona, index) => ({
      persona,
      login: logins[index]!,
      uid: uidOf(logins[index]!),
      timezone: persona.timezone ?? decky.timezone,
    }))
    .sort((a, b) => (a.persona.email < b.persona.email ? -1 : 1))
}
