/**
 * llama.cpp with its binding for Node, out of npm's registry, in a cache folder of its own: 85 MB
 * that no other test needs. No script of a package runs; the binary is a package of its own.
 */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { homedir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"

const version = "3.22.1"

type Token = number & { readonly Token: unique symbol }

export interface Sampling {
  readonly seed: number
  readonly temperature: number
  readonly topK: number
  readonly topP: number
}

export interface Sequence {
  readonly evaluate: (tokens: ReadonlyArray<Token>, sampling: Sampling) => AsyncIterable<Token>
  readonly clearHistory: () => Promise<void>
}

export interface Model {
  readonly tokenize: (text: string, withSpecialTokens?: boolean) => ReadonlyArray<Token>
  readonly detokenize: (tokens: ReadonlyArray<Token>) => string
  readonly isEogToken: (token: Token) => boolean
  readonly createContext: (options: {
    readonly contextSize: number
    readonly sequences: number
  }) => Promise<{ readonly getSequence: () => Sequence }>
}

export interface Llama {
  readonly loadModel: (options: { readonly modelPath: string }) => Promise<Model>
  readonly dispose: () => Promise<void>
}

interface Binding {
  readonly getLlama: (options: {
    readonly gpu: false
    readonly build: "never"
    readonly skipDownload: true
    readonly progressLogs: false
    readonly logLevel: "error"
    readonly maxThreads: number
  }) => Promise<Llama>
}

const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "decnet-tests")
const folder = join(cache, `node-llama-cpp-${version}-${process.arch}`)
const entry = join(folder, "node_modules", "node-llama-cpp", "dist", "index.js")

/** The last word of what npm said, or why it could not be run. */
const install = (): string | undefined => {
  mkdirSync(cache, { recursive: true })
  const fresh = mkdtempSync(join(cache, "fresh-"))
  writeFileSync(join(fresh, "package.json"), '{ "private": true }\n')
  const { status, stderr, error } = spawnSync(
    "npm",
    [
      "install",
      `--prefix=${fresh}`,
      "--ignore-scripts",
      "--omit=optional",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      "--fetch-retries=1",
      `node-llama-cpp@${version}`,
      `@node-llama-cpp/linux-${process.arch}@${version}`,
    ],
    { cwd: fresh, encoding: "utf8", timeout: 240_000, killSignal: "SIGKILL" },
  )
  // the sources of llama.cpp, for those who build it: a third of all
  const sources = join(fresh, "node_modules", "node-llama-cpp", "llama", "gitRelease.bundle")
  rmSync(sources, { force: true })
  if (status === 0 && !existsSync(entry)) renameSync(fresh, folder)
  rmSync(fresh, { recursive: true, force: true })
  return status === 0 ? undefined : (error?.message ?? stderr.trim().split("\n")[0]!)
}

/** Why there can be none here; undefined where there can. With `CI=true` a lack is a failure. */
export const lacks = (): string | undefined => {
  const isKnown = process.platform === "linux" && ["x64", "arm64"].includes(process.arch)
  const why = existsSync(entry)
    ? undefined
    : isKnown
      ? install()
      : `there is no binary for ${process.platform} ${process.arch}`
  if (why === undefined) return undefined
  const line = `SKIPPED: node-llama-cpp ${version} cannot be had: ${why}`
  if (process.env["CI"] === "true") throw new Error(line)
  console.log(line)
  return line
}

export const load = async (): Promise<Llama> => {
  const { getLlama } = (await import(/* @vite-ignore */ pathToFileURL(entry).href)) as Binding
  return getLlama({
    gpu: false,
    build: "never",
    skipDownload: true,
    progressLogs: false,
    logLevel: "error",
    maxThreads: 1,
  })
}
