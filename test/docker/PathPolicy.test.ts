import * as Either from "effect/Either"
import { describe, expect, it } from "vitest"
import type { PathStat } from "../../runtime/docker/Answer.ts"
import * as PathPolicy from "../../runtime/docker/PathPolicy.ts"
import * as Instant from "../../src/time/Instant.ts"

const policy = Either.getOrThrow(PathPolicy.parse("/home:/var/log:/var/mail/"))

describe("the roots", () => {
  it("are a list with colons", () => {
    expect(policy.roots).toEqual(["/home", "/var/log", "/var/mail"])
  })

  it.each(["", "home", "/home:", "/home:/var/../etc", "/", "/home\n"])(
    "are refused as %j",
    (text) => {
      const parsed = PathPolicy.parse(text)
      expect(Either.isLeft(parsed) && parsed.left).toMatch(/^DECNET_PLANT_ROOTS: write absolute/)
    },
  )
})

describe("a path", () => {
  it.each(["/home/anna/a", "/var/log/auth.log", "/home/anna/Übersicht 3.md", "/home/a/..b/c..d"])(
    "%s is taken",
    (path) => {
      expect(PathPolicy.refusal(policy, path)).toBeUndefined()
    },
  )

  it.each([
    ["home/anna/a", /absolute/],
    ["/home/anna/../../etc/passwd", /name \.\./],
    ["/home/./anna", /name \./],
    ["/home//anna", /empty name/],
    ["/home/anna/", /empty name/],
    ["/home/anna/a\0b", /control/],
    ["/home/anna/a\nb", /control/],
    ["/home/anna/\u007f", /control/],
    [`/home/${"a".repeat(256)}`, /name in it is too long/],
    [`/home/${"é".repeat(128)}`, /name in it is too long/],
    [`/home/${"a/".repeat(2100)}b`, /too long/],
    ["/home", /outside/],
    ["/homes/anna", /outside/],
    ["/etc/passwd", /outside/],
    ["/var/logs/x", /outside/],
  ])("%j is refused", (path, reason) => {
    expect(PathPolicy.refusal(policy, path)).toMatch(reason)
  })
})

describe("what lies on the way", () => {
  const stat = (kind: PathStat["kind"], linkTarget = ""): PathStat => ({
    kind,
    linkTarget,
    mode: 0o755,
    bytes: 0,
    mtime: Instant.make(0),
  })
  const folder = stat("directory")
  const walk = (path: string, found: Readonly<Record<string, PathStat>>, linksSeen = 0) =>
    PathPolicy.walk(policy, path, new Map(Object.entries(found)), linksSeen)

  it("may be missing, and then it is told from the top", () => {
    expect(walk("/home/anna/a/b/c", { "/home": folder, "/home/anna": folder })).toEqual({
      _tag: "Clear",
      missing: ["/home/anna/a", "/home/anna/a/b"],
    })
  })

  it("is followed where a link leads to a folder below the roots", () => {
    const found = { "/home": folder, "/home/anna": stat("link", "/home/data/anna") }
    expect(walk("/home/anna/a/b", found)).toEqual({
      _tag: "Elsewhere",
      path: "/home/data/anna/a/b",
    })
  })

  it.each(["/etc", "/", "/home/../etc", "/var"])(
    "is refused where a link leads to %s",
    (target) => {
      const found = { "/home": folder, "/home/anna": stat("link", target) }
      expect(walk("/home/anna/a", found)).toMatchObject({
        _tag: "Refused",
        reason: "/home/anna is a symbolic link that leads out of the allowed folders",
      })
    },
  )

  it("is refused after too many links, where it is a file, and where the file is a link", () => {
    const found = { "/home": folder, "/home/anna": stat("link", "/home/b") }
    expect(walk("/home/anna/a", found, 8)).toMatchObject({ _tag: "Refused" })
    expect(walk("/home/anna/a", { "/home": folder, "/home/anna": stat("file") })).toMatchObject({
      _tag: "Refused",
      reason: "/home/anna is no folder",
    })
    expect(walk("/home/anna", { "/home": folder, "/home/anna": stat("link", "/home/b") })).toEqual({
      _tag: "Refused",
      reason: "it is a symbolic link",
    })
  })
})
