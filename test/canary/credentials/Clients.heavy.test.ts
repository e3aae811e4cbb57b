import { readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import type { Context } from "../../../src/canary/Context.ts"
import type { ArtifactFile } from "../../../src/canary/Generator.ts"
import type { Token } from "../../../src/canary/Token.ts"
import { callback, context, files, text, token } from "./Contexts.ts"
import { kinds } from "./Kinds.ts"
import * as Programs from "./Programs.ts"

interface Laid {
  readonly own: Token
  readonly about: Context
  readonly files: ReadonlyArray<ArtifactFile>
  /** On disk. */
  readonly path: string
  readonly home: string
}

let listener: Programs.Listener
let folder: Programs.Folder

beforeAll(async () => {
  listener = await Programs.listen()
})
afterAll(() => listener.stop())
beforeEach(() => {
  folder = Programs.folder()
  listener.seen.length = 0
  return () => folder.remove()
})

const lay = (canary: string, seed: number): Laid => {
  const kind = kinds.find((each) => each.class === canary)!
  const about = context(
    kind.class,
    (project, name) => `${seed}/${kind.below(project, name)}`,
    seed,
    {
      ...callback,
      httpBase: listener.base,
    },
  )
  const own = token(seed)
  const made = files(kind.generator, own, about)
  folder.lay(made)
  const path = folder.at(about.path)
  return { own, about, files: made, path, home: folder.at(`${about.owner.home}/${seed}`) }
}

const seeds = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, at) => at)

/** What was asked for that carries the slug. */
const hits = ({ own }: Laid): ReadonlyArray<string> =>
  listener.seen.filter((each) => each.includes(own.slug))

describe("keys of AWS", () => {
  const setUp = (laid: Laid): Record<string, string> => ({
    HOME: laid.home,
    AWS_SHARED_CREDENTIALS_FILE: laid.path,
    AWS_CONFIG_FILE: laid.path.replace(/credentials$/, "config"),
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_MAX_ATTEMPTS: "1",
  })

  it.skipIf(Programs.lacks("python3"))("are read by botocore, profile by profile", async () => {
    const program = [
      "import botocore.session, json, sys",
      "s = botocore.session.Session()",
      "out = {}",
      "for p in s.available_profiles:",
      "    c = botocore.session.Session(profile=p).full_config['profiles'][p]",
      "    out[p] = [c.get('aws_access_key_id'), c.get('aws_secret_access_key'), c.get('region'), c.get('role_arn')]",
      "print(json.dumps(out))",
    ].join("\n")
    for (const seed of seeds(12)) {
      const laid = lay("canary_aws_creds", seed)
      const { out, errors } = await Programs.run("/usr/bin/python3", ["-c", program], setUp(laid))
      expect(errors).toBe("")
      const profiles = Object.entries(
        JSON.parse(out) as Record<string, ReadonlyArray<string | null>>,
      )
      expect(profiles.map(([name]) => name)).toContain("default")
      for (const [, [id, secret, region, role]] of profiles) {
        expect(region).toMatch(/^[a-z]{2}-[a-z]+-\d$/)
        if (role !== null) expect(role).toMatch(/^arn:aws:iam::\d{12}:role\/[\w-]+$/)
        else {
          expect(id).toMatch(/^AKIA[A-Z2-7]{16}$/)
          expect(secret).toMatch(/^[A-Za-z0-9/+]{40}$/)
        }
      }
    }
  })

  it("make the SDK for JavaScript call us with the default profile", async () => {
    const program = [
      'import { STSClient, GetCallerIdentityCommand } from "@aws-sdk/client-sts"',
      "await new STSClient({ maxAttempts: 1 }).send(new GetCallerIdentityCommand({})).catch((e) => console.log(e.name))",
    ].join("\n")
    for (const seed of seeds(8)) {
      const laid = lay("canary_aws_creds", seed)
      listener.seen.length = 0
      const ran = await Programs.run(
        process.execPath,
        ["--input-type=module", "-e", program],
        setUp(laid),
      )
      expect(hits(laid), ran.errors + ran.out).toEqual([
        expect.stringMatching(new RegExp(`^POST /files/[a-z0-9/]+/${laid.own.slug}/?$`)),
      ])
    }
  })

  it("make the command call us with the default profile and with the others", async () => {
    // Debian's own is older than endpoints in files, so that there may be none to try
    const { out, errors } = await Programs.run("aws", ["--version"])
    const [, major, minor] = /botocore\/(\d+)\.(\d+)/.exec(out + errors) ?? []
    if (major === undefined || (Number(major) < 2 && Number(minor) < 31)) {
      console.log(`left out: no aws that reads endpoints from files (${(out + errors).trim()})`)
      return
    }
    for (const seed of seeds(4)) {
      const laid = lay("canary_aws_creds", seed)
      const listed = await Programs.run("aws", ["configure", "list-profiles"], setUp(laid))
      for (const profile of listed.out.trim().split("\n")) {
        listener.seen.length = 0
        const calls = ["--profile", profile, "sts", "get-caller-identity"]
        const ran = await Programs.run("aws", calls, setUp(laid))
        expect(hits(laid).length, `${seed} ${profile} ${ran.errors}`).toBeGreaterThan(0)
        listener.seen.length = 0
        await Programs.run("aws", ["--profile", profile, "s3", "ls"], setUp(laid))
        expect(hits(laid).length, `${seed} ${profile} s3`).toBeGreaterThan(0)
      }
    }
  })
})

