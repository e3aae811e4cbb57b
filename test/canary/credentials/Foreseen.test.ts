/** What can be worked out from what lies on a host is not what bait is made of. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import * as GitHistory from "../../../src/canary/credentials/GitHistory.ts"
import * as GitRepository from "../../../src/canary/credentials/GitRepository.ts"
import * as Leaf from "../../../src/canary/credentials/Leaf.ts"
import * as Scribe from "../../../src/canary/credentials/Scribe.ts"
import * as SshKey from "../../../src/canary/credentials/SshKey.ts"
import * as WorkTree from "../../../src/canary/credentials/WorkTree.ts"
import type { Context, Owner } from "../../../src/canary/Context.ts"
import * as ActiveHours from "../../../src/persona/ActiveHours.ts"
import { fromSeed } from "../../../src/rng/Rng.ts"
import * as Civil from "../../../src/time/Civil.ts"
import * as Zone from "../../../src/time/Zone.ts"
import { context, files, text, token } from "./Contexts.ts"

const repository = (seed: number): Context =>
  context("canary_git_config", (project) => `src/${project}/.git/config`, seed)

const salts = Array.from({ length: 30 }, (_, at) => fromSeed(`salt/${at}`).hex(32))

const folders = ["credentials", "documents", "dumps", "fingerprint"]

describe("bait that is known in all but its salt", () => {
  const told = repository(1)
  const over = (tell: (context: Context) => unknown): number =>
    new Set(salts.map((salt) => JSON.stringify(tell({ ...told, salt })))).size

  it("has a work tree that is not foreseen", () => {
    expect(over(GitRepository.generator.paths)).toBe(salts.length)
    expect(over((each) => WorkTree.plan(each).flavour)).toBe(5)
  })

  it("has a port and a hand that are not foreseen", () => {
    expect(over(Leaf.portOf)).toBe(6)
    const ms = told.mtime.ms
    expect(
      over((each) => Scribe.subject(fromSeed("x"), each, "README.md", ms).author.habits),
    ).toBeGreaterThan(20)
  })

  it("draws from the salt and from the token alone", () => {
    const sources = folders.flatMap((folder) =>
      readdirSync(join("src/canary", folder), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => readFileSync(join("src/canary", folder, name), "utf8")),
    )
    const seeds = sources.flatMap((source) =>
      [...source.matchAll(/fromSeed\(([^()]*)\)/g)].map((match) => match[1]!),
    )
    expect(seeds.length).toBeGreaterThan(3)
    for (const seed of seeds) expect(seed).toMatch(/^(?:(?:this\.)?context\.)?salt$/)
  })
})

describe("a key of SSH", () => {
  it("is what its line in the shell's history makes, and what its host asks for", () => {
    for (let seed = 0; seed < 200; seed++) {
      const about = context("canary_ssh_key", (project) => `.ssh/id_${project}`, seed)
      const [secret, open, config] = files(SshKey.generator, token(seed), about)
      const { login, home } = about.owner
      expect(secret!.path).toBe(about.path)
      expect(open!.path).toBe(`${about.path}.pub`)
      expect(text(open!)).toMatch(new RegExp(`^ssh-ed25519 \\S+ ${login}@${about.hostname}\\n$`))
      const key = `IdentityFile ~${about.path.slice(home.length)}`
      for (const block of text(config!).split(/^(?=Host )/m)) {
        const named = /IdentityFile .*/.exec(block)?.[0]
        if (block.includes(token(seed).slug)) expect(named).toBe(key)
        else expect([undefined, "IdentityFile ~/.ssh/id_ed25519"]).toContain(named)
      }
    }
  })
})

describe("commits", () => {
  const windows = ["22:00-06:00", "18:30-02:30", "05:00-11:00", "09:00-17:30"].map((each) =>
    ActiveHours.parse(each)!,
  )
  const daytime = ActiveHours.parse("08:30-18:15")!
  const minuteOf = (owner: Owner, ms: number): number =>
    Zone.toLocal(owner.timezone, ms).minuteOfDay

  /** The config was written in the midst of a shift. */
  const during = (seed: number, activeHours: ActiveHours.ActiveHours): Context => {
    const about = repository(seed)
    const { timezone } = about.owner
    const { day } = Zone.toLocal(timezone, about.mtime.ms)
    const minute = activeHours.startMinute + fromSeed(`during/${seed}`).between(90, 330)
    const ms =
      Zone.fromLocal(timezone, day + (minute >= 1440 ? 1 : 0), (minute % 1440) * 60_000) + 7
    return { ...about, owner: { ...about.owner, activeHours }, mtime: { ms, ns: 0 } }
  }

  it.each(windows.map((each) => [ActiveHours.format(each), each] as const))(
    "of an owner lie within %s, of colleagues by day",
    (_, hours) => {
      let pulled = 0
      for (let seed = 0; seed < 60; seed++) {
        const about = during(seed, hours)
        const { owner } = about
        const plan = WorkTree.plan(about)
        const changes = GitHistory.changes(fromSeed(String(seed)), about, plan)
        expect(changes.length).toBe(plan.pulled.length)
        let last = 0
        for (const [at, { author }] of changes.entries()) {
          const local = Zone.toLocal(owner.timezone, author.at * 1000)
          expect(author.at).toBeGreaterThan(last)
          expect(author.at * 1000).toBeLessThan(about.mtime.ms)
          last = author.at
          if (plan.pulled[at]!) pulled++
          const own = plan.pulled[at]! ? daytime : hours
          expect(ActiveHours.contains(own, local.minuteOfDay)).toBe(true)
          const day = ActiveHours.shiftDay(own, local.day, local.minuteOfDay)
          if (at < changes.length - 1) expect(Civil.weekday(day)).toBeLessThan(5)
        }
        const all = files(GitRepository.generator, token(seed), about)
        for (const log of all.filter(({ path }) => path.includes("/.git/logs/")))
          for (const [, at] of text(log).matchAll(/> (\d+) [+-]\d{4}\t/g)) {
            const minute = minuteOf(owner, Number(at) * 1000)
            expect(ActiveHours.contains(hours, minute), `${seed} ${log.path} ${minute}`).toBe(true)
          }
      }
      expect(pulled).toBeGreaterThan(10)
    },
  )
})
