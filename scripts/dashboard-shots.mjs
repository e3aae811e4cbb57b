// Takes the pictures of docs/dashboard.md anew, of the real pages over a made-up fleet on a fixed
// day: where a page has not changed, only a few pixels along edges may.
import { spawnSync } from "node:child_process"
import { join } from "node:path"

const { status } = spawnSync(
  join("node_modules", ".bin", "vitest"),
  ["run", "--config", "scripts/dashboard-shots.config.mjs"],
  { stdio: "inherit" },
)
process.exitCode = status ?? 1
