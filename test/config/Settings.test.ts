import { readFileSync } from "node:fs"
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import { describe, expect, it } from "vitest"
import * as Settings from "../../runtime/config/Settings.ts"
import type { Variable } from "../../runtime/config/Variable.ts"
import { variables } from "../../runtime/config/Variables.ts"

type Field = keyof Settings.Settings

/** For each variable: texts that are taken with what they come to, and texts that are refused. */
const cases: {
  readonly [F in Field]: {
    readonly good: ReadonlyArray<readonly [string, Settings.Settings[F]]>
    readonly bad: ReadonlyArray<string>
  }
} = {
  mode: {
    good: [
      ["agent", "agent"],
      ["MASTER", "master"],
    ],
    bad: ["slave", "agents"],
  },
  disallowMaster: {
    good: [
      ["false", false],
      ["1", true],
      ["No", false],
    ],
    bad: ["maybe", "2"],
  },
  hostUuid: { good: [["rack-7.b", "rack-7.b"]], bad: ["a b", "a:b", "x".repeat(63), "é"] },
  seed: { good: [["autumn", "autumn"]], bad: ["x".repeat(257), "two\nlines"] },
  secretKey: { good: [["ab".repeat(32), "ab".repeat(32)]], bad: ["short", "zz".repeat(32)] },
  dbType: { good: [["mysql", "mysql"]], bad: ["postgres", "sql"] },
  dbUrl: {
    good: [
      ["sqlite:////srv/a.db", { kind: "sqlite", path: "/srv/a.db" }],
      ["sqlite+aiosqlite:///a.db", { kind: "sqlite", path: "a.db" }],
      [
        "mysql+asyncmy://u:p%40@h:33/d",
        {
          kind: "mysql",
          host: "h",
          port: 33,
          user: "u",
          password: Redacted.make("p@"),
          database: "d",
        },
      ],
    ],
    bad: ["postgres://h/d", "sqlite:a.db", "mysql://h", "/srv/a.db"],
  },
  dbHost: { good: [["db.corp.net", "db.corp.net"]], bad: ["x".repeat(256)] },
  dbPort: { good: [["33061", 33_061]], bad: ["0", "65536", "x", "1.5", "-1"] },
  dbName: { good: [["decoys", "decoys"]], bad: ["x".repeat(65)] },
  dbUser: { good: [["ops", "ops"]], bad: ["x".repeat(81)] },
  dbPassword: { good: [[" p w ", " p w "]], bad: ["x".repeat(257), "a\tb"] },
  realismLlm: {
    good: [
      ["ollama", { provider: "ollama", unknown: undefined }],
      ["fake", { provider: "fake", unknown: undefined }],
      ["Disabled", { provider: "off", unknown: undefined }],
      ["0", { provider: "off", unknown: undefined }],
      ["gpt", { provider: "ollama", unknown: "gpt" }],
    ],
    bad: [],
  },
  realismModel: { good: [["qwen3:8b", "qwen3:8b"]], bad: ["x".repeat(129)] },
  realismTimeout: {
    good: [
      ["90", 90],
      ["1.5", 1.5],
    ],
    bad: ["0", "3601", "1m", "NaN", "-5"],
  },
  realismOllamaUrl: {
    good: [
      ["http://gpu:11434/", "http://gpu:11434"],
      ["gpu:11500", "http://gpu:11500"],
      ["0.0.0.0", "http://127.0.0.1:11434"],
      ["https://llm.corp.net", "https://llm.corp.net"],
    ],
    bad: ["ftp://gpu", "http://", "a b"],
  },
  realismPersonas: { good: [["./people.json", "./people.json"]], bad: ["a\u0000b"] },
  realismConcurrency: { good: [["8", 8]], bad: ["0", "9", "two"] },
  realismBudgetCalls: { good: [["0", 0]], bad: ["-1", "many", "1e9"] },
  realismBudgetTokens: { good: [["250000", 250_000]], bad: ["1.5", "1000000000"] },
  realismFakeOutput: { good: [["lorem", "lorem"]], bad: ["x".repeat(4097)] },
  canaryHttpBase: {
    good: [["https://files.example.net/", "https://files.example.net"]],
    bad: ["files.example.net", "gopher://x"],
  },
  canaryDnsZone: {
    good: [["c.example.net", "c.example.net"]],
    bad: ["example", "-a.net", "a b.net"],
  },
  canaryHttpPort: { good: [["80", 80]], bad: ["http", "70000"] },
  canaryDnsPort: { good: [["53", 53]], bad: ["dns"] },
  canaryHttpBind: {
    good: [
      ["127.0.0.1", "127.0.0.1"],
      ["::", "::"],
    ],
    bad: ["localhost", "1.2.3"],
  },
  canaryDnsBind: { good: [["10.0.0.1", "10.0.0.1"]], bad: ["256.1.1.1"] },
  canaryAnswerIp: {
    good: [
      ["192.0.2.7", ["192.0.2.7"]],
      ["fd00::5, 10.0.0.5", ["fd00::5", "10.0.0.5"]],
    ],
    bad: ["192.0.2", "10.0.0.5,10.0.0.6"],
  },
  canaryTrustedProxies: {
    good: [["10.0.0.2, 10.1.0.0/16", ["10.0.0.2", "10.1.0.0/16"]]],
    bad: ["10.0.0.0/33", "proxy", "10.0.0.1,"],
  },
  canaryBlobDir: { good: [["/srv/blobs", "/srv/blobs"]], bad: ["blobs", "/srv/../etc"] },
  apiBind: { good: [["::1", "::1"]], bad: ["localhost", "127.0.0.1:80"] },
  apiPort: { good: [["443", 443]], bad: ["0", "65536"] },
  apiTrustedProxies: { good: [["10.0.0.2", ["10.0.0.2"]]], bad: ["proxy", "10.0.0.0/40"] },
  busUrl: {
    good: [["nats://127.0.0.1:4222", "nats://127.0.0.1:4222"]],
    bad: ["redis://h", "127.0.0.9:42"],
  },
  dockerHost: {
    good: [
      ["tcp://10.0.0.5:2375", "tcp://10.0.0.5:2375"],
      ["unix:///run/d.sock", "unix:///run/d.sock"],
    ],
    bad: ["/run/d.sock", "unix://d.sock", "ssh://host"],
  },
  mailRoot: {
    good: [["/srv/mail/%d/%n", "/srv/mail/%d/%n"]],
    bad: ["/srv/mail", "srv/%d/%n", "/srv/%d/%n/%h", "/srv/../%n"],
  },
  mailFormat: { good: [["spool", "spool"]], bad: ["mbox"] },
  catchUpHours: {
    good: [
      ["0", 0],
      ["48", 48],
    ],
    bad: ["-1", "8761", "1.5", "a day"],
  },
  concurrency: { good: [["16", 16]], bad: ["0", "65", "many"] },
  plantRoots: {
    good: [["/home:/var/log", ["/home", "/var/log"]]],
    bad: ["/", "home", "/home::/tmp", "/home:/tmp/../etc", "/home/", "/home/."],
  },
  metricsPort: {
    good: [
      ["9464", 9464],
      ["off", undefined],
    ],
    bad: ["on", "99999"],
  },
  otlpEndpoint: {
    good: [["http://127.0.0.1:4318/", "http://127.0.0.1:4318"]],
    bad: ["127.0.0.1:4318"],
  },
  systemLogs: { good: [["/var/log/decnet.log", "/var/log/decnet.log"]], bad: ["decnet.log"] },
  logFormat: { good: [["json", "json"]], bad: ["xml"] },
}

