import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import * as PlannerConfig from "../../src/planner/PlannerConfig.ts"
import { place, type Place } from "./decnet.ts"

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url))

const ana = { name: "Ana Ruiz", email: "ana@corp.net", role: "Clerk" }

describe("decnet realism import-personas", () => {
  it("takes the valid ones, names the others with their reasons, and replaces the pool", async () => {
    const { folder, run } = place()
    const pool = join(folder, "pool.json")
    writeFileSync(pool, "old")
    chmodSync(pool, 0o640)
    const { status, stdout, stderr } = await run([
      "realism",
      "import-personas",
      fixture("personas-with-mistakes.json"),
      "-o",
      pool,
    ])
    const kept = JSON.parse(readFileSync(pool, "utf8")) as ReadonlyArray<{ readonly email: string }>
    expect([status, stdout]).toEqual([0, `${pool}: ${kept.length} accepted, 7 rejected\n`])
    expect(kept.map(({ email }) => email)).toEqual([
      "lucia.fernandez@tarnfield.net",
      "Katrin.Boehm@tarnfield.net",
    ])
    expect(statSync(pool).mode & 0o777).toBe(0o640)
    expect(stderr).toContain(
      'persona 0 left out: active_hours: write HH:MM-HH:MM such as 09:00-18:00 (found "8:30 to 17:30")',
    )
    expect(stderr.match(/^persona \d left out: /gm)?.length).toBe(7)
  })

  it("keeps the pool where none is valid", async () => {
    const { folder, run } = place()
    const [file, pool] = [join(folder, "in.json"), join(folder, "pool.json")]
    writeFileSync(file, '[{"name":"x"}]')
    writeFileSync(pool, "old")
    const { status, stderr } = await run(["realism", "import-personas", file, "-o", pool])
    expect([status, readFileSync(pool, "utf8")]).toEqual([1, "old"])
    expect(stderr).toMatch(/holds no valid persona; the pool stays as it is\n$/)
  })

  it("warns of a pool without anybody to write to", async () => {
    const { folder, run } = place()
    const file = join(folder, "in.json")
    writeFileSync(file, JSON.stringify([ana]))
    const { status, stderr } = await run(["realism", "import-personas", file, "-o", `${file}.out`])
    expect([status, stderr]).toEqual([0, expect.stringContaining("fewer than 2 personas")])
  })

  it.each<readonly [string, (here: Place) => Record<string, string>, (here: Place) => string]>([
    [
      "the environment",
      ({ folder }) => ({ DECNET_REALISM_PERSONAS: join(folder, "p.json") }),
      ({ folder }) => join(folder, "p.json"),
    ],
    ["the user's own folder", () => ({}), ({ roots }) => join(roots.own, "email_personas.json")],
  ])("writes where %s has the pool", async (_, environment, target) => {
    const here = place()
    const { stdout } = await here.run(
      ["realism", "import-personas", fixture("personas.json")],
      environment(here),
    )
    expect(stdout).toBe(`${target(here)}: 12 accepted, 0 rejected\n`)
    expect(existsSync(target(here))).toBe(true)
  })
})

describe("decnet realism config", () => {
  const ready = async () => {
    const here = place()
    const env = { DECNET_DB_URL: `sqlite:///${join(here.folder, "a.db")}` }
    await here.run(["db", "migrate"], env)
    return {
      ...here,
      run: (args: ReadonlyArray<string>) => here.run(["realism", "config", ...args], env),
    }
  }

  it("shows the defaults, what was stored over them, and the defaults again", async () => {
    const { folder, run } = await ready()
    const shown = async () => JSON.parse((await run(["show"])).stdout) as unknown
    const standard = JSON.parse(JSON.stringify(PlannerConfig.toWire(PlannerConfig.defaults)))
    expect(await shown()).toEqual(standard)
    const file = join(folder, "weights.json")
    writeFileSync(file, '{"moments_per_persona_day":5}')
    expect((await run(["set", file])).status).toBe(0)
    expect(await shown()).toEqual({ ...standard, moments_per_persona_day: 5 })
    expect((await run(["reset"])).status).toBe(0)
    expect(await shown()).toEqual(standard)
  })

  it("refuses settings that are not valid, and keeps what is stored", async () => {
    const { folder, run } = await ready()
    const file = join(folder, "weights.json")
    writeFileSync(file, '{"edit_probability":2}')
    const { status, stderr } = await run(["set", file])
    expect([status, stderr]).toEqual([
      2,
      `decnet: ${file}: edit_probability: write a number from 0 to 1 (found 2)\n`,
    ])
    expect((await run(["show"])).stderr).toContain("nothing is stored")
  })

  it("says which class stands on another family's list", async () => {
    const { folder, run } = await ready()
    const file = join(folder, "weights.json")
    writeFileSync(
      file,
      '{"user_class_weights":[{"content_class":"note","weight":1},{"content_class":"log_cron","weight":1}]}',
    )
    const { status, stderr } = await run(["set", file])
    expect([status, stderr]).toEqual([0, expect.stringContaining("log_cron left out")])
  })
})

describe("on an agent, decnet realism", () => {
  const commands = [
    ["import-personas", "x.json"],
    ["config", "show"],
    ["config", "reset"],
  ]

  it.each(commands.map((args) => [args.join(" "), args] as const))(
    "refuses %s with status 1, as it is the master's",
    async (_, args) => {
      const { status, stderr, stdout } = await place().run(["realism", ...args], {
        DECNET_MODE: "agent",
      })
      expect([status, stdout]).toEqual([1, ""])
      expect(stderr).toMatch(
        /^decnet: realism is a master-only command .*; run it on the master\n$/,
      )
    },
  )

  it("does as told where agents may be masters", async () => {
    const { folder, run } = place()
    const { status } = await run(
      ["realism", "import-personas", fixture("personas.json"), "-o", join(folder, "p.json")],
      { DECNET_MODE: "agent", DECNET_DISALLOW_MASTER: "false" },
    )
    expect(status).toBe(0)
  })
})
