import { rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Either from "effect/Either"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as DatabaseUrl from "../../runtime/storage/DatabaseUrl.ts"
import type { Decky, DeckyRole } from "../../src/fleet/Decky.ts"
import * as MadeFleet from "../../src/fleet/MadeFleet.ts"
import { fromSeed } from "../../src/rng/Rng.ts"
import * as Traffic from "../../src/scheduler/Traffic.ts"
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

/** For all of it, `DECNET_KILLS=100`. */
const kills = Number(process.env["DECNET_KILLS"] ?? 25)
const seed = "killed and killed again"

/** Of a network that is there for the test only. */
const subnet = "10.99.8"

const personas = fileURLToPath(new URL("../../fixtures/personas.json", import.meta.url))

/** Of the next week: hosts that run since today are older than their history. */
const nextMonday = (): number => {
  const today = Math.floor(Date.now() / Instant.dayMillis)
  // the first of January 1970 was a Thursday
  return (today + 7 - ((today + 3) % 7)) * Instant.dayMillis + 6 * Instant.hourMillis
}

/** The name of a server to which the gate's automation logs in every other hour. */
const busyNeighbour = (gate: string): string => {
  const decky = (name: string, role: DeckyRole): Decky => ({
    ...MadeFleet.defaultDecky,
    uuid: `local:${name}`,
    name,
    role,
    topologyId: undefined,
  })
  for (let number = 0; ; number++) {
    const pair = Traffic.pairOf(
      fromSeed(seed),
      decky(gate, "bastion"),
      decky(`files${number}`, "server"),
    )
    if (pair?.automationHours === 2) return pair.target.name
  }
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

  const live = (
    database: DatabaseUrl.Database,
    url: string,
    times: number,
    aim?: (intent: KillLives.OpenIntent) => boolean,
  ) =>
    KillLives.live({
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
      ...(aim === undefined ? {} : { aim }),
    })

  const survives = async (url: string, times: number, ...mounts: ReadonlyArray<string>) => {
    const database = Either.getOrThrow(DatabaseUrl.parse(url))
    const name = `srv-${database.kind}`
    const isolated = ["--network=none", "--hostname=srv07", `--name=${name}`]
    await engine.docker("run", "-d", ...isolated, ...mounts, "decoy:1")
    const container = Inspect.container(engine, name)
    await KillLives.enrol(database, {
      name: "srv07",
      container: name,
      services: ["ssh", "imap"],
      role: "server",
    })
    const before = await container.tree()
    const lives = await live(database, url, times)
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

  it("tells of a login that was cut short, and does not make it again", async () => {
    const url = `sqlite:///${join(folder, "logins.db")}`
    const database = Either.getOrThrow(DatabaseUrl.parse(url))
    await DecoyImage.build(engine, true)
    await engine.docker("network", "create", "--internal", `--subnet=${subnet}.0/24`, "logins")
    const names = { gate: `${subnet}.11`, [busyNeighbour("gate")]: `${subnet}.12` }
    try {
      for (const [name, ip] of Object.entries(names)) {
        const network = ["--network=logins", `--ip=${ip}`, `--hostname=${name}`, `--name=${name}`]
        await engine.docker("run", "-d", ...network, "decoy:ssh")
        const role = name === "gate" ? "bastion" : "server"
        await KillLives.enrol(database, { name, container: name, services: ["ssh"], role, ip })
      }
      const lives = await live(
        database,
        url,
        Math.ceil(kills / 4),
        (intent) => KillProblems.loginOf(intent) !== undefined,
      )
      const world = await KillPaper.worldOf(database, seed)
      const events = await KillProblems.logins(database)
      const cut = KillProblems.cutLogins(world, lives.cut)
      const accepted = await Promise.all(
        Object.keys(names).map(async (name) => {
          const { stdout, stderr } = await engine.logs(name)
          return (stdout + stderr).match(/Accepted publickey for/g)?.length ?? 0
        }),
      )
      const count = (result: string): number =>
        [...events.values()].filter((each) => each.result === result).length
      console.log(
        `logins: ${cut.length} cut short, ${count("done")} done, ${count("failed")} failed; ` +
          `${accepted.join(" and ")} accepted in ${(lives.tookMillis / 1000).toFixed(0)} s`,
      )
      expect(cut.filter((id) => events.get(id)?.result !== "interrupted")).toEqual([])
      expect(count("interrupted")).toBe(new Set(cut).size)
      expect(cut.length).toBeGreaterThan(0)
      const made = [...events.values()].filter(({ result, target }) => result === "done" && target)
      const all = accepted.reduce((sum, each) => sum + each, 0)
      expect(all).toBeLessThanOrEqual(made.length + cut.length)
    } finally {
      await engine.docker("rm", "-f", ...Object.keys(names))
      await engine.docker("network", "rm", "logins")
    }
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
