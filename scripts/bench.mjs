// Benchmarks, never assertions: machines are shared and noisy. Each figure is the median of several
// runs of a whole process, with its largest resident size; beside it the same work where a plain
// loop can do it. `npm run bench` builds first.
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { build } from "esbuild"

const runs = Number(process.env.BENCH_RUNS ?? 5)
const folder = mkdtempSync(join(tmpdir(), "bench-"))
spawnSync(process.execPath, ["scripts/build.mjs"], { stdio: "inherit" })
const bin = "dist/bin/decnet.js"
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

/** Runs a command and tells wall seconds and the peak of its resident memory in MiB. */
const measure = (args, count = runs) => {
  const walls = []
  const peaks = []
  for (let run = 0; run <= count; run++) {
    const note = join(folder, "status")
    const begun = process.hrtime.bigint()
    const spy = `import{writeFileSync}from"node:fs";process.on("exit",()=>writeFileSync(${JSON.stringify(note)},String(process.resourceUsage().maxRSS)))`
    spawnSync(
      process.execPath,
      [`--import=data:text/javascript,${encodeURIComponent(spy)}`, ...args],
      { stdio: ["ignore", "ignore", "inherit"] },
    )
    const wall = Number(process.hrtime.bigint() - begun) / 1e9
    if (run === 0) continue
    walls.push(wall)
    peaks.push(Number(readFileSync(note, "utf8")) / 1024)
  }
  return { seconds: median(walls), mebibytes: median(peaks) }
}

const show = (name, { seconds, mebibytes }) =>
  console.log(
    `${name.padEnd(58)} ${seconds.toFixed(2).padStart(8)} s ${mebibytes.toFixed(0).padStart(6)} MiB`,
  )

show("an empty program", measure(["-e", "0"]))
show("decnet --help", measure([bin, "--help"]))
show(
  "decnet simulate --days 14 --seed 1",
  measure([bin, ..."simulate --days 14 --seed 1".split(" ")]),
)
const line = (deckies) => [
  bin,
  ...`simulate --days 14 --seed 1 --deckies ${deckies} --format ndjson`.split(" "),
]
const few = measure(line(100), 3)
show("100 deckies, 14 days, NDJSON", few)
if (process.env.BENCH_LARGE !== "0") {
  const half = measure(line(500), 1)
  show("500 deckies, 14 days, NDJSON", half)
  const many = measure(line(1000), 1)
  show("1,000 deckies, 14 days, NDJSON", many)
  console.log(`time per decky, 1,000 against 500: ${(many.seconds / 2 / half.seconds).toFixed(2)}`)
}

// what Effect costs: the same decisions, a plain loop around the decky's day
writeFileSync(
  join(folder, "loop.mjs"),
  `import { Agenda, fromSeed, PlannerConfig, PersonaImport } from ${JSON.stringify(join(process.cwd(), "dist/lib/index.js"))}
import * as Effect from ${JSON.stringify(join(process.cwd(), "node_modules/effect/dist/esm/Effect.js"))}
import { readFileSync } from "node:fs"
const persona = PersonaImport.parse(JSON.parse(readFileSync("fixtures/personas.json", "utf8")), "en").accepted[0]
const root = fromSeed("1"), pace = PlannerConfig.defaults, rhythm = Agenda.rhythm(root, persona, pace)
const resident = { persona, login: "x", uid: 1000, timezone: "UTC" }
const days = 20000
const day = (n) => Agenda.ofDay(root, "d", resident, rhythm, 20458 + n, pace).length
const time = (f) => { const begun = process.hrtime.bigint(); f(); return Number(process.hrtime.bigint() - begun) / 1e6 }
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
const plain = [], effect = []
for (let run = 0; run < 7; run++) {
  plain.push(time(() => { for (let n = 0; n < days; n++) day(n) }))
  effect.push(time(() => Effect.runSync(Effect.forEach(Array.from({ length: days }, (_, n) => n), (n) => Effect.sync(() => day(n)), { discard: true }))))
}
console.log(\`\${days} days of an agenda: plain loop \${median(plain).toFixed(0)} ms, an Effect a day \${median(effect).toFixed(0)} ms, ratio \${(median(effect) / median(plain)).toFixed(2)}\`)
`,
)
spawnSync(process.execPath, [join(folder, "loop.mjs")], { stdio: "inherit" })

/** Runs a program of the tests, one process a figure; it prints lines of `name<TAB>figure`. */
const load = async (source, argumentLists) => {
  // two folders deep, as its source is
  const program = "dist/bench/load.mjs"
  await build({
    entryPoints: [source],
    outfile: program,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    logLevel: "warning",
  })
  for (const args of argumentLists) {
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      ["--expose-gc", program, ...args.split(" ")],
      { encoding: "utf8" },
    )
    for (const line of stdout.split("\n").filter(Boolean)) {
      const [name, figure] = line.split("\t")
      console.log(`${name.padEnd(58)} ${figure}`)
    }
    // what is not installed here has no figure
    if (status !== 0) console.log(`${args.padEnd(58)} none: ${stderr.trim().split("\n").at(-1)}`)
  }
  rmSync("dist/bench", { recursive: true })
}

// the worker over a whole fleet and its stores
await load("test/orchestrator/Load.ts", [
  "record sqlite 8000",
  "record mariadb 8000",
  "upload 1000",
  "memory 20 5 15 30",
  ...(process.env.BENCH_LARGE === "0" ? [] : ["fleet 1000 3"]),
])

// the listeners, beside a bare server of the same runtime and beside nsd
await load("test/canary/listeners/Load.ts", [
  "http 4",
  "dns 4",
  ...(process.env.BENCH_LARGE === "0" ? [] : ["memory 1000000"]),
])
rmSync(folder, { recursive: true })
