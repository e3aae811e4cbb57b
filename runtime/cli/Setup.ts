/**
 * What `decnet init` does: config folder, seed, secret key, database, first token. What is there already is
 * left as it is, so it may be run again.
 */
import { randomBytes } from "node:crypto"
import * as fs from "node:fs/promises"
import { dirname, join } from "node:path"
import * as Effect from "effect/Effect"
import * as KeyFile from "../config/KeyFile.ts"
import * as Places from "../config/Places.ts"
import type { Settings } from "../config/Settings.ts"
import * as Mint from "../http/access/Mint.ts"
import * as AtomicFile from "../personas/AtomicFile.ts"
import type { Database } from "../storage/DatabaseUrl.ts"
import { Caller } from "./Caller.ts"
import * as DatabaseCommand from "./DatabaseCommand.ts"
import { WorkFailure } from "./Failure.ts"
import * as Input from "./Input.ts"
import * as Opened from "./Opened.ts"

const refused = (path: string) => (error: unknown) =>
  new WorkFailure({ message: `${path} cannot be made: ${AtomicFile.reasonOf(error)}` })

/** New files belong to whom their folder belongs to: root may set up what a service's user reads. */
const giveToOwnerOfFolder = async (path: string): Promise<void> => {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = await fs.stat(dirname(path))
  await fs.chown(path, uid, gid)
}

const folder = (path: string) =>
  Effect.tryPromise({
    try: async () => {
      if (Places.exists(path)) return `${path} is there`
      await fs.mkdir(path, { recursive: true, mode: 0o700 })
      return `${path} made`
    },
    catch: refused(path),
  })

/** 32 bytes of entropy in a file that is never written over. */
const keyFile = (path: string) =>
  Effect.tryPromise({
    try: async () => {
      try {
        await fs.writeFile(path, `${randomBytes(32).toString("hex")}\n`, {
          flag: "wx",
          mode: 0o600,
        })
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EEXIST") return `${path} is there`
        throw error
      }
      await giveToOwnerOfFolder(path)
      return `${path} made; back it up`
    },
    catch: refused(path),
  })

/** The file and what SQLite keeps beside it. */
const giveDatabase = (database: Database) =>
  database.kind !== "sqlite" || database.path === ":memory:"
    ? Effect.void
    : Effect.promise(async () => {
        for (const ending of ["", "-wal", "-shm"])
          // absent ones need no owner
          await giveToOwnerOfFolder(`${database.path}${ending}`).catch(() => undefined)
      })

/** A seed that the environment names is no file's business, and so with the key. */
const keys = (settings: Settings, config: string) =>
  Effect.gen(function* () {
    const { roots } = yield* Caller
    const lines: Array<string> = []
    for (const [name, set, variable] of [
      [KeyFile.seedName, settings.seed, "DECNET_SEED"],
      [KeyFile.secretKeyName, settings.secretKey, "DECNET_SECRET_KEY"],
    ] as const) {
      const found = Places.configFile(roots, name)
      if (set !== undefined) lines.push(`${variable} is set`)
      else if (Places.exists(found)) lines.push(`${found} is there`)
      else lines.push(yield* keyFile(join(config, name)))
    }
    return lines
  })

export const run = Effect.gen(function* () {
  const { roots, write, now } = yield* Caller
  const settings = yield* Input.settings
  const config = Places.configFolder(roots)
  const lines = [yield* folder(config)]
  // where the system's config folder is ours to make, so is its place for data
  if (config === roots.etc && settings.dbUrl === undefined && settings.dbType === "sqlite")
    lines.push(yield* folder(roots.state))
  lines.push(...(yield* keys(settings, config)))
  const database = yield* Opened.choice(settings)
  lines.push(yield* DatabaseCommand.migrated(database))
  const token = yield* Opened.withStorage(settings, Mint.first(yield* now))
  yield* giveDatabase(database)
  yield* write(`${lines.join("\n")}\n`)
  yield* write(
    token === undefined
      ? "there are API tokens; none is made\n"
      : `admin token, shown this once:\n${token}\n`,
  )
  if (token === undefined && lines.every((line) => !/ made| run$/.test(line)))
    yield* write("nothing was changed\n")
})
