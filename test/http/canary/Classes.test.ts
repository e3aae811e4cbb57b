import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Taxonomy from "../../../src/taxonomy/ContentClass.ts"
import { layAll, type Laid } from "../../canary/Laid.ts"
import { start, type Api } from "../server.ts"

const folder = mkdtempSync(join(tmpdir(), "laid-"))
let api: Api
let laid: ReadonlyMap<string, Laid>

beforeAll(async () => {
  api = await start()
  laid = await layAll(folder, join(api.folder, "test.db"), {
    httpBase: "https://assets.example.net",
    dnsZone: "c.example.net",
  })
})
afterAll(async () => {
  await api.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Shown {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  readonly text: string | null
}

const preview = async (id: string, token: string): Promise<ReadonlyArray<Shown>> =>
  (
    (await api.ask(`/api/v1/canary/tokens/${id}/preview`, { token })).json as {
      files: ReadonlyArray<Shown>
    }
  ).files

/** What is written in base64 within a text, decoded. */
const within = (text: string): string =>
  [...text.matchAll(/[A-Za-z0-9+/_-]{24,}={0,2}/g)]
    .map(([found]) => Buffer.from(found, "base64").toString("latin1"))
    .join("\n")

describe("GET /canary/tokens/{uuid}/preview", () => {
  it.each(Taxonomy.canary)(
    "has %s as it was planted, and tells a viewer no slug",
    async (canary) => {
      const { token, at } = laid.get(canary)!
      const files = await preview(token.id, api.admin)
      expect(files.map(({ path }) => path)).toEqual(token.files.map(({ path }) => path))
      for (const [index, { path, bytes, sha256, text }] of files.entries()) {
        expect(token.files[index]).toMatchObject({ path, bytes, sha256 })
        const planted = readFileSync(at(path))
        if (text !== null) expect(Buffer.from(text).equals(planted)).toBe(true)
      }
      const masked = await preview(token.id, api.viewer)
      for (const [index, { text }] of masked.entries()) {
        // their script carries it ciphered, and whoever has the script has it
        if (canary.startsWith("canary_fingerprint_")) expect(text).toBeNull()
        else expect(text?.length).toBe(files[index]!.text?.length)
        expect(`${text}\n${within(text ?? "")}`.toLowerCase()).not.toContain(token.slug)
      }
      expect(JSON.stringify(masked)).not.toContain(token.secret)
    },
  )
})
