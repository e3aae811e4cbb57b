/** Bait at an operator's word: shown, laid, or taken away, on a decky that the worker has met. */
import { randomBytes } from "node:crypto"
import { posix } from "node:path"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import * as Instrument from "../../src/canary/instrument/Instrument.ts"
import * as Callback from "../../src/canary/Callback.ts"
import type { ArtifactFile } from "../../src/canary/Generator.ts"
import * as Generators from "../../src/canary/Generators.ts"
import * as Mtime from "../../src/diurnal/Mtime.ts"
import * as BaitMoment from "../../src/engine/BaitMoment.ts"
import * as Cultivator from "../../src/engine/Cultivator.ts"
import type { Cast, Inhabitant, World } from "../../src/engine/World.ts"
import type { TokenRow } from "../../src/ports/CanaryTokens.ts"
import type { Bait } from "../../src/scheduler/Action.ts"
import type { CanaryClass } from "../../src/taxonomy/ContentClass.ts"
import type { InstrumentRejected } from "../../src/canary/instrument/Rejected.ts"
import * as Instant from "../../src/time/Instant.ts"
import * as Zone from "../../src/time/Zone.ts"
import * as Voice from "../../src/voice/Voice.ts"
import type { Settings } from "../config/Settings.ts"
import * as PathPolicy from "../docker/PathPolicy.ts"
import * as Enrolment from "../orchestrator/Enrolment.ts"
import * as Orchestrate from "../orchestrator/Orchestrate.ts"
import * as RandomBytes from "../orchestrator/RandomBytes.ts"
import * as CanaryBlobs from "../storage/CanaryBlobs.ts"
import { Refused } from "./Refused.ts"

export interface Upload {
  /** As its owner called it. */
  readonly name: string
  readonly bytes: Uint8Array
}

export interface Asked {
  readonly class: CanaryClass
  /** Name or uuid. */
  readonly decky: string
  /** Address of whose home it lies in; somebody who lives there where it is left out. */
  readonly persona?: string
  /** Absolute; a fitting one where it is left out. */
  readonly path?: string
  readonly upload?: Upload
}

const unknown = (says: string) => new Refused({ reason: "unknown", says })

const unready = (says: string) => new Refused({ reason: "unready", says })

const wrong = (field: string, says: string) => new Refused({ reason: "input", field, says })

const castOf = (world: World, waiting: ReadonlyMap<string, string>, name: string) => {
  const cast = [...world.casts.values()].find(
    ({ decky }) => decky.name === name || decky.uuid === name,
  )
  if (cast !== undefined) return Effect.succeed(cast)
  const why = [...waiting].find(([uuid]) => uuid === name || uuid.endsWith(`:${name}`))?.[1]
  return Effect.fail(
    why === undefined
      ? unknown(
          `there is no running decky ${JSON.stringify(name)} here; see \`decnet deckies list\``,
        )
      : unready(`${name}: ${why}; start \`decnet orchestrate\` and let it meet the decky first`),
  )
}

const livesIn = ({ inhabitants, byEmail, decky }: Cast, email: string | undefined) => {
  if (inhabitants.length === 0) return Effect.fail(unready(`nobody lives on ${decky.name}`))
  if (email === undefined)
    return Effect.succeed(inhabitants[randomBytes(4).readUInt32BE() % inhabitants.length]!)
  const found = byEmail.get(email)
  return found === undefined
    ? Effect.fail(
        unknown(
          `${email} has no account on ${decky.name}; write one of ${[...byEmail.keys()].join(", ")}`,
        ),
      )
    : Effect.succeed(found)
}

/** The setting without which bait of a class has nothing to call. */
const needs = (canary: CanaryClass): string =>
  Generators.all[canary].kind({ httpBase: "http://localhost", dnsZone: undefined }) === undefined
    ? "DECNET_CANARY_DNS_ZONE"
    : "DECNET_CANARY_HTTP_BASE"

