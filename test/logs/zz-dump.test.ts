import { it } from "vitest"
import * as fs from "node:fs"
import * as Logs from "../../src/logs/Logs.ts"
import * as Replay from "../../src/logs/Replay.ts"
import * as Rotation from "../../src/logs/Rotation.ts"
import * as W from "./world.ts"
import { releases } from "../../src/fleet/Decky.ts"
it("dump", () => {
  for (const role of ["server", "workstation"] as const)
  for (const r of releases) {
    const d = W.decky(r, "Europe/Madrid", role)
    const h = W.host("x", d)
    const rng = W.logsRng("x", d)
    const ss = W.sessions("y", W.start, 3, 4)
    const got = Replay.run(rng, h, Logs.initial(h, W.start), W.start + 8 * 86400000, ss)
    const out: Record<string, string> = {}
    for (const x of got.happenings) {
      if (x.kind === "append") out[x.chunk.path] = (out[x.chunk.path] ?? "") + x.chunk.text
      else { const k = x.step.kind; out[x.step.log] += `--- ${k} ${x.step.from} -> ${x.step.to} ${x.step.bytes}\n` }
    }
    for (const [p, t] of Object.entries(out)) fs.writeFileSync(`/tmp/logdump/${r}-${role}-${p.split("/").at(-1)}`, t)
    fs.writeFileSync(`/tmp/logdump/${r}-${role}-state.json`, JSON.stringify(got.state, null, 1) + JSON.stringify(h, null, 1))
  }
  const hosts = [...Array(8)].map((_, i) => { const d = W.decky(releases[i % 4]!, "Europe/Madrid"); return { d, h: W.host("s" + i, d), rng: W.logsRng("s" + i, d) } })
  let n = 0; const t = performance.now()
  for (const { h, rng, d } of hosts) {
    let s = Logs.initial(h, W.start)
    for (const m of Logs.flushMoments(rng, h, W.start, W.start + 14 * 86400000)) { s = Logs.advance(W.logsRng("s", d), h, s, m, []).state; n++ }
    Rotation.due(rng, h, W.start, W.start + 14 * 86400000)
  }
  for (const { h, rng } of hosts) Logs.initial(h, W.start)
  const t2 = performance.now(); let n2 = 0
  for (const { h, rng, d } of hosts) {
    const own = W.logsRng("s", d)
    let s = Logs.initial(h, W.start)
    for (const m of Logs.flushMoments(own, h, W.start, W.start + 14 * 86400000)) { s = Logs.advance(own, h, s, m, []).state; n2++ }
  }
  console.log("per advance kept µs", ((performance.now() - t2) / n2) * 1000, n2)
  console.log("per advance µs", ((performance.now() - t) / n) * 1000, n)
})
