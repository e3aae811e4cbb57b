/**
 * A worker that is killed again and again, and a last one that is let to finish: real processes on
 * a real database, in one time that runs fast and goes on while none of them lives.
 */
import { spawn, type ChildProcess } from "node:child_process"
import { setTimeout as pause } from "node:timers/promises"
import * as Effect from "effect/Effect"
import type { Database } from "../../runtime/storage/DatabaseUrl.ts"
import { Fleet } from "../../runtime/storage/Fleet.ts"
import * as Storage from "../../runtime/storage/Storage.ts"
import type { DeckyRole } from "../../src/fleet/Decky.ts"
import type { Stream } from "../../src/rng/Rng.ts"
import * as Inspect from "../parts/Inspect.ts"

/** Virtual milliseconds a real one: hours pass between two lives, so that there is always work. */
const speed = 3000
/** In the last life, which is to come to an end with it. */
const lastSpeed = 300

/** As short as a busy machine still renews it. */
const leaseMillis = 1200

/** So long a worker with nothing to do is waited for. */
const busyWithinMillis = 4000

export interface Setting {
  /** Of `test/parts/live.ts`, bundled. */
  readonly program: string
  readonly database: Database
  readonly environment: Readonly<Record<string, string>>
  /** Virtual epoch milliseconds of the first life. */
  readonly begin: number
  readonly kills: number
  readonly chance: Stream
  /** What is to be under way where somebody is killed; anything where it is left out. */
  readonly aim?: (intent: OpenIntent) => boolean
}

export interface OpenIntent {
  readonly decky_uuid: string
  readonly moment_id: string
  readonly body: string
  readonly recorded: number
  readonly attempt: string
}

export interface Lives {
  /** For each kill: what was under way. */
  readonly cut: ReadonlyArray<ReadonlyArray<OpenIntent>>
  readonly tookMillis: number
  /** Virtual epoch milliseconds up to which the last life has come. */
  readonly until: ReadonlyMap<string, number>
}

export interface Enrolled {
  readonly name: string
  readonly container: string
  readonly services: ReadonlyArray<string>
  readonly role: DeckyRole
  readonly ip?: string
}

export const enrol = (
  database: Database,
  { name, container, services, role, ip }: Enrolled,
): Promise<void> =>
  Effect.runPromise(
    Effect.flatMap(Fleet, (fleet) =>
      fleet.put("local", {
        name,
        ip,
        services,
        config: { role, containers: { ssh: container, mail: container } },
      }),
    ).pipe(Effect.provide(Storage.layer(database, { hostUuid: "local" }))),
  )

interface Life {
  readonly process: ChildProcess
  readonly said: () => string
  readonly ended: Promise<void>
}

const until = async (
  what: string,
  life: Life,
  holds: () => boolean | Promise<boolean>,
  withinMillis: number,
  stand = async (): Promise<string> => "",
): Promise<void> => {
  const end = Date.now() + withinMillis
  while (!(await holds())) {
    if (life.process.exitCode !== null) throw new Error(`the worker ended: ${life.said()}`)
    if (Date.now() > end)
      throw new Error(
        `${what} took more than ${withinMillis} ms: ${await stand()} ${life.said().slice(-3000)}`,
      )
    await pause(20)
  }
}

const drives = ({ said }: Life): boolean => said().includes("drives the deckies")

const openIntents = (database: Database) =>
  Inspect.rows<OpenIntent>(
    database,
    "SELECT decky_uuid, moment_id, body, recorded, attempt FROM intents",
  )

const cursors = (database: Database) =>
  Inspect.rows<{ readonly decky_uuid: string; readonly cursor_ms: number | string }>(
    database,
    "SELECT decky_uuid, cursor_ms FROM cursors",
  )

export const live = async (setting: Setting): Promise<Lives> => {
  const { program, database, environment, begin, kills, chance, aim } = setting
  const realBegin = Date.now()
  const start = (numbers = [begin, realBegin, speed]): Life => {
    const child = spawn(process.execPath, [program, ...numbers.map(String)], {
      stdio: ["ignore", "ignore", "pipe"],
      env: {
        PATH: process.env["PATH"],
        TEST_LEASE_MILLIS: String(leaseMillis),
        DECNET_CATCH_UP_HOURS: "8760",
        ...environment,
      },
    })
    let said = ""
    child.stderr.on("data", (bytes: Buffer) => void (said = (said + String(bytes)).slice(-20_000)))
    return {
      process: child,
      said: () => said,
      ended: new Promise((resolve) => child.once("close", () => resolve())),
    }
  }
  const cut: Array<ReadonlyArray<OpenIntent>> = []
  let life = start()
  try {
    for (let kill = 0; kill < kills; kill++) {
      if (aim === undefined) {
        // some die before they drive anything: while they start, or wait for the lease
        if (!chance.chance(1, 8)) await until("driving", life, () => drives(life), 30_000)
        await pause(chance.between(50, 1500))
        // and half of the others in the middle of something
        if (drives(life) && chance.chance(1, 2)) {
          const begun = Date.now()
          const isBusy = async () =>
            (await openIntents(database)).length > 0 || Date.now() - begun > busyWithinMillis
          await until("work", life, isBusy, 30_000)
          await pause(chance.between(0, 80))
        }
      } else {
        const isAimed = async () => (await openIntents(database)).some(aim)
        await until("what is aimed at", life, isAimed, 60_000)
        await pause(chance.between(0, 200))
      }
      if (life.process.exitCode !== null) throw new Error(`the worker ended: ${life.said()}`)
      life.process.kill("SIGKILL")
      await life.ended
      cut.push(await openIntents(database))
      if (kill < kills - 1) life = start()
    }
    const due = begin + (Date.now() - realBegin) * speed
    life = start([due, Date.now(), lastSpeed])
    await until(
      "catching up",
      life,
      async () => {
        const come = await cursors(database)
        return come.length > 0 && come.every(({ cursor_ms }) => Number(cursor_ms) >= due)
      },
      300_000,
      async () =>
        JSON.stringify({
          due,
          cursors: await cursors(database),
          open: (await openIntents(database)).map(({ moment_id, recorded, attempt }) => [
            moment_id,
            recorded,
            attempt,
          ]),
        }),
    )
    life.process.kill("SIGTERM")
    await life.ended
    if (life.process.exitCode !== 0 && life.process.signalCode === null)
      throw new Error(`the last worker ended with ${life.process.exitCode}: ${life.said()}`)
  } finally {
    life.process.kill("SIGKILL")
  }
  return {
    cut,
    tookMillis: Date.now() - realBegin,
    until: new Map((await cursors(database)).map((row) => [row.decky_uuid, Number(row.cursor_ms)])),
  }
}
