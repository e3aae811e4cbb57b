/** The contract of SyntheticFiles. */
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { bodyCharactersMax, SyntheticFiles } from "../../../src/ports/SyntheticFiles.ts"
import { using, type Ports, type Subject } from "./Contract.ts"
import { newDecky, row } from "./Samples.ts"

const files = Effect.serviceFunctions(SyntheticFiles)
const list = (decky: string) => Effect.flatMap(SyntheticFiles, (each) => each.list(decky))

/** Paths that loose comparisons take for the same. */
const lookalikes = [
  "/home/a/Key",
  "/home/a/key",
  "/home/a/key ",
  "/home/a/résumé",
  "/home/a/resume",
  "/home/a/re\u0301sume\u0301",
  "/home/a/🦊",
  "/home/a/🐙",
  "/home/a/ﬁle",
  "/home/a/file",
  "/home/a/\uFF21",
]

export const contract = (subject: Subject<Ports>): void => {
  describe(`SyntheticFiles on ${subject.name}`, () => {
    it("keeps every field of a row", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const rows = [
          row("/home/annaberg/notes.txt", { editCount: 3, removeAt: 1_767_571_200_001 }),
          row("/home/annaberg/todo.md", { body: "- as worded\n", template: "- as drawn é🦊\n" }),
          row("/home/annaberg/blank", { template: "" }),
          row("/home/annaberg/photo.png", { body: undefined, bytes: 3_000_000_000 }),
          row("/home/annaberg/empty", { body: "", bytes: 0, touched: true, hotness: 0.5 }),
          row("/var/log/auth.log", {
            class: "log_daemon",
            persona: undefined,
            owner: "root",
            group: "adm",
            mode: 0o640,
            sha256: undefined,
            body: undefined,
            tail: { bytes: 120, sha256: "c".repeat(64) },
          }),
        ]
        for (const each of rows) await run(files.put(decky, each))
        for (const each of rows) expect(await run(files.get(decky, each.path))).toEqual(each)
        expect(await run(list(decky))).toEqual([...rows].sort((a, b) => (a.path < b.path ? -1 : 1)))
      }))

    it("replaces by path, and forgets what is removed", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        await run(files.put(decky, row("/a", { body: "one", editCount: 0 })))
        await run(files.put(decky, row("/a", { body: "two", editCount: 1, persona: undefined })))
        expect(await run(list(decky))).toEqual([
          row("/a", { body: "two", editCount: 1, persona: undefined }),
        ])
        await run(files.remove(decky, "/a"))
        await run(files.remove(decky, "/a"))
        expect(await run(files.get(decky, "/a"))).toBeUndefined()
        expect(await run(list(decky))).toEqual([])
      }))

    it("keeps deckies apart", () =>
      using(subject, async (run) => {
        const [one, other] = [newDecky(), newDecky()]
        await run(files.put(one, row("/a")))
        expect(await run(files.get(other, "/a"))).toBeUndefined()
        await run(files.put(other, row("/a", { body: "other" })))
        await run(files.remove(one, "/a"))
        expect((await run(files.get(other, "/a")))?.body).toBe("other")
      }))

    it("takes no two paths for the same, and lists them by code unit", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        for (const path of lookalikes) await run(files.put(decky, row(path, { body: path })))
        for (const path of lookalikes) expect((await run(files.get(decky, path)))?.body).toBe(path)
        expect((await run(list(decky))).map(({ path }) => path)).toEqual([...lookalikes].sort())
      }))

    it("keeps the longest text whole and a longer one cut, which then is no text to edit", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const longest = "🦊é\n".repeat(bodyCharactersMax / 4)
        expect(longest.length).toBe(bodyCharactersMax)
        await run(files.put(decky, row("/longest", { body: longest })))
        await run(files.put(decky, row("/longer", { body: `${longest}x`, bytes: 9 })))
        expect((await run(files.get(decky, "/longest")))?.body).toBe(longest)
        expect(await run(files.get(decky, "/longer"))).toEqual(
          row("/longer", { body: undefined, bytes: 9 }),
        )
      }))

    it("replaces the template with the body, and has none again where the body is it", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        await run(files.put(decky, row("/a", { body: "one", template: "1" })))
        await run(files.put(decky, row("/a", { body: "two", template: "2" })))
        expect((await run(files.get(decky, "/a")))?.template).toBe("2")
        await run(files.put(decky, row("/a", { body: "three" })))
        expect(await run(list(decky))).toEqual([row("/a", { body: "three" })])
      }))

    it("keeps texts as they are", () =>
      using(subject, async (run) => {
        const decky = newDecky()
        const bodies = [
          "'; DROP TABLE synthetic_files; --",
          "\\ \\' ? :a $1\r\n\t",
          "\u0001\u{10FFFF}",
          " ",
        ]
        for (const [index, body] of bodies.entries())
          await run(files.put(decky, row(`/${index}`, { body })))
        expect((await run(list(decky))).map(({ body }) => body)).toEqual(bodies)
      }))
  })
}
