import { expect, it } from "vitest"
import * as Order from "../../../runtime/http/events/Order.ts"

it("goes on behind what was told, not behind a number", () => {
  const { add, after, last } = Order.make()
  expect([last(), after(4)]).toEqual([undefined, undefined])
  // the transaction that holds 5 commits after those of 6 and 7
  for (const id of [4, 6, 7, 5, 8]) add(id)
  expect(last()).toBe(8)
  expect(after(7)).toEqual([5, 8])
  expect(after(5)).toEqual([8])
  expect(after(8)).toEqual([])
  expect(after(3)).toBeUndefined()
})

it("remembers so many and forgets the oldest", () => {
  const { add, after } = Order.make()
  for (let id = 1; id <= 3 * Order.keptMax; id++) add(id)
  expect(after(1)).toBeUndefined()
  expect(after(2 * Order.keptMax)?.length).toBe(Order.keptMax)
})
