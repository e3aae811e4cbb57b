import { readFileSync } from "node:fs"
import * as Either from "effect/Either"
import { describe, expect, it } from "vitest"
import * as Settings from "../../runtime/config/Settings.ts"
import type { Variable } from "../../runtime/config/Variable.ts"
import { variables } from "../../runtime/config/Variables.ts"

const textOf = (name: string): string =>
  readFileSync(new URL(`../../deploy/${name}`, import.meta.url), "utf8")

const known: ReadonlyArray<Variable<unknown>> = Object.values<Variable<unknown>>(variables)

describe("deploy/decnet.env.example", () => {
  const lines = textOf("decnet.env.example").split("\n")
  const assigned = lines.flatMap((line) => [...line.matchAll(/^#([A-Z_]+)=(.*)$/g)])

  it("has each variable once, commented out", () => {
    expect(assigned.map((match) => match[1])).toEqual(known.map(({ name }) => name))
    expect(lines.filter((line) => line !== "" && !line.startsWith("#"))).toEqual([])
  })

  it("shows values that are taken, and defaults where there are any", () => {
    const environment = Object.fromEntries(assigned.map(([, name, value]) => [name!, value]))
    expect(Either.isRight(Settings.read({ ...environment, DECNET_DB_TYPE: "mysql" }))).toBe(true)
    const standard = known.filter(
      ({ shown, absent }) => absent !== undefined && !shown.includes(" "),
    )
    expect(standard.length).toBeGreaterThan(15)
    for (const { name, shown } of standard) expect(environment[name]).toBe(shown)
  })
})

describe("the units", () => {
  const units = ["orchestrator", "canary", "api"].map(
    (name) => [name, textOf(`decnet-${name}.service`)] as const,
  )
  const valuesOf = (text: string, key: string): ReadonlyArray<string> =>
    [...text.matchAll(new RegExp(`^${key}=(.*)$`, "gm"))].map((match) => match[1]!)

  it.each(units)(
    "run %s as its own user, from the file of settings, and start it again",
    (_, text) => {
      expect(valuesOf(text, "User")).toEqual(["decnet"])
      expect(valuesOf(text, "EnvironmentFile")).toEqual(["-/etc/decnet/decnet.env"])
      expect(valuesOf(text, "Restart")).toEqual(["on-failure"])
      expect(valuesOf(text, "RestartSec")).toEqual(["5"])
      expect(valuesOf(text, "RestartPreventExitStatus")).toEqual(["2"])
      expect(valuesOf(text, "NoNewPrivileges")).toEqual(["yes"])
      expect(valuesOf(text, "ProtectHome")).toEqual(["read-only"])
      // Node compiles at run time; with this it cannot start
      expect(valuesOf(text, "MemoryDenyWriteExecute")).toEqual([])
    },
  )

  it("give each just what it needs", () => {
    const [orchestrator, canary, api] = units.map(([, text]) => text)
    expect(valuesOf(orchestrator!, "SupplementaryGroups")).toEqual(["docker"])
    expect(valuesOf(canary!, "SupplementaryGroups")).toEqual([])
    expect(valuesOf(api!, "SupplementaryGroups")).toEqual([])
    expect(valuesOf(canary!, "CapabilityBoundingSet")).toEqual(["CAP_NET_BIND_SERVICE"])
    expect(valuesOf(orchestrator!, "CapabilityBoundingSet")).toEqual([""])
    expect(valuesOf(api!, "CapabilityBoundingSet")).toEqual([""])
    expect(valuesOf(api!, "ReadWritePaths")).toEqual(["/etc/decnet /var/lib/decnet"])
    expect(valuesOf(orchestrator!, "Environment").map((value) => value.split("=")[0])).toEqual([
      "DECNET_REALISM_LLM",
      "DECNET_REALISM_MODEL",
      "DECNET_REALISM_TIMEOUT",
      "DECNET_REALISM_PERSONAS",
    ])
  })

  it("set values that are taken", () => {
    const set = units.flatMap(([, text]) => valuesOf(text, "Environment"))
    const environment = Object.fromEntries(
      set.map((value) => [value.split("=")[0]!, value.slice(value.indexOf("=") + 1)]),
    )
    expect(Settings.unknownNames(environment)).toEqual([])
    expect(Either.isRight(Settings.read(environment))).toBe(true)
  })

  it("are wanted by the target, all three and no other", () => {
    expect(valuesOf(textOf("decnet.target"), "Wants").flatMap((value) => value.split(" "))).toEqual(
      [
        "decnet-orchestrator.service",
        "decnet-canary.service",
        "decnet-api.service",
        "network-online.target",
      ],
    )
  })
})
