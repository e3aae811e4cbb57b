/** A TypeScript program of the tests as a file that Node runs. */
import { mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const root = fileURLToPath(new URL("../..", import.meta.url))

export interface Program {
  readonly path: string
  readonly remove: () => void
}

/** Beside `node_modules`, so that what is left outside of the bundle is found. */
export const bundled = async (source: string): Promise<Program> => {
  const folder = mkdtempSync(join(root, "dist", "program-"))
  const path = join(folder, "program.mjs")
  await build({
    entryPoints: [join(root, source)],
    outfile: path,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
  })
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
