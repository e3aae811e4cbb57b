import { afterAll, beforeAll, expect, it } from "vitest"
import * as Fuzzed from "./Fuzzed.ts"
import { start, type Api } from "./server.ts"

let api: Api
beforeAll(async () => void (api = await start()))
afterAll(() => api.stop())

it("answers 400 requests of all kinds as the document says, none with a 5xx", async () => {
  const { byStatus, operations } = await Fuzzed.run(api, 400)
  expect(Object.keys(byStatus)).toEqual(expect.arrayContaining(["200", "401", "403", "422"]))
  expect(operations).toBeGreaterThan(20)
  expect(api.log.filter((line) => /level=(ERROR|FATAL)/.test(line))).toEqual([])
})
