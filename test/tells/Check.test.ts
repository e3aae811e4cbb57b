import { describe, expect, it } from "vitest"
import * as Check from "../../src/tells/Check.ts"
import { at, extra, file, history, notes } from "./history.ts"
import { findings } from "./tells.ts"

describe("Check", () => {
  it("finds nothing in the clean history", () => {
    expect(findings()).toEqual([])
  })

  it("lists every tell that a history shows", () => {
    const ids = ["T", "N", "X", "L", "M", "S", "C"].flatMap((letter) => {
      const count = { T: 10, N: 10, X: 6, L: 7, M: 8, S: 3, C: 6 }[letter]!
      return Array.from(
        { length: count },
        (_, index) => `${letter}${String(index + 1).padStart(2, "0")}`,
      )
    })
    expect(Object.keys(Check.all)).toEqual(ids)
  })

  it("sorts by tell, decky and path", () => {
    const found = findings(({ atlas, web }) => {
      file(web, "zeta.md", "2026-03-03T03:00:00.120", "one\n")
      file(atlas, "beta.md", "2026-03-03T03:00:00.110", "two\n")
      file(atlas, "alpha.md", "2026-03-03T03:00:00.100", "three\n", { owner: "root" })
    })
    expect(found.map(({ tell, path }) => `${tell} ${path}`)).toEqual([
      "N06 /home/ana/alpha.md",
      "T03 /home/ana/alpha.md",
      "T03 /home/ana/beta.md",
      "T03 /home/carla/zeta.md",
    ])
  })

  it("shows ten findings of a tell on a decky and counts the others", () => {
    const found = findings(({ atlas }) => {
      for (const event of notes(atlas, 14)) event.owner = "root"
    })
    expect(found).toHaveLength(10)
    expect(found[9]!.evidence).toContain("(and 4 more)")
  })

  it("reads each file of the tree once", () => {
    const made = history(({ atlas }) => {
      atlas.extras.push(
        extra("/var/backups/x.txt", "a backup list\n", at("2026-03-03T10:00:00.500")),
      )
    })
    let reads = 0
    let paths = 0
    const counted = {
      ...made,
      deckies: made.deckies.map((decky) => ({
        ...decky,
        tree: () =>
          decky.tree().map((entry) => {
            paths += entry.kind === "file" ? 1 : 0
            return { ...entry, read: () => ((reads += 1), entry.read()) }
          }),
      })),
    }
    Check.check(counted)
    expect(reads).toBe(paths)
  })
})
