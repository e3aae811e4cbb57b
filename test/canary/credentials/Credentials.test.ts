import { inflateSync } from "node:zlib"
import { describe, expect, it } from "vitest"
import type { Context } from "../../../src/canary/Context.ts"
import type { ArtifactFile } from "../../../src/canary/Generator.ts"
import * as AwsKey from "../../../src/canary/credentials/AwsKey.ts"
import { fromSeed } from "../../../src/rng/Rng.ts"
import * as Siblings from "../Siblings.ts"
import { callback, context, elsewhere, files, text, token } from "./Contexts.ts"
import { kinds, type Kind } from "./Kinds.ts"

const count = 200

/** Without what is secret: runs of a secret's length become as many crosses. */
const masked = (body: string, slug: string): string =>
  body.replaceAll(slug, "").replace(/[A-Za-z0-9+/_=-]{16,}/g, (run) => "x".repeat(run.length))

const unpacked = ({ path, bytes }: ArtifactFile): ReadonlyArray<Uint8Array> =>
  path.includes("/objects/") ? [inflateSync(bytes)] : [bytes]

const siblingOf = (all: ReadonlyArray<ArtifactFile>, slug: string): Siblings.Sibling => ({
  bytes: all.flatMap(unpacked),
  metadata: masked(
    all
      .filter(({ path }) => !/objects|\/index$|\.ssh\/id_[^.]+$/.test(path))
      .map(text)
      .join("\n"),
    slug,
  ),
})

const artifact = (kind: Kind, tokenSeed: string | number, contextSeed: string | number) => {
  const own = token(tokenSeed)
  const about = context(kind.class, kind.below, contextSeed)
  return { own, about, all: files(kind.generator, own, about) }
}

/** What each format demands of every file. */
const demanded: Readonly<Record<string, ReadonlyArray<string | RegExp>>> = {
  canary_aws_creds: ["aws_access_key_id", "aws_secret_access_key"],
  canary_ssh_key: [
    "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\nQyNTUxOQAAAC",
    "-----END OPENSSH PRIVATE KEY-----\n",
    "AAAAtzc2gtZWQyNTUxOQAAAC",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI",
    "IdentityFile ~/.ssh/id_ed25519_",
  ],
  canary_kubeconfig: [
    "server: https://",
    "\nclusters:\n- cluster:\n    ",
    "\nusers:\n- name: ",
    "\ncontexts:\n- context:\n    cluster: ",
    "\ncurrent-context: ",
    "\n  user:\n    token: ",
  ],
  canary_docker_config: ['{\n\t"auths": {\n\t\t"', '": {\n\t\t\t"auth": "'],
  canary_pypirc: ["[distutils]\nindex-servers"],
  canary_mcp_json: ['"mcpServers": {', '"url": "https://'],
  canary_git_config: [
    "\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n\tlogallrefupdates = true\n",
    "[core]\n\trepositoryformatversion = 0",
    '[remote "origin"]\n\turl = https://',
    '\tfetch = +refs/heads/*:refs/remotes/origin/*\n[branch "m',
    "\tremote = origin\n\tmerge = refs/heads/m",
    '"]\n\tremote = origin',
    "Unnamed repository; edit this file 'description' to name the repository.\n",
    "ref: refs/heads/m",
    `${"0".repeat(40)} `,
    "\tcommit (initial): ",
    "\tupdate by push\n",
  ],
}

