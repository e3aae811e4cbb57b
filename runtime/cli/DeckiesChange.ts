/** What `decnet deckies import`, `discover` and `remove` do. */
import { dirname, resolve } from "node:path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as FleetFile from "../../src/fleet/FleetFile.ts"
import type { Settings } from "../config/Settings.ts"
import * as Discovery from "../fleet/Discovery.ts"
import * as FleetChange from "../fleet/FleetChange.ts"
import { compositeUuid, Fleet } from "../storage/Fleet.ts"
import { HostFactsStore } from "../storage/HostFactsStore.ts"
import { Store } from "../storage/Store.ts"
import { Caller } from "./Caller.ts"
import * as Docker from "./Docker.ts"
import { UsageFailure } from "./Failure.ts"
import * as Input from "./Input.ts"
import * as Opened from "./Opened.ts"

const tell = (hostUuid: string, changes: ReadonlyArray<FleetChange.Change>) =>
  Effect.gen(function* () {
    const { write } = yield* Caller
    let added = 0
    let changed = 0
    for (const { entry, isNew, differs } of changes)
      if (isNew) {
        added++
        yield* write(`added ${entry.name} as ${compositeUuid(hostUuid, entry.name)}\n`)
      } else if (differs.length > 0) {
        changed++
        yield* write(`changed ${entry.name} (${[...differs].sort().join(", ")})\n`)
      }
    yield* write(
      `${added} added, ${changed} changed, ${changes.length - added - changed} as before\n`,
    )
  })

/** All of them, or none. */
const put = (hostUuid: string, changes: ReadonlyArray<FleetChange.Change>) =>
  Effect.gen(function* () {
    const fleet = yield* Fleet
    const { together } = yield* Store
    yield* together(
      Effect.forEach(
        changes.filter(({ isNew, differs }) => isNew || differs.length > 0),
        ({ entry }) => fleet.put(hostUuid, entry),
        { discard: true },
      ),
    )
  })

/** Persona files lie beside the fleet file; where that is, is forgotten after this. */
const withOwnFiles = (
  file: string,
  deckies: Effect.Effect.Success<ReturnType<typeof read>>,
): typeof deckies =>
  deckies.map((decky) =>
    decky.personasFile === undefined
      ? decky
      : { ...decky, personasFile: resolve(dirname(file), decky.personasFile) },
  )

const read = (file: string) =>
  Effect.gen(function* () {
    const parsed = FleetFile.parse(yield* Input.readJson(file))
    return Either.isRight(parsed)
      ? parsed.right
      : yield* new UsageFailure({ message: `${file}: ${parsed.left}` })
  })

export const importFleet = (settings: Settings, file: string) =>
  Effect.gen(function* () {
    const { note } = yield* Caller
    const { hostUuid } = settings
    const deckies = withOwnFiles(file, yield* read(file))
    yield* Opened.withStorage(
      settings,
      Effect.gen(function* () {
        const { list } = yield* Fleet
        const standing = (yield* list(hostUuid)).deckies
        const found = FleetChange.changes(hostUuid, deckies, standing)
        if (Either.isLeft(found))
          return yield* new UsageFailure({ message: `${file}: ${found.left}` })
        const { changes, left, renamed } = found.right
        yield* put(hostUuid, changes)
        yield* tell(hostUuid, changes)
        for (const { name, reason } of left) yield* note(`${name} is left out: ${reason}`)
        if (renamed > 0)
          yield* note(
            "histories follow the uuids shown here, not the file's; `decnet deckies export` writes the file to preview them with",
          )
      }),
    )
  })

export const discover = (settings: Settings) =>
  Effect.gen(function* () {
    const { note } = yield* Caller
    const { hostUuid } = settings
    const listed = yield* Docker.withEngine(settings, ({ list }) =>
      Effect.mapError(list([Discovery.deckyLabel]), Docker.needed),
    )
    const { found, refused } = Discovery.deckiesOf(
      listed.map(({ Names, Labels }) => ({
        name: (Names[0] ?? "").replace(/^\//, ""),
        labels: Labels,
      })),
    )
    for (const { name, reason } of refused) yield* note(`${name} is left out: ${reason}`)
    yield* Opened.withStorage(
      settings,
      Effect.gen(function* () {
        const { list } = yield* Fleet
        const standing = (yield* list(hostUuid)).deckies
        const compared = FleetChange.discovered(hostUuid, found, standing)
        for (const { name, reason } of compared.left) yield* note(`${name} is left out: ${reason}`)
        yield* put(hostUuid, compared.changes)
        yield* tell(hostUuid, compared.changes)
      }),
    )
  })

export const remove = (settings: Settings, name: string) =>
  Effect.gen(function* () {
    const { write } = yield* Caller
    const { hostUuid } = settings
    yield* Opened.withStorage(
      settings,
      Effect.gen(function* () {
        const fleet = yield* Fleet
        if (!(yield* fleet.remove(hostUuid, name))) {
          const { deckies } = yield* fleet.list(hostUuid)
          const other = deckies.find((each) => each.name === name)
          return yield* new UsageFailure({
            message:
              other === undefined
                ? `there is no decky ${name} on ${hostUuid}; \`decnet deckies list\` shows them`
                : `${name} belongs to ${other.source === "shard" ? "a shard" : `topology ${other.topologyId}`}; take it away there`,
          })
        }
        yield* Effect.flatMap(HostFactsStore, (facts) =>
          facts.forget(compositeUuid(hostUuid, name)),
        )
        yield* write(`removed ${name}, and its history with it; its files stay where they are\n`)
      }),
    )
  })