describe("a repository", () => {
  const git = (laid: Laid, ...arguments_: ReadonlyArray<string>) =>
    Programs.run("git", ["-C", laid.path.replace(/\/\.git\/config$/, ""), ...arguments_], {
      HOME: laid.home,
    })

  it.skipIf(Programs.lacks("git"))(
    "is whole and clean, and its people wrote it in order",
    async () => {
      for (const seed of seeds(25)) {
        const laid = lay("canary_git_config", seed)
        const checked = await git(laid, "fsck", "--full", "--strict")
        expect(checked.status, checked.errors + checked.out).toBe(0)
        expect((checked.out + checked.errors).replace(/^Checking.*$/gm, "").trim()).toBe("")
        const status = await git(laid, "status", "--porcelain")
        expect(status).toEqual({ status: 0, out: "", errors: "" })
        expect((await git(laid, "diff", "HEAD")).out).toBe("")
        expect((await git(laid, "config", "-l")).status).toBe(0)
        const log = (await git(laid, "log", "--format=%at %ct %ae")).out.trim().split("\n")
        expect(log.length).toBeGreaterThanOrEqual(2)
        expect(log.length).toBeLessThanOrEqual(6)
        const times = log.map((line) => Number(line.split(" ")[0])).reverse()
        expect(times.toSorted((a, b) => a - b)).toEqual(times)
        expect(times.at(-1)! * 1000).toBeLessThan(laid.about.mtime.ms)
        const people = [laid.about.owner, ...laid.about.organisation.people].map(
          (each) => each.email,
        )
        for (const line of log) expect(people).toContain(line.split(" ")[2])
        const reflog = (await git(laid, "reflog", "--format=%H")).out.trim().split("\n")
        expect(reflog[0]).toBe((await git(laid, "rev-parse", "HEAD")).out.trim())
        const count = (await git(laid, "count-objects", "-v")).out
        expect(count).toContain("garbage: 0")
      }
    },
  )

  it.skipIf(Programs.lacks("git"))("calls us when it is fetched, pulled or listed", async () => {
    for (const seed of seeds(6))
      for (const command of [
        ["fetch"],
        ["pull", "--ff-only"],
        ["ls-remote"],
        ["remote", "update"],
      ]) {
        const laid = lay("canary_git_config", seed)
        listener.seen.length = 0
        await git(laid, ...command)
        expect(hits(laid)[0]).toMatch(
          new RegExp(
            `^GET /files/[a-z]+/${laid.own.slug}[^?]*\\.git/info/refs\\?service=git-upload-pack$`,
          ),
        )
      }
  })

  it.skipIf(Programs.lacks("python3"))("holds scripts that parse", async () => {
    for (const seed of seeds(25)) {
      const laid = lay("canary_git_config", seed)
      for (const { path } of laid.files) {
        const at = folder.at(path)
        if (path.endsWith(".sh"))
          expect(await Programs.run("bash", ["-n", at])).toEqual({ status: 0, out: "", errors: "" })
        if (path.endsWith(".py")) {
          const parse = "import ast, sys; ast.parse(open(sys.argv[1]).read())"
          expect((await Programs.run("python3", ["-c", parse, at])).errors).toBe("")
        }
        if (path.endsWith(".js"))
          expect((await Programs.run(process.execPath, ["--check", at])).errors).toBe("")
        if (path.endsWith(".json")) JSON.parse(readFileSync(at, "utf8"))
      }
    }
  })
})

