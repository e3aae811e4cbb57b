import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Release, releases } from "../../src/fleet/Decky.ts"
import * as CrontabRules from "../../src/host/Crontab.ts"
import type { HostProfile } from "../../src/host/HostProfile.ts"
import * as Logs from "../../src/logs/Logs.ts"
import type { Session } from "../../src/logs/Session.ts"
import * as Civil from "../../src/time/Civil.ts"
import { dayMillis, hourMillis } from "../../src/time/Instant.ts"
import * as Zone from "../../src/time/Zone.ts"
import * as World from "./world.ts"

const tag = String.raw`[\w().-]+(?:\[\d+\])?`
const rfc3164 = new RegExp(
  String.raw`^(?:Jan|Mar|Oct) [ \d]\d \d\d:\d\d:\d\d ledger02 ${tag}: [^\n]+$`,
)
const iso8601 = new RegExp(
  String.raw`^2026-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}[+-]\d\d:\d\d ledger02 ${tag}: [^\n]+$`,
)
const patterns: Readonly<Record<Release, RegExp>> = {
  "debian-11": rfc3164,
  "ubuntu-22.04": rfc3164,
  "debian-12": iso8601,
  "ubuntu-24.04": iso8601,
}

const within = (sessions: ReadonlyArray<Session>, from: number, until: number) =>
  sessions.filter(({ startMillis }) => startMillis > from && startMillis <= until)

/** The texts by path and the records, after advancing to each of the moments. */
const write = (
  seed: string,
  host: HostProfile,
  moments: ReadonlyArray<number>,
  at = World.start,
) => {
  const rng = World.logsRng(seed, host.decky)
  const sessions = World.sessions(seed, at, 4, 6)
  let state = Logs.initial(host, at)
  const texts: Record<string, string> = {}
  const records: Array<number> = []
  for (const moment of moments) {
    const mine = within(sessions, state.atMillis, moment)
    const advanced = Logs.advance(rng, host, state, moment, mine)
    state = advanced.state
    for (const chunk of advanced.chunks) {
      texts[chunk.path] = (texts[chunk.path] ?? "") + chunk.text
      if (chunk.data !== undefined) records.push(...chunk.data)
    }
  }
  return { texts, records, state, sessions }
}

const linesOf = (text: string | undefined): ReadonlyArray<string> =>
  (text ?? "").split("\n").slice(0, -1)

const days = 4

describe.each(releases)("%s", (release) => {
  const host = World.host("r", World.decky(release))
  const until = World.start + days * dayMillis
  const { texts, state } = write("r", host, [until])

  it("writes lines that its own format's expression reads", () => {
    for (const text of Object.values(texts))
      for (const line of linesOf(text)) expect(line).toMatch(patterns[release])
  })

  it("never goes back in time inside a file", () => {
    for (const text of Object.values(texts)) {
      const stamps = linesOf(text).map((line) => line.slice(0, release.includes("12") ? 32 : 15))
      expect(stamps).toEqual([...stamps].sort())
    }
  })

  it("counts bytes as they are and dates files at or after their last line", () => {
    for (const [path, text] of Object.entries(texts)) {
      const file = state.files[path]!
      if (path === "/var/log/wtmp") continue
      expect(file.bytes).toBe(Buffer.byteLength(text))
      const late = file.mtime!.ms * 1000 + file.mtime!.ns / 1000 - file.lastMicros
      expect(late).toBeGreaterThan(0)
      expect(late).toBeLessThan(200)
      expect(file.mtime!.ms).toBeLessThanOrEqual(until)
    }
  })

  it("gives no two files the same sub-second part", () => {
    const parts = Object.values(state.files)
      .filter((file) => file.mtime !== undefined)
      .map(({ mtime }) => (mtime!.ms % 1000) * 1e6 + mtime!.ns)
    expect(new Set(parts).size).toBe(parts.length)
  })

  it("starts each process with a pid above the ones before", () => {
    const starts = linesOf(texts["/var/log/auth.log"])
      .filter((line) => /session opened for user \S+ by|Accepted publickey/.test(line))
      .flatMap((line) => /(?:CRON|sshd)\[(\d+)\]/.exec(line)?.[1] ?? [])
      .map(Number)
      .filter((pid, index, all) => pid !== all[index - 1])
    expect(starts.length).toBeGreaterThan(20 * days)
    for (let index = 1; index < starts.length; index++)
      expect(starts[index]).toBeGreaterThan(starts[index - 1]!)
  })

  it("never uses one pid for two processes", () => {
    const owners = new Map<string, string>()
    for (const text of Object.values(texts))
      for (const line of linesOf(text)) {
        const [, name, pid] = /([\w().-]+)\[(\d+)\]: /.exec(line) ?? []
        if (name === undefined || pid === undefined || pid === "1") continue
        expect(owners.get(pid) ?? name).toBe(name)
        owners.set(pid, name)
      }
  })

  it("closes every session that it opens, in auth.log", () => {
    const auth = texts["/var/log/auth.log"]!
    for (const service of ["cron", "sshd", "sudo"]) {
      const count = (verb: string) =>
        auth.split(`pam_unix(${service}:session): session ${verb}`).length
      const open = service === "sshd" ? state.open.length : 0
      expect(count("opened")).toBe(count("closed") + open)
    }
  })

  it("runs each cron command in a minute that the crontab names", () => {
    const path = release === "debian-12" ? "/var/log/cron.log" : "/var/log/syslog"
    const commands = linesOf(texts[path]).filter((line) => line.includes(") CMD ("))
    expect(commands.length).toBeGreaterThanOrEqual(24 * days)
    for (const line of commands) {
      const command = /CMD \((.*)\)$/.exec(line)![1]!
      const job = host.crontab.find((entry) => entry.command === command)!
      const [, dayText, hour, minute] = /(\d+)[T ](\d\d):(\d\d):0[12]/.exec(line)!.map(String)
      expect(job.minutes).toContain(Number(minute))
      expect(job.hours).toContain(Number(hour))
      const day = Civil.toDay({ year: 2026, month: 1, dayOfMonth: Number(dayText) })
      const weekday = (Civil.weekday(day) + 1) % 7
      expect(CrontabRules.runsOnDay(job, Number(dayText), 1, weekday)).toBe(true)
    }
  })
})

