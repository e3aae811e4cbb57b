/** What `decnet deckies list` and `export` do. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { Decky } from "../../src/fleet/Decky.ts"
import * as FleetFile from "../../src/fleet/FleetFile.ts"
import * as Instant from "../../src/time/Instant.ts"
import type { Settings } from "../config/Settings.ts"
import * as FleetExport from "../fleet/FleetExport.ts"
import * as Registry from "../fleet/Registry.ts"
import * as AtomicFile from "../personas/AtomicFile.ts"
import { Fleet, type Refused } from "../storage/Fleet.ts"
import { HostFactsStore } from "../storage/HostFactsStore.ts"
import { Caller } from "./Caller.ts"
import * as Columns from "./Columns.ts"
import * as Docker from "./Docker.ts"
import * as Opened from "./Opened.ts"

const noteRefused = (refused: ReadonlyArray<Refused>) =>
  Effect.gen(function* () {
    const { note } = yield* Caller
    for (const { name, source, reason } of refused)
      yield* note(`${name} (${source}) is left out: ${reason}`)
  })

const heading = ["name", "state", "source", "uuid", "ip", "services", "release", "role", "zone"]

export const list = (settings: Settings, json: boolean) =>
  Effect.gen(function* () {
    const { write, note } = yield* Caller
    const { deckies, refused, known } = yield* Opened.withStorage(
      settings,
      Effect.all({ fleet: Fleet, facts: HostFactsStore }).pipe(
        Effect.flatMap(({ fleet, facts }) =>
          Effect.all([fleet.list(settings.hostUuid), facts.all]),
        ),
        Effect.map(([listing, known]) => ({ ...listing, known })),
      ),
    )
    yield* noteRefused(refused)
    const rows = deckies.map((row) => {
      const host = known.get(row.uuid)
      return { row, host, decky: Registry.make(row, host).decky }
    })
    if (json) {
      const shown = rows.map(({ row, host, decky }) => ({
        ...FleetExport.entryOf({ ...decky, facts: undefined }),
        release: decky.facts?.releaseKnown === false ? null : decky.release,
        source: row.source,
        state: row.state,
        facts_read_at: host === undefined ? null : Instant.toIso(host.readAtMillis),
      }))
      return yield* write(`${JSON.stringify(shown, undefined, 2)}\n`)
    }
    if (rows.length === 0)
      return yield* note(
        `there are no deckies on ${settings.hostUuid}; add some with \`decnet deckies import\` or \`discover\``,
      )
    const cells = rows.map(({ row, decky }) =>
      [
        decky.name,
        row.state,
        row.source,
        decky.uuid,
        decky.ip ?? "-",
        decky.services.join(",") || "-",
        decky.facts?.releaseKnown === false ? "unknown" : decky.release,
        decky.role,
        decky.timezone,
      ].map(Columns.clean),
    )
    yield* write(`${Columns.lines([heading, ...cells]).join("\n")}\n`)
  })

const firstContacts = (settings: Settings, deckies: ReadonlyArray<Decky>, nowMillis: number) =>
  Effect.gen(function* () {
    const FirstContact = yield* Effect.promise(() => import("../fleet/FirstContact.ts"))
    return yield* Docker.withEngine(settings, (engine) =>
      FirstContact.readAll(engine, deckies, nowMillis),
    )
  })

/** Facts that nobody read yet are read now, where the hosts answer. */
const exported = (settings: Settings) =>
  Effect.gen(function* () {
    const { note, now } = yield* Caller
    const { running } = yield* Fleet
    const store = yield* HostFactsStore
    const { deckies, refused } = yield* running(settings.hostUuid)
    yield* noteRefused(refused)
    const known = new Map(yield* store.all)
    const unread = deckies.filter(({ uuid }) => !known.has(uuid))
    const contacts =
      unread.length === 0
        ? new Map<string, never>()
        : yield* firstContacts(
            settings,
            unread.map((row) => Registry.make(row, undefined).decky),
            yield* now,
          )
    for (const [uuid, contact] of contacts)
      if (Either.isRight(contact)) {
        const host = { ...contact.right, metBy: settings.hostUuid }
        known.set(uuid, host)
        yield* store.put(uuid, host)
      } else yield* note(`${uuid}: what its host is could not be read: ${contact.left}`)
    const out = []
    for (const row of deckies) {
      const { decky, ignored } = Registry.make(row, known.get(row.uuid))
      for (const reason of ignored) yield* note(`${row.name}: decky_config.${reason}`)
      const parsed = FleetFile.parse([FleetExport.entryOf(decky)])
      if (Either.isRight(parsed)) out.push(decky)
      else yield* note(`${row.name} is left out: ${parsed.left.replace(/^0\./, "")}`)
    }
    return out
  })

export const exportFleet = (settings: Settings, output: string | undefined) =>
  Effect.gen(function* () {
    const { write, note } = yield* Caller
    const deckies = yield* Opened.withStorage(settings, exported(settings))
    const text = FleetExport.text(deckies)
    if (output === undefined) return yield* write(text)
    yield* AtomicFile.write(output, text)
    yield* note(`${output}: ${deckies.length} deckies`)
  })
