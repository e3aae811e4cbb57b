import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Logger from "effect/Logger"
import { afterAll, describe, expect, it } from "vitest"
import * as AtomicFile from "../../runtime/personas/AtomicFile.ts"
import * as PoolFile from "../../runtime/personas/PoolFile.ts"

const folder = mkdtempSync(join(tmpdir(), "pool-"))
afterAll(() => rmSync(folder, { recursive: true }))

const people = (...names: ReadonlyArray<string>): string =>
  JSON.stringify(names.map((name) => ({ name, email: `${name}@corp.net`, role: "Clerk" })))

/** A pool file of its own, and what it says on the log. */
const watch = async (name: string) => {
  const path = join(folder, name)
  const said: Array<string> = []
  const logger = Logger.replace(
    Logger.defaultLogger,
    Logger.make(({ message }) => void said.push(String(message))),
  )
  const file = await Effect.runPromise(PoolFile.make(path))
  const read = () => Effect.runPromise(file.current.pipe(Effect.provide(logger)))
  return { path, said, read }
}

describe("a pool file", () => {
  it("is read again when it changes, and is the same object when it does not", async () => {
    const { path, read } = await watch("changes.json")
    writeFileSync(path, people("ana", "bo"))
    const first = await read()
    expect([first.accepted, first.problem, first.pool.id]).toEqual([2, undefined, "fleet"])
    expect((await read()).pool).toBe(first.pool)
    writeFileSync(path, people("ana", "bo", "cy"))
    const second = await read()
    expect(second.accepted).toBe(3)
    expect(second.pool).not.toBe(first.pool)
  })

  it("is read again when other people of the same length take its place", async () => {
    const { path, read } = await watch("same-size.json")
    writeFileSync(path, people("ana"))
    await read()
    writeFileSync(`${path}.new`, people("bob"))
    // moved into its place, with the time that the old one had
    const { atime, mtime } = statSync(path)
    utimesSync(`${path}.new`, atime, mtime)
    unlinkSync(path)
    writeFileSync(path, readFileSync(`${path}.new`))
    expect((await read()).pool.personas.map(({ name }) => name)).toEqual(["bob"])
  })

  it.each([
    ["half of it", people("ana", "bo").slice(0, 40), /is not valid JSON/],
    ["nothing at all", "", /is not valid JSON/],
    ["an object", '{"a":1}', /write a list of personas/],
    ["nobody who is valid", '[{"name":"x"}]', /holds no valid persona; mend persona 0: email/],
  ])("keeps the last good people while it holds %s, and says so once", async (_, text, problem) => {
    const { path, read, said } = await watch("half.json")
    writeFileSync(path, people("ana", "bo"))
    const good = await read()
    writeFileSync(path, text)
    const half = await read()
    expect(half.pool).toBe(good.pool)
    expect(half.problem).toMatch(problem)
    expect(half.problem).toContain("the last good version stays")
    await read()
    expect(said.filter((line) => problem.test(line)).length).toBe(1)
    writeFileSync(path, people("ana", "bo", "cy"))
    expect(await read()).toMatchObject({ accepted: 3, problem: undefined })
  })

  it("goes on with the valid ones and names the others", async () => {
    const { path, read, said } = await watch("mixed.json")
    writeFileSync(path, '[{"name":"ana","email":"ana@corp.net","role":"Clerk"},{"name":"bo"}]')
    const { accepted, rejected } = await read()
    expect([accepted, rejected]).toEqual([1, [{ index: 1, reason: "email: is missing" }]])
    expect(said).toEqual([`${path}: persona 1 left out: email: is missing`])
  })

  it("is empty where it is missing, and where it holds an empty list", async () => {
    const { path, read, said } = await watch("missing.json")
    expect(await read()).toMatchObject({ accepted: 0, pool: { personas: [] } })
    await read()
    expect(said).toEqual([expect.stringContaining("does not exist; import one with")])
    writeFileSync(path, people("ana"))
    expect((await read()).accepted).toBe(1)
    writeFileSync(path, "[]")
    expect(await read()).toMatchObject({ accepted: 0, problem: undefined })
  })

  it("says what it is where it is no file", async () => {
    const { path, read } = await watch("folder.json")
    mkdirSync(path)
    expect((await read()).problem).toBe(`${path} is a folder; put a file there`)
  })
})

describe("an atomic write", () => {
  const write = (path: string, text: string) =>
    Effect.runPromise(Effect.either(AtomicFile.write(path, text)))

  it("keeps the mode of the file, follows a link, and leaves nothing beside it", async () => {
    const home = mkdtempSync(join(folder, "atomic-"))
    const path = join(home, "pool.json")
    writeFileSync(path, "old")
    chmodSync(path, 0o640)
    symlinkSync(path, join(home, "link.json"))
    const { ino } = statSync(path)
    expect(await write(join(home, "link.json"), "new")).toEqual(Either.void)
    expect(readFileSync(path, "utf8")).toBe("new")
    expect(statSync(path).mode & 0o777).toBe(0o640)
    expect(statSync(path).ino).not.toBe(ino)
    expect(readdirSync(home).sort()).toEqual(["link.json", "pool.json"])
  })

  it("shows a reader the old text or the new one, never less", async () => {
    const path = join(mkdtempSync(join(folder, "atomic-")), "big.json")
    const texts = ["a", "b"].map((letter) => letter.repeat(1_000_000))
    await write(path, texts[0]!)
    const lengths = new Set<number>()
    for (let round = 0; round < 20; round++) {
      const writing = write(path, texts[round % 2]!)
      for (let look = 0; look < 20; look++) {
        lengths.add(readFileSync(path).length)
        await new Promise((resolve) => setImmediate(resolve))
      }
      await writing
    }
    expect([...lengths]).toEqual([1_000_000])
  })

  it.each([
    ["a folder that is not there", join(folder, "none", "a"), /its folder does not exist; make it/],
    ["a folder", folder, /it is a folder; name a file/],
    ["below a file", join(folder, "mixed.json", "a"), /its folder is no folder/],
  ])("says in one line why it cannot write to %s", async (_, path, message) => {
    const written = await write(path, "x")
    expect(Either.isLeft(written) && written.left.message).toMatch(message)
  })
})
