import { execFile } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import * as Listeners from "./Listeners.ts"
import { slug } from "./Probes.ts"
import * as Program from "./Program.ts"

let web: Listeners.Started
let names: Listeners.Started
let folder = ""
beforeAll(async () => {
  web = await Listeners.http()
  names = await Listeners.dns()
  folder = mkdtempSync(join(tmpdir(), "clients-"))
})
afterAll(async () => {
  await web.stop()
  await names.stop()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  web.seen.splice(0)
  names.seen.splice(0)
})

interface Ran {
  readonly status: number
  readonly out: string
  readonly errors: string
}

const run = (program: string, ...arguments_: ReadonlyArray<string>): Promise<Ran> =>
  new Promise((resolve) => {
    const env = {
      PATH: process.env["PATH"],
      HOME: folder,
      GIT_TERMINAL_PROMPT: "0",
      LC_ALL: "C",
    }
    execFile(program, arguments_, { env, cwd: folder, timeout: 60_000 }, (error, out, errors) =>
      resolve({
        status: error === null ? 0 : Number(error.code ?? -1),
        out: out.trim(),
        errors: errors.trim(),
      }),
    )
  })

const base = (): string => `http://127.0.0.1:${web.port}`
const agents = (): ReadonlyArray<string> =>
  web.seen.map(({ http }) => http!.headers.find(([name]) => /^user-agent$/i.test(name))?.[1] ?? "")

describe.skipIf(Program.isAbsent("/usr/bin/curl"))("curl", () => {
  it("fetches, asks for the head, for a part, and sends forms and files", async () => {
    const image = `${base()}/img/${slug}.png`
    const format = "%{http_code} %{content_type} %{size_download}"
    expect((await run("curl", "-s", "-o", "x.png", "-w", format, image)).out).toBe(
      "200 image/png 68",
    )
    expect((await run("curl", "-sI", image)).out).toContain("Accept-Ranges: bytes")
    expect((await run("curl", "-s", "-r", "1-3", image)).out).toBe("PNG")
    const form = await run("curl", "-s", "-d", "a=b", `${base()}/api/${slug}`)
    expect(form.out).toBe('{"status":"ok"}')
    writeFileSync(join(folder, "big"), "x".repeat(900_000))
    const upload = await run("curl", "-s", "-T", "big", `${base()}/api/${slug}`)
    expect(upload.out).toBe('{"status":"ok"}')
    writeFileSync(join(folder, "huge"), "x".repeat(3_000_000))
    const tooBig = await run("curl", "-s", "-T", "huge", `${base()}/api/${slug}`)
    expect(tooBig.out).toContain("413 Request Entity Too Large")
    const chunked = ["-H", "Transfer-Encoding: chunked", "-T", "big", `${base()}/api/${slug}`]
    expect((await run("curl", "-s", ...chunked)).out).toBe('{"status":"ok"}')
    expect(agents().every((agent) => agent.startsWith("curl/"))).toBe(true)
    expect(web.seen).toHaveLength(7)
  })

  it("finds its way by HTTP/1.0 and with a login from .netrc", async () => {
    writeFileSync(join(folder, "netrc"), "machine 127.0.0.1 login anna password x1\n")
    const asked = await run(
      "curl",
      "-s",
      "-0",
      "--netrc-file",
      "netrc",
      "-w",
      "%{http_code}",
      `${base()}/s/${slug}`,
    )
    expect(asked.out).toMatch(/200$/)
    expect(web.seen[0]!.http!.headers).toContainEqual(["Authorization", "Basic YW5uYTp4MQ=="])
  })
})

describe.skipIf(Program.isAbsent("/usr/bin/git"))("git", () => {
  it("gives up cleanly, and has shown the credentials of its config", async () => {
    const url = `http://deploy:tok3n@127.0.0.1:${web.port}/git/${slug}/app.git`
    const { status, errors } = await run("git", "ls-remote", url)
    expect(status).toBe(128)
    expect(errors).toContain("Authentication failed for")
    expect(web.seen.map((each) => each.slug)).toEqual([slug, slug])
    expect(web.seen[1]!.http!.headers).toContainEqual([
      "Authorization",
      `Basic ${Buffer.from("deploy:tok3n").toString("base64")}`,
    ])
    expect(agents()[0]).toMatch(/^git\/\d/)
  })

  it("asks for a user where it has none", async () => {
    const { errors } = await run("git", "clone", `${base()}/scm/${slug}/app.git`)
    expect(errors).toContain("could not read Username")
    expect(web.seen).toHaveLength(1)
  })
})