const proposed = (
  world: World,
  cast: Cast,
  who: Inhabitant,
  asked: Asked,
  now: number,
): Effect.Effect<Bait, Refused> =>
  Effect.suspend(() => {
    const id = randomBytes(8).toString("hex")
    const rng = world.root.within("decky", cast.decky.uuid, "manual", id)
    const { persona, timezone } = who.resident
    const mtime = Mtime.sample(rng.within("mtime"), persona, timezone, now)
    const { day } = Zone.toLocal(timezone, now)
    const { project } = Voice.focusedMatter(world.root, rng, cast.lore, persona.email, day)
    const bait = BaitMoment.propose(rng, asked.class, {
      cast,
      who,
      callback: world.options.callback!,
      momentId: `manual/${id}`,
      at: now,
      mtime: mtime ?? Instant.make(now, randomBytes(3).readUIntBE(0, 3) % 999_999),
      project,
      ...(asked.path === undefined ? {} : { path: asked.path }),
    })
    return bait === undefined
      ? Effect.fail(
          unready(
            `${asked.class.slice("canary_".length)} needs a place to call: set ${needs(asked.class)}`,
          ),
        )
      : Effect.succeed(bait)
  })

/** What an operator may say of the path, by class. */
const pathFault = ({ class: canary, path }: Asked): string | undefined => {
  if (path === undefined) return undefined
  if (!posix.isAbsolute(path) || posix.normalize(path) !== path || path.endsWith("/"))
    return `write an absolute path of a file (found ${JSON.stringify(path)})`
  return canary === "canary_git_config" && !/^\/.+\/\.git\/config$/.test(path)
    ? `write where the repository's config lies, such as /home/anna/tools/.git/config (found ${JSON.stringify(path)})`
    : undefined
}

const prepared = (given: Orchestrate.Given, asked: Asked) =>
  Effect.gen(function* () {
    const { settings } = given
    const fault = pathFault(asked)
    if (fault !== undefined) return yield* wrong("path", fault)
    const policy = PathPolicy.parse(settings.plantRoots.join(":"))
    if (Either.isLeft(policy)) return yield* unready(policy.left)
    const { enrolment, live, root } = yield* Orchestrate.begin(given, { kind: "human" })
    const roster = yield* Effect.flatten(Enrolment.make({ ...enrolment, meets: false }))
    const cast = yield* castOf(roster.world, roster.waiting, asked.decky)
    const who = yield* livesIn(cast, asked.persona)
    const now = yield* Clock.currentTimeMillis
    const bait = yield* proposed(roster.world, cast, who, asked, now)
    return { cast, bait, live, root, world: roster.world, now }
  })

/** What a piece of bait would be, with a token that is thrown away; over a database that is open. */
export const previewWithin = (given: Orchestrate.Given, asked: Asked) =>
  Effect.gen(function* () {
    const { bait } = yield* prepared(given, asked)
    const { token } = yield* Cultivator.draw("preview")
    const files: ReadonlyArray<ArtifactFile> = yield* Generators.all[bait.class].files(
      token,
      bait.context,
    )
    return { bait, files }
  }).pipe(Effect.scoped, Effect.provide(RandomBytes.layer))

export const preview = (given: Orchestrate.Given, asked: Asked) =>
  Effect.provide(previewWithin(given, asked), Orchestrate.withStorage(given))

const office = "application/vnd.openxmlformats-officedocument"

/** What an upload is laid as, by its bytes; what nothing can be made of is laid as a document. */
const classes: Readonly<Record<string, CanaryClass>> = {
  docx: "canary_honeydoc_docx",
  xlsx: "canary_xlsx",
  pdf: "canary_honeydoc_pdf",
}

/** Of what uploads are, by their bytes. */
const contentTypes: Readonly<Record<string, string>> = {
  docx: `${office}.wordprocessingml.document`,
  xlsx: `${office}.spreadsheetml.sheet`,
  pdf: "application/pdf",
  html: "text/html",
  png: "image/png",
  jpeg: "image/jpeg",
  json: "application/json",
  text: "text/plain",
}

export interface Laid {
  readonly token: TokenRow
  /** What was done to an upload, in a sentence. */
  readonly statement: string | undefined
}

/** An upload is laid under its own name, as what its bytes are. */
const asUpload = (
  bait: Bait,
  upload: Upload,
  tried: Instrument.Instrumented,
  path?: string,
): Bait => {
  const name = posix.basename(upload.name.replaceAll("\\", "/"))
  const own = path ?? `${posix.dirname(bait.context.path)}/${name}`
  return {
    ...bait,
    kind: tried.kind ?? bait.kind,
    context: { ...bait.context, path: own, document: undefined },
    paths: [own],
  }
}