describe("a kubeconfig", () => {
  it.skipIf(Programs.lacks("kubectl"))("is read by kubectl, which then asks us", async () => {
    for (const seed of seeds(60)) {
      const laid = lay("canary_kubeconfig", seed)
      const env = { HOME: laid.home, KUBECONFIG: laid.path }
      const shown = await Programs.run("kubectl", ["config", "view", "--raw", "-o", "json"], env)
      expect(shown.errors).toBe("")
      const view = JSON.parse(shown.out) as {
        readonly "current-context": string
        readonly contexts: ReadonlyArray<{
          readonly name: string
          readonly context: { readonly cluster: string; readonly user: string }
        }>
        readonly clusters: ReadonlyArray<{ readonly name: string }>
        readonly users: ReadonlyArray<{ readonly name: string }>
      }
      const names = (list: ReadonlyArray<{ readonly name: string }>) => list.map(({ name }) => name)
      expect(new Set(names(view.contexts)).size).toBe(view.contexts.length)
      expect(names(view.contexts)).toContain(view["current-context"])
      for (const each of view.contexts) {
        expect(names(view.clusters)).toContain(each.context.cluster)
        expect(names(view.users)).toContain(each.context.user)
      }
      if (seed >= 8) continue
      listener.seen.length = 0
      const ran = await Programs.run("kubectl", ["get", "pods", "--request-timeout=5s"], env)
      expect(hits(laid).length, ran.errors).toBeGreaterThan(0)
    }
  })

  it.skipIf(Programs.lacks("openssl"))(
    "holds certificates that their authorities signed",
    async () => {
      let found = 0
      for (const seed of seeds(20)) {
        const laid = lay("canary_kubeconfig", seed)
        const body = text(laid.files[0]!)
        const values = (name: string) =>
          [...body.matchAll(new RegExp(`${name}: (\\S+)`, "g"))].map(([, value]) =>
            Buffer.from(value!, "base64").toString("utf8"),
          )
        for (const pem of values("certificate-authority-data")) {
          const at = folder.at("authority.pem")
          writeFileSync(at, pem)
          const checked = await Programs.run("openssl", [
            "verify",
            "-no_check_time",
            "-CAfile",
            at,
            at,
          ])
          expect(checked.out, checked.errors).toContain("OK")
        }
        const keys = values("client-key-data")
        for (const [index, pem] of values("client-certificate-data").entries()) {
          const [client, authority] = pem.split(/(?<=-----END CERTIFICATE-----\n)/)
          writeFileSync(folder.at("client.pem"), client!)
          writeFileSync(folder.at("clients.pem"), authority!)
          const checked = await Programs.run("openssl", [
            "verify",
            "-no_check_time",
            "-CAfile",
            folder.at("clients.pem"),
            folder.at("client.pem"),
          ])
          expect(checked.out, checked.errors).toContain("OK")
          const ofKey = await Programs.run("openssl", ["pkey", "-pubout"], {}, keys[index])
          const ofClient = await Programs.run("openssl", ["x509", "-noout", "-pubkey"], {}, client)
          expect(ofKey.out).toBe(ofClient.out)
          found++
        }
      }
      expect(found).toBeGreaterThan(3)
    },
  )
})

