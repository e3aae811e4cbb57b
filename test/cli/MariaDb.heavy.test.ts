import { writeFileSync } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as MariaDb from "../parts/MariaDb.ts"
import { place } from "./decnet.ts"

const here = place({ now: Effect.sync(() => Date.now()) })
let server: Awaited<ReturnType<typeof MariaDb.start>>

describe.skipIf(MariaDb.lacks() !== undefined)("the commands on MariaDB", () => {
  beforeAll(async () => {
    server = await MariaDb.start()
  })
  afterAll(() => server?.stop())

  const run = (...args: ReadonlyArray<string>) =>
    here.run(args, { DECNET_DB_URL: server.url, DOCKER_HOST: `unix://${here.folder}/d.sock` })

  it("set it up once, and find nothing to do then", async () => {
    const first = await run("init")
    expect([first.status, first.stdout]).toEqual([0, expect.stringContaining("shown this once")])
    expect((await run("init")).stdout).toContain("nothing was changed")
    expect((await run("db", "status")).stdout).toMatch(/ 0 pending$/m)
  })

  it("keep a fleet in it, and compare clocks with it", async () => {
    const file = join(here.folder, "fleet.json")
    const atlas = { uuid: "a", name: "atlas", hostname: "atlas", release: "debian-12" }
    writeFileSync(file, JSON.stringify([{ ...atlas, services: ["ssh"], role: "server" }]))
    expect((await run("deckies", "import", file)).stdout).toContain("1 added")
    expect((await run("deckies", "import", file)).stdout).toContain("1 as before")
    expect((await run("deckies", "list")).stdout).toContain("local:atlas")
    const { stdout } = await run("doctor")
    expect(stdout).toMatch(/^ok {4}database: mysql:\/\/[^:]+@127\.0\.0\.1/m)
    expect(stdout).toMatch(/^ok {4}clock: /m)
  })

  it("drop it when one knows what one does", async () => {
    expect((await run("db-reset")).status).toBe(2)
    expect((await run("db-reset", "--i-know-what-im-doing")).stdout).toMatch(/\d+ tables dropped/)
    expect((await run("db", "status")).status).toBe(1)
  })
})
