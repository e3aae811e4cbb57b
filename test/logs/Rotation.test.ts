import { gunzipSync } from "node:zlib"
import { describe, expect, it } from "vitest"
import { releases } from "../../src/fleet/Decky.ts"
import * as Gzip from "../../src/logs/Gzip.ts"
import * as Logs from "../../src/logs/Logs.ts"
import * as Replay from "../../src/logs/Replay.ts"
import * as Rotation from "../../src/logs/Rotation.ts"
import { dayMillis } from "../../src/time/Instant.ts"
import * as Zone from "../../src/time/Zone.ts"
import * as World from "./world.ts"

const names = (steps: ReadonlyArray<Rotation.Step>, log: string) =>
  steps
    .filter((step) => step.log === log)
    .map(({ kind, from, to }) => `${kind} ${from?.slice(9) ?? ""} ${to?.slice(9) ?? ""}`.trim())

describe.each(releases)("%s", (release) => {
  const days = 40
  const host = World.host("rot", World.decky(release))
  const rng = World.logsRng("rot", host.decky)
  const sessions = World.sessions("rot", World.start, days, 2)
  const until = World.start + days * dayMillis
  const initial = Logs.initial(host, World.start)
  const { state, happenings } = Replay.run(rng, host, initial, until, sessions)
  const rotations = happenings.flatMap((happening) =>
    happening.kind === "rotate" ? [happening] : [],
  )

  it("rotates in the first seconds of a local day, weekly files on Sundays", () => {
    const zone = host.decky.timezone
    expect(Rotation.due(rng, host, World.start, until)).toHaveLength(days)
    for (const { atMillis, step } of rotations) {
      const local = Zone.toLocal(zone, atMillis)
      expect(local.minuteOfDay).toBe(0)
      expect(local.second).toBeLessThan(12)
      // a file that was empty on Sunday follows when it has lines: notifempty, and seven days gone
      const rare = /kern|user|messages/.test(step.log)
      if (!rare) expect((local.day + 4) % 7).toBe(0)
    }
  })

  it("renames, compresses and removes as delaycompress and its count have it", () => {
    const last = rotations.filter(({ step }) => step.log === "/var/log/auth.log").at(-1)!.atMillis
    const steps = rotations.filter(({ atMillis }) => atMillis === last).map(({ step }) => step)
    expect(names(steps, "/var/log/auth.log")).toEqual([
      "remove auth.log.4.gz",
      "rename auth.log.3.gz auth.log.4.gz",
      "rename auth.log.2.gz auth.log.3.gz",
      "compress auth.log.1 auth.log.2.gz",
      "rename auth.log auth.log.1",
      "fresh  auth.log",
    ])
    expect(state.files["/var/log/syslog"]!.older).toHaveLength(4)
  })

  it("begins the fresh syslog with rsyslogd's hang-up", () => {
    const syslog = happenings.filter(
      (happening) =>
        (happening.kind === "rotate" && happening.step.kind === "fresh"
          ? happening.step.log
          : happening.kind === "append"
            ? happening.chunk.path
            : "") === "/var/log/syslog",
    )
    syslog.forEach((happening, index) => {
      const next = syslog[index + 1]
      if (happening.kind !== "rotate" || next?.kind !== "append") return
      expect(next.chunk.text.split("\n")[0]).toContain("] rsyslogd was HUPed")
    })
  })

  it("keeps generations in order and each as old as its last line", () => {
    for (const file of Object.values(state.files)) {
      const times = file.older.map(({ mtime }) => mtime.ms)
      expect(times).toEqual([...times].sort((a, b) => b - a))
    }
  })

  it("writes a generation again from the state at its beginning", () => {
    const path = release === "debian-12" ? "/var/log/cron.log" : "/var/log/auth.log"
    const sunday = rotations.find(({ step }) => step.log === path)!.atMillis
    const before = Replay.run(rng, host, initial, sunday, sessions).state
    let live = ""
    let begun = false
    for (const happening of happenings) {
      if (happening.kind === "append") {
        if (begun && happening.chunk.path === path) live += happening.chunk.text
      } else if (happening.step.log === path && happening.step.kind === "fresh") {
        if (begun) break
        begun = true
      }
    }
    const later = sessions.filter(({ startMillis }) => startMillis > sunday)
    expect(Replay.text(rng, host, before, path, until, later)).toBe(live)
  })
})

it("only notes a file at first sight; rotates one late that was empty on Sunday", () => {
  const host = World.host("first", World.decky("debian-12"))
  const path = "/var/log/kern.log"
  const state = Logs.initial(host, World.start)
  const file = { ...state.files[path]!, bytes: 90, lastMicros: 1, mtime: { ms: 1, ns: 1 } }
  const plan = (file: (typeof state.files)[string], day: number) => {
    const at = Zone.fromLocal("Europe/Madrid", day, 5000)
    return Rotation.plan(host, { ...state, files: { ...state.files, [path]: file } }, at)
  }
  const thursday = Math.floor(World.start / dayMillis) + 3
  const met = plan(file, thursday)
  expect(names(met.steps, path)).toEqual([])
  expect(met.state.files[path]!.rotatedDay).toBe(thursday)
  const sunday = plan(met.state.files[path]!, thursday + 3)
  expect(names(sunday.steps, path)).toEqual(["rename kern.log kern.log.1", "fresh  kern.log"])
  const empty = sunday.state.files[path]!
  expect(names(plan(empty, thursday + 10).steps, path)).toEqual([])
  const late = plan({ ...empty, bytes: 10 }, thursday + 13)
  expect(names(late.steps, path)[0]).toBe("compress kern.log.1 kern.log.2.gz")
})

it("compresses to what gzip itself would have written a header for", () => {
  const text = new TextEncoder().encode("Jan  5 00:17:01 host CRON[1]: x\n".repeat(50))
  const packed = Gzip.compress(text, 1_767_571_200)
  expect(gunzipSync(packed).toString()).toBe(Buffer.from(text).toString())
  expect([...packed.subarray(0, 4)]).toEqual([0x1f, 0x8b, 8, 0])
  expect(Buffer.from(packed).readUInt32LE(4)).toBe(1_767_571_200)
  expect([...packed.subarray(8, 10)]).toEqual([0, 3])
})
