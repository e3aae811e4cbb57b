import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "vitest"
import * as Logs from "../../src/logs/Logs.ts"
import * as Wtmp from "../../src/logs/Wtmp.ts"
import { dayMillis, hourMillis, minuteMillis } from "../../src/time/Instant.ts"
import * as World from "./world.ts"

const session = (
  id: string,
  startMinute: number,
  endMinute: number,
  login: string,
  uid: number,
) => ({
  id,
  login,
  uid,
  startMillis: World.start + 9 * hourMillis + startMinute * minuteMillis,
  endMillis: World.start + 9 * hourMillis + endMinute * minuteMillis,
  fromIp: "10.20.4.33",
  pty: true,
  keyFingerprint: "d+GFmHd++mXOMEUEY90r5Ak3EfKvMlgI1IMOTWViZAM",
  sudo: [],
})

const decode = (data: Uint8Array) => {
  const bytes = Buffer.from(data)
  return Array.from({ length: bytes.length / Wtmp.recordBytes }, (_, index) => {
    const at = index * Wtmp.recordBytes
    const text = (from: number, size: number) =>
      bytes.toString("utf8", at + from, at + from + size).replace(/\0.*$/s, "")
    return {
      type: bytes.readInt16LE(at),
      pid: bytes.readInt32LE(at + 4),
      line: text(8, 32),
      id: text(40, 4),
      user: text(44, 32),
      host: text(76, 256),
    }
  })
}

const host = World.host("w", World.decky("debian-12", "UTC"))
const { chunks } = Logs.advance(
  World.logsRng("w", host.decky),
  host,
  Logs.initial(host, World.start),
  World.start + dayMillis,
  [
    session("a", 0, 60, "ana", 1000),
    session("b", 10, 20, "root", 0),
    session("c", 30, 90, "ana", 1000),
  ],
)
const wtmp = chunks.find(({ path }) => path === "/var/log/wtmp")!
const auth = chunks.find(({ path }) => path === "/var/log/auth.log")!

it("gives each login the lowest free terminal and frees it at logout", () => {
  const records = decode(wtmp.data!)
  expect(records.map(({ type, line, user }) => `${type} ${line} ${user}`)).toEqual([
    "7 pts/0 ana",
    "7 pts/1 root",
    "8 pts/1 ",
    "7 pts/1 ana",
    "8 pts/0 ",
    "8 pts/1 ",
  ])
  expect(records[0]!.id).toBe("ts/0")
})

it("names the processes that auth.log names", () => {
  const first = decode(wtmp.data!)[0]!
  expect(auth.text).toContain(`sshd[${first.pid}]: Disconnected from user ana`)
})

it("belongs to root and utmp, for whom it is writable", () => {
  expect(wtmp).toMatchObject({ mode: 0o664, owner: "root", group: "utmp", class: "login_record" })
})

it("can be read by last", (context) => {
  const folder = mkdtempSync(join(tmpdir(), "wtmp-"))
  try {
    const path = join(folder, "wtmp")
    writeFileSync(path, wtmp.data!)
    let out = ""
    try {
      const env = { ...process.env, TZ: "UTC", LC_ALL: "C" }
      out = execFileSync("last", ["-F", "-i", "-f", path], { env }).toString()
    } catch {
      // not every machine has last(1)
      return context.skip()
    }
    expect(out).toMatch(/ana +pts\/0 +10\.20\.4\.33 +Mon Jan +5 09:00:00 2026 - Mon Jan +5 10:00:0/)
    expect(out).not.toContain("gone")
  } finally {
    rmSync(folder, { recursive: true })
  }
})
