import { readFileSync, writeFileSync } from "node:fs"
import { expect, it } from "vitest"
import * as Tables from "./Tables.ts"

it("writes the tables of docs/api.md", () => {
  const place = new URL("../../../docs/api.md", import.meta.url)
  const text = Tables.replaced(readFileSync(place, "utf8"))
  expect(text.length).toBeGreaterThan(10_000)
  writeFileSync(place, text)
})
