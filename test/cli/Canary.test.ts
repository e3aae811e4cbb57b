import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"
import { CanaryTokens } from "../../src/ports/CanaryTokens.ts"
import * as Consumer from "../../runtime/canary/hits/Consumer.ts"
import { HostFactsStore, type KnownHost } from "../../runtime/storage/HostFactsStore.ts"
import * as Storage from "../../runtime/storage/Storage.ts"
import * as Receivers from "../canary/alerts/Receivers.ts"
import { journalOf } from "../canary/hits/Reading.ts"
import { http, lookup, monday, seen, slug, token } from "../canary/hits/Samples.ts"
import { place } from "./decnet.ts"

const people = fileURLToPath(new URL("../../fixtures/personas.json", import.meta.url))

const met: KnownHost = {
  facts: {
    bootedAt: monday,
    accounts: [],
    crontabs: [],
    sshClient: true,
    sshdRuns: true,
    logsItself: false,
    releaseKnown: true,
  },
  release: "debian-12",
  hostname: "atlas",
  timezone: "Europe/Berlin",
  ip: undefined,
  bornAtMillis: monday,
  readAtMillis: monday,
}

const host = async () => {
  const here = place()
  const path = join(here.folder, "a.db")
  const environment = {
    DECNET_DB_URL: `sqlite:///${path}`,
    DECNET_SEED: "1",
    DECNET_SECRET_KEY: "5a".repeat(32),
  }
  const run = (args: ReadonlyArray<string>, more: Record<string, string> = {}) =>
    here.run(args, { ...environment, ...more })
  await run(["db", "migrate"])
  const within = <A, E>(
    work: Effect.Effect<A, E, Storage.Ports | Storage.Repositories>,
  ): Promise<A> =>
    Effect.runPromise(
      Effect.provide(work, Storage.layer({ kind: "sqlite", path }, { hostUuid: "local" })),
    )
  return { ...here, run, within }
}

const used = Effect.gen(function* () {
  const { open } = yield* CanaryTokens
  yield* open(token(1))
  yield* open(token(2, { class: "canary_git_config", path: "/home/anna/=git/config" }))
  const { journal } = journalOf([
    seen({ id: "1:0", http: http("git/2.39.5", { target: `/git/${slug(1)}/info/refs` }) }),
    seen({ id: "1:1", at: monday + 60_000, http: http("=cmd|'/c calc'!A1") }),
    seen({
      id: "1:2",
      at: monday + 90_000,
      slug: slug(2),
      ip: "172.253.5.3",
      http: undefined,
      dns: lookup("A", `${slug(2)}.c.example.net`),
    }),
  ])
  yield* Consumer.take(journal, "hits/local", undefined, Consumer.memory())
})

