import { afterAll, beforeAll, expect, it } from "vitest"
import * as Fuzzed from "./Fuzzed.ts"
import { start, type Api } from "./server.ts"

let api: Api
beforeAll(async () => void (api = await start()))
afterAll(() => api.stop())

it("answers 5,000 requests of all kinds as the document says, none with a 5xx", async () => {
  const begun = Date.now()
  const { byStatus, operations } = await Fuzzed.run(api, 5000)
  console.log(`${operations} operations in ${Date.now() - begun} ms: ${JSON.stringify(byStatus)}`)
  expect(api.log.filter((line) => /level=(ERROR|FATAL)/.test(line))).toEqual([])
})
