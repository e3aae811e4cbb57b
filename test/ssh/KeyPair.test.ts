import { execFileSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import * as KeyPair from "../../runtime/ssh/KeyPair.ts"

describe("a key pair", () => {
  const pair = KeyPair.make("anna@web04")

  it("is read by ssh-keygen, which finds the same public half", () => {
    const folder = mkdtempSync(join(tmpdir(), "key-"))
    try {
      const path = join(folder, "id_ed25519")
      writeFileSync(path, pair.privateKey, { mode: 0o600 })
      const shown = execFileSync("ssh-keygen", ["-y", "-P", "", "-f", path], { encoding: "utf8" })
      expect(shown).toBe(pair.publicKey)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it("has lines of 70 signs, as ssh-keygen writes them", () => {
    const lines = pair.privateKey.trimEnd().split("\n").slice(1, -1)
    expect(lines.slice(0, -1).every((line) => line.length === 70)).toBe(true)
    expect(lines.at(-1)!.length).toBeLessThanOrEqual(70)
  })

  it("is another one each time", () => {
    expect(KeyPair.make("anna@web04").publicKey).not.toBe(pair.publicKey)
  })

  it("is known by its public part", () => {
    expect(KeyPair.publicPart(pair.publicKey)).toBe(pair.publicKey.split(" ").slice(0, 2).join(" "))
    for (const line of ["", "ssh-rsa AAAA anna", "ssh-ed25519 short", "command=x ssh-ed25519"])
      expect(KeyPair.publicPart(line)).toBeUndefined()
  })
})
