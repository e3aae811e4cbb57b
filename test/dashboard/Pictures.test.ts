import { readFileSync, readdirSync, statSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"

const docs = fileURLToPath(new URL("../../docs", import.meta.url))
const text = readFileSync(`${docs}/dashboard.md`, "utf8")
const named = [...text.matchAll(/!\[([^\]]*)\]\(images\/([^)]*)\)/g)]

describe("the pictures of docs/dashboard.md", () => {
  it("are there, and no others are", () => {
    expect(named.map(([, , name]) => name).sort()).toEqual(readdirSync(`${docs}/images`).sort())
  })

  it("say in words what they show", () => {
    for (const [, words] of named) expect(words!.length).toBeGreaterThan(20)
  })

  it("are small", () => {
    for (const [, , name] of named)
      expect(statSync(`${docs}/images/${name}`).size, name).toBeLessThan(120_000)
  })
})
