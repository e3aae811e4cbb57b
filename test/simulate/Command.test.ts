import { spawnSync } from "node:child_process"
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, it } from "vitest"

const bin = fileURLToPath(new URL("../../dist/bin/decnet.js", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "command-"))
afterAll(() => rmSync(folder, { recursive: true }))

const decnet = (args: ReadonlyArray<string>, env: Record<string, string> = {}) =>
  spawnSync(process.execPath, [bin, ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, ...env },
    cwd: folder,
  })

const simulate = (...args: ReadonlyArray<string>) => decnet(["simulate", ...args])

const file = (name: string, content: unknown): string => {
  const path = join(folder, name)
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content))
  return path
}

describe("decnet simulate", () => {
  const persona = { name: "Ana Ruiz", email: "ana@corp.net", role: "Clerk" }

  it.each<readonly [string, ReadonlyArray<string>, RegExp]>([
    ["no days", ["--days", "0"], /--days: write a whole number from 1 to 3650 \(found "0"\)/],
    ["too many days", ["--days", "4000"], /from 1 to 3650/],
    ["half a day", ["--days", "1.5"], /from 1 to 3650/],
    ["a start that is none", ["--start", "soon"], /--start: write a date such as/],
    ["a start that does not exist", ["--start", "2026-02-30"], /--start/],
    ["a start beyond the tables", ["--start", "2037-12-30"], /between 2020 and 2037/],
    ["a file that is not there", ["--personas", "nobody.json"], /nobody\.json does not exist/],
    ["a folder for a file", ["--personas", folder], /cannot be read/],
    ["JSON that is none", ["--personas", file("broken.json", '[{"name":')], /not valid JSON/],
    [
      "an object for a list",
      ["--personas", file("object.json", { a: 1 })],
      /write a list of personas/,
    ],
    ["no persona", ["--personas", file("empty.json", [])], /holds no persona/],
    [
      "no valid persona",
      ["--personas", file("zone.json", [{ ...persona, timezone: "Mars/Olympus" }])],
      /zone\.json holds no valid persona; mend persona 0: timezone: write an IANA zone/,
    ],
    [
      "weights that sum to zero",
      ["--config", file("zero.json", { kind_weights: { traffic: 0, file: 0, email: 0 } })],
      /zero\.json: kind_weights: the weights sum to zero/,
    ],
    [
      "a setting that is none",
      ["--config", file("typo.json", { wights: 1 })],
      /wights: write one of/,
    ],
    [
      "a fleet with a strange release",
      [
        "--fleet",
        file("fleet.json", [
          { uuid: "a", name: "a", hostname: "a", release: "bsd", services: [], role: "server" },
        ]),
      ],
      /fleet\.json: 0\.release: write one of debian-11/,
    ],
    ["a cadence that is none", ["--cadence", "slow"], /--cadence: write one of human, tick/],
    ["a format that is none", ["--format", "xml"], /--format: write one of summary/],
    ["no place to write", ["--out", "/nowhere/at/all"], /\/nowhere\/at does not exist/],
    ["a profile that is none", ["--faults", "mild"], /mild does not exist/],
  ])("answers %s with one line and status 2", (_, args, message) => {
    const before = readdirSync(folder)
    const { status, stdout, stderr } = simulate(...args)
    expect(stderr).toMatch(message)
    expect(stderr.trimEnd().split("\n").at(-1)).toMatch(/^decnet: /)
    expect([status, stdout]).toEqual([2, ""])
    expect(readdirSync(folder)).toEqual(before)
  })

  it("answers an unknown option with status 2", () => {
    const { status, stdout } = simulate("--dayz", "3")
    expect([status, stdout]).toEqual([2, ""])
  })

  it("goes on with the valid ones of a list with mistakes, and says what it left out", () => {
    const mixed = file("mixed.json", [persona, { name: "x" }, { ...persona, email: "bo@corp.net" }])
    const { status, stderr, stdout } = simulate("--days", "1", "--personas", mixed)
    expect(status).toBe(0)
    expect(stderr).toContain("mixed.json: persona 1 left out: email: is missing")
    expect(stdout).toContain("2 people")
  })

  it("writes English for a language without a lexicon, and warns", () => {
    const welsh = file("welsh.json", [{ ...persona, language: "cy" }])
    const { status, stderr } = simulate("--days", "2", "--personas", welsh)
    expect([status, stderr]).toEqual([0, expect.stringContaining("no lexicon for language cy")])
  })

  it("gives the same bytes in any zone and locale", () => {
    const args = ["simulate", "--days", "3", "--format", "ndjson"]
    const plain = decnet(args)
    expect(plain.status).toBe(0)
    const turkish = decnet(args, { TZ: "Asia/Tokyo", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" })
    expect(turkish.stdout).toBe(plain.stdout)
  })

  it("writes one JSON document with the same lines", () => {
    const ndjson = simulate("--days", "1", "--format", "ndjson", "--bodies").stdout
    const json = simulate("--days", "1", "--format", "json", "--bodies").stdout
    expect(
      (JSON.parse(json) as ReadonlyArray<unknown>).map((each) => JSON.stringify(each)),
    ).toEqual(ndjson.trimEnd().split("\n"))
  })

  it("stops quietly when its reader has seen enough", () => {
    const { status, stderr } = spawnSync(
      "bash",
      [
        "-c",
        `set -o pipefail; "${process.execPath}" "${bin}" simulate --format ndjson | head -n 1 >/dev/null`,
      ],
      { encoding: "utf8" },
    )
    expect([status, stderr]).toEqual([0, ""])
  })

  it("writes a tar that keeps owners, modes and nanoseconds, the same again", () => {
    const [a, b] = [join(folder, "a.tar"), join(folder, "b.tar")]
    for (const out of [a, b]) expect(simulate("--days", "3", "--out", out).status).toBe(0)
    expect(readFileSync(a).equals(readFileSync(b))).toBe(true)
    const listed = spawnSync("tar", ["--full-time", "-tvf", a], { encoding: "utf8" }).stdout
    expect(listed).toMatch(/^-rw-r----- root\/adm .*srv04\/var\/log\/syslog$/m)
    expect(listed).toMatch(/\d\d:\d\d:\d\d\.\d{9} srv04\/home\//)
    expect(simulate("--out", a).stderr).toContain("is there already")
  })

  it("writes a folder with the times of the transcript", () => {
    const out = join(folder, "tree")
    expect(simulate("--days", "2", "--out", out).status).toBe(0)
    const ndjson = simulate("--days", "2", "--format", "ndjson").stdout.trimEnd().split("\n")
    interface Line {
      readonly type: string
      readonly action: string
      readonly path: string
      readonly mtime: string
    }
    const last = new Map<string, Line>()
    for (const line of ndjson.map((each) => JSON.parse(each) as Line))
      if (line.type === "file") last.set(line.path, line)
    let compared = 0
    for (const { path, mtime, action } of last.values()) {
      if (action === "remove") continue
      const found = statSync(join(out, "srv04", path), { bigint: true })
      expect(found.mtimeNs % 1_000_000_000n).toBe(BigInt(mtime.slice(20, 29)))
      compared++
    }
    expect(compared).toBeGreaterThan(5)
    expect(existsSync(join(out, "MANIFEST.ndjson"))).toBe(process.getuid?.() !== 0)
  })

  it("writes a report that asks nobody for anything", () => {
    const report = join(folder, "report.html")
    expect(simulate("--days", "2", "--report", report).status).toBe(0)
    const html = readFileSync(report, "utf8")
    expect(html).toMatch(/^<!doctype html>/i)
    expect(html).not.toMatch(/(?:src|href)="https?:/)
  })

  it("shows the trees", () => {
    expect(simulate("--days", "2", "--format", "tree").stdout).toMatch(
      /^-rw-r----- root +adm +\d+ 2026-\S+Z \/var\/log\/syslog$/m,
    )
  })
})
