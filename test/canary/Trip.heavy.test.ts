/**
 * Every kind of bait, used by the client that it is for, through the whole of the program: the
 * listeners as a process, the journal, the rows, the event, and the alert at a webhook.
 */
import { execFile, spawn, type ChildProcess } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { createServer, type Server } from "node:http"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { createRequire } from "node:module"
import { chromium, type Browser } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Archive from "../../src/tells/Archive.ts"
import type { CanaryClass } from "../../src/taxonomy/ContentClass.ts"
import * as MariaDb from "../parts/MariaDb.ts"
import * as Resolving from "../parts/Resolving.ts"
import { lacks } from "./credentials/Programs.ts"
import { layAll, type Laid } from "./Laid.ts"
import { freePort } from "./listeners/Program.ts"

/** The driver has no types of its own. */
interface Database {
  readonly prepare: (sql: string) => {
    readonly get: (...values: ReadonlyArray<string>) => Readonly<Record<string, number>>
    readonly all: (...values: ReadonlyArray<string>) => ReadonlyArray<unknown>
  }
  readonly close: () => void
}
const openDatabase = createRequire(import.meta.url)("better-sqlite3") as new (
  path: string,
  options: { readonly readonly: boolean },
) => Database

const root = fileURLToPath(new URL("../..", import.meta.url))
const bin = join(root, "dist", "bin", "decnet.js")

/** Port 53 of an address that nobody else uses. */
const dnsIp = "127.44.0.1"
const zone = "c.bait-office.net"

const programs = ["git", "curl", "ssh", "kubectl", "npm", "soffice", "chromium", "mariadbd"]
const missing = lacks(...programs, "unshare", "getent", "wg-quick")

interface Alert {
  readonly token_id: string
  readonly type: string
}

