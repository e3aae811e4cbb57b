import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as DecoyImage from "../parts/DecoyImage.ts"
import * as DockerEngine from "../parts/DockerEngine.ts"
import { place } from "./decnet.ts"

const absent = DockerEngine.isAbsent()
const here = place()
let engine: DockerEngine.DockerEngine

const run = (...args: ReadonlyArray<string>) =>
  here.run(args, {
    DOCKER_HOST: engine.host,
    DECNET_CANARY_BLOB_DIR: join(here.folder, "blobs"),
    DECNET_CANARY_HTTP_BASE: "https://files.example.net",
    DECNET_CANARY_DNS_ZONE: "c.example.net",
    DECNET_REALISM_PERSONAS: fileURLToPath(
      new URL("../../fixtures/personas.json", import.meta.url),
    ),
  })

const inside = (...args: ReadonlyArray<string>) => engine.docker("exec", "atlas-ssh", ...args)

interface Listed {
  readonly id: string
  readonly path: string
  readonly state: string
  readonly slug: string
  readonly persona: string
}

const listed = async (): Promise<ReadonlyArray<Listed>> =>
  JSON.parse((await run("canary", "list", "--json")).stdout) as ReadonlyArray<Listed>

describe.skipIf(absent)("bait at an operator's word", () => {
  beforeAll(async () => {
    mkdirSync(here.roots.state, { mode: 0o700 })
    engine = await DockerEngine.start()
    await engine.docker(
      "run",
      "-d",
      "--network=none",
      "--name=atlas-ssh",
      "--hostname=srv-atlas",
      "--label=decnet.decky=atlas",
      "--label=decnet.services=ssh",
      await DecoyImage.build(engine),
    )
    await run("init")
    await run("deckies", "discover")
  })
  afterAll(() => engine?.stop())

  it("waits until the decky was met", async () => {
    expect(await run("canary", "create", "env_file", "--decky", "atlas")).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(
        /atlas: .*; start `decnet orchestrate` and let it meet the decky/,
      ),
    })
    const once = await run("orchestrate", "--once")
    expect([once.status, once.stderr]).toEqual([0, expect.anything()])
  })

  it("lies on the decky as its row has it, and is taken away again", async () => {
    const created = await run("canary", "create", "env_file", "--decky", "atlas")
    expect([created.status, created.stderr]).toEqual([0, expect.stringMatching(/ was laid\n$/)])
    const [token] = await listed()
    expect(created.stdout).toBe(`${token!.id}\n`)
    expect(token!.state).toBe("planted")
    const text = await inside("cat", token!.path)
    expect(text).toContain(token!.slug)
    const login = token!.path.split("/")[2]!
    expect((await inside("stat", "-c", "%U %a", token!.path)).trim()).toBe(`${login} 600`)
    expect((await run("canary", "show", token!.id.slice(0, 8))).stdout).toContain(token!.path)

    const revoked = await run("canary", "revoke", token!.id, "--reason", "a test")
    expect([revoked.status, revoked.stdout, revoked.stderr]).toEqual([
      0,
      `${token!.id} is revoked\n`,
      "",
    ])
    expect(
      (await inside("ls", "-A", token!.path.replace(/\/[^/]+$/, ""))).split("\n"),
    ).not.toContain(token!.path.split("/").at(-1))
    expect((await listed())[0]!.state).toBe("revoked")
    expect((await run("canary", "revoke", token!.id)).stderr).toMatch(/is revoked already/)
  })

  it("is made of a document of one's own", async () => {
    const file = join(here.folder, "rota.html")
    writeFileSync(file, "<!DOCTYPE html><html><body><h1>Rota</h1></body></html>\n")
    const created = await run("canary", "create", "honeydoc", "--decky", "atlas", "--file", file)
    expect([created.status, created.stderr]).toEqual([0, expect.stringMatching(/ was laid\n$/)])
    const token = (await listed()).find(({ state }) => state === "planted")!
    const text = await inside("cat", token.path)
    expect(text).toContain("<h1>Rota</h1>")
    expect(text).toContain(token.slug)
  })

  it("stays where somebody changed it, and is revoked all the same", async () => {
    const created = await run("canary", "create", "netrc", "--decky", "atlas")
    expect([created.status, created.stderr]).toEqual([0, expect.stringMatching(/ was laid\n$/)])
    const id = created.stdout.trim()
    const token = (await listed()).find((each) => each.id === id)!
    await inside("truncate", "-s", "0", token.path)
    const revoked = await run("canary", "revoke", id)
    expect([revoked.status, revoked.stderr]).toEqual([
      0,
      `atlas:${token.path} was changed by somebody, or is gone; it is left alone\n`,
    ])
    expect((await inside("stat", "-c", "%s", token.path)).trim()).toBe("0")
  })
})
