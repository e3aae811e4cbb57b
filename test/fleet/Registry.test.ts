import * as Either from "effect/Either"
import { describe, expect, it } from "vitest"
import * as FleetExport from "../../runtime/fleet/FleetExport.ts"
import * as Registry from "../../runtime/fleet/Registry.ts"
import * as FleetFile from "../../src/fleet/FleetFile.ts"
import * as MadeFleet from "../../src/fleet/MadeFleet.ts"
import { fromSeed } from "../../src/rng/Rng.ts"

const contact: Registry.Contact = {
  facts: {
    bootedAt: 1_767_000_000_000,
    accounts: [{ login: "root", uid: 0, gid: 0, gecos: "root", home: "/root", shell: "/bin/bash" }],
    crontabs: [{ table: "/etc/crontab", text: "17 * * * * root run-parts /etc/cron.hourly\n" }],
    sshClient: true,
    sshdRuns: true,
    logsItself: false,
    releaseKnown: true,
  },
  release: "ubuntu-22.04",
  hostname: "web1.corp.net",
  timezone: "Europe/Madrid",
  ip: "10.0.0.8",
  bornAtMillis: 1_767_571_200_000,
}

const row: Registry.Row = {
  uuid: "local:web_1",
  name: "web_1",
  ip: undefined,
  services: ["ssh"],
  config: undefined,
}

describe("a decky of the registry", () => {
  it("is what its host says where nobody wrote anything", () => {
    expect(Registry.make(row, contact)).toEqual({
      ignored: [],
      decky: {
        uuid: "local:web_1",
        name: "web_1",
        hostname: "web1",
        ip: "10.0.0.8",
        release: "ubuntu-22.04",
        timezone: "Europe/Madrid",
        services: ["ssh"],
        role: "server",
        topologyId: undefined,
        personasFile: undefined,
        containers: {},
        bornAt: contact.bornAtMillis,
        facts: contact.facts,
      },
    })
  })

  it("is what the operator wrote where that differs from what the host says", () => {
    const { decky } = Registry.make(
      {
        ...row,
        config: {
          hostname: "front.corp.net",
          release: "debian-11",
          timezone: "America/Lima",
          role: "bastion",
          personas: "/srv/people.json",
          containers: { ssh: "front" },
          born_at: "2025-12-01T00:00:00Z",
          archetype: "linux-server",
        },
      },
      contact,
    )
    expect(decky).toMatchObject({
      hostname: "front",
      release: "debian-11",
      timezone: "America/Lima",
      role: "bastion",
      personasFile: "/srv/people.json",
      containers: { ssh: "front" },
      bornAt: Date.parse("2025-12-01T00:00:00Z"),
    })
  })

  it("loses only those fields of its configuration that cannot be used, each named", () => {
    const { decky, ignored } = Registry.make(
      { ...row, config: { release: "bsd", role: "mail", personas: "people.json", timezone: 7 } },
      contact,
    )
    expect(decky).toMatchObject({ release: "ubuntu-22.04", role: "mail", personasFile: undefined })
    expect(ignored).toEqual([
      "release: write one of debian-11, debian-12, ubuntu-22.04, ubuntu-24.04",
      "timezone: write a text",
      "personas: write an absolute path",
    ])
  })

  it.each([
    ["nothing", undefined],
    ["a text", "x"],
    ["a list", [1]],
    ["null", null],
  ])("takes %s for a configuration that says nothing", (_, config) => {
    expect(Registry.make({ ...row, config }, contact).ignored).toEqual([])
  })

  it("makes no system logs where neither host nor operator names the release", () => {
    const unknown = { ...contact, release: undefined }
    const mute = { ...unknown, facts: { ...contact.facts, releaseKnown: false } }
    expect(Registry.make(row, undefined).decky).toMatchObject({
      release: "debian-12",
      hostname: "web-1",
      facts: { releaseKnown: false },
    })
    expect(Registry.make(row, mute).decky.facts?.releaseKnown).toBe(false)
    const told = { ...row, config: { release: "debian-11" } }
    expect(Registry.make(told, mute).decky.facts?.releaseKnown).toBe(true)
    expect(Registry.make(told, undefined).decky.facts).toBeUndefined()
  })
})

describe("an exported fleet", () => {
  const parse = (text: string) => Either.getOrThrow(FleetFile.parse(JSON.parse(text)))

  it("is read back as the same deckies, facts and birth included", () => {
    const deckies = [
      Registry.make(row, contact).decky,
      Registry.make({ ...row, uuid: "local:b", name: "b" }, undefined).decky,
      Registry.make(
        {
          ...row,
          uuid: "t-1",
          name: "c",
          topologyId: "site-1",
          config: { containers: { mail: "m" } },
        },
        contact,
      ).decky,
    ]
    expect(parse(FleetExport.text(deckies))).toEqual(deckies)
  })

  it("is read back as the same deckies where these were made up", () => {
    const deckies = MadeFleet.make(fromSeed("7"), 60)
    const withUndefined = parse(FleetExport.text(deckies))
    expect(withUndefined).toEqual(deckies)
  })
})