describe("decnet canary", () => {
  it("lists bait with its uses, and shows one", async () => {
    const { run, within } = await host()
    expect(await run(["canary", "list"])).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/no bait was laid yet/),
    })
    await within(used)
    const { stdout } = await run(["canary", "list"])
    expect(stdout.split("\n")[0]).toMatch(/^id +state +class +kind +decky +path +uses +last used$/)
    expect(stdout).toMatch(
      /0001 +planted +env_file +http +srv-1 +\/home\/anna\/app\/\.env +2 +2026-01-05 10:01:00\n/,
    )
    const one = JSON.parse((await run(["canary", "list", "--decky", "srv-2", "--json"])).stdout)
    expect(one).toMatchObject([{ decky_name: "srv-2", trigger_count: 1 }])
    const id = token(1).id
    const shown = await run(["canary", "show", id])
    expect(shown.stdout).toMatch(/^id +00000000/)
    expect(shown.stdout).toMatch(
      /2026-01-05 10:00:00 {2}185\.220\.101\.7 {2}likely-person .*git 2\.39\.5 fetched a repository/,
    )
    const whole = (await run(["canary", "show", id, "--json"])).stdout
    expect(JSON.parse(whole)).toMatchObject({ trigger_count: 2, triggers: [{}, {}] })
    expect(whole + stdout + shown.stdout).not.toContain(token(1).secret)
  })

  it("exports uses in four forms", async () => {
    const { run, within, folder } = await host()
    await within(used)
    const lines = (await run(["canary", "export", "--format", "ndjson"])).stdout.trim().split("\n")
    expect(lines.map((line) => (JSON.parse(line) as { occurred_at: string }).occurred_at)).toEqual([
      "2026-01-05T10:00:00.000Z",
      "2026-01-05T10:01:00.000Z",
      "2026-01-05T10:01:30.000Z",
    ])
    const csv = (await run(["canary", "export", "--format", "csv"])).stdout
    expect(csv.split("\r\n").length).toBe(5)
    expect(csv).toContain(`,"'=cmd|'/c calc'!A1",`)
    expect(JSON.parse((await run(["canary", "export"])).stdout)).toHaveLength(3)
    const out = join(folder, "out.json")
    const first = await run(["canary", "export", "--format", "stix", "-o", out])
    expect(first).toMatchObject({ status: 0, stderr: expect.stringMatching(/3 uses/) })
    const bundle = readFileSync(out, "utf8")
    expect((await run(["canary", "export", "--format", "stix"])).stdout).toBe(bundle)
    expect(JSON.parse(bundle)).toMatchObject({ type: "bundle" })
    const since = await run(["canary", "export", "--since", "2026-01-05T10:01:30Z"])
    expect(JSON.parse(since.stdout)).toHaveLength(1)
  })

  it("adds, tries, lists and removes routes, and never shows what is secret", async () => {
    const { run, folder, within } = await host()
    const server = await Receivers.web(200)
    const mail = await Receivers.mail()
    try {
      const secret = join(folder, "hook.key")
      writeFileSync(secret, "s3cret\n")
      const url = `http://127.0.0.1:${server.port}/hook/t0ken`
      const added = await run([
        "canary",
        "routes",
        "add",
        "--secret-file",
        secret,
        "--allow-private",
        "--level",
        "all",
        "--exclude",
        "10.0.0.0/8",
        "--only",
        "env_file",
        "soc",
        "webhook",
        url,
      ])
      expect(added).toMatchObject({ status: 0, stderr: "" })
      expect(added.stdout).toMatch(/^soc: alerts go to 127\.0\.0\.1:\d+; try it: /)
      expect((await run(["canary", "routes", "test", "soc"])).stdout).toMatch(/took a test/)
      expect(JSON.parse(server.posts[0]!.body)).toMatchObject({ type: "canary.test" })
      expect(server.posts[0]!.headers["x-signature-256"]).toMatch(/^sha256=[0-9a-f]{64}$/)
      const smtp = [
        "--allow-private",
        "--from",
        "a@holmgate.net",
        "--to",
        "b@holmgate.net",
        "--to",
        "c@holmgate.net",
      ]
      expect(
        (
          await run([
            "canary",
            "routes",
            "add",
            ...smtp,
            "post",
            "email",
            `smtp+plain://127.0.0.1:${mail.port}`,
          ])
        ).stderr,
      ).toBe("")
      expect((await run(["canary", "routes", "test", "post"])).stdout).toMatch(/took a test/)
      expect(mail.mails[0]).toMatch(/To: b@holmgate\.net, c@holmgate\.net/)
      // what was used before is told to routes that were there only
      await within(used)
      const listed = await run(["canary", "routes", "list"])
      expect(listed.stdout).toMatch(/soc +webhook +127\.0\.0\.1:\d+ +all +15 min +1 +0 +0\n/)
      const json = await run(["canary", "routes", "list", "--json"])
      expect(JSON.parse(json.stdout)).toMatchObject([
        { name: "post", kind: "email" },
        {
          name: "soc",
          waiting: 1,
          filter: { kinds: ["canary_env_file"], exclude: ["10.0.0.0/8"] },
        },
      ])
      expect(added.stdout + listed.stdout + json.stdout).not.toMatch(/t0ken|s3cret/)
      const database = readFileSync(join(folder, "a.db"), "latin1")
      expect(database).not.toMatch(/t0ken|s3cret/)
      expect((await run(["canary", "routes", "remove", "soc"])).status).toBe(0)
      expect((await run(["canary", "routes", "list"])).stdout).not.toContain("soc")
    } finally {
      await server.stop()
      await mail.stop()
    }
  })

  it("says of a route that cannot be reached why, and whether waiting helps", async () => {
    const { run } = await host()
    await run(["canary", "routes", "add", "near", "webhook", "http://127.0.0.1:9/x"])
    expect(await run(["canary", "routes", "test", "near"])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(
        /^decnet: near: 127\.0\.0\.1 is 127\.0\.0\.1, a private address; /,
      ),
    })
    await run([
      "canary",
      "routes",
      "add",
      "--allow-private",
      "gone",
      "webhook",
      "http://127.0.0.1:9/x",
    ])
    expect(await run(["canary", "routes", "test", "gone"])).toMatchObject({
      status: 3,
      stderr: "decnet: gone: 127.0.0.1:9 cannot be reached (ECONNREFUSED)\n",
    })
  })

  it("shows what bait would be on a decky that was met, and lays nothing", async () => {
    const { run, within, folder } = await host()
    const fleet = join(folder, "fleet.json")
    const [decky] = JSON.parse(
      readFileSync(new URL("../../fixtures/fleet-small.json", import.meta.url), "utf8"),
    ) as ReadonlyArray<{ readonly name: string }>
    writeFileSync(fleet, JSON.stringify([{ ...decky, uuid: "atlas", name: "atlas" }]))
    expect((await run(["deckies", "import", fleet])).status).toBe(0)
    await within(Effect.flatMap(HostFactsStore, ({ put }) => put("local:atlas", met)))
    const set = {
      DECNET_CANARY_HTTP_BASE: "https://files.example.net",
      DECNET_REALISM_PERSONAS: people,
    }
    const preview = (...args: ReadonlyArray<string>) => run(["canary", "preview", ...args], set)
    const shown = await preview("env_file", "--decky", "atlas")
    expect([shown.status, shown.stderr]).toEqual([
      0,
      expect.stringMatching(/its token is nobody's/),
    ])
    expect(shown.stdout).toMatch(/^==> \/home\/\w+\/\S+ {2}\d+ bytes, mode 0600\n/)
    expect(shown.stdout).toMatch(/https:\/\/files\.example\.net\/\S*[a-z2-7]{26}/)
    const out = join(folder, "out")
    const written = await preview("canary_git_config", "--decky", "local:atlas", "--out", out)
    const [first] = written.stdout.split("\n")
    expect(readFileSync(first!, "utf8")).toMatch(/^\[core\]/)
    expect((await preview("env_file", "--decky", "atlas", "--path", "app/.env")).stderr).toMatch(
      /--path: write an absolute path/,
    )
    expect((await run(["canary", "list"])).stderr).toMatch(/no bait was laid yet/)
  })

  it("finds a token by the beginning of its id, if it is one's only", async () => {
    const { run, within } = await host()
    await within(used)
    await within(Effect.flatMap(CanaryTokens, ({ open }) => open(token(3, { id: "abcdef01" }))))
    expect((await run(["canary", "show", "abcd"])).stdout).toMatch(/^id +abcdef01/)
    expect(await run(["canary", "show", "0000"])).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/2 tokens begin with "0000"; write more of the id/),
    })
  })
})
