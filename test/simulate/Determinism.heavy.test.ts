import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import * as Taxonomy from "../../src/taxonomy/ContentClass.ts"
import { options, transcriptOf } from "../worlds.ts"

const bin = fileURLToPath(new URL("../../dist/bin/decnet.js", import.meta.url))
const args = ["simulate", "--days", "14", "--seed", "1", "--format", "ndjson"]

const run = (node: string, given: ReadonlyArray<string> = args): string => {
  const { status, stdout, stderr } = spawnSync(node, [bin, ...given], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  })
  expect([status, stderr]).toEqual([0, ""])
  return stdout
}

const node24 = (): string => {
  const found = spawnSync("npx", ["-y", "node@24", "-p", "process.execPath + process.version"], {
    encoding: "utf8",
  })
  const [, path] = /^(\/.*)v24\.[\d.]+\s*$/.exec(found.stdout) ?? []
  expect(path).toBeDefined()
  return path!
}

describe("fourteen days of seed 1", () => {
  it("are the same bytes on this Node and on Node 24", () => {
    const here = run(process.execPath)
    expect(run(process.execPath)).toBe(here)
    expect(run(node24())).toBe(here)
  })
})

describe("bait of every class", () => {
  it("is the same bytes on this Node and on Node 24", () => {
    const folder = mkdtempSync(join(tmpdir(), "bait-"))
    const other = node24()
    const seen = new Set<string>()
    for (const first of [0, 6, 12]) {
      const config = join(folder, `${first}.json`)
      const classes = Taxonomy.canary.slice(first, first + 6)
      const weights = classes.map((each) => ({ content_class: each, weight: 1 }))
      writeFileSync(
        config,
        JSON.stringify({ canary_probability: 1, canary_class_weights: weights }),
      )
      const given = ["simulate", "--days", "9", "--deckies", "8", "--seed", "2"]
      given.push("--config", config, "--format", "ndjson")
      const here = run(process.execPath, given)
      expect(run(other, given)).toBe(here)
      for (const match of here.matchAll(/"class":"(canary_\w+)"/g)) seen.add(match[1]!)
    }
    rmSync(folder, { recursive: true })
    expect([...seen].sort()).toEqual(Taxonomy.canary.toSorted())
  })
})

describe("the golden week", () => {
  it("has not moved; if it should, run npm run golden and say why in the commit", () => {
    const golden = readFileSync(new URL("../golden/week.ndjson", import.meta.url), "utf8")
    expect(transcriptOf(options({ days: 7, version: "golden" }))).toBe(golden)
  })
})
