/** Personas read, checked and replaced: those of the host and those of a topology. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as PersonaImport from "../../../src/persona/PersonaImport.ts"
import * as Places from "../../config/Places.ts"
import * as Pools from "../../personas/Pools.ts"
import * as Column from "../../storage/Column.ts"
import { Store } from "../../storage/Store.ts"
import { type Topology, Topologies } from "../../storage/Topologies.ts"
import { orUnavailable } from "../Away.ts"
import { Installation } from "../Installation.ts"
import { BadRequest, NotFound } from "../Problem.ts"
import * as Version from "../Version.ts"
import * as PersonaFile from "./PersonaFile.ts"

type List = ReadonlyArray<unknown>

interface Sorted {
  readonly accepted: ReadonlyArray<PersonaFile.Entry>
  readonly rejected: ReadonlyArray<PersonaImport.Rejection>
}

const sort = (personas: List, language: string): Sorted => {
  // undefined for what is no list only
  const rejected = PersonaImport.parse(personas, language)?.rejected ?? []
  return { accepted: PersonaFile.kept(personas, rejected), rejected }
}

export const checked = (personas: List): Effect.Effect<Sorted> =>
  Effect.sync(() => sort(personas, "en"))

/** Fails where there is something and nothing of it is valid. */
const usable = (personas: List, language: string): Effect.Effect<Sorted, BadRequest> => {
  const sorted = sort(personas, language)
  const [first] = sorted.rejected
  return sorted.accepted.length === 0 && first !== undefined
    ? Effect.fail(
        new BadRequest({
          detail: `No valid persona, nothing was written; mend persona ${first.index}: ${first.reason}`,
        }),
      )
    : Effect.succeed(sorted)
}

const path = Effect.map(Installation, ({ settings, roots }) => Places.personasFile(settings, roots))

export const hostWide = Effect.gen(function* () {
  const file = yield* path
  const { tag, personas, rejected, problem } = yield* PersonaFile.read(file)
  yield* Version.tell(tag)
  return { path: file, personas, rejected, problem }
})

/** One at a time within this process, so that a version that was matched is the one replaced. */
const oneAtATime = Effect.unsafeMakeSemaphore(1).withPermits(1)

export const replaceHostWide = (personas: List, ifMatch: string | undefined) =>
  oneAtATime(
    Effect.gen(function* () {
      const file = yield* path
      const before = yield* PersonaFile.read(file)
      yield* Version.match(ifMatch, before.tag, "The pool")
      yield* PersonaFile.replaceable(before)
      const { accepted, rejected } = yield* usable(personas, "en")
      yield* Version.tell(yield* PersonaFile.replace(file, accepted))
      return { path: file, personas: accepted, rejected }
    }),
  )

const decodeRows = Column.decoder(
  "topologies",
  Schema.Struct({
    id: Schema.String,
    name: Schema.String,
    mode: Schema.NullOr(Schema.String),
    status: Schema.NullOr(Schema.String),
    language_default: Schema.NullOr(Schema.String),
    deckies: Column.whole,
  }),
)

/** By name. */
export const topologies = Effect.gen(function* () {
  const { sql, read } = yield* Store
  const rows = yield* Effect.flatMap(
    read(sql`SELECT t.id, t.name, t.mode, t.status, t.language_default,
        (SELECT COUNT(*) FROM topology_deckies d WHERE d.topology_id = t.id) AS deckies
      FROM topologies t ORDER BY t.name, t.id`),
    decodeRows,
  )
  const data = rows.map(({ mode, status, language_default, ...row }) => ({
    ...row,
    mode: mode ?? "",
    status: status ?? "",
    language_default: language_default ?? "en",
  }))
  return { total: data.length, data }
}).pipe(orUnavailable)

const find = (
  id: string,
): Effect.Effect<Topology, NotFound | Effect.Effect.Error<typeof topologies>, Topologies> =>
  Effect.flatMap(
    Effect.flatMap(Topologies, ({ get }) => orUnavailable(get(id))),
    Option.match({
      onNone: () => Effect.fail(new NotFound({ detail: "There is no such topology" })),
      onSome: Effect.succeed,
    }),
  )

const about = ({ id, name, languageDefault }: Topology) => ({
  topology_id: id,
  topology_name: name,
  language_default: languageDefault,
})

const storedOf = ({ emailPersonas }: Topology): List =>
  Array.isArray(emailPersonas) ? emailPersonas : []

const tagOf = (topology: Topology): string =>
  PersonaFile.tagOf(JSON.stringify([topology.id, storedOf(topology)]))

export const ofTopology = (id: string) =>
  Effect.gen(function* () {
    const topology = yield* find(id)
    // as the orchestrator reads it
    const rejected = Pools.ofTopology(id, topology)?.rejected ?? []
    yield* Version.tell(tagOf(topology))
    return {
      ...about(topology),
      personas: PersonaFile.kept(storedOf(topology), rejected),
      rejected,
    }
  })

export const replaceOfTopology = (id: string, personas: List, ifMatch: string | undefined) =>
  oneAtATime(
    Effect.gen(function* () {
      const topology = yield* find(id)
      yield* Version.match(ifMatch, tagOf(topology), "The topology's people")
      const { accepted, rejected } = yield* usable(personas, topology.languageDefault)
      const { setPersonas } = yield* Topologies
      if (!(yield* orUnavailable(setPersonas(id, accepted))))
        return yield* Effect.fail(new NotFound({ detail: "There is no such topology" }))
      yield* Version.tell(tagOf({ ...topology, emailPersonas: accepted }))
      return { ...about(topology), personas: accepted, rejected }
    }),
  )
