import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Decoys } from "../../runtime/docker/Decoys.ts"
import type { EngineApi } from "../../runtime/docker/EngineApi.ts"
import type { Parties } from "../../runtime/ssh/Parties.ts"
import * as SshTraffic from "../../runtime/ssh/SshTraffic.ts"
import type { TrafficDriver } from "../../src/ports/TrafficDriver.ts"
import type { Connect } from "../../src/scheduler/Action.ts"
import { connect, inside, policy } from "../docker/decoys.ts"
import * as DecoyImage from "../parts/DecoyImage.ts"
import * as DockerEngine from "../parts/DockerEngine.ts"

const ips = { desk: "10.99.7.11", server: "10.99.7.12", off: "10.99.7.13" } as const

const anna = {
  login: "anna",
  uid: 1000,
  gid: 1000,
  gecos: "Anna Berg,,,",
  home: "/home/anna",
  shell: "/bin/bash",
}

const action = (target: keyof typeof ips, command: string, durationMillis = 20_000): Connect => ({
  _tag: "Connect",
  persona: "anna@corp.example",
  target,
  targetHost: target,
  targetIp: ips[target],
  user: "anna",
  command,
  durationMillis,
})

describe.skipIf(DockerEngine.isAbsent())("a session between two containers", () => {
  let part: DockerEngine.DockerEngine
  let engine: EngineApi
  let close: () => Promise<void>
  let scope: Scope.CloseableScope
  let driver: TrafficDriver["Type"]

  beforeAll(async () => {
    part = await DockerEngine.start()
    const image = await DecoyImage.build(part, true)
    ;({ engine, close } = await connect(part))
    await part.docker("network", "create", "--internal", "--subnet", "10.99.7.0/24", "deckies")
    for (const [name, ip] of Object.entries(ips))
      await part.docker(
        ...`run -d --name ${name} -h ${name} --network deckies --ip ${ip} ${image}`.split(" "),
      )
    await part.docker("stop", "-t", "0", "off")
    scope = await Effect.runPromise(Scope.make())
    const partiesOf = (_: string, { target, targetIp }: Connect): Parties | undefined =>
      target === undefined
        ? undefined
        : { source: anna, sourceHost: "desk", target, targetAccount: anna, targetIp }
    const decoys = new Decoys({
      engine,
      policy,
      containersOf: (decky) => ({ ssh: decky, mail: decky }),
    })
    driver = await Effect.runPromise(Scope.extend(SshTraffic.make({ decoys, partiesOf }), scope))
  })
  afterAll(async () => {
    if (scope !== undefined) await Effect.runPromise(Scope.close(scope, Exit.void))
    await close?.()
    if (part !== undefined) {
      await part.docker("rm", "-f", ...Object.keys(ips))
      await part.docker("network", "rm", "deckies")
      await part.stop()
    }
  })

  const run = (given: Connect, attempt: "first" | "again" = "first") =>
    Effect.runPromise(driver.connect("desk", given, attempt))
  const logins = async (): Promise<number> => {
    const { stdout, stderr } = await part.logs("server")
    return (stdout + stderr).match(/Accepted publickey for anna from 10\.99\.7\.11/g)?.length ?? 0
  }

  it("is a real login with a key of the account's own", async () => {
    expect(await run(action("server", "touch came-in"))).toBe("done")
    expect(await logins()).toBe(1)
    const server = inside(part, "server")
    const desk = inside(part, "desk")
    await expect.poll(() => server.stat("/home/anna/came-in")).toMatchObject({ owner: "anna" })
    expect(await desk.stat("/home/anna/.ssh/id_ed25519")).toMatchObject({
      mode: 0o600,
      owner: "anna",
    })
    expect(await desk.stat("/home/anna/.ssh/known_hosts")).toMatchObject({ owner: "anna" })
    expect(await server.stat("/home/anna/.ssh")).toMatchObject({ mode: 0o700, owner: "anna" })
    expect(await server.stat("/home/anna/.ssh/authorized_keys")).toMatchObject({ mode: 0o600 })
  })

  it("uses the same key the next time, and authorizes it once", async () => {
    const { read } = inside(part, "server")
    const before = await read("/home/anna/.ssh/authorized_keys")
    expect(await run(action("server", "true"))).toBe("done")
    expect(await logins()).toBe(2)
    expect(await read("/home/anna/.ssh/authorized_keys")).toEqual(before)
  })

  it("lasts as long as it is to, where it is interactive", async () => {
    const shells = async () =>
      (await Effect.runPromise(engine.top("server"))).filter((each) => /sshd: anna@pts/.test(each))
    expect(await run(action("server", "", 9000))).toBe("done")
    expect(await shells()).toHaveLength(1)
    await expect.poll(shells, { timeout: 20_000, interval: 200 }).toHaveLength(0)
  })

  it("is not made twice", async () => {
    const before = await logins()
    expect(await run(action("server", "true"), "again")).toBe("interrupted")
    expect(await logins()).toBe(before)
  })

  it("fails where the far host is off or refuses", async () => {
    expect(await run(action("off", "true"))).toBe("failed")
    await inside(part, "server").exec("chmod", "0777", "/home/anna")
    expect(await run(action("server", "true"))).toBe("failed")
    await inside(part, "server").exec("chmod", "0755", "/home/anna")
  })

  it("is only recorded where one end takes none, or has somebody else's key", async () => {
    const before = await logins()
    const lore: Connect = { ...action("server", "true"), target: undefined }
    expect(await run(lore)).toBe("done")
    expect(await run(lore, "again")).toBe("done")
    await inside(part, "desk").exec("rm", "/home/anna/.ssh/id_ed25519.pub")
    expect(await run(action("server", "true"))).toBe("done")
    expect(await logins()).toBe(before)
  })
})