export interface Examined {
  /** What it is laid as. */
  readonly class: CanaryClass
  readonly contentType: string
  readonly tried: Instrument.Instrumented
}

/** What would become of an upload; fails where nothing can be made of it. */
export const examine = (
  { canaryHttpBase, canaryDnsZone }: Settings,
  upload: Upload,
): Effect.Effect<Examined, InstrumentRejected> =>
  Effect.gen(function* () {
    const trial = yield* Effect.provide(Cultivator.draw("trial"), RandomBytes.layer)
    const callback = Callback.make(canaryHttpBase, canaryDnsZone)
    const tried = yield* Instrument.instrument(trial.token, callback, upload)
    return {
      class: classes[tried.format] ?? "canary_honeydoc",
      contentType: contentTypes[tried.format] ?? "application/octet-stream",
      tried,
    }
  })

/** Keeps an upload that was examined. */
export const keep = (
  { canaryBlobDir }: Settings,
  upload: Upload,
  { contentType }: Examined,
  createdBy: string,
) =>
  Effect.flatMap(Clock.currentTimeMillis, (now) =>
    CanaryBlobs.put(canaryBlobDir, { ...upload, contentType }, createdBy, now),
  )

const layUpload = (given: Orchestrate.Given, asked: Asked, upload: Upload, createdBy: string) =>
  Effect.gen(function* () {
    const { settings } = given
    const callback = Callback.make(settings.canaryHttpBase, settings.canaryDnsZone)
    // whether anything can be made of it shows before it is kept
    const examined = yield* examine(settings, upload)
    const { tried } = examined
    if (asked.class !== examined.class)
      return yield* wrong(
        "file",
        `${upload.name} is ${tried.format}; write ${examined.class.slice("canary_".length)} for its class`,
      )
    const { cast, bait, live, world, now } = yield* prepared(given, asked)
    yield* live.meet(world)
    const blob = yield* keep(settings, upload, examined, createdBy)
    const token = yield* Cultivator.lay(
      cast.decky,
      asUpload(bait, upload, tried, asked.path),
      Instant.make(now),
      createdBy,
      {
        as: { blob: blob.id, instrumenter: tried.embedded ? tried.format : "none" },
        instrument: (drawn) =>
          Effect.map(
            // what could be done once can be done again
            Effect.orDie(Instrument.instrument(drawn, callback, upload)),
            ({ bytes }) => bytes,
          ),
      },
    ).pipe(Effect.provide(Layer.merge(live.ports, RandomBytes.layer)))
    const laid: Laid = { token, statement: tried.statement }
    return laid
  })

/**
 * Lays bait now; its files are as old as those of somebody who made them in the last days. Over a
 * database that is open.
 */
export const createWithin = (given: Orchestrate.Given, asked: Asked, createdBy: string) =>
  Effect.gen(function* () {
    if (asked.upload !== undefined) return yield* layUpload(given, asked, asked.upload, createdBy)
    const { cast, bait, live, world, now } = yield* prepared(given, asked)
    yield* live.meet(world)
    const token = yield* Cultivator.lay(cast.decky, bait, Instant.make(now), createdBy).pipe(
      Effect.provide(Layer.merge(live.ports, RandomBytes.layer)),
    )
    const laid: Laid = { token, statement: undefined }
    return laid
  }).pipe(Effect.scoped)

export const create = (given: Orchestrate.Given, asked: Asked, createdBy: string) =>
  Effect.provide(createWithin(given, asked, createdBy), Orchestrate.withStorage(given))

/** Takes bait away, as far as it is still ours; undefined where there is no such token. */
export const revokeWithin = (given: Orchestrate.Given, id: string, reason?: string) =>
  Effect.gen(function* () {
    const { enrolment, live } = yield* Orchestrate.begin(given, { kind: "human" })
    const { world } = yield* Effect.flatten(Enrolment.make({ ...enrolment, meets: false }))
    yield* live.meet(world)
    const now = yield* Clock.currentTimeMillis
    return yield* Effect.provide(
      Cultivator.revoke(id, Instant.make(now, randomBytes(3).readUIntBE(0, 3) % 999_999), reason),
      live.ports,
    )
  }).pipe(Effect.scoped)

export const revoke = (given: Orchestrate.Given, id: string, reason?: string) =>
  Effect.provide(revokeWithin(given, id, reason), Orchestrate.withStorage(given))
