import { createServer, type AddressInfo } from "node:net"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { afterAll, describe, expect, it } from "vitest"
import { IsWatched } from "../../runtime/cli/api/Seen.ts"
import * as Serving from "../../runtime/cli/api/Serving.ts"
import { Caller } from "../../runtime/cli/Caller.ts"
import * as Settings from "../../runtime/config/Settings.ts"
import { now, place } from "./decnet.ts"

const taken = createServer().listen(0, "127.0.0.1")
afterAll(() => taken.close())

describe("decnet token", () => {
  it("makes one that is printed once, lists it without it, and revokes it", async () => {
    const { run } = place()
    await run(["init"])
    const made = await run(["token", "create", "Ana's laptop", "--role", "admin"])
    expect(made).toMatchObject({ status: 0, stdout: expect.stringMatching(/^[\w-]{43}\n$/) })
    const id = /admin token ([\w-]+), shown this once/.exec(made.stderr)![1]!
    const listed = await run(["token", "list"])
    expect(listed.stdout).toMatch(/^ID +ROLE +CREATED +STATE +NAME\n/)
    expect(listed.stdout).toContain(`${id}  admin  2026-01-05T10:00:00.000Z  good   Ana's laptop`)
    expect(listed.stdout).not.toContain(made.stdout.trim())
    const revoked = await run(["token", "revoke", id.slice(0, 8)])
    expect(revoked).toMatchObject({ status: 0, stdout: `${id} revoked (Ana's laptop)\n` })
    const rows = JSON.parse(
      (await run(["token", "list", "--json"])).stdout,
    ) as ReadonlyArray<unknown>
    expect(rows).toContainEqual(
      expect.objectContaining({ id, revoked_at: "2026-01-05T10:00:00.000Z" }),
    )
    expect((await run(["token", "revoke", id])).status).toBe(1)
  })

  it("says so where the last admin's goes", async () => {
    const { run } = place()
    await run(["init"])
    const [first] = JSON.parse((await run(["token", "list", "--json"])).stdout) as [{ id: string }]
    expect((await run(["token", "revoke", first.id])).stderr).toContain("the last admin token")
  })

  it("refuses what is no role or no name with what to write", async () => {
    const { run } = place()
    await run(["init"])
    expect(await run(["token", "create", "x", "--role", "root"])).toMatchObject({
      status: 2,
      stderr: 'decnet: --role: write viewer or admin (found "root")\n',
    })
    expect((await run(["token", "create", " "])).stderr).toBe(
      "decnet: name: write 1 to 128 characters on one line\n",
    )
  })
})

describe("decnet api", () => {
  it("wants TLS in front of any address but loopback, or to be told otherwise", async () => {
    const { run } = place()
    await run(["init"])
    for (const args of [
      ["--host", "0.0.0.0"],
      ["--host", "::"],
      ["--host", "192.0.2.1"],
    ]) {
      const { status, stderr } = await run(["api", ...args])
      expect([status, stderr]).toEqual([
        2,
        `decnet: ${args[1]} is no loopback address, and without TLS tokens cross the network readably: listen on 127.0.0.1 behind a proxy with TLS, or add --insecure-public\n`,
      ])
    }
    expect((await run(["api"], { DECNET_API_BIND: "0.0.0.0" })).status).toBe(2)
  })

  it("says what to do where the port is taken, or is none", async () => {
    const { run } = place()
    await run(["init"])
    const { port } = taken.address() as AddressInfo
    expect(await run(["api", "--port", String(port)])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(
        `127.0.0.1 port ${port} is in use; stop what listens there, or name another with --port`,
      ),
    })
    expect(await run(["api", "--port", "http"])).toMatchObject({
      status: 2,
      stderr: 'decnet: --port: write a whole number from 1 to 65535 (found "http")\n',
    })
  })

  it("gives the first admin's token to a person who watches, and asks others to make one", async () => {
    const { roots, run } = place()
    await run(["db", "migrate"])
    let said = ""
    // any that is free
    const served = async (isWatched: boolean, apiPort = 0): Promise<string> => {
      said = ""
      const heard = Effect.runSync(Deferred.make<void>())
      const say = (text: string) =>
        Effect.suspend(() => {
          said += text
          return text.startsWith("listens") ? Deferred.succeed(heard, undefined) : Effect.void
        })
      const surface = {
        environment: {},
        roots,
        write: say,
        note: (line: string) => say(`${line}\n`),
        input: Effect.succeed(undefined),
        colour: false,
        now: Effect.succeed(now),
      }
      const settings = { ...Either.getOrThrow(Settings.read({})), apiPort }
      await Effect.runPromise(
        Effect.raceFirst(
          Serving.run(settings, { host: undefined, port: undefined, insecurePublic: false }),
          Deferred.await(heard),
        ).pipe(
          Effect.provideService(Caller, surface as never),
          Effect.provideService(IsWatched, isWatched),
        ),
      )
      return said
    }
    expect(await served(false)).toMatch(
      /^nobody can sign in: there is no token; run `decnet token create NAME --role admin`\nlistens on http:\/\/127\.0\.0\.1:\d+\n$/,
    )
    // a token that nobody can sign in with is not made
    const { port } = taken.address() as AddressInfo
    await expect(served(true, port)).rejects.toThrow("is in use")
    expect(said).toBe("")
    expect(await served(true)).toMatch(/^admin token, shown this once:\n[\w-]{43}\nlistens on /)
    expect(await served(true)).toMatch(/^listens on /)
  })

  it("wants a database that is there", async () => {
    const { run } = place()
    expect(await run(["api"])).toMatchObject({
      status: 3,
      stderr: expect.stringContaining("run `decnet init`"),
    })
  })
})
