import { statSync } from "node:fs"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Transport } from "../../runtime/docker/Decoys.ts"
import * as DockerHost from "../../runtime/docker/DockerHost.ts"
import type { EngineApi } from "../../runtime/docker/EngineApi.ts"
import { plantTree } from "../../runtime/docker/Planting.ts"
import * as Bytes from "../../src/bytes/Bytes.ts"
import type { HostError } from "../../src/ports/Host.ts"
import * as Instant from "../../src/time/Instant.ts"
import { append, create } from "../hosts/HostContract.ts"
import * as DecoyImage from "../parts/DecoyImage.ts"
import * as DockerEngine from "../parts/DockerEngine.ts"
import { connect, decoysOf, inside, uuid } from "./decoys.ts"

describe.skipIf(DockerEngine.isAbsent())("a real container", () => {
  let part: DockerEngine.DockerEngine
  let image: string
  let engine: EngineApi
  let close: () => Promise<void>
  let made = 0

  beforeAll(async () => {
    part = await DockerEngine.start()
    image = await DecoyImage.build(part)
    ;({ engine, close } = await connect(part))
  })
  afterAll(async () => {
    await close?.()
    await part?.stop()
  })

  const start = async (...options: ReadonlyArray<string>) => {
    const container = `decoy-${++made}`
    await part.docker("run", "-d", "--name", container, "--network=none", ...options, image)
    return { container, ...inside(part, container) }
  }
  const hostOf = (container: string, transport: Transport = "auto") =>
    DockerHost.make(decoysOf(engine, container, transport))
  const outcome = <A>(effect: Effect.Effect<A, HostError>) =>
    Effect.runPromise(Effect.either(effect))
  const failure = async <A>(effect: Effect.Effect<A, HostError>) => {
    const either = await outcome(effect)
    return Either.isLeft(either) ? either.left : undefined
  }
  const plant = (container: string, path: string, text = "x", transport: Transport = "auto") =>
    hostOf(container, transport).plant(uuid, create(path, text), "first")

  describe.each(["archive", "exec"] as const)("by %s", (transport) => {
    it("takes nothing outside of the allowed folders", async () => {
      const decoy = await start()
      const before = await decoy.exec("find", "/etc", "/usr", "/home", "-newer", "/etc/hostname")
      for (const path of ["/etc/cron.d/x", "/home/anna/../../etc/x", "/home/anna/\n", "home/x"])
        expect(await failure(plant(decoy.container, path, "x", transport))).toMatchObject({
          _tag: "PathRefused",
          path,
        })
      expect(await decoy.exec("find", "/etc", "/usr", "/home", "-newer", "/etc/hostname")).toBe(
        before,
      )
    })

    it("follows no link out of them, and overwrites none", async () => {
      const decoy = await start()
      await decoy.exec("ln", "-s", "/etc", "/home/anna/notes")
      await decoy.exec("ln", "-s", "../../etc/passwd", "/home/anna/todo.md")
      await decoy.exec("ln", "-s", "/etc/nothing-yet", "/home/anna/new.md")
      for (const path of ["/home/anna/notes/a/b.md", "/home/anna/todo.md", "/home/anna/new.md"])
        expect(await failure(plant(decoy.container, path, "x", transport))).toMatchObject({
          _tag: "PathRefused",
        })
      expect(await decoy.exec("find", "/etc/a", "/etc/nothing-yet").catch(() => "none")).toBe(
        "none",
      )
      expect(Buffer.from((await decoy.read("/etc/passwd"))!).toString()).toBe(DecoyImage.passwd)
    })

    it("follows a link to a folder below them", async () => {
      const decoy = await start()
      await decoy.exec("install", "-d", "-o", "anna", "-g", "anna", "/srv/anna/deep")
      await decoy.exec("ln", "-s", "/srv/anna", "/home/anna/projects")
      await outcome(plant(decoy.container, "/home/anna/projects/deep/a.md", "x", transport))
      expect(Buffer.from((await decoy.read("/srv/anna/deep/a.md"))!).toString()).toBe("x")
      expect(await decoy.exec("readlink", "/home/anna/projects")).toBe("/srv/anna")
    })

    it("refuses an account that is not there, and a parent that is a file", async () => {
      const decoy = await start()
      const action = { ...create("/home/anna/a", "x"), owner: "nobody-here" }
      const host = hostOf(decoy.container, transport)
      expect(await failure(host.plant(uuid, action, "first"))).toMatchObject({
        _tag: "PathRefused",
        reason: expect.stringContaining("no account nobody-here"),
      })
      await outcome(plant(decoy.container, "/home/anna/a", "x", transport))
      expect(await failure(plant(decoy.container, "/home/anna/a/b", "x", transport))).toMatchObject(
        { _tag: "PathRefused", reason: "/home/anna/a is no folder" },
      )
    })

    it("leaves one link to a file, and no trace beside it", async () => {
      const decoy = await start()
      const look = () =>
        decoy.exec("find", "/", "-xdev", "-not", "-path", "/proc", "-printf", "%p %T@\\n")
      const before = new Set((await look()).split("\n"))
      const [slash, dev] = [await decoy.stat("/"), await decoy.exec("ls", "-A", "/dev")]
      await outcome(plant(decoy.container, "/home/anna/a.md", "x", transport))
      const changed = (await look()).split("\n").filter((line) => !before.has(line))
      // the folder is younger than the file, and its time never goes back
      expect(changed.map((line) => line.split(" ")[0])).toEqual(["/home/anna/a.md"])
      expect((await decoy.stat("/home/anna/a.md"))?.links).toBe(1)
      expect((await decoy.stat("/"))?.mtime).toEqual(slash?.mtime)
      expect(await decoy.exec("ls", "-A", "/dev")).toBe(dev)
    })
  })

  it("never shows half a file, while it is replaced over and over", async () => {
    const decoy = await start()
    const host = hostOf(decoy.container)
    const { State } = await Effect.runPromise(engine.inspect(decoy.container))
    const path = "/home/anna/big.md"
    const seen = `/proc/${State.Pid}/root${path}`
    const bodies = [0, 1].map((each) => "ab"[each]!.repeat(1_000_000))
    await outcome(host.plant(uuid, create(path, bodies[0]!), "first"))
    let looks = 0
    let half = 0
    const state = { isBusy: true }
    const watch = async (): Promise<void> => {
      while (state.isBusy) {
        for (let count = 0; count < 500; count++) {
          const size = statSync(seen, { throwIfNoEntry: false })?.size
          if (size === undefined) continue
          looks++
          if (size !== 1_000_000) half++
        }
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const watching = watch()
    for (let turn = 1; turn <= 12; turn++) {
      const [before, after] = [bodies[(turn + 1) % 2]!, bodies[turn % 2]!]
      const edit = {
        ...create(path, after),
        _tag: "Edit" as const,
        body: after,
        previousSha256: Bytes.sha256(Bytes.ofText(before)),
      }
      expect(await failure(host.replace(uuid, edit, "first"))).toBeUndefined()
    }
    state.isBusy = false
    await watching
    expect({ half, enough: looks > 1000 }).toEqual({ half: 0, enough: true })
  })

  it("shows no process of ours while files come by archive, and does by exec", async () => {
    const decoy = await start()
    const processesWhile = async (transport: Transport): Promise<ReadonlySet<string>> => {
      const seen = new Set<string>()
      const state = { isBusy: true }
      const watch = async (): Promise<void> => {
        while (state.isBusy)
          for (const each of await Effect.runPromise(engine.top(decoy.container))) seen.add(each)
      }
      const watching = watch()
      for (let turn = 0; turn < (transport === "exec" && seen.size < 2 ? 100 : 15); turn++)
        await outcome(plant(decoy.container, `/home/anna/${transport}/${turn}`, "x", transport))
      state.isBusy = false
      await watching
      return seen
    }
    expect([...(await processesWhile("archive"))]).toEqual(["/usr/bin/sleep infinity"])
    expect((await processesWhile("exec")).size).toBeGreaterThan(1)
  })

  it("that is stopped, paused or gone is down at once, and delays no other", async () => {
    const [stopped, paused, running] = [await start(), await start(), await start()]
    await part.docker("stop", "-t", "0", stopped.container)
    await part.docker("pause", paused.container)
    const begun = Date.now()
    const [a, b, c, d] = await Promise.all([
      failure(plant(stopped.container, "/home/anna/a")),
      failure(plant(paused.container, "/home/anna/a")),
      failure(plant("never-was", "/home/anna/a")),
      failure(plant(running.container, "/home/anna/a")),
    ])
    for (const each of [a, b, c])
      expect(each).toMatchObject({ _tag: "HostUnreachable", reason: "down" })
    expect(d).toBeUndefined()
    expect(Date.now() - begun).toBeLessThan(4000)
    await part.docker("unpause", paused.container)
    expect(await failure(plant(paused.container, "/home/anna/a"))).toBeUndefined()
  })

  it("with a full disk is full, and keeps no half of what was appended", async () => {
    const volume = `small-${made}`
    await part.docker(
      ...`volume create --opt type=tmpfs --opt device=tmpfs --opt o=size=256k,mode=0755`.split(" "),
      volume,
    )
    const decoy = await start("-v", `${volume}:/home/anna`)
    await decoy.exec("chown", "anna:anna", "/home/anna")
    const host = hostOf(decoy.container)
    expect(await failure(plant(decoy.container, "/home/anna/a", "a".repeat(1e6)))).toMatchObject({
      _tag: "HostUnreachable",
      reason: "full",
    })
    expect(await decoy.exec("ls", "-A", "/home/anna")).toBe("")
    await outcome(plant(decoy.container, "/home/anna/log", "one\n"))
    const line = append("/home/anna/log", "b".repeat(1e6), { offset: 4 })
    expect(await failure(host.append(uuid, line, "first"))).toMatchObject({ reason: "full" })
    expect(Buffer.from((await decoy.read("/home/anna/log"))!).toString()).toBe("one\n")
  })

  it("that is read-only is told so, but takes files where it can be written", async () => {
    const decoy = await start("--read-only", "--tmpfs", "/tmp")
    expect(await failure(plant(decoy.container, "/home/anna/a"))).toMatchObject({
      _tag: "PathRefused",
      reason: "the container's file system is read-only",
    })
    const action = { ...create("/tmp/a", "x"), owner: "root", group: "root" }
    expect(await failure(hostOf(decoy.container).plant(uuid, action, "first"))).toBeUndefined()
    expect(Buffer.from((await decoy.read("/tmp/a"))!).toString()).toBe("x")
    expect(
      await failure(
        hostOf(decoy.container, "archive").plant(uuid, { ...action, path: "/tmp/b" }, "first"),
      ),
    ).toMatchObject({ _tag: "PathRefused", reason: expect.stringContaining("memory") })
  })

  it("takes files also where its volumes are not told", async () => {
    const decoy = await start("-v", `untold-${made}:/home`)
    await decoy.exec("install", "-d", "-o", "anna", "-g", "anna", "/home/anna")
    const silent: EngineApi = {
      ...engine,
      inspect: (name) =>
        Effect.map(engine.inspect(name), (inspected) => ({ ...inspected, Mounts: [] })),
    }
    const host = DockerHost.make(decoysOf(silent, decoy.container, "auto"))
    expect(await failure(host.plant(uuid, create("/home/anna/a", "x"), "first"))).toBeUndefined()
    expect(await decoy.exec("find", "/home/anna", "-type", "f", "-printf", "%p %n %u")).toBe(
      "/home/anna/a 1 anna",
    )
    expect(await part.docker("diff", decoy.container)).toMatch(/A \/dev\/\.[0-9a-f]{8}/)
  })

  it("without programs takes files and lines, but gives nothing back", async () => {
    const decoy = await start()
    await decoy.exec("rm", "/usr/bin/dd", "/usr/bin/rm")
    const host = hostOf(decoy.container)
    await outcome(plant(decoy.container, "/home/anna/log", "one\n"))
    const line = append("/home/anna/log", "two\n", { offset: 4, tail: "one\n" })
    expect(await outcome(host.append(uuid, line, "first"))).toEqual(Either.right({ bytes: 8 }))
    expect(Buffer.from((await decoy.read("/home/anna/log"))!).toString()).toBe("one\ntwo\n")
    expect(await decoy.stat("/home/anna/log")).toMatchObject({ mtime: line.mtime, links: 1 })
    const { path, class: kind, persona, mode, owner, group, mtime } = line
    const remove = {
      _tag: "Remove",
      path,
      class: kind,
      persona,
      mode,
      owner,
      group,
      mtime,
    } as const
    expect(
      await failure(host.remove(uuid, { ...remove, previousSha256: undefined }, "first")),
    ).toMatchObject({ _tag: "PathRefused", reason: "the container has no rm" })
  })

  it("takes a past of a thousand files in one upload", async () => {
    const decoy = await start()
    const at = (second: number) => Instant.make(Date.UTC(2026, 0, 5) + second * 1000, second)
    const entries = Array.from({ length: 1000 }, (_, index) => ({
      path: `/home/anna/d${index % 10}/f${index}`,
      kind: "file" as const,
      mode: 0o644,
      owner: "anna",
      group: "anna",
      mtime: at(index),
      read: () => Bytes.ofText(`file ${index}\n`),
    }))
    const begun = Date.now()
    await Effect.runPromise(plantTree(decoysOf(engine, decoy.container, "auto"), { uuid }, entries))
    console.log(`1,000 files in ${Date.now() - begun} ms`)
    expect(
      await decoy.exec("bash", "-c", "find /home/anna -type f -links 1 -user anna | wc -l"),
    ).toBe("1000")
    expect((await decoy.stat("/home/anna/d7/f997"))?.mtime).toEqual(at(997))
    expect((await decoy.stat("/home/anna/d7"))?.mtime).toEqual(at(997))
  })
})
