/** Programs in processes of their own: TypeScript is bundled first, since Node 20 does not read it. */
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { buildSync } from "esbuild"

const root = fileURLToPath(new URL("../..", import.meta.url))

export interface Script {
  /** Runs it; answers with what it wrote, and fails where its status is not 0. */
  readonly run: (
    arguments_: ReadonlyArray<string>,
    options?: { readonly uid?: number },
  ) => Promise<string>
  readonly remove: () => void
}

/** `entry` is relative to the repository. */
export const bundle = (entry: string): Script => {
  // beside the packages, where imports that stay outside the bundle are found
  const folder = mkdtempSync(join(root, "node_modules", ".script-"))
  const outfile = join(folder, "script.mjs")
  buildSync({
    entryPoints: [join(root, entry)],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    packages: "external",
    logLevel: "error",
  })
  return {
    run: (arguments_, options = {}) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [outfile, ...arguments_], { cwd: root, ...options })
        let out = ""
        let errors = ""
        child.stdout.on("data", (data: Buffer) => void (out += data.toString()))
        child.stderr.on("data", (data: Buffer) => void (errors += data.toString()))
        child.once("error", reject)
        child.once("close", (status) =>
          status === 0 ? resolve(out) : reject(new Error(`status ${status}: ${errors}`)),
        )
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