describe.each(kinds)("$class", (kind) => {
  it("is picked only where what it calls is configured", () => {
    const without = { httpBase: undefined, dnsZone: undefined }
    expect(kind.generator.kind(callback)).toBe(kind.trips)
    expect(kind.generator.kind(without)).toBe(
      kind.class === "canary_aws_creds" ? "aws_passive" : undefined,
    )
  })

  it("has the same bytes again for the same token and context, in any order", () => {
    const first = artifact(kind, 1, 1).all
    artifact(kind, 2, 2)
    expect(artifact(kind, 1, 1).all).toEqual(first)
  })

  it("lies where it says before there is a token", () => {
    for (let seed = 0; seed < 40; seed++) {
      const { about, all } = artifact(kind, seed, seed)
      const promised = kind.generator.paths(about)
      const laid = all.map(({ path }) => path).filter((path) => !path.includes("/objects/"))
      expect(laid.toSorted()).toEqual(promised.toSorted())
      expect(all[0]!.path).toBe(about.path)
      expect(new Set(laid).size).toBe(laid.length)
      for (const { mode } of all) expect([0o600, 0o644, 0o755, 0o444]).toContain(mode)
    }
  })

  it("says nothing that was not filled in", () => {
    for (let seed = 0; seed < 60; seed++)
      for (const file of artifact(kind, seed, seed).all) {
        if (/\/\.git\/|\.(sh|py|js)$/.test(file.path)) continue
        expect(text(file)).not.toMatch(/undefined|NaN|\[object|(?<![${])\{[a-z]+\d?\}/)
      }
  })

  it("carries the slug where its client looks", () => {
    for (let seed = 0; seed < 40; seed++) {
      const { own, all } = artifact(kind, seed, seed)
      const address =
        kind.trips === "http"
          ? new RegExp(`https://([^/@ ]*@)?assets\\.tarnfield\\.net/[a-z0-9/]+/${own.slug}`)
          : new RegExp(`\\b([a-z0-9]+\\.)?${own.slug}\\.c\\.tarnfield\\.net\\b`)
      expect(all.some((file) => address.test(text(file)))).toBe(true)
    }
  })

  it("is made for somebody alone, abroad, at night as well", () => {
    for (let seed = 0; seed < 30; seed++) {
      const about = context(kind.class, kind.below, seed)
      const timezone = ["America/Los_Angeles", "Asia/Kolkata", "America/Sao_Paulo"][seed % 3]!
      const poor: Context = {
        ...about,
        owner: { ...about.owner, language: seed % 2 === 0 ? "fr" : "pt", timezone },
        organisation: {
          ...about.organisation,
          people: [],
          tickets: [],
          databases: [],
          vendors: [],
        },
        mtime: { ms: about.mtime.ms + seed * 3_600_000, ns: 0 },
      }
      const all = files(kind.generator, token(seed), poor)
      expect(all.map(({ path }) => path)).toEqual(
        expect.arrayContaining([...kind.generator.paths(poor)]),
      )
      for (const { bytes } of all) expect(bytes.length).toBeGreaterThan(0)
    }
  })

  it("resembles none of 200 siblings from other hosts", () => {
    const siblings = Array.from({ length: count }, (_, seed) => {
      const own = token(seed)
      const about = elsewhere(context(kind.class, kind.below, seed), seed)
      return siblingOf(files(kind.generator, own, about), own.slug)
    })
    expect(Siblings.twins(siblings)).toEqual([])
    expect(Siblings.tellingWords(siblings)).toEqual([])
    expect(Siblings.commonRuns(siblings, demanded[kind.class])).toEqual([])
  })

  it("resembles none of 200 siblings about the same matter", () => {
    const siblings = Array.from({ length: count }, (_, seed) => {
      const { own, all } = artifact(kind, seed, "same")
      return siblingOf(all, own.slug)
    })
    expect(Siblings.twins(siblings)).toEqual([])
  })
})

describe("keys of AWS", () => {
  const aws = kinds.find((kind) => kind.class === "canary_aws_creds")!
  const configs = (httpBase: string | undefined): ReadonlyArray<string> =>
    Array.from({ length: 60 }, (_, seed) => {
      const about = context(aws.class, aws.below, seed, { httpBase, dnsZone: undefined })
      return text(files(aws.generator, token(seed), about)[1]!)
    })

  it("name no endpoint where none is configured", () => {
    for (const config of configs(undefined)) expect(config).not.toMatch(/endpoint_url|services/)
  })

  it("give every profile the endpoint, by itself or by a section of services", () => {
    const made = configs("https://a.example.org/x")
    const byService = made.filter((config) => config.includes("[services "))
    expect(byService.length).toBeGreaterThan(5)
    expect(byService.length).toBeLessThan(55)
    for (const config of made) {
      const profiles = config.split(/^(?=\[)/m).filter((each) => /^\[(default|profile)/.test(each))
      expect(profiles.length).toBeGreaterThan(0)
      for (const profile of profiles) expect(profile).toMatch(/^(endpoint_url|services) ?=/m)
    }
  })

  it("hold the account that they belong to", () => {
    for (let seed = 0; seed < 100; seed++) {
      const account = AwsKey.account(fromSeed(String(seed)))
      const id = AwsKey.id(account, Uint8Array.from([seed, 255, 0, seed, 7]))
      expect(id).toMatch(/^AKIA[Q-Z2-7][A-Z2-7]{15}$/)
      let bits = 0n
      for (const each of id.slice(4))
        bits = (bits << 5n) | BigInt("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(each))
      const six = bits >> 32n
      expect((six & 0x7fffffffff80n) >> 7n).toBe(BigInt(account))
    }
  })
})
