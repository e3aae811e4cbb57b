/** Expectations shared by the suites of the tells. */
import { expect } from "vitest"
import * as Check from "../../src/tells/Check.ts"
import type { Finding } from "../../src/tells/History.ts"
import { history, type World } from "./history.ts"

/** What the check finds in the clean history once it was changed. */
export const findings = (change?: (world: World) => void): ReadonlyArray<Finding> =>
  Check.check(history(change))

/** That the change shows as exactly this tell, and as no other. */
export const finds = (tell: string, change: (world: World) => void): ReadonlyArray<Finding> => {
  const found = findings(change)
  expect([...new Set(found.map((one) => one.tell))], JSON.stringify(found, null, 1)).toEqual([tell])
  return found
}

/** That the change shows as nothing. */
export const accepts = (change: (world: World) => void): void => {
  expect(findings(change)).toEqual([])
}
