// Writes the tables of docs/api.md anew, from the definition of the API.
import { spawnSync } from "node:child_process"
import { join } from "node:path"

const { status } = spawnSync(
  join("node_modules", ".bin", "vitest"),
  ["run", "--config", "scripts/api-docs.config.mjs"],
  { stdio: "inherit" },
)
process.exitCode = status ?? 1
