import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { describe, expect, it } from "vitest"
import * as Answer from "../../runtime/docker/Answer.ts"
import * as Endpoint from "../../runtime/docker/Endpoint.ts"
import * as Engine from "../../runtime/docker/Engine.ts"
import { Frames } from "../../runtime/docker/Frames.ts"
import { TarReader } from "../../runtime/docker/TarReader.ts"
import * as Tar from "../../runtime/docker/Tar.ts"
import * as Instant from "../../src/time/Instant.ts"

describe("DOCKER_HOST", () => {
  it.each([
    [undefined, { kind: "unix", path: "/var/run/docker.sock" }],
    ["", { kind: "unix", path: "/var/run/docker.sock" }],
    ["unix:///run/user/1000/docker.sock", { kind: "unix", path: "/run/user/1000/docker.sock" }],
    ["tcp://10.0.0.5:2376", { kind: "tcp", host: "10.0.0.5", port: 2376 }],
    ["tcp://docker", { kind: "tcp", host: "docker", port: 2375 }],
    ["tcp://[::1]:2375", { kind: "tcp", host: "::1", port: 2375 }],
  ])("%s names an endpoint", (text, endpoint) => {
    expect(Endpoint.parse(text)).toEqual(Either.right(endpoint))
  })

  it.each(["ssh://host", "unix://relative", "tcp://host:0", "tcp://host:99999", "docker.sock"])(
    "%s is refused with what to write",
    (text) => {
      const parsed = Endpoint.parse(text)
      expect(Either.isLeft(parsed) && parsed.left).toMatch(
        /^DOCKER_HOST: write unix:\/\/.* \(found/,
      )
    },
  )
})

describe("an engine that cannot be reached", () => {
  const message = (endpoint: Endpoint.Endpoint): Promise<string> =>
    Effect.runPromise(
      Effect.scoped(
        Effect.flatMap(Engine.make({ endpoint }), (engine) => Effect.flip(engine.ping)),
      ).pipe(Effect.map((error) => error.message)),
    )

  it("is told with what to do about a missing socket", async () => {
    expect(await message({ kind: "unix", path: "/nowhere/docker.sock" })).toBe(
      "Docker at /nowhere/docker.sock cannot be reached: its socket does not exist; start Docker, or set DOCKER_HOST",
    )
  })

  it("is told with what to do about a port that nobody listens on", async () => {
    expect(await message({ kind: "tcp", host: "127.0.0.1", port: 9 })).toMatch(
      /nothing answers there; start Docker/,
    )
  })
})

describe("frames", () => {
  const frame = (stream: number, text: string): Buffer => {
    const header = Buffer.alloc(8)
    header[0] = stream
    header.writeUInt32BE(Buffer.byteLength(text), 4)
    return Buffer.concat([header, Buffer.from(text)])
  }
  const whole = Buffer.concat([frame(1, "one "), frame(2, "bad"), frame(1, "two"), frame(1, "")])

  it.each([1, 2, 3, 7, 8, 9, 100])("are put together from chunks of %i bytes", (size) => {
    const frames = new Frames(1000)
    for (let at = 0; at < whole.length; at += size) frames.push(whole.subarray(at, at + size))
    const { stdout, stderr, cut } = frames.end()
    expect([Buffer.from(stdout).toString(), Buffer.from(stderr).toString(), cut]).toEqual([
      "one two",
      "bad",
      false,
    ])
  })

  it("are kept up to a bound, and it is said that more came", () => {
    const frames = new Frames(5)
    frames.push(whole)
    const { stdout, cut } = frames.end()
    expect([Buffer.from(stdout).toString(), cut]).toEqual(["one t", true])
  })
})

const mtime = Instant.make(1_767_600_000_123, 456_789)

describe("an upload", () => {
  const file: Tar.File = {
    path: `/home/anna/${"very-long-folder-name/".repeat(9)}notes.md`,
    content: Buffer.from("hello"),
    mode: 0o640,
    uid: 3_000_000,
    gid: 1000,
    mtime,
  }
  const pack = (staging: string | undefined, directories: ReadonlyArray<Tar.Directory> = []) =>
    Effect.runPromise(Tar.pack({ files: [file], newDirectories: [], directories, staging }))
  const first = (tar: Uint8Array, size: number) => {
    let body = ""
    const reader = new TarReader((chunk) => {
      body += chunk.toString()
    })
    for (let at = 0; at < tar.length; at += size)
      if (reader.push(Buffer.from(tar.subarray(at, at + size))) === "enough") break
    return { member: reader.member, body }
  }

  it.each([1, 100, 512, 513, 100_000])("is read back from chunks of %i bytes", async (size) => {
    expect(first(await pack(undefined), size)).toEqual({
      member: { kind: "file", mode: 0o640, uid: 3_000_000, gid: 1000, bytes: 5, linkTarget: "" },
      body: "hello",
    })
  })

  it("has the time to the nanosecond", async () => {
    expect(Buffer.from(await pack(undefined)).toString("latin1")).toContain(
      "mtime=1767600000.123456789\n",
    )
    expect(Tar.seconds(Instant.make(-1500, 7))).toBe("-2.500000007")
  })

  it("names the root folder so that the engine does not pass over it", async () => {
    const root = { path: "/", mode: 0o755, uid: 0, gid: 0, mtime }
    const text = Buffer.from(await pack("/dev/.a1", [root])).toString("latin1")
    expect(text).toMatch(/\n\0*\/\0{99}/)
  })
})

describe("the engine's stat", () => {
  const stat = (value: object) =>
    Effect.runPromise(Answer.decodeStat(Buffer.from(JSON.stringify(value)).toString("base64")))

  it("is told in permission bits and nanoseconds", async () => {
    const found = {
      name: "tmp",
      size: 4096,
      mtime: "2026-01-05T08:00:00.123456789Z",
      linkTarget: "",
    }
    expect(await stat({ ...found, mode: 2 ** 31 + 2 ** 20 + 0o777 })).toEqual({
      kind: "directory",
      mode: 0o1777,
      bytes: 4096,
      mtime,
      linkTarget: "",
    })
    expect((await stat({ ...found, mode: 2 ** 23 + 0o755 })).mode).toBe(0o4755)
    expect((await stat({ ...found, mode: 2 ** 25 + 0o644 })).kind).toBe("other")
    expect(
      await stat({ ...found, mode: 2 ** 27 + 0o777, linkTarget: "/etc/passwd" }),
    ).toMatchObject({ kind: "link", linkTarget: "/etc/passwd" })
  })

  it("is an error where it is none", async () => {
    const exit = await Effect.runPromise(Effect.either(Answer.decodeStat("bm8=")))
    expect(Either.isLeft(exit)).toBe(true)
  })
})