describe.skipIf(Program.isAbsent("/usr/bin/kubectl"))("kubectl", () => {
  it("is told to log in", async () => {
    const options = [`--server=${base()}/api/v1/${slug}`, "--token=x"]
    const { status, errors } = await run("kubectl", ...options, "get", "pods")
    expect(status).toBe(1)
    expect(errors).toContain("You must be logged in to the server")
    expect(web.seen.length).toBeGreaterThan(0)
  })
})

describe("npm", () => {
  it("is told that its token does not hold", async () => {
    writeFileSync(
      join(folder, ".npmrc"),
      `registry=${base()}/npm/${slug}/\n//127.0.0.1:${web.port}/npm/${slug}/:_authToken=npm_x\nfetch-retries=0\n`,
    )
    const { status, errors } = await run("npm", "view", "left-pad")
    expect(status).toBe(1)
    expect(errors).toContain("E401")
    expect(web.seen[0]!.slug).toBe(slug)
  })
})

describe("the AWS SDK", () => {
  it("is told that its key is not known", async () => {
    const client = new STSClient({
      region: "eu-central-1",
      endpoint: `${base()}/svc/${slug}`,
      credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "x" },
      maxAttempts: 1,
    })
    await expect(client.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
      name: "InvalidClientTokenId",
      message: "The security token included in the request is invalid.",
      $metadata: { httpStatusCode: 403 },
    })
    expect(web.seen.map((each) => each.slug)).toEqual([slug])
  })
})

describe("an office program", () => {
  it("that asks for options first still gets its image", async () => {
    const options = await fetch(`${base()}/img/${slug}.png`, { method: "OPTIONS" })
    expect(options.status).toBe(405)
    const image = await fetch(`${base()}/img/${slug}.png`)
    expect(image.headers.get("content-type")).toBe("image/png")
    expect((await image.arrayBuffer()).byteLength).toBe(68)
    expect(web.seen.map(({ http }) => http!.method)).toEqual(["OPTIONS", "GET"])
  })
})

describe.skipIf(Program.isAbsent("/usr/bin/dig"))("dig", () => {
  const dig = (...words: ReadonlyArray<string>): Promise<Ran> =>
    run("dig", "@127.0.0.1", "-p", String(names.port), ...words)
  const name = `${slug}.c.example.net`

  it("finds addresses over UDP and TCP, with and without EDNS", async () => {
    for (const how of ["+notcp", "+tcp", "+noedns", "+bufsize=512", "+dnssec", "+cookie", "+nsid"])
      expect((await dig("+short", how, name)).out, how).toBe("10.9.8.7")
    expect(names.seen.filter(({ dns }) => dns!.transport === "tcp")).toHaveLength(1)
  })

  it("sees no warning but that there is no recursion", async () => {
    const { out } = await dig(name, "HTTPS")
    expect(out.match(/^;; .*WARN.*$/gm)).toEqual([
      ";; WARNING: recursion requested but not available",
    ])
    expect((await dig("+norecurse", name)).out).not.toContain("WARN")
  })

  it("gets names back as it spelled them", async () => {
    const spelled = "K7DZQ3mwl5pfhx2vbn6ysargte.C.example.NET"
    expect((await dig("+noall", "+answer", spelled)).out).toMatch(
      new RegExp(`^${spelled}\\.\\s+300\\s+IN\\s+A\\s+10\\.9\\.8\\.7$`),
    )
  })

  it("is refused what is not ours, and the zone as a whole", async () => {
    expect((await dig("example.org")).out).toContain("status: REFUSED")
    expect((await dig("c.example.net", "AXFR")).out).toContain("Transfer failed")
    expect((await dig("CH", "TXT", "version.bind")).out).toContain("status: REFUSED")
    expect((await dig("nothing.c.example.net")).out).toContain("status: NXDOMAIN")
  })
})
