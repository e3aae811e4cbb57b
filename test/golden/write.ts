import { writeFileSync } from "node:fs"
import { expect, it } from "vitest"
import { options, transcriptOf } from "../worlds.ts"

it("writes the golden week", () => {
  const text = transcriptOf(options({ days: 7, version: "golden" }))
  expect(text.length).toBeGreaterThan(10_000)
  writeFileSync(new URL("week.ndjson", import.meta.url), text)
})
