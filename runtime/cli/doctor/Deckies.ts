/** Checks of Docker and of each decky that runs on it. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { servesMail, type Decky } from "../../../src/fleet/Decky.ts"
import type { Settings } from "../../config/Settings.ts"
import { containersOf, namesOf } from "../../docker/Decoys.ts"
import type { EngineApi } from "../../docker/EngineApi.ts"
import type { EngineFailure } from "../../docker/EngineFailure.ts"
import * as Registry from "../../fleet/Registry.ts"
import { Fleet } from "../../storage/Fleet.ts"
import { HostFactsStore } from "../../storage/HostFactsStore.ts"
import * as Docker from "../Docker.ts"
import * as Opened from "../Opened.ts"
import type { Finding } from "./Finding.ts"
import { fail, ok, unreachable, warn } from "./Finding.ts"
import { mailFolder } from "./Local.ts"

/** How many deckies are looked at at a time. */
const concurrency = 4

interface Standing {
  readonly decky: Decky
  readonly ignored: ReadonlyArray<string>
  readonly isRead: boolean
}

/** A sentence of the form `what; how to mend it`. */
const split = (subject: string, message: string, advice: string): readonly [string, string] => {
  const [what, ...mend] = message.split("; ")
  return [`${subject}: ${what}`, mend.join("; ") || advice]
}

const engineFinding = (error: EngineFailure): Finding => {
  const [what, mend] = split("docker", error.message.replace(/^Docker /, ""), "see Docker's log")
  return unreachable(what, mend)
}

const runs = (engine: EngineApi, container: string): Effect.Effect<Either.Either<void, string>> =>
  engine.inspect(container).pipe(
    Effect.match({
      onFailure: (error) => Either.left(error.message),
      onSuccess: ({ State }) =>
        State.Running && !State.Paused
          ? Either.void
          : Either.left(
              `the container ${container} is ${State.Paused ? "paused" : "stopped"}; start it`,
            ),
    }),
  )

const mailRoot = (
  engine: EngineApi,
  subject: string,
  container: string,
  folder: string,
): Effect.Effect<ReadonlyArray<Finding>> =>
  engine.stat(container, folder).pipe(
    Effect.match({
      onSuccess: ({ kind }) =>
        kind === "directory"
          ? []
          : [fail(`${subject}: ${folder} on ${container} is no folder`, "mend DECNET_MAIL_ROOT")],
      onFailure: (error) =>
        error._tag === "NotFound"
          ? [
              warn(
                `${subject}: there is no ${folder} on ${container} yet`,
                "it is made with the first mail; where mailboxes lie elsewhere, set DECNET_MAIL_ROOT",
              ),
            ]
          : [fail(...split(subject, error.message, "see Docker's log"))],
    }),
  )

const releaseOf = (subject: string, { decky, isRead }: Standing): ReadonlyArray<Finding> => {
  if (!isRead)
    return [
      warn(
        `${subject}: what its host is has not been read yet`,
        "the orchestrator reads it at first contact",
      ),
    ]
  return decky.facts?.releaseKnown === false
    ? [
        warn(
          `${subject}: its release is not one that is known; no system logs are made`,
          "name the nearest one as its release in the fleet file",
        ),
      ]
    : []
}

const deckyFindings = (engine: EngineApi, settings: Settings, standing: Standing) =>
  Effect.gen(function* () {
    const { decky, ignored } = standing
    const subject = `decky ${decky.name}`
    const containers = namesOf(decky)
    const findings: Array<Finding> = ignored.map((field) =>
      warn(`${subject}: decky_config.${field.split(": ")[0]} has no effect`, field),
    )
    const states = yield* Effect.forEach(containers, (each) => runs(engine, each))
    for (const state of states)
      if (Either.isLeft(state)) findings.push(fail(...split(subject, state.left, "start it")))
    if (states.every(Either.isRight)) {
      findings.push(...releaseOf(subject, standing))
      if (servesMail(decky)) {
        const { mail } = containersOf(decky)
        findings.push(...(yield* mailRoot(engine, subject, mail, mailFolder(settings.mailRoot))))
      }
    }
    if (findings.length > 0) return findings
    return [
      ok(
        `${subject}: ${containers.join(" and ")} ${containers.length === 1 ? "runs" : "run"}, ${decky.release}`,
      ),
    ]
  })

const fleet = (settings: Settings) =>
  Effect.gen(function* () {
    const { deckies, refused } = yield* Effect.flatMap(Fleet, ({ running }) =>
      running(settings.hostUuid),
    )
    const known = yield* Effect.flatMap(HostFactsStore, ({ all }) => all)
    return {
      standing: deckies.map((row): Standing => {
        const host = known.get(row.uuid)
        return { ...Registry.make(row, host), isRead: host !== undefined }
      }),
      refused: refused.map(({ name, reason }) =>
        fail(...split(`decky ${name}`, reason, "give it a shorter name")),
      ),
    }
  })

const none = (hostUuid: string): Finding =>
  warn(
    `deckies: none runs on ${hostUuid}`,
    "add some with `decnet deckies import` or `discover`, or set DECNET_HOST_UUID",
  )

/** `usable` says whether the database can be asked which deckies there are. */
export const check = (settings: Settings, usable: boolean): Effect.Effect<ReadonlyArray<Finding>> =>
  Effect.gen(function* () {
    const { standing, refused } = usable
      ? yield* Opened.withStorage(settings, fleet(settings))
      : { standing: [], refused: [] }
    const empty = usable && standing.length === 0 ? [none(settings.hostUuid)] : []
    return yield* Docker.withEngine(settings, (engine) =>
      engine.ping.pipe(
        Effect.flatMap((version) =>
          Effect.map(
            Effect.forEach(standing, (each) => deckyFindings(engine, settings, each), {
              concurrency,
            }),
            (lists): ReadonlyArray<Finding> => [
              ok(`docker: ${settings.dockerHost}, API ${version}`),
              ...empty,
              ...refused,
              ...lists.flat(),
            ],
          ),
        ),
        Effect.catchAll((error) =>
          // whichever way it does not answer, there is nothing more to ask it
          Effect.succeed<ReadonlyArray<Finding>>([engineFinding(error), ...empty, ...refused]),
        ),
      ),
    )
  }).pipe(
    // the database was there a moment ago
    Effect.catchAll(({ message }) =>
      Effect.succeed<ReadonlyArray<Finding>>([
        unreachable(...split("deckies", message, "try again")),
      ]),
    ),
  )
