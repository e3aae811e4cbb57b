// Bundles the bin (one small file, with what a command needs loaded when it runs), the library
// entries (their dependencies left outside) and the dashboard.
import { chmodSync, rmSync } from "node:fs"
import { build } from "esbuild"
import { buildDashboard } from "./dashboard.mjs"

const common = {
  bundle: true,
  format: "esm",
  target: "node20.19",
  platform: "node",
  logLevel: "warning",
}

rmSync("dist/bin", { recursive: true, force: true })
rmSync("dist/lib", { recursive: true, force: true })
await build({
  ...common,
  entryPoints: { decnet: "runtime/main.ts", "preview-thread": "runtime/http/preview/Thread.ts" },
  outdir: "dist/bin",
  splitting: true,
  minify: process.env.DECNET_BUILD !== "plain",
  external: ["better-sqlite3", "@parcel/watcher"],
  banner: {
    js: '#!/usr/bin/env node\nimport{createRequire as __cr}from"node:module";const require=__cr(import.meta.url);',
  },
})
chmodSync("dist/bin/decnet.js", 0o755)
await build({
  ...common,
  entryPoints: {
    index: "src/index.ts",
    simulate: "simulate/index.ts",
    testing: "simulate/testing/index.ts",
  },
  outdir: "dist/lib",
  splitting: true,
  packages: "external",
})
await buildDashboard("dist/dashboard")
