import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import { afterAll, describe, expect, it } from "vitest"
import * as DatabaseChoice from "../../runtime/config/DatabaseChoice.ts"
import * as KeyFile from "../../runtime/config/KeyFile.ts"
import * as Places from "../../runtime/config/Places.ts"
import * as Settings from "../../runtime/config/Settings.ts"

const folder = mkdtempSync(join(tmpdir(), "places-"))
afterAll(() => rmSync(folder, { recursive: true }))

const settings = (environment: Record<string, string> = {}) =>
  Either.getOrThrow(Settings.read(environment))

/** Folders of a computer of its own; only those that are named exist. */
const roots = (...made: ReadonlyArray<keyof Places.Roots>): Places.Roots => {
  const base = mkdtempSync(join(folder, "computer-"))
  // a folder below a file can neither be there nor be made
  writeFileSync(join(base, "sealed"), "")
  const at = (name: keyof Places.Roots): string =>
    join(base, made.includes(name) || name === "own" ? "" : "sealed", name)
  const out = { etc: at("etc"), state: at("state"), own: at("own") }
  for (const name of made) mkdirSync(out[name])
  return out
}

describe("where things lie", () => {
  it("is the system's folder where it can be written, else the user's own", () => {
    const system = roots("etc", "state")
    const own = roots()
    expect(Places.configFolder(system)).toBe(system.etc)
    expect(Places.configFolder(own)).toBe(own.own)
    expect(Places.databaseFile(system)).toBe(join(system.state, "decnet.db"))
    expect(Places.databaseFile(own)).toBe(join(own.own, "decnet.db"))
    expect(Places.personasFile(settings(), system)).toBe(join(system.etc, "email_personas.json"))
    expect(Places.personasFile(settings(), own)).toBe(join(own.own, "email_personas.json"))
    expect(Places.systemRoots("/home/ana")).toEqual({
      etc: "/etc/decnet",
      state: "/var/lib/decnet",
      own: "/home/ana/.decnet",
    })
  })

  it("is what the environment says of the people before anything else", () => {
    const named = settings({ DECNET_REALISM_PERSONAS: "/srv/people.json" })
    expect(Places.personasFile(named, roots("etc"))).toBe("/srv/people.json")
  })

  it("is the user's own folder where the system's is closed to this user", () => {
    const closed = roots("etc", "state")
    chmodSync(closed.etc, 0o500)
    chmodSync(closed.state, 0o500)
    // nothing is closed to root
    const [config, state] =
      process.getuid?.() === 0 ? [closed.etc, closed.state] : [closed.own, closed.own]
    expect(Places.configFolder(closed)).toBe(config)
    expect(Places.databaseFile(closed)).toBe(join(state, "decnet.db"))
  })
})

describe("the database", () => {
  it("is a file, an address, or parts of one", () => {
    const here = roots("state")
    const of = (environment: Record<string, string>) =>
      DatabaseChoice.of(settings(environment), here)
    expect(of({})).toEqual(Either.right({ kind: "sqlite", path: join(here.state, "decnet.db") }))
    expect(of({ DECNET_DB_URL: "sqlite:////srv/a.db" })).toEqual(
      Either.right({ kind: "sqlite", path: "/srv/a.db" }),
    )
    expect(
      of({ DECNET_DB_TYPE: "mysql", DECNET_DB_PASSWORD: " p ", DECNET_DB_HOST: "db" }),
    ).toEqual(
      Either.right({
        kind: "mysql",
        host: "db",
        port: 3306,
        user: "decnet",
        password: Redacted.make(" p "),
        database: "decnet",
      }),
    )
    expect(
      Either.isLeft(of({ DECNET_DB_TYPE: "mysql", DECNET_DB_URL: "sqlite:////srv/a.db" })),
    ).toBe(true)
  })
})

describe("a key", () => {
  it("comes from the environment, else from the system's file, else from the user's", () => {
    const here = roots("etc", "own")
    const value = (environment: Record<string, string> = {}) =>
      Either.getOrThrow(KeyFile.seed(settings(environment), here)).value
    writeFileSync(join(here.own, "seed"), "mine\n")
    expect(value()).toBe("mine")
    writeFileSync(join(here.etc, "seed"), "ours\n")
    expect(value()).toBe("ours")
    expect(value({ DECNET_SEED: "told" })).toBe("told")
  })

  it("is asked for where there is none, and never shown where it is wrong", () => {
    const here = roots("etc")
    const line = () => Either.getOrThrow(Either.flip(KeyFile.secretKey(settings(), here)))
    expect(line()).toBe(
      `DECNET_SECRET_KEY is not set and ${here.own}/secret.key does not exist; run \`decnet init\``,
    )
    writeFileSync(join(here.etc, "secret.key"), "hunter2")
    expect(line()).toMatch(/write 64 hexadecimal digits/)
    expect(line()).not.toContain("hunter2")
    mkdirSync(join(here.etc, "seed"))
    expect(Either.getOrThrow(Either.flip(KeyFile.seed(settings(), here)))).toMatch(
      /cannot be read; let this user read it/,
    )
  })
})
