// Writes the golden week anew. Histories move then: the commit's body says why, and the changelog
// entry says "histories changed: yes".
import { spawnSync } from "node:child_process"
import { join } from "node:path"

const { status } = spawnSync(
  join("node_modules", ".bin", "vitest"),
  ["run", "--config", "scripts/golden.config.mjs"],
  { stdio: "inherit" },
)
process.exitCode = status ?? 1
