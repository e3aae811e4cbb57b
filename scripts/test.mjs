// Runs what guards this repository: types, lint, then the tests. `quick` leaves out the heavy ones
// (golden histories, many seeds, statistics). Ends with one plain line of counts.
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const quick = process.argv[2] === "quick"
const started = Date.now()

/** The commit names the seed of the property tests, so that CI tries others with each commit. */
const seed = () => {
  if (process.env.DECNET_TEST_SEED) return process.env.DECNET_TEST_SEED
  if (process.env.CI !== "true") return "1"
  const head = spawnSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" }).stdout.trim()
  return String(Number.parseInt(head.slice(0, 7), 16) || 1)
}
const env = { ...process.env, DECNET_TEST_SEED: seed() }
console.log(`property seed ${env.DECNET_TEST_SEED} (DECNET_TEST_SEED repeats it)`)

let passed = 0
let failed = 0
const step = (name, command, args) => {
  const begun = Date.now()
  const { status } = spawnSync(command, args, { stdio: "inherit", env })
  console.log(
    `${status === 0 ? "ok" : "FAILED"}  ${name}  ${((Date.now() - begun) / 1000).toFixed(1)} s`,
  )
  if (status === 0) passed++
  else failed++
}

const bin = (name) => join("node_modules", ".bin", name)
step("types", bin("tsc"), ["-b"])
step("lint", bin("oxlint"), ["--deny-warnings"])
step("build", process.execPath, ["scripts/build.mjs"])

const folder = mkdtempSync(join(tmpdir(), "tests-"))
const report = join(folder, "report.json")
spawnSync(
  bin("vitest"),
  [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    // loading the modules anew for each file takes as long as the tests
    ...(quick ? ["--exclude=**/*.heavy.test.ts", "--no-isolate"] : []),
  ],
  { stdio: "inherit", env },
)
try {
  const result = JSON.parse(readFileSync(report, "utf8"))
  passed += result.numPassedTests
  failed += result.numFailedTests
  // a file that cannot even be loaded has no test to count
  failed += result.testResults.filter(
    (file) =>
      file.status === "failed" && file.assertionResults.every((each) => each.status !== "failed"),
  ).length
  const skipped = result.numPendingTests
  if (skipped > 0) {
    console.log(`${skipped} skipped`)
    if (process.env.CI === "true") failed += skipped
  }
} catch {
  console.log("FAILED  the test runner left no report")
  failed++
}
rmSync(folder, { recursive: true, force: true })
console.log(`${((Date.now() - started) / 1000).toFixed(0)} s in all`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 && passed > 3 ? 0 : 1