describe("settings of package managers", () => {
  it.skipIf(Programs.lacks("npm"))("make npm ask us for any package", async () => {
    for (const seed of seeds(5)) {
      const laid = lay("canary_npmrc", seed)
      const ran = await Programs.run("npm", ["view", "left-pad", "--fetch-retries=0"], {
        HOME: laid.home,
        NPM_CONFIG_USERCONFIG: laid.path,
        NPM_CONFIG_CACHE: folder.at("cache"),
      })
      const asked = new RegExp(`^GET /files/[a-z/]+/${laid.own.slug}/left-pad$`)
      expect(hits(laid), ran.errors).toContainEqual(expect.stringMatching(asked))
      expect(ran.errors).not.toMatch(/npm warn/i)
    }
  })

  it.skipIf(Programs.lacks("python3"))("make an upload of a Python package go to us", async () => {
    const program = [
      "import sys, warnings; warnings.simplefilter('ignore')",
      "import configparser, os",
      "c = configparser.RawConfigParser(); c.read(os.path.expanduser('~/.pypirc'))",
      "servers = c.get('distutils', 'index-servers').split()",
      "assert set(servers) == set(c.sections()) - {'distutils'}, servers",
      "from distutils.core import Distribution",
      "from distutils.command.upload import upload",
      "name = [s for s in servers if 'pypi.org' not in c[s].get('repository', 'pypi.org')][0]",
      "u = upload(Distribution({'name': 'x', 'version': '1'}))",
      "u.repository = name; u.finalize_options()",
      "try: u.upload_file('sdist', '', sys.argv[1])",
      "except BaseException as e: print(type(e).__name__)",
      "print(bool(u.username and u.password))",
    ].join("\n")
    for (const seed of seeds(10)) {
      const laid = lay("canary_pypirc", seed)
      writeFileSync(folder.at("x-1.tar.gz"), "x")
      listener.seen.length = 0
      const { out, errors } = await Programs.run(
        "/usr/bin/python3",
        ["-c", program, folder.at("x-1.tar.gz")],
        { HOME: laid.home },
      )
      expect(hits(laid)[0], out + errors).toMatch(/^POST \/files\//)
      expect(out.trim().split("\n").at(-1)).toBe("True")
    }
  })
})

describe("settings of programs", () => {
  it("are read by Node from an .env, and what calls an address there calls us", async () => {
    const program = [
      "const ours = Object.entries(process.env).filter(([, v]) => v.includes(process.argv[1]))",
      "for (const [, v] of ours) await fetch(v.replace(/\\/\\/[^@/]*@/, '//')).catch(() => 0)",
      "console.log(ours.length)",
    ].join("\n")
    for (const seed of seeds(24)) {
      const laid = lay("canary_env_file", seed)
      listener.seen.length = 0
      const { out, errors } = await Programs.run(process.execPath, [
        `--env-file=${laid.path}`,
        "--input-type=module",
        "-e",
        program,
        laid.own.slug,
      ])
      expect(errors).toBe("")
      expect(Number(out)).toBeGreaterThan(0)
      expect(hits(laid).length).toBe(Number(out))
    }
  })

  it.skipIf(Programs.lacks("bash"))("can be sourced by a shell as well", async () => {
    for (const seed of seeds(24)) {
      const laid = lay("canary_env_file", seed)
      const ran = await Programs.run("bash", [
        "--norc",
        "-c",
        'set -aeu; . "$1"; env',
        "bash",
        laid.path,
      ])
      expect(ran.errors).toBe("")
      expect(ran.out).toContain(laid.own.slug)
    }
  })

  it("make an agent greet us when it starts", async () => {
    for (const seed of seeds(12)) {
      const laid = lay("canary_mcp_json", seed)
      const { mcpServers } = JSON.parse(readFileSync(laid.path, "utf8")) as {
        readonly mcpServers: Readonly<
          Record<string, { readonly url?: string; readonly headers?: Record<string, string> }>
        >
      }
      listener.seen.length = 0
      for (const { url, headers = {} } of Object.values(mcpServers))
        if (url !== undefined) {
          const method = "POST"
          const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params: {} })
          await fetch(url, { method, headers, body })
        }
      expect(hits(laid)).toHaveLength(1)
    }
  })
})

describe("a key of SSH", () => {
  it.skipIf(Programs.lacks("ssh-keygen", "ssh"))("is read by OpenSSH and leads to us", async () => {
    for (const seed of seeds(20)) {
      const laid = lay("canary_ssh_key", seed)
      const made = await Programs.run("ssh-keygen", ["-y", "-f", laid.path])
      expect(made.errors).toBe("")
      expect(made.out).toBe(readFileSync(`${laid.path}.pub`, "utf8"))
      const shown = await Programs.run("ssh-keygen", ["-l", "-f", laid.path])
      expect(shown.out).toContain("(ED25519)")
      const config = join(dirname(laid.path), "config")
      const alias = aliasOf(readFileSync(config, "utf8"), laid.own.slug)
      const resolved = await Programs.run("ssh", ["-G", "-F", config, alias])
      expect(resolved.status, resolved.errors).toBe(0)
      expect(resolved.out).toMatch(
        new RegExp(`^hostname ([a-z0-9]+\\.)?${laid.own.slug}\\.c\\.tarnfield\\.net$`, "m"),
      )
      const below = laid.about.path.slice(laid.about.owner.home.length)
      expect(resolved.out).toContain(`\nidentityfile ~${below}\n`)
    }
  })
})

/** The first name of the block in which the slug stands. */
const aliasOf = (config: string, slug: string): string => {
  const before = config.slice(0, config.indexOf(slug))
  return before.slice(before.lastIndexOf("Host ")).split(/\s+/)[1]!
}

describe("a tunnel", () => {
  it.skipIf(Programs.lacks("wg-quick", "wg"))(
    "is read by wg-quick, with keys that are pairs",
    async () => {
      for (const seed of seeds(20)) {
        const laid = lay("canary_wireguard", seed)
        // the name of a file is the name of an interface: at most 15 characters
        const at = folder.at("wg0.conf")
        writeFileSync(at, readFileSync(laid.path), { mode: 0o600 })
        const ran = await Programs.run("wg-quick", ["strip", at])
        expect(ran.status, ran.errors).toBe(0)
        const [, key] = /PrivateKey\s*=\s*(\S+)/.exec(ran.out)!
        const derived = await Programs.run("wg", ["pubkey"], {}, `${key}\n`)
        expect(derived.errors).toBe("")
        expect(derived.out.trim()).toHaveLength(44)
        expect(ran.out).toMatch(new RegExp(`Endpoint\\s*=\\s*([a-z0-9]+\\.)?${laid.own.slug}\\.c`))
      }
    },
  )
})

