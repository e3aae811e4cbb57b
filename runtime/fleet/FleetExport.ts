/** Deckies as the entries of a fleet file, the other way round from `FleetFile.parse`. */
import type { Decky } from "../../src/fleet/Decky.ts"
import * as Instant from "../../src/time/Instant.ts"

/** Absent fields are left out, so that the file reads as one that somebody wrote. */
export const entryOf = (decky: Decky): Readonly<Record<string, unknown>> => ({
  uuid: decky.uuid,
  name: decky.name,
  hostname: decky.hostname,
  ...(decky.ip === undefined ? {} : { ip: decky.ip }),
  release: decky.release,
  timezone: decky.timezone,
  services: decky.services,
  role: decky.role,
  ...(decky.topologyId === undefined ? {} : { topology_id: decky.topologyId }),
  ...(decky.personasFile === undefined ? {} : { personas: decky.personasFile }),
  ...(Object.keys(decky.containers).length === 0 ? {} : { containers: decky.containers }),
  ...(decky.bornAt === undefined ? {} : { born_at: Instant.toIso(decky.bornAt) }),
  ...(decky.facts === undefined ? {} : { facts: decky.facts }),
})

export const text = (deckies: ReadonlyArray<Decky>): string =>
  `${JSON.stringify(deckies.map(entryOf), undefined, 2)}\n`