const fields = Object.keys(variables) as ReadonlyArray<Field>
const variableOf = (field: Field): Variable<unknown> => variables[field] as Variable<unknown>

describe("the environment", () => {
  it("has defaults where nothing is set, and takes empty for that", () => {
    const bare = Settings.read({})
    const empty = Settings.read(
      Object.fromEntries(fields.map((field) => [variableOf(field).name, " "])),
    )
    expect(bare).toEqual(empty)
    expect(Either.getOrThrow(bare)).toMatchObject({
      mode: "master",
      disallowMaster: true,
      hostUuid: "local",
      dbType: "sqlite",
      realismLlm: { provider: "off" },
      realismModel: "llama3.1",
      realismTimeout: 60,
      realismOllamaUrl: "http://127.0.0.1:11434",
      realismConcurrency: 1,
      realismBudgetCalls: 2000,
      realismBudgetTokens: 1_000_000,
      canaryHttpPort: 8088,
      canaryDnsPort: 5353,
      canaryBlobDir: "/var/lib/decnet/canary/blobs",
      apiBind: "127.0.0.1",
      apiPort: 8000,
      dockerHost: "unix:///var/run/docker.sock",
      mailRoot: "/var/mail/vhosts/%d/%n/Maildir",
      mailFormat: "maildir",
      catchUpHours: 24,
      concurrency: 4,
      metricsPort: undefined,
      plantRoots: [
        "/home",
        "/root",
        "/tmp",
        "/var/log",
        "/var/mail",
        "/var/spool",
        "/var/backups",
        "/srv",
      ],
    })
  })

  it.each(fields.flatMap((field) => cases[field].good.map((each) => [field, ...each] as const)))(
    "takes %s as %j",
    (field, text, value) => {
      const read = Either.getOrThrow(Settings.read({ [variableOf(field).name]: text }))
      expect(read[field]).toEqual(value)
    },
  )

  it.each(fields.flatMap((field) => cases[field].bad.map((text) => [field, text] as const)))(
    "refuses %s as %j in one line that names it",
    (field, text) => {
      const { name, secret } = variableOf(field)
      const line = Either.getOrThrow(Either.flip(Settings.read({ [name]: text })))
      expect(line).toMatch(new RegExp(`^${name}: [^\\n]*write [^\\n]+$`))
      expect(line.includes("found")).toBe(!secret)
      if (secret) expect(line).not.toContain(text)
    },
  )

  it("reads OLLAMA_HOST where its own address is not set, and names it when it is wrong", () => {
    const read = (env: Record<string, string>) => Settings.read(env)
    expect(Either.getOrThrow(read({ OLLAMA_HOST: "gpu:1" })).realismOllamaUrl).toBe("http://gpu:1")
    expect(
      Either.getOrThrow(read({ OLLAMA_HOST: "gpu:1", DECNET_REALISM_OLLAMA_URL: "http://a:2" }))
        .realismOllamaUrl,
    ).toBe("http://a:2")
    expect(Either.getOrThrow(Either.flip(read({ OLLAMA_HOST: "a b" })))).toMatch(/^OLLAMA_HOST: /)
  })

  it("finds names that are none of ours, and what other programs read", () => {
    expect(
      Settings.unknownNames({
        DECNET_EMAILGEN_MODEL: "x",
        DECNET_SED: "1",
        DECNET_SEED: "1",
        HOME: "/",
      }),
    ).toEqual(["DECNET_EMAILGEN_MODEL", "DECNET_SED"])
  })
})

const textOf = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), "utf8")

describe("docs/environment.md", () => {
  const rows = [...textOf("docs/environment.md").matchAll(/^\| `([A-Z_]+)` \| (.+?) \| (.+?) \|/gm)]

  it("lists each variable once, in the schema's order", () => {
    expect(rows.map((row) => row[1])).toEqual(fields.map((field) => variableOf(field).name))
  })

  it.each(fields)("says of %s what it may hold and what holds otherwise", (field) => {
    const { name, kind, shown, unit, secret } = variableOf(field)
    const row = rows.find((each) => each[1] === name)!
    const phrase = shown.includes(" ") || shown.includes("`") || shown === "none"
    expect(row[2]).toBe(`${kind.words}${secret ? "; secret" : ""}`)
    expect(row[3]).toBe(`${phrase ? shown : `\`${shown}\``}${unit === undefined ? "" : ` ${unit}`}`)
  })

  it("shows a message as the program gives it", () => {
    const shown = /decnet: (DECNET_CANARY_HTTP_PORT: .*)/.exec(textOf("docs/environment.md"))![1]
    expect(Settings.read({ DECNET_CANARY_HTTP_PORT: "http" })).toEqual(Either.left(shown))
  })
})