describe.skipIf(missing)("bait that is used", () => {
  const folder = mkdtempSync(join(tmpdir(), "trip-"))
  const databaseFile = join(folder, "decnet.db")
  const alerts: Array<Alert> = []
  let laid: ReadonlyMap<CanaryClass, Laid>
  let behind: ReadonlyArray<string>
  let environment: Record<string, string>
  let listeners: ChildProcess
  let said = ""
  let receiver: Server
  let browser: Browser
  let database: Database

  const run = (
    command: string,
    args: ReadonlyArray<string>,
    env: Record<string, string> = {},
    input?: string,
  ): Promise<string> =>
    new Promise((resolve) => {
      const child = execFile(
        command,
        args,
        {
          env: {
            PATH: process.env["PATH"]!,
            HOME: folder,
            NO_PROXY: "*",
            LC_ALL: "C.UTF-8",
            ...env,
          },
          timeout: 90_000,
          maxBuffer: 1 << 26,
        },
        (_, out, errors) => resolve(out + errors),
      )
      child.stdin?.on("error", () => undefined)
      child.stdin?.end(input ?? "")
    })

  /** With names resolved by our listener. */
  const resolving = (command: string, args: ReadonlyArray<string>, env = {}): Promise<string> =>
    run(behind[0]!, [...behind.slice(1), command, ...args], env)

  const decnet = (...args: ReadonlyArray<string>): Promise<string> =>
    run(process.execPath, [bin, ...args], environment)

  beforeAll(async () => {
    const port = await freePort()
    environment = {
      DECNET_DB_URL: `sqlite:///${databaseFile}`,
      DECNET_SECRET_KEY: "5e".repeat(32),
      DECNET_CANARY_HTTP_BASE: `http://127.0.0.1:${port}`,
      DECNET_CANARY_HTTP_BIND: "127.0.0.1",
      DECNET_CANARY_HTTP_PORT: String(port),
      DECNET_CANARY_DNS_ZONE: zone,
      DECNET_CANARY_DNS_BIND: dnsIp,
      DECNET_CANARY_DNS_PORT: "53",
      DECNET_CANARY_ANSWER_IP: dnsIp,
      CI: "",
    }
    behind = Resolving.prefix(folder, dnsIp)
    receiver = createServer((request, response) => {
      let body = ""
      request.on("data", (chunk: Buffer) => (body += chunk.toString()))
      request.on("end", () => {
        alerts.push(JSON.parse(body) as Alert)
        response.writeHead(204).end()
      })
    })
    const receiverPort = await new Promise<number>((resolve) =>
      receiver.listen(0, "127.0.0.1", () => {
        const address = receiver.address()
        resolve(typeof address === "object" ? address!.port : 0)
      }),
    )
    laid = await layAll(folder, databaseFile, {
      httpBase: environment["DECNET_CANARY_HTTP_BASE"],
      dnsZone: zone,
    })
    const added = await decnet(
      "canary",
      "routes",
      "add",
      "desk",
      "webhook",
      `http://127.0.0.1:${receiverPort}/hook`,
      "--allow-private",
      "--level",
      "all",
    )
    expect(added).not.toContain("decnet:")
    listeners = spawn(process.execPath, [bin, "canary"], {
      env: { PATH: process.env["PATH"]!, HOME: folder, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    })
    for (const stream of [listeners.stdout!, listeners.stderr!])
      stream.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-8000)))
    for (let tries = 0; !said.includes("answers DNS"); tries++) {
      if (tries > 200 || listeners.exitCode !== null) throw new Error(`no listeners: ${said}`)
      await pause(50)
    }
    database = new openDatabase(databaseFile, { readonly: true })
    browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
    })
  }, 120_000)

  afterAll(async () => {
    await browser?.close()
    database?.close()
    listeners?.kill("SIGTERM")
    receiver?.close()
    await pause(300)
    rmSync(folder, { recursive: true, force: true })
  })

  const of = (canary: CanaryClass): Laid => laid.get(canary)!
  const primary = (canary: CanaryClass): string => of(canary).at(of(canary).token.path)
  const beside = (canary: CanaryClass, name: string): string => join(dirname(primary(canary)), name)
  const textOf = (path: string): string => readFileSync(path, "utf8")

  /** The addresses in a file that carry its slug. */
  const urls = (canary: CanaryClass): ReadonlyArray<string> => {
    const text = Archive.unpacked(new Uint8Array(readFileSync(primary(canary))))
    const found = text.match(/https?:\/\/[^\s"'<>)\\]+/g) ?? []
    return found.filter((each) => each.includes(of(canary).token.slug))
  }

  /** The names in a text that carry a slug. */
  const namesIn = (text: string, { token }: Laid): ReadonlyArray<string> =>
    text.match(new RegExp(`[a-z0-9.-]*${token.slug}\\.${zone.replaceAll(".", "\\.")}`, "g")) ?? []

  /** In Chromium, for as long as it has something to send. */
  const open = async (address: string): Promise<void> => {
    const page = await browser.newPage()
    await page.goto(address, { waitUntil: "load" }).catch(() => undefined)
    await page.waitForTimeout(2500)
    await page.close()
  }

  const convert = (path: string): Promise<string> =>
    run("soffice", [
      "--headless",
      `-env:UserInstallation=file://${join(folder, "office")}`,
      "--convert-to",
      "pdf",
      "--outdir",
      join(folder, "converted"),
      path,
    ])

  const clients: Readonly<Record<CanaryClass, () => Promise<unknown>>> = {
    canary_aws_creds: () =>
      run(
        process.execPath,
        [
          "--input-type=module",
          "-e",
          [
            `import { STSClient, GetCallerIdentityCommand } from "${join(root, "node_modules/@aws-sdk/client-sts/dist-cjs/index.js")}"`,
            "await new STSClient({ maxAttempts: 1 }).send(new GetCallerIdentityCommand({})).catch(() => 0)",
          ].join("\n"),
        ],
        {
          AWS_SHARED_CREDENTIALS_FILE: primary("canary_aws_creds"),
          AWS_CONFIG_FILE: beside("canary_aws_creds", "config"),
          AWS_EC2_METADATA_DISABLED: "true",
        },
      ),
    canary_env_file: () => run("curl", ["-s", urls("canary_env_file")[0]!]),
    canary_git_config: () =>
      run("git", ["-C", dirname(dirname(primary("canary_git_config"))), "fetch"], {
        GIT_TERMINAL_PROMPT: "0",
        GIT_CONFIG_COUNT: "1",
        GIT_CONFIG_KEY_0: "safe.directory",
        GIT_CONFIG_VALUE_0: "*",
      }),
    canary_ssh_key: () => {
      const config = beside("canary_ssh_key", "config")
      const blocks = textOf(config).split(/^(?=Host )/m)
      const block = blocks.find((each) => each.includes(of("canary_ssh_key").token.slug))!
      const alias = block.split(/\s+/)[1]!
      return resolving("ssh", [
        "-F",
        config,
        "-o",
        "BatchMode=yes",
        "-o",
        "ConnectTimeout=2",
        alias,
      ])
    },
    canary_honeydoc: () => open(`file://${primary("canary_honeydoc")}`),
    canary_honeydoc_docx: () => convert(primary("canary_honeydoc_docx")),
    canary_honeydoc_pdf: () => open(urls("canary_honeydoc_pdf")[0]!),
    canary_mysql_dump: async () => {
      const server = await MariaDb.startBehind(behind, ["--server-id=7"])
      try {
        server.admin("CREATE DATABASE imported")
        server.admin(`USE imported;\n${textOf(primary("canary_mysql_dump"))}`)
        await pause(2000)
      } finally {
        await server.stop()
      }
    },
    canary_fingerprint_html: () => open(`file://${primary("canary_fingerprint_html")}`),
    canary_fingerprint_svg: () => open(`file://${primary("canary_fingerprint_svg")}`),
    canary_kubeconfig: () =>
      run("kubectl", [
        `--kubeconfig=${primary("canary_kubeconfig")}`,
        "--request-timeout=3s",
        "get",
        "pods",
      ]),
    // the engine's own lookup, without an engine
    canary_docker_config: async () => {
      const auths = JSON.parse(textOf(primary("canary_docker_config"))) as {
        readonly auths: Readonly<Record<string, unknown>>
      }
      const registry = Object.keys(auths.auths).find((each) =>
        each.includes(of("canary_docker_config").token.slug),
      )!
      const [host] = registry.replace(/^https?:\/\//, "").split(/[:/]/)
      return registry.startsWith("http://127.0.0.1")
        ? run("curl", ["-s", registry])
        : resolving("getent", ["hosts", host!])
    },
    canary_npmrc: () =>
      run("npm", [
        "view",
        "left-pad",
        "--userconfig",
        primary("canary_npmrc"),
        "--fetch-retries=0",
      ]),
    canary_netrc: () => {
      const [name] = namesIn(textOf(primary("canary_netrc")), of("canary_netrc"))
      return resolving("curl", [
        "-s",
        "--max-time",
        "3",
        "--netrc-file",
        primary("canary_netrc"),
        `http://${name}/`,
      ])
    },
    canary_pypirc: () => run("curl", ["-s", "-X", "POST", urls("canary_pypirc")[0]!]),
    canary_wireguard: async () => {
      const stripped = await run("wg-quick", ["strip", primary("canary_wireguard")])
      const [name] = namesIn(stripped, of("canary_wireguard"))
      return resolving("getent", ["hosts", name!])
    },
    canary_xlsx: () => convert(primary("canary_xlsx")),
    canary_mcp_json: () => run("curl", ["-s", urls("canary_mcp_json")[0]!]),
  }

  const until = async (holds: () => boolean, seconds = 20): Promise<boolean> => {
    for (let tries = 0; tries < seconds * 20; tries++) {
      if (holds()) return true
      await pause(50)
    }
    return false
  }

  it.each(Object.keys(clients) as ReadonlyArray<CanaryClass>)(
    "%s leaves a row, an event and an alert",
    async (canary) => {
      const { token } = of(canary)
      expect(token.state).toBe("planted")
      const answer = await clients[canary]()
      const count = database.prepare(
        "SELECT count(*) AS n FROM canary_triggers WHERE token_uuid = ?",
      )
      const rows = () => count.get(token.id)["n"] ?? 0
      expect(await until(() => rows() > 0), `${String(answer)}\n${said}`).toBe(true)
      const event = database.prepare("SELECT count(*) AS n FROM outbox WHERE topic = ?")
      expect(event.get(`canary.${token.id}.triggered`)["n"]).toBeGreaterThan(0)
      const isTold = await until(() => alerts.some(({ token_id }) => token_id === token.id))
      expect(isTold, `${JSON.stringify(alerts.slice(-3))}\n${said}`).toBe(true)
      const stored = database.prepare("SELECT trigger_count AS n FROM canary_tokens WHERE uuid = ?")
      expect(stored.get(token.id)["n"]).toBeGreaterThan(0)
    },
    120_000,
  )

  it("collects a browser's fingerprint, once and for all", () => {
    for (const canary of ["canary_fingerprint_html", "canary_fingerprint_svg"] as const) {
      const kept = database
        .prepare("SELECT body FROM canary_fingerprints WHERE token_uuid = ?")
        .all(of(canary).token.id) as ReadonlyArray<{ readonly body: string }>
      expect(kept.length).toBe(1)
      expect(kept[0]!.body).toContain("Chrom")
    }
  })
})
