// Bundles the dashboard into a folder (dist/dashboard unless one is named): its page, and scripts
// and styles under names that change with their content, each also compressed.
import { createHash } from "node:crypto"
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { brotliCompressSync, constants, gzipSync } from "node:zlib"
import { build } from "esbuild"

const source = fileURLToPath(new URL("../runtime/dashboard", import.meta.url))

const squeezed = (path, bytes) => {
  writeFileSync(path, bytes)
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
  writeFileSync(
    `${path}.br`,
    brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  )
}

const hashed = (name, bytes) => {
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 8).toUpperCase()
  return name.replace(/(\.\w+)$/, `-${digest}$1`)
}

export const buildDashboard = async (folder) => {
  rmSync(folder, { recursive: true, force: true })
  const assets = join(folder, "assets")
  mkdirSync(assets, { recursive: true })
  const { metafile } = await build({
    entryPoints: [
      { in: join(source, "Main.tsx"), out: "app" },
      { in: join(source, "style/Main.css"), out: "app" },
    ],
    outdir: assets,
    entryNames: "[name]-[hash]",
    chunkNames: "part-[hash]",
    bundle: true,
    splitting: true,
    minify: true,
    metafile: true,
    format: "esm",
    target: "es2022",
    platform: "browser",
    jsx: "automatic",
    jsxImportSource: "preact",
    logLevel: "warning",
  })
  const entry = (ending) =>
    basename(
      Object.entries(metafile.outputs).find(
        ([path, { entryPoint }]) =>
          path.endsWith(ending) && /Main\.(tsx|css)$/.test(entryPoint ?? ""),
      )[0],
    )
  const pathOf = (name) => Object.keys(metafile.outputs).find((path) => basename(path) === name)
  const needed = (path, found = new Set()) => {
    for (const { path: next, kind } of metafile.outputs[path].imports)
      if (kind === "import-statement" && !found.has(next)) needed(next, found.add(next))
    return found
  }
  const preloads = [...needed(pathOf(entry(".js")))]
    .map((path) => `<link rel="modulepreload" href="/assets/${basename(path)}" />`)
    .join("\n    ")
  const icon = readFileSync(join(source, "icon.svg"))
  const iconName = hashed("icon.svg", icon)
  for (const name of readdirSync(assets))
    squeezed(join(assets, name), readFileSync(join(assets, name)))
  squeezed(join(assets, iconName), icon)
  const page = readFileSync(join(source, "index.html"), "utf8")
    .replace("APP_JS", entry(".js"))
    .replace("APP_CSS", entry(".css"))
    .replace("APP_ICON", iconName)
    .replace("<!-- PRELOADS -->", preloads)
  squeezed(join(folder, "index.html"), Buffer.from(page))
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await buildDashboard(process.argv[2] ?? "dist/dashboard")
