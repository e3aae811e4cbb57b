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

it("reads tables, and leaves out what cron would reject", () => {
  const jobs = Crontab.parse(
    "/etc/cron.d/a",
    [
      "SHELL=/bin/sh",
      "# m h dom mon dow user command",
      "17 *\t* * *\troot\tcd / && run-parts --report /etc/cron.hourly",
      "*/15 2-5 1,15 jan mon-fri backup /usr/bin/x  --all ",
      "@reboot root /usr/bin/boot",
      "*/0 * * * * root never",
      "1/0 * * * * root never",
      "*/ * * * * root never",
      "0-999999999999 * * * * root never",
      "61 * * * * root never",
      "5 * * * root too-few",
    ].join("\n"),
  )
  expect(jobs.map(({ user, command }) => [user, command])).toEqual([
    ["root", "cd / && run-parts --report /etc/cron.hourly"],
    ["backup", "/usr/bin/x  --all"],
  ])
  expect(jobs[1]).toMatchObject({
    minutes: [0, 15, 30, 45],
    hours: [2, 3, 4, 5],
    daysOfMonth: [1, 15],
    months: [1],
    daysOfWeek: [1, 2, 3, 4, 5],
  })
})
