/**
 * The pool of each decky: the persona file it names itself, else its topology's own list, else the
 * host-wide file.
 */
import { isAbsolute, normalize } from "node:path"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type { Decky } from "../../src/fleet/Decky.ts"
import * as ActiveHours from "../../src/persona/ActiveHours.ts"
import * as PersonaImport from "../../src/persona/PersonaImport.ts"
import type { Pool } from "../../src/persona/Pool.ts"
import { PersonaPools } from "../../src/ports/PersonaPools.ts"
import type { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import * as PoolFile from "./PoolFile.ts"

/** What a topology's row says of its people. */
export interface TopologyPeople {
  /** JSON as stored: a list, or what somebody left there. */
  readonly emailPersonas: unknown
  readonly languageDefault: string
}

export interface Sources {
  readonly hostWide: PoolFile.PoolFile
  readonly topology: (id: string) => Effect.Effect<Option.Option<TopologyPeople>, StoreUnavailable>
}

/** A window that was stored with a typing mistake counts as always: it must not silence a fleet. */
const lenient = (entry: unknown): unknown => {
  const hours = (entry as { readonly active_hours?: unknown } | null)?.active_hours
  return typeof hours === "string" && ActiveHours.parse(hours) === undefined
    ? { ...(entry as object), active_hours: ActiveHours.format(ActiveHours.always) }
    : entry
}

/** The people of a topology's row; undefined where it has none of its own. */
export const ofTopology = (
  id: string,
  row: TopologyPeople,
):
  | { readonly pool: Pool; readonly rejected: ReadonlyArray<PersonaImport.Rejection> }
  | undefined => {
  const stored = row.emailPersonas
  if (!Array.isArray(stored) || stored.length === 0) return undefined
  const parsed = PersonaImport.parse(stored.map(lenient), row.languageDefault || "en")
  return parsed === undefined
    ? undefined
    : { pool: { id, personas: parsed.accepted }, rejected: parsed.rejected }
}

interface Kept {
  readonly source: string
  readonly pool: Pool | undefined
}

export interface Pools {
  /**
   * The same object as long as its people are: whoever holds one can tell by it whether to build
   * anew.
   */
  readonly poolOf: (decky: Decky) => Effect.Effect<Pool>
}

export const make = (sources: Sources): Effect.Effect<Pools> =>
  Effect.sync(() => {
    const files = new Map<string, PoolFile.PoolFile>()
    const topologies = new Map<string, Kept>()

    const ofFile = (path: string) =>
      Effect.gen(function* () {
        let file = files.get(path)
        if (file === undefined) {
          file = yield* PoolFile.make(path, `file:${normalize(path)}`)
          files.set(path, file)
        }
        return (yield* file.current).pool
      })

    const keep = (id: string, row: Option.Option<TopologyPeople>) =>
      Effect.gen(function* () {
        const source = JSON.stringify(Option.getOrNull(row))
        const known = topologies.get(id)
        if (known?.source === source) return known.pool
        const parsed = Option.isSome(row) ? ofTopology(id, row.value) : undefined
        for (const { index, reason } of parsed?.rejected ?? [])
          yield* Effect.logWarning(`topology ${id}: persona ${index} left out: ${reason}`)
        topologies.set(id, { source, pool: parsed?.pool })
        return parsed?.pool
      })

    const ofTopologyRow = (id: string) =>
      sources.topology(id).pipe(
        Effect.flatMap((row) => keep(id, row)),
        // the people of a moment ago are better than none while the database is away
        Effect.catchTag("StoreUnavailable", () => Effect.succeed(topologies.get(id)?.pool)),
      )

    const poolOf = (decky: Decky) =>
      Effect.gen(function* () {
        const { personasFile, topologyId } = decky
        // relative to what is known at import only, where it is made absolute
        if (personasFile !== undefined && isAbsolute(personasFile))
          return yield* ofFile(personasFile)
        const own = topologyId === undefined ? undefined : yield* ofTopologyRow(topologyId)
        return own ?? (yield* sources.hostWide.current).pool
      })
    return { poolOf }
  })

export const layer = (sources: Sources): Layer.Layer<PersonaPools> =>
  Layer.effect(PersonaPools, make(sources))