it("writes the same bytes wherever the interval is cut", () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 3 * dayMillis - 1 }), { maxLength: 8 })
  fc.assert(
    fc.property(fc.constantFrom(...releases), fc.nat({ max: 40 }), cuts, (release, n, at) => {
      const seed = `cut-${n}`
      const host = World.host(seed, World.decky(release, "Asia/Kolkata", "workstation"))
      const end = World.start + 3 * dayMillis
      const moments = [...at].sort((a, b) => a - b).map((offset) => World.start + offset)
      const whole = write(seed, host, [end])
      const cut = write(seed, host, [...moments, end])
      expect(cut.texts).toEqual(whole.texts)
      expect(cut.records).toEqual(whole.records)
      expect(cut.state).toEqual(whole.state)
    }),
    { numRuns: 40 },
  )
})

it("cuts at the very moment of a line without losing or doubling it", () => {
  const host = World.host("edge", World.decky("debian-12"))
  const end = World.start + 6 * hourMillis
  const whole = write("edge", host, [end])
  const syslog = linesOf(whole.texts["/var/log/syslog"])
  const stamps = syslog.map((line) => Date.parse(line.slice(0, 32)))
  const moments = [...new Set(stamps.flatMap((ms) => [ms - 1, ms, ms + 1]))].sort((a, b) => a - b)
  const cut = write("edge", host, [...moments.filter((ms) => ms > World.start && ms < end), end])
  expect(cut.texts).toEqual(whole.texts)
  expect(cut.state).toEqual(whole.state)
})

it("survives JSON between flushes", () => {
  const host = World.host("json", World.decky("ubuntu-24.04", "UTC", "workstation"))
  const { state } = write("json", host, [World.start + 2 * dayMillis + 11 * hourMillis])
  expect(JSON.parse(JSON.stringify(state))).toEqual(state)
})

it("flushes at most once an hour, just after cron's hourly run", () => {
  const host = World.host("f", World.decky("debian-11"))
  const rng = World.logsRng("f", host.decky)
  const end = World.start + 2 * dayMillis
  const moments = Logs.flushMoments(rng, host, World.start, end)
  expect(moments.length).toBe(48)
  for (const moment of moments) {
    const local = Zone.toLocal("Europe/Madrid", moment)
    expect(local.minuteOfDay % 60).toBe(17)
    const { chunks } = Logs.advance(rng, host, Logs.initial(host, moment - 5000), moment, [])
    for (const { mtime } of chunks) expect(moment - mtime.ms).toBeLessThan(300)
  }
  const middle = World.start + 31 * hourMillis + 1_021_000
  expect([
    ...Logs.flushMoments(rng, host, World.start, middle),
    ...Logs.flushMoments(rng, host, middle, end),
  ]).toEqual(moments)
})

it("runs an hourly job through both changes of clocks, a fixed hour's job once", () => {
  for (const [month, day] of [
    [2, 28],
    [9, 24],
  ] as const) {
    const at = Date.UTC(2026, month, day)
    const host = World.host("dst", World.decky("debian-12"), at)
    const { texts, state } = write("dst", host, [at + 2 * dayMillis], at)
    const lines = linesOf(texts["/var/log/cron.log"])
    expect(lines.filter((line) => line.includes("cron.hourly"))).toHaveLength(48)
    expect(lines.filter((line) => line.includes("cron.daily"))).toHaveLength(2)
    expect(state.files["/var/log/cron.log"]!.bytes).toBeGreaterThan(0)
  }
})

it("counts the kernel's seconds from boot", () => {
  for (const seed of ["k0", "k1", "k2", "k3"]) {
    const host = World.host(seed, World.decky("debian-12", "UTC", "workstation"))
    const { texts } = write(seed, host, [World.start + 12 * dayMillis])
    for (const line of linesOf(texts["/var/log/kern.log"])) {
      const [, stamp, up] = /^(\S+) ledger02 kernel: \[ *(\d+\.\d{6})\] /.exec(line)!
      const seconds = (Date.parse(stamp!) - host.bootedAt) / 1000
      expect(Math.abs(seconds - Number(up))).toBeLessThan(0.01)
    }
  }
})

it("keeps quiet where neither rsyslog nor cron runs, but for login records", () => {
  const loud = World.host("q", World.decky("debian-12"))
  const host = { ...loud, rsyslogRuns: false, cronRuns: false }
  const { texts, records } = write("q", host, [World.start + 2 * dayMillis])
  expect(Object.keys(texts)).toEqual(["/var/log/wtmp"])
  expect(records.length % 384).toBe(0)
})
