import { expect, it } from "vitest"
import * as Crontab from "../../src/host/Crontab.ts"

it("expands lists, ranges and steps as cron does", () => {
  expect(Crontab.expand("*", 0, 3)).toEqual([0, 1, 2, 3])
  expect(Crontab.expand("9,39", 0, 59)).toEqual([9, 39])
  expect(Crontab.expand("5-55/10", 0, 59)).toEqual([5, 15, 25, 35, 45, 55])
  expect(Crontab.expand("*/15", 0, 59)).toEqual([0, 15, 30, 45])
})

it("takes Sunday as 0 or 7", () => {
  expect(Crontab.job("a", "t", "47 6 * * 7", "root", "x").daysOfWeek).toEqual([0])
})

it("takes either day field where both are given, and both where one is a star", () => {
  const either = Crontab.job("a", "t", "0 0 13 * 5", "root", "x")
  expect(Crontab.runsOnDay(either, 13, 1, 2)).toBe(true)
  expect(Crontab.runsOnDay(either, 14, 1, 5)).toBe(true)
  expect(Crontab.runsOnDay(either, 14, 1, 4)).toBe(false)
  const first = Crontab.job("b", "t", "52 6 1 * *", "root", "x")
  expect(Crontab.runsOnDay(first, 1, 3, 2)).toBe(true)
  expect(Crontab.runsOnDay(first, 2, 3, 2)).toBe(false)
})
