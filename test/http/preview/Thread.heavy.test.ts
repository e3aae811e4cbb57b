import { spawn, type ChildProcess } from "node:child_process"
import { readFileSync } from "node:fs"
import { request, type ClientRequest } from "node:http"
import { dirname, join } from "node:path"
import { createInterface, type Interface } from "node:readline"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Preview from "../../../src/figures/Preview.ts"
import * as MadeFleet from "../../../src/fleet/MadeFleet.ts"
import * as PersonaImport from "../../../src/persona/PersonaImport.ts"
import * as PlannerConfig from "../../../src/planner/PlannerConfig.ts"
import { fromSeed } from "../../../src/rng/Rng.ts"
import { bundled, type Program } from "../../parts/Bundled.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const people = join(root, "fixtures/personas.json")

let program: Program
let child: ChildProcess
let output: Interface
let port: number
let token: string

const nextLine = (): Promise<string> => new Promise((resolve) => output.once("line", resolve))

const threads = async (): Promise<number> => {
  const line = nextLine()
  child.stdin!.write("?")
  return Number(await line)
}

beforeAll(async () => {
  program = await bundled("test/http/preview/Program.ts")
  // beside the program, where it looks for it
  await build({
    entryPoints: [join(root, "runtime/http/preview/Thread.ts")],
    outfile: join(dirname(program.path), "preview-thread.js"),
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
  })
  child = spawn(process.execPath, [program.path, people], { stdio: ["pipe", "pipe", "inherit"] })
  output = createInterface({ input: child.stdout! })
  const said = JSON.parse(await nextLine()) as { port: number; token: string }
  port = said.port
  token = said.token
})
afterAll(async () => {
  child?.stdin?.end()
  if (!(await until(() => child?.exitCode !== null, 5000))) child.kill("SIGKILL")
  program?.remove()
})

interface Asked {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly sent: ClientRequest
  /** With everything that has come so far. */
  readonly text: () => string
  readonly ended: Promise<void>
}

const ask = (path: string, body?: unknown): Promise<Asked> =>
  new Promise((resolve, reject) => {
    const sent = request(
      {
        host: "127.0.0.1",
        port,
        path: `/api/v1${path}`,
        method: body === undefined ? "GET" : "POST",
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
      },
      (response) => {
        let text = ""
        response.setEncoding("utf8")
        response.on("data", (part: string) => void (text += part))
        const ended = new Promise<void>((done) => response.once("close", done))
        response.on("error", () => undefined)
        const { statusCode: status = 0, headers } = response
        resolve({ status, headers, sent, text: () => text, ended })
      },
    )
    sent.on("error", reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
  })

const simulate = (days: number, deckies: number) =>
  ask("/realism/simulate", { days, deckies, start: "2026-01-05" })

const until = async (holds: () => Promise<boolean> | boolean, withinMillis: number) => {
  const end = Date.now() + withinMillis
  while (Date.now() < end) {
    if (await holds()) return true
    await wait(20)
  }
  return false
}

/** How long each took, in milliseconds, the shortest first. */
const sessionsWhile = async (goesOn: () => boolean): Promise<ReadonlyArray<number>> => {
  const waits: Array<number> = []
  while (goesOn()) {
    const begun = performance.now()
    const session = await ask("/session")
    await session.ended
    waits.push(performance.now() - begun)
    await wait(10)
  }
  return waits.sort((a, b) => a - b)
}

const at = (waits: ReadonlyArray<number>, share: number): number =>
  waits[Math.floor(waits.length * share)]!

const isUnderWay = ({ text }: Asked): boolean => /"percent":[1-9]/.test(text())

describe("a preview in a thread of its own", () => {
  it("comes to what it comes to here", async () => {
    const { text, ended } = await simulate(7, 2)
    await ended
    const personas = PersonaImport.parse(JSON.parse(readFileSync(people, "utf8")), "en")!.accepted
    const here = await Effect.runPromise(
      Preview.run(
        {
          seed: "1",
          start: Date.UTC(2026, 0, 5),
          days: 7,
          deckies: MadeFleet.make(fromSeed("1"), 2),
          pool: { id: "fleet", personas },
          config: PlannerConfig.defaults,
        },
        () => Effect.void,
      ),
    )
    const result = JSON.parse(text().trim().split("\n").at(-1)!) as object
    expect(result).toEqual({ type: "result", ...here, rejected: [] })
  })

  it("keeps nobody waiting while two of the largest run; a third is told to come again", async () => {
    let left = 300
    const before = await sessionsWhile(() => left-- > 0)
    const both = await Promise.all([simulate(30, 5), simulate(30, 5)])
    expect(both.map(({ status }) => status)).toEqual([200, 200])
    const third = await simulate(1, 1)
    expect([third.status, third.headers["retry-after"]]).toEqual([429, "5"])
    const ended = Promise.all(both.map((each) => each.ended))
    let isOver = false
    void ended.then(() => void (isOver = true))
    const waits = await sessionsWhile(() => !isOver)
    for (const { text } of both) expect(text()).toMatch(/"type":"result"/)
    const p99 = at(waits, 0.99)
    console.log(
      `${waits.length} requests meanwhile: median ${at(waits, 0.5).toFixed(1)} ms, p99 ${p99.toFixed(1)} ms; ` +
        `p99 before ${at(before, 0.99).toFixed(1)} ms`,
    )
    expect(waits.length).toBeGreaterThan(100)
    // on a machine that is busy with other things it takes longer without any preview too
    expect(p99).toBeLessThan(Math.max(2000, 20 * at(before, 0.99)))
  })

  it("ends with its caller, and leaves its place to the next", async () => {
    expect(await until(async () => (await threads()) > 0, 1000)).toBe(true)
    const idle = await threads()
    for (let round = 0; round < 3; round++) {
      const both = await Promise.all([simulate(30, 5), simulate(30, 5)])
      expect(await until(() => both.every(isUnderWay), 30_000)).toBe(true)
      expect(await threads()).toBeGreaterThan(idle)
      for (const { sent } of both) sent.destroy()
      expect(await until(async () => (await threads()) <= idle, 3000)).toBe(true)
    }
    const next = await simulate(1, 1)
    expect(next.status).toBe(200)
    await next.ended
    expect(next.text()).toMatch(/"type":"result"/)
  })
})
