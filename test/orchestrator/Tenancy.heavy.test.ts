import { spawn, type ChildProcess } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { bundled, type Program } from "../parts/Bundled.ts"
import * as MariaDb from "../parts/MariaDb.ts"
import { temporary } from "./world.ts"

const lacking = MariaDb.lacks()

interface Tenant {
  readonly process: ChildProcess
  /** `<epoch ms> <name> <what>` */
  readonly said: Array<string>
}

const until = async (what: string, found: () => boolean, withinMillis: number): Promise<void> => {
  const end = Date.now() + withinMillis
  while (!found()) {
    if (Date.now() > end) throw new Error(`${what} did not happen within ${withinMillis} ms`)
    await pause(10)
  }
}

describe.skipIf(lacking !== undefined)("two orchestrators for one host", () => {
  let server: MariaDb.MariaDb
  let program: Program
  const running = new Set<ChildProcess>()

  beforeAll(async () => {
    server = await MariaDb.start()
    program = await bundled("test/parts/tenant.ts")
  }, 60_000)

  afterAll(async () => {
    for (const child of running) child.kill("SIGKILL")
    program?.remove()
    await server?.stop()
  })

  const start = (host: string, name: string, file: string): Tenant => {
    const child = spawn(process.execPath, [program.path, server.url, host, name, file], {
      stdio: ["ignore", "pipe", "inherit"],
    })
    running.add(child)
    const said: Array<string> = []
    child.stdout.on("data", (bytes: Buffer) => said.push(...String(bytes).trim().split("\n")))
    child.once("exit", () => running.delete(child))
    return { process: child, said }
  }

  const says = ({ said }: Tenant, what: string): boolean => said.some((line) => line.includes(what))

  const actsOf = (file: string): ReadonlyArray<{ readonly at: number; readonly name: string }> =>
    readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => ({ at: Number(line.split(" ")[0]), name: line.split(" ")[1]! }))

  /** The one before the last is recorded for certain. */
  const actsBySecond = (file: string): number =>
    actsOf(file).filter(({ name }) => name === "second").length

  /** Rows of both, in the order in which they were committed. */
  const recorded = (host: string): ReadonlyArray<string> =>
    server
      .admin(
        "SELECT JSON_UNQUOTE(JSON_EXTRACT(envelope, '$.payload.payload.name')) " +
          `FROM ${new URL(server.url.replace("mysql:", "http:")).pathname.slice(1)}.outbox ` +
          `WHERE topic = 'orchestrator.file.${host}' ORDER BY id`,
      )
      .trim()
      .split("\n")
      .filter((line) => line === "first" || line === "second")

  const changes = (names: ReadonlyArray<string>): number =>
    names.filter((name, index) => index > 0 && names[index - 1] !== name).length

  const both = async (host: string) => {
    const file = join(temporary("tenancy"), "acts")
    writeFileSync(file, "")
    const first = start(host, "first", file)
    await until("the first holding", () => says(first, "holds"), 20_000)
    const second = start(host, "second", file)
    await until("the second waiting", () => says(second, "waits for first"), 20_000)
    return { file, first, second }
  }

  it("take turns: none while the holder renews, and within 15 s of a kill -9", async () => {
    const { file, first, second } = await both("one")
    // longer than the lease lasts
    await pause(14_000)
    expect(says(second, "holds")).toBe(false)
    const killedAt = Date.now()
    first.process.kill("SIGKILL")
    await until("the takeover", () => says(second, "holds"), 15_000)
    console.log(`taken over ${Date.now() - killedAt} ms after a kill -9`)
    await until("some acts", () => actsBySecond(file) >= 5, 10_000)
    second.process.kill("SIGTERM")
    await until("the end", () => !running.has(second.process), 5000)
    expect(changes(actsOf(file).map(({ name }) => name))).toBe(1)
    expect(changes(recorded("one"))).toBe(1)
  }, 90_000)

  it("take over from one that is frozen, which does nothing when it wakes", async () => {
    const { file, first, second } = await both("two")
    const frozenAt = Date.now()
    first.process.kill("SIGSTOP")
    await until("the takeover", () => says(second, "holds"), 15_000)
    console.log(`taken over ${Date.now() - frozenAt} ms after SIGSTOP`)
    await until("some acts", () => actsBySecond(file) >= 5, 10_000)
    first.process.kill("SIGCONT")
    await until("the first noticing", () => says(first, "lost"), 10_000)
    await until("the first waiting", () => says(first, "waits for second"), 10_000)
    await pause(1000)
    const acts = actsOf(file).map(({ name }) => name)
    expect(acts.at(-1)).toBe("second")
    expect(changes(acts)).toBe(1)
    expect(changes(recorded("two"))).toBe(1)
    for (const { process: child } of [first, second]) child.kill("SIGTERM")
    await until("the end", () => running.size === 0, 5000)
  }, 90_000)

  it("hand over at once when the holder is told to stop", async () => {
    const { first, second } = await both("three")
    const stoppedAt = Date.now()
    first.process.kill("SIGTERM")
    await until("the takeover", () => says(second, "holds"), 5000)
    console.log(`taken over ${Date.now() - stoppedAt} ms after SIGTERM`)
    second.process.kill("SIGTERM")
    await until("the end", () => running.size === 0, 5000)
  }, 60_000)
})