describe("logins by host", () => {
  it.skipIf(Programs.lacks("python3"))("are read by Python and have no host twice", async () => {
    const program = "import netrc, json, sys; print(json.dumps(netrc.netrc(sys.argv[1]).hosts))"
    for (const seed of seeds(20)) {
      const laid = lay("canary_netrc", seed)
      const ran = await Programs.run("python3", ["-c", program, laid.path])
      expect(ran.errors).toBe("")
      const hosts = Object.entries(JSON.parse(ran.out) as Record<string, ReadonlyArray<string>>)
      expect(hosts.length).toBe(text(laid.files[0]!).match(/\bmachine /g)!.length)
      expect(hosts.filter(([host]) => host.includes(`${laid.own.slug}.c.`))).toHaveLength(1)
      for (const [, [login, , password]] of hosts) {
        expect(login).toBeTruthy()
        expect(password!.length).toBeGreaterThan(8)
      }
    }
  })
})

describe("names of ours", () => {
  const isRoot = process.getuid?.() === 0
  const missing = !isRoot || Programs.lacks("unshare", "mount", "ip", "ssh", "curl", "wg", "docker")

  it.skipIf(missing)("are looked up by ssh, curl, wg and docker", async () => {
    const jobs = seeds(4).flatMap((seed) => {
      const ssh = lay("canary_ssh_key", seed)
      const config = join(dirname(ssh.path), "config")
      const netrc = lay("canary_netrc", seed)
      const tunnel = lay("canary_wireguard", seed)
      const docker = lay("canary_docker_config", seed)
      const named = new RegExp(`[a-z0-9.]*${netrc.own.slug}\\.c\\.tarnfield\\.net(:\\d+)?`)
      const machine = named.exec(text(netrc.files[0]!))![0]
      const registry = named.exec(text(docker.files[0]!))![0]
      const settings = folder.at(`wg-${seed}.conf`)
      const kept =
        /^(\[.*|PrivateKey|PublicKey|PresharedKey|AllowedIPs|Endpoint|Persistent|ListenPort)/
      const stripped = readFileSync(tunnel.path, "utf8")
        .split("\n")
        .filter((line) => kept.test(line))
      writeFileSync(settings, `${stripped.join("\n")}\n`)
      const alias = aliasOf(readFileSync(config, "utf8"), ssh.own.slug)
      const ask = [
        "-o",
        "BatchMode=yes",
        "-o",
        "StrictHostKeyChecking=no",
        "-o",
        "ConnectTimeout=3",
      ]
      return [
        { name: ssh.own.slug, command: "ssh", arguments: ["-F", config, ...ask, alias, "true"] },
        {
          name: netrc.own.slug,
          command: "curl",
          arguments: ["-sS", "--netrc-file", netrc.path, "-m", "5", `https://${machine}/`],
        },
        {
          name: tunnel.own.slug,
          command: "wg",
          arguments: ["setconf", "wg-none", settings],
          env: { WG_ENDPOINT_RESOLUTION_RETRIES: "1" },
        },
        {
          name: docker.own.slug,
          command: "docker",
          arguments: ["manifest", "inspect", `${registry}/app:latest`],
          env: { DOCKER_CONFIG: docker.path.replace(/\/config\.json$/, "") },
        },
      ]
    })
    const resolver = folder.at("resolv.conf")
    writeFileSync(resolver, "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n")
    const names = fileURLToPath(new URL("names.mjs", import.meta.url))
    const ran = await Programs.run(
      "unshare",
      ["--net", "--mount", process.execPath, names, resolver],
      { HOME: folder.root },
      JSON.stringify(jobs),
    )
    expect(ran.status, ran.errors).toBe(0)
    const found = JSON.parse(ran.out) as ReadonlyArray<{
      readonly name: string
      readonly asked: ReadonlyArray<string>
      readonly said: string
    }>
    expect(found).toHaveLength(jobs.length)
    for (const [at, { name, asked, said }] of found.entries())
      expect(
        asked.filter((each) => each.toLowerCase().includes(`${name}.c.tarnfield.net`)).length,
        `${jobs[at]!.command}: ${said}`,
      ).toBeGreaterThan(0)
  })
})
