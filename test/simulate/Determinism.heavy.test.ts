import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { options, transcriptOf } from "../worlds.ts"

const bin = fileURLToPath(new URL("../../dist/bin/decnet.js", import.meta.url))
const args = ["simulate", "--days", "14", "--seed", "1", "--format", "ndjson"]

const run = (node: string): string => {
  const { status, stdout, stderr } = spawnSync(node, [bin, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  })
  expect([status, stderr]).toEqual([0, ""])
  return stdout
}

describe("fourteen days of seed 1", () => {
  it("are the same bytes on this Node and on Node 24", () => {
    const here = run(process.execPath)
    expect(run(process.execPath)).toBe(here)
    const found = spawnSync("npx", ["-y", "node@24", "-p", "process.execPath + process.version"], {
      encoding: "utf8",
    })
    const [, node24] = /^(\/.*)v24\.[\d.]+\s*$/.exec(found.stdout) ?? []
    expect(node24).toBeDefined()
    expect(run(node24!)).toBe(here)
  })
})

describe("the golden week", () => {
  it("has not moved; if it should, run npm run golden and say why in the commit", () => {
    const golden = readFileSync(new URL("../golden/week.ndjson", import.meta.url), "utf8")
    expect(transcriptOf(options({ days: 7, version: "golden" }))).toBe(golden)
  })
})
