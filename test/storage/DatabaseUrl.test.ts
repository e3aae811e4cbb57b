import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import * as DatabaseUrl from "../../runtime/storage/DatabaseUrl.ts"

const parsed = (url: string) => Either.getOrThrow(DatabaseUrl.parse(url))

describe("DatabaseUrl", () => {
  it.each([
    ["sqlite:////var/lib/x.db", "/var/lib/x.db"],
    ["sqlite+aiosqlite:////var/lib/x.db", "/var/lib/x.db"],
    ["sqlite:///x.db", "x.db"],
    ["sqlite:///home/x.db", "home/x.db"],
    ["sqlite:////a b/%41.db?timeout=3", "/a b/%41.db"],
    ["sqlite:///:memory:", ":memory:"],
  ])("reads %s", (url, path) => expect(parsed(url)).toEqual({ kind: "sqlite", path }))

  it.each([
    ["mysql://u:p@h:3307/d", "h", 3307, "u", "p", "d"],
    ["mysql+asyncmy://u:p@h/d", "h", 3306, "u", "p", "d"],
    ["mysql+pymysql://u:p@h/d?charset=utf8mb4", "h", 3306, "u", "p", "d"],
    ["mariadb://u@h/d", "h", 3306, "u", "", "d"],
    ["mysql://u%40x:p%40s%2Fs%25@db.example:80/d", "db.example", 80, "u@x", "p@s/s%", "d"],
    ["mysql://u:p@[::1]:3306/d", "::1", 3306, "u", "p", "d"],
  ])("reads %s", (url, host, port, user, password, database) => {
    const found = parsed(url)
    expect(found).toMatchObject({ kind: "mysql", host, port, user, database })
    expect(found.kind === "mysql" && Redacted.value(found.password)).toBe(password)
  })

  it.each([
    "",
    "postgres://u:secret@h/d",
    "sqlite:",
    "sqlite://x.db",
    "sqlite:///",
    "mysql://u:secret@h",
    "mysql://u:secret@h/",
    "mysql://u:secret@h/a/b",
    "mysql://u:secret@h:99999/d",
    "mysql://h/d",
    "mysql://u:%E0%A4secret@h/d",
    "mysql://u:sec%zzret@h/d",
    "mysql:u:secret@h/d",
  ])("refuses %j, says what to write, and repeats no password", (url) => {
    const answer = DatabaseUrl.parse(url)
    expect(Either.isLeft(answer)).toBe(true)
    if (Either.isLeft(answer)) {
      expect(answer.left).toMatch(/write/)
      expect(answer.left).not.toMatch(/secret|sec%zzret|\n/)
    }
  })

  it("describes a database without its password", () => {
    expect(DatabaseUrl.describe(parsed("mysql://u:secret@h/d"))).toBe("mysql://u@h:3306/d")
    expect(JSON.stringify(parsed("mysql://u:secret@h/d"))).not.toContain("secret")
  })
})
