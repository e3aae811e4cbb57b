import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { EngineApi } from "../../runtime/docker/EngineApi.ts"
import * as Accounts from "../../runtime/hosts/Accounts.ts"
import * as Contact from "../../runtime/hosts/Contact.ts"
import { connect, decoysOf, inside, uuid } from "../docker/decoys.ts"
import * as DecoyImage from "../parts/DecoyImage.ts"
import * as DockerEngine from "../parts/DockerEngine.ts"

const madeAt = Date.UTC(2025, 11, 12, 9, 14, 3)

const account = (login: string, uid: number, gecos: string) => ({
  login,
  uid,
  gid: uid,
  gecos,
  home: `/home/${login}`,
  shell: "/bin/bash",
})

describe.skipIf(DockerEngine.isAbsent())("first contact with a container", () => {
  let part: DockerEngine.DockerEngine
  let engine: EngineApi
  let close: () => Promise<void>

  beforeAll(async () => {
    part = await DockerEngine.start()
    const image = await DecoyImage.build(part)
    ;({ engine, close } = await connect(part))
    for (const name of ["web-ssh", "other"])
      await part.docker("run", "-d", "--name", name, "-h", "web04", "--network=none", image)
  })
  afterAll(async () => {
    await close?.()
    await part?.stop()
  })

  const decky = {
    uuid,
    name: "web",
    services: ["ssh"],
    containers: {},
    release: "debian-12",
  } as const
  const contact = () => Contact.make(decoysOf(engine, "web-ssh", "auto"))

  it("reads what the host is, and runs nothing inside", async () => {
    const { facts, ...read } = await Effect.runPromise(contact().read(decky))
    expect(read).toEqual({
      release: "debian-12",
      hostname: "web04",
      timezone: "Europe/Berlin",
      ip: undefined,
    })
    expect(facts.accounts.map(({ login }) => login)).toContain("anna")
    expect(facts.crontabs.map(({ table }) => table)).toEqual([
      "/etc/cron.d/e2scrub_all",
      "/etc/crontab",
    ])
    expect(facts).toMatchObject({
      sshClient: false,
      sshdRuns: false,
      logsItself: false,
      releaseKnown: true,
    })
    expect(Math.abs(facts.bootedAt - Date.now())).toBeLessThan(600_000)
  })

  it("makes accounts with what a fresh one has, as if long ago, and once", async () => {
    const look = inside(part, "web-ssh")
    const wanted = [
      account("anna", 1009, "Anna Berg,,,"),
      account("ben", 1000, "Ben Ray,,,"),
      { ...account("deploy", 998, ""), home: "/var/lib/deploy" },
    ]
    await Effect.runPromise(contact().ensureAccounts(decky, wanted, madeAt))
    const passwd = Buffer.from((await look.read("/etc/passwd"))!).toString()
    expect(passwd).toBe(
      `${DecoyImage.passwd}ben:x:1001:1001:Ben Ray,,,:/home/ben:/bin/bash\n` +
        "deploy:x:998:998::/var/lib/deploy:/bin/bash\n",
    )
    expect(await look.exec("stat", "-c", "%a %U %G", "/etc/passwd", "/etc/shadow")).toBe(
      "644 root root\n640 root root",
    )
    expect(await look.exec("id", "ben")).toBe("uid=1001(ben) gid=1001(ben) groups=1001(ben)")
    expect(await look.exec("ls", "-A", "/home/ben")).toBe(".bash_logout\n.bashrc\n.profile")
    expect(await look.exec("stat", "-c", "%a %U", "/home/ben", "/home/ben/.bashrc")).toBe(
      "700 ben\n644 ben",
    )
    expect(await look.exec("ls", "-A", "/var/lib/deploy")).toBe("")
    for (const path of ["/etc/passwd", "/etc/shadow", "/home/ben", "/home/ben/.profile"]) {
      const { mtime } = (await look.stat(path))!
      expect(mtime.ms - madeAt, path).toBeGreaterThanOrEqual(0)
      expect(mtime.ms - madeAt, path).toBeLessThan(600_000)
    }
    expect(await look.exec("ls", "-A", "/home/anna")).toBe("")

    const before = await look.stat("/etc/passwd")
    await Effect.runPromise(contact().ensureAccounts(decky, wanted, madeAt + 5))
    expect(await look.stat("/etc/passwd")).toEqual(before)
    expect(Buffer.from((await look.read("/etc/passwd"))!).toString()).toBe(passwd)
  })

  it("answers with the numbers that accounts got", async () => {
    const made = await Effect.runPromise(
      Accounts.ensure(decoysOf(engine, "other", "exec"), {
        decky: uuid,
        container: "other",
        release: "ubuntu-24.04",
        accounts: [account("ben", 1000, "Ben Ray,,,")],
        madeAtMillis: madeAt,
      }),
    )
    expect(made.map(({ login, uid, gid }) => [login, uid, gid])).toEqual([["ben", 1001, 1001]])
    expect(await inside(part, "other").exec("stat", "-c", "%a", "/home/ben")).toBe("750")
  })

  it("with one that is down says so", async () => {
    const gone = { ...decky, name: "gone" }
    expect(await Effect.runPromise(Effect.flip(contact().read(gone)))).toMatchObject({
      _tag: "HostUnreachable",
      reason: "down",
    })
  })
})
