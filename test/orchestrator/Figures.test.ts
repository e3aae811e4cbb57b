import { createServer, type Server } from "node:http"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import { describe, expect, it } from "vitest"
import type { Outcome } from "../../src/engine/Record.ts"
import * as Instant from "../../src/time/Instant.ts"
import * as Logs from "../../runtime/orchestrator/Logs.ts"
import * as Meters from "../../runtime/orchestrator/Meters.ts"
import * as Prometheus from "../../runtime/orchestrator/Prometheus.ts"
import * as Telemetry from "../../runtime/orchestrator/Telemetry.ts"
import { monday } from "../worlds.ts"
import { temporary } from "./world.ts"

const session: Outcome = {
  decky: "a",
  momentId: "m",
  at: Instant.make(monday),
  result: "interrupted",
  action: {
    _tag: "Connect",
    persona: undefined,
    target: undefined,
    targetHost: "db1",
    targetIp: "10.0.0.1",
    user: "deploy",
    command: "",
    durationMillis: 1000,
  },
}

const listening = async (
  answer: (path: string, body: string) => void,
): Promise<{ readonly port: number; readonly server: Server }> => {
  const server = createServer((request, response) => {
    let body = ""
    request.on("data", (part: Buffer) => (body += String(part)))
    request.on("end", () => {
      answer(request.url ?? "", body)
      response.end("{}")
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve))
  return { server, port: (server.address() as { readonly port: number }).port }
}

describe("figures", () => {
  it("are served to Prometheus, one block a name, and nothing else is served", async () => {
    const { port, server } = await listening(() => {})
    await new Promise((resolve) => server.close(resolve))
    const [before, text, other] = await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          yield* Metric.set(Meters.deckies, 3)
          yield* Prometheus.serve(port)
          return yield* Effect.promise(async () => {
            const base = `http://127.0.0.1:${port}`
            const first = await (await fetch(`${base}/metrics`)).text()
            Meters.count([session, session], monday + 42_000)
            const metrics = await fetch(`${base}/metrics`)
            expect(metrics.headers.get("content-type")).toBe("text/plain; version=0.0.4")
            return [first, await metrics.text(), (await fetch(`${base}/`)).status] as const
          })
        }),
      ),
    )
    expect(other).toBe(404)
    // other tests of the process may have counted, too
    const valueOf = (page: string, name: string): number =>
      Number(
        page
          .split("\n")
          .find((line) => line.startsWith(`${name} `))
          ?.slice(name.length) ?? 0,
      )
    const grew = (name: string): number => valueOf(text, name) - valueOf(before, name)
    expect(grew('orchestrator_actions_total{kind="connect",result="interrupted"}')).toBe(2)
    expect(text).toContain("# TYPE orchestrator_deckies gauge\norchestrator_deckies 3\n")
    expect(text).toContain('orchestrator_lag_seconds_bucket{le="30"}')
    expect(grew('orchestrator_lag_seconds_bucket{le="30"}')).toBe(0)
    expect(grew('orchestrator_lag_seconds_bucket{le="60"}')).toBe(2)
    expect(grew('orchestrator_lag_seconds_bucket{le="+Inf"}')).toBe(2)
    const types = text.split("\n").filter((line) => line.startsWith("# TYPE"))
    expect(new Set(types).size).toBe(types.length)
    expect(text).not.toContain("effect_")
  })

  it("and traces reach an OpenTelemetry collector", async () => {
    const paths: Array<string> = []
    const bodies: Array<string> = []
    const { port, server } = await listening((path, body) => {
      paths.push(path)
      bodies.push(body)
    })
    await Effect.runPromise(
      Effect.void.pipe(
        Effect.withSpan("decky", { attributes: { decky: "local:a" } }),
        Effect.provide(Telemetry.layer(`http://127.0.0.1:${port}`)),
      ),
    )
    await new Promise((resolve) => server.close(resolve))
    expect(paths).toContain("/v1/traces")
    expect(bodies.join("\n")).toContain("local:a")
  })
})

describe("the log", () => {
  it.each(["logfmt", "json"] as const)("goes to the end of a file, as %s", async (format) => {
    const file = join(temporary("logs"), "a.log")
    const write = (text: string) =>
      Effect.runPromise(
        Effect.provide(
          Effect.annotateLogs(Effect.logInfo(text), "decky", "local:a"),
          Logs.layer(format, file),
        ),
      )
    await write("first")
    await write("second")
    const lines = readFileSync(file, "utf8").trim().split("\n")
    expect(lines).toHaveLength(2)
    for (const [line, text] of [
      [lines[0]!, "first"],
      [lines[1]!, "second"],
    ] as const)
      if (format === "json")
        expect(JSON.parse(line)).toMatchObject({
          message: text,
          logLevel: "INFO",
          annotations: { decky: "local:a" },
        })
      else expect(line).toMatch(new RegExp(`level=INFO .*message=${text} decky=local:a$`))
  })
})
