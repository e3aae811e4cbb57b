import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { Event } from "../../../src/events/Event.ts"
import { variables } from "../../../runtime/config/Variables.ts"
import * as Migrations from "../../../runtime/storage/Migrations.ts"
import * as Tables from "./Tables.ts"

const text = readFileSync(new URL("../../../docs/api.md", import.meta.url), "utf8")

describe("docs/api.md", () => {
  it("has the routes and fields of the document; `npm run api-docs` writes them", () => {
    expect(Tables.held(text)).toBe(Tables.made())
  })

  it("names no route in its examples that there is not", () => {
    const there = [...Tables.made().matchAll(/^\| `(\w+) ([^`]+)` \|/gm)].map(
      ([, , path]) => new RegExp(`^${path!.replaceAll(/\{\w+\}/g, "[^/?]+")}$`),
    )
    expect(there.length).toBeGreaterThan(40)
    const named = [...Tables.around(text).matchAll(/\$API(\/[\w/.$-]+)/g)].map(([, path]) => path!)
    expect(named.length).toBeGreaterThan(8)
    expect(named.filter((path) => !there.some((route) => route.test(path)))).toEqual([])
  })
})

describe("docs/from-decnet.md", () => {
  const moving = readFileSync(new URL("../../../docs/from-decnet.md", import.meta.url), "utf8")

  it("names variables that are read, and the one kind that is not", () => {
    const read = new Set(Object.values(variables).map(({ name }) => name))
    const named = [...moving.matchAll(/DECNET_[A-Z_]+[A-Z]/g)].map(([name]) => name)
    expect(new Set(named.filter((name) => !read.has(name)))).toEqual(new Set(["DECNET_EMAILGEN"]))
    expect(named.length).toBeGreaterThan(30)
  })

  it("names each table once, shared or own", () => {
    const section = moving.split("## Database")[1]!.split("## Topics")[0]!
    const first = [...section.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell]) =>
      [...cell!.matchAll(/`(\w+)`/g)].map(([, name]) => name!),
    )
    expect(first.sort()).toEqual([...Migrations.tableNames].sort())
  })

  it("has the fields of each payload", () => {
    const fields = Object.fromEntries(
      Event.members.map(({ fields: { type, payload } }) => [
        type.literals[0],
        "fields" in payload ? Object.keys(payload.fields) : [],
      ]),
    )
    for (const type of ["email", "placed", "triggered", "revoked", "traffic"] as const) {
      const cell = new RegExp(`^\\| (?:\`file\`, )?\`${type}\`(?:, \`\\w+\`)? \\| ([^|]+) \\|`, "m")
      const [, listed = ""] = cell.exec(moving) ?? []
      const outer = listed.split(". ")[0]!
      const names = [...outer.matchAll(/`(\w+)`/g)].map(([, name]) => name!)
      expect([type, names.filter((name) => name !== "ssh").sort()]).toEqual([
        type,
        [...fields[type]!].sort(),
      ])
    }
  })
})
