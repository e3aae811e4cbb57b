import { mkdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as DecoyImage from "../parts/DecoyImage.ts"
import * as DockerEngine from "../parts/DockerEngine.ts"
import { now, place } from "./decnet.ts"

const absent = DockerEngine.isAbsent()
const here = place()
let engine: DockerEngine.DockerEngine

const run = (...args: ReadonlyArray<string>) =>
  here.run(args, {
    DOCKER_HOST: engine.host,
    DECNET_REALISM_PERSONAS: fileURLToPath(
      new URL("../../fixtures/personas.json", import.meta.url),
    ),
  })

const decoy = (name: string, decky: string, services: string, image: string) =>
  engine.docker(
    "run",
    "-d",
    "--network=none",
    `--name=${name}`,
    "--hostname=srv-atlas",
    `--label=decnet.decky=${decky}`,
    `--label=decnet.services=${services}`,
    image,
  )

describe.skipIf(absent)("a fleet on a Docker engine", () => {
  beforeAll(async () => {
    mkdirSync(here.roots.state, { mode: 0o700 })
    engine = await DockerEngine.start()
    const image = await DecoyImage.build(engine)
    await decoy("atlas-ssh", "atlas", "ssh", image)
    await decoy("post", "atlas", "imap", image)
    await decoy("stray", "no/name", "ssh", image)
    await run("init")
  })
  afterAll(() => engine?.stop())

  it("is found by its labels, and is as before when it is looked for again", async () => {
    const first = await run("deckies", "discover")
    expect([first.status, first.stdout]).toEqual([
      0,
      "added atlas as local:atlas\n1 added, 0 changed, 0 as before\n",
    ])
    expect(first.stderr).toContain("stray is left out: decnet.decky: write 1 to 64 letters")
    expect((await run("deckies", "discover")).stdout).toBe("0 added, 0 changed, 1 as before\n")
  })

  it("is seen by the doctor, with what is still to come", async () => {
    const { status, stdout } = await run("doctor")
    expect(stdout).toMatch(/^ok {4}docker: unix:\S+, API 1\.\d+$/m)
    expect(stdout).toMatch(/^warn {2}decky atlas: what its host is has not been read yet/m)
    expect(stdout).toMatch(/^warn {2}decky atlas: there is no \/var\/mail\/vhosts on post yet/m)
    expect(status).toBe(0)
  })

  it("is exported with what its hosts are, read once", async () => {
    const first = await run("deckies", "export")
    expect([first.status, first.stderr]).toEqual([0, ""])
    const [atlas] = JSON.parse(first.stdout) as ReadonlyArray<Record<string, unknown>>
    expect(atlas).toMatchObject({
      uuid: "local:atlas",
      hostname: "srv-atlas",
      release: "debian-12",
      timezone: "Europe/Berlin",
      services: ["imap", "ssh"],
      containers: { mail: "post" },
      born_at: new Date(now).toISOString(),
      facts: { releaseKnown: true, logsItself: false },
    })
    expect((atlas!["facts"] as { accounts: unknown }).accounts).toContainEqual(
      expect.objectContaining({ login: "anna", uid: 1000, gecos: "Anna Berg,,," }),
    )
    await engine.docker("stop", "-t", "0", "atlas-ssh")
    expect((await run("deckies", "export")).stdout).toBe(first.stdout)
  })

  it("has the doctor name the container that is down, and end with 1", async () => {
    const { status, stdout } = await run("doctor")
    expect(stdout).toMatch(/^fail {2}decky atlas: the container atlas-ssh is stopped +start it$/m)
    expect(status).toBe(1)
    await engine.docker("rm", "-f", "atlas-ssh")
    expect((await run("doctor")).stdout).toMatch(
      /^fail {2}decky atlas: there is no container atlas-ssh +start it, or name another/m,
    )
  })

  it("is exported as far as it is known where a host cannot be read", async () => {
    await decoy("gate-ssh", "gate", "ssh", "decoy:1")
    await run("deckies", "discover")
    await engine.docker("stop", "-t", "0", "gate-ssh")
    const { status, stdout, stderr } = await run("deckies", "export")
    expect(status).toBe(0)
    expect(stderr).toMatch(/^local:gate: what its host is could not be read: /m)
    expect(JSON.parse(stdout)[1]).toMatchObject({ name: "gate", facts: { releaseKnown: false } })
  })
})
