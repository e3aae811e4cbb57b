import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { join } from "node:path"
import { place } from "../../cli/decnet.ts"
import * as DecoyImage from "../../parts/DecoyImage.ts"
import * as DockerEngine from "../../parts/DockerEngine.ts"
import { start, type Api, type Asked } from "../server.ts"
import { people } from "./Site.ts"

const absent = DockerEngine.isAbsent()
let engine: DockerEngine.DockerEngine
let api: Api

const admin = (path: string, asked: Asked = {}) =>
  api.ask(`/api/v1/canary${path}`, { ...asked, token: api.admin })

const inside = (...args: ReadonlyArray<string>) => engine.docker("exec", "atlas-ssh", ...args)

interface Token {
  readonly uuid: string
  readonly path: string
  readonly slug: string
  readonly state: string
  readonly statement: string | null
}

const create = async (body: Readonly<Record<string, unknown>>): Promise<Token> => {
  const answer = await admin("/tokens", { method: "POST", body: { decky: "atlas", ...body } })
  expect([answer.status, answer.text]).toEqual([201, expect.anything()])
  return answer.json as Token
}

describe.skipIf(absent)("bait at a caller's word", () => {
  beforeAll(async () => {
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
    const environment = {
      DOCKER_HOST: engine.host,
      DECNET_SEED: "1",
      DECNET_CANARY_HTTP_BASE: "https://files.example.net",
      DECNET_CANARY_DNS_ZONE: "c.example.net",
      DECNET_REALISM_PERSONAS: people,
    }
    const here = place()
    api = await start({
      environment: { ...environment, DECNET_CANARY_BLOB_DIR: join(here.folder, "blobs") },
    })
    const run = (...args: ReadonlyArray<string>) =>
      here.run(args, { ...environment, DECNET_DB_URL: `sqlite:///${api.folder}/test.db` })
    expect((await run("deckies", "discover")).status).toBe(0)
    expect((await run("orchestrate", "--once")).status).toBe(0)
  })
  afterAll(async () => {
    await api?.stop()
    await engine?.stop()
  })

  it("lies on the decky, and is taken away again", async () => {
    const token = await create({ class: "env_file" })
    expect(token).toMatchObject({ state: "planted", decky_name: "atlas", created_by: "ana" })
    expect(await inside("cat", token.path)).toContain(token.slug)
    const login = token.path.split("/")[2]!
    expect((await inside("stat", "-c", "%U %a", token.path)).trim()).toBe(`${login} 600`)
    const shown = await admin(`/tokens/${token.uuid}/preview`)
    const { files } = shown.json as { files: ReadonlyArray<{ sha256: string }> }
    const [sum] = (await inside("sha256sum", token.path)).split(" ")
    expect(files[0]!.sha256).toBe(sum)
    const taken = await admin("/tokens", {
      method: "POST",
      body: { class: "env_file", decky: "atlas", path: token.path },
    })
    expect([taken.status, taken.text]).toEqual([409, expect.stringMatching(/write another path/)])
    const revoked = await admin(`/tokens/${token.uuid}?reason=a%20test`, { method: "DELETE" })
    expect(revoked.json).toEqual({ uuid: token.uuid, state: "revoked", left: [] })
    const folder = token.path.replace(/\/[^/]+$/, "")
    expect((await inside("ls", "-A", folder)).split("\n")).not.toContain(
      token.path.split("/").at(-1),
    )
  })

  it("is made of an upload", async () => {
    const kept = await admin("/blobs", {
      method: "POST",
      raw: "<!DOCTYPE html><html><body><h1>Rota</h1></body></html>\n",
      headers: { "content-type": "text/html", "x-filename": "rota.html" },
    })
    const { uuid: blob } = kept.json as { uuid: string }
    const wrong = await admin("/tokens", {
      method: "POST",
      body: { class: "netrc", decky: "atlas", blob },
    })
    expect([wrong.status, wrong.json]).toEqual([
      400,
      { detail: "class: rota.html is html; write honeydoc for its class" },
    ])
    const token = await create({ class: "honeydoc", blob })
    expect(token.path).toMatch(/\/rota\.html$/)
    expect(token.statement).toMatch(/./)
    const text = await inside("cat", token.path)
    expect(text).toContain("<h1>Rota</h1>")
    expect(text).toContain(token.slug)
    expect((await admin(`/blobs/${blob}`, { method: "DELETE" })).status).toBe(409)
  })

  it("stays where somebody changed it, and is revoked all the same", async () => {
    const token = await create({ class: "netrc" })
    await inside("truncate", "-s", "0", token.path)
    const revoked = await admin(`/tokens/${token.uuid}`, { method: "DELETE" })
    expect(revoked.json).toEqual({ uuid: token.uuid, state: "revoked", left: [token.path] })
    expect((await inside("stat", "-c", "%s", token.path)).trim()).toBe("0")
  })

  it("is not laid outside of what may be written", async () => {
    const answer = await admin("/tokens", {
      method: "POST",
      body: { class: "netrc", decky: "atlas", path: "/etc/netrc" },
    })
    expect([answer.status, answer.text]).toEqual([
      409,
      expect.stringMatching(/was not laid .*; give another path/),
    ])
  })
})
