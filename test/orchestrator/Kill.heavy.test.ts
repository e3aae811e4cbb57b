import { rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Either from "effect/Either"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as DatabaseUrl from "../../runtime/storage/DatabaseUrl.ts"
import { fromSeed } from "../../src/rng/Rng.ts"
import * as Instant from "../../src/time/Instant.ts"
import { bundled, type Program } from "../parts/Bundled.ts"
import * as DecoyImage from "../parts/DecoyImage.ts"
import * as DockerEngine from "../parts/DockerEngine.ts"
import * as Inspect from "../parts/Inspect.ts"
import * as MariaDb from "../parts/MariaDb.ts"
import { propertySeed } from "../worlds.ts"
import * as KillLives from "./KillLives.ts"
import * as KillPaper from "./KillPaper.ts"
import * as KillProblems from "./KillProblems.ts"
import { temporary } from "./world.ts"

const kills = Number(process.env["DECNET_KILLS"] ?? 25)
const seed = "killed and killed again"

const personas = fileURLToPath(new URL("../../fixtures/personas.json", import.meta.url))

/** Of the next week: hosts that run since today are older than their history. */
const nextMonday = (): number => {
  const today = Math.floor(Date.now() / Instant.dayMillis)
  // the first of January 1970 was a Thursday
  return (today + 7 - ((today + 3) % 7)) * Instant.dayMillis + 6 * Instant.hourMillis
}

const absent = DockerEngine.isAbsent()

describe.skipIf(absent)("a worker that is killed again and again", () => {
  let engine: DockerEngine.DockerEngine
  let program: Program
  const folder = temporary("kill")

  beforeAll(async () => {
    engine = await DockerEngine.start()
    await DecoyImage.build(engine)
    program = await bundled("test/parts/live.ts")
  })
  afterAll(async () => {
    program?.remove()
    await engine?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const survives = async (url: string, times: number, ...mounts: ReadonlyArray<string>) => {
    const database = Either.getOrThrow(DatabaseUrl.parse(url))
    const name = `srv-${database.kind}`
    const isolated = ["--network=none", "--hostname=srv07", `--name=${name}`]
    await engine.docker("run", "-d", ...isolated, ...mounts, "decoy:1")
    const container = Inspect.container(engine, name)
    await KillLives.enrol(database, "srv07", ["ssh", "imap"], name)
    const before = await container.tree()
    const lives = await KillLives.live({
      program: program.path,
      database,
      environment: {
        DOCKER_HOST: engine.host,
        DECNET_DB_URL: url,
        DECNET_SEED: seed,
        DECNET_REALISM_PERSONAS: personas,
        HOME: folder,
      },
      begin: nextMonday(),
      kills: times,
      chance: fromSeed(String(propertySeed)).within("kills", database.kind),
    })
    const decky = "local:srv07"
    const paper = (await KillPaper.write(database, seed, lives.until)).get(decky)!
    const after = await container.tree()
    const contents = await container.contents("/home", "/root", "/tmp", "/var", "/srv")
    const inFlight = lives.cut.filter((open) => open.length > 0).length
    console.log(
      `${database.kind}: ${times} kills (seed ${propertySeed}), ${inFlight} of them in the middle of a moment; ` +
        `${paper.outcomes.length} actions in ${(lives.tookMillis / 1000).toFixed(0)} s`,
    )
    const scene = { decky, database, before, after, contents, paper }
    expect((await KillProblems.problems(scene)).slice(0, 40)).toEqual([])
    expect(inFlight).toBeGreaterThan(0)
    return { container, paper }
  }

  it("leaves what one leaves that nobody kills, on SQLite", async () => {
    const { container } = await survives(`sqlite:///${join(folder, "kill.db")}`, kills)
    const diff = await container.diff()
    // one place where files are completed, out of sight of whoever is inside, and empty
    const staging = diff.flatMap((line) => /^A (\/dev\/.*)$/.exec(line)?.[1] ?? [])
    expect(staging.length).toBeLessThanOrEqual(1)
    for (const path of staging) expect(await container.hiddenBytes(path)).toBe(0)
  }, 1_200_000)

  const lacking = MariaDb.lacks()
  it.skipIf(lacking !== undefined)(
    "leaves the same on MariaDB, and where files lie on a volume and in memory",
    async () => {
      const server = await MariaDb.start()
      try {
        await survives(
          server.url,
          Math.max(10, Math.ceil(kills / 2)),
          "-v",
          "/home",
          "--tmpfs=/tmp:exec",
        )
      } finally {
        await server.stop()
      }
    },
    1_200_000,
  )
})
