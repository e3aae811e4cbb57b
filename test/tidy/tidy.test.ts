import { readdirSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))

const filesBelow = (folder: string, ending: string): ReadonlyArray<string> =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort()

const sources = ["src", "simulate", "runtime"].flatMap((folder) =>
  [".ts", ".tsx"].flatMap((ending) => filesBelow(folder, ending)),
)
const tests = filesBelow("test", ".ts")
const textOf = (path: string): string => readFileSync(join(root, path), "utf8")

/** Words, tables made by scripts, and the text of generated scripts. */
const isData = (path: string): boolean =>
  /^src\/(lexicon\/[a-z]{2}\/|.*words\.ts$|time\/zoneRules|diurnal\/holidayDates)/.test(path) ||
  /^src\/(bodies\/.*(Routines?|Purposes|PythonTables|PythonFiles|ShellRoutines|Phrases)\.ts|logs\/oddities\/|logs\/.*Wording)/.test(
    path,
  ) ||
  /^simulate\/report\/(Style|Script)\.ts$/.test(path)

const imports = (text: string): ReadonlyArray<string> =>
  [
    ...text.matchAll(
      /(?:^|\n)(?:import|export)[^"'\n;]*?(?:\{[^}]*\}[^"'\n;]*?)?from "([^"]+)"|import\("([^"]+)"\)/g,
    ),
  ].map((match) => match[1] ?? match[2]!)

const code = (text: string): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|\s)\/\/.*$/gm, "")
    .replace(
      /`(?:\\.|[^`\\])*`|"(?:\\.|[^"\\\n])*"|\/(?![*/])(?:\\.|\[[^\]]*\]|[^/\\\n])+\//g,
      '""',
    )

const pureLibraries = [
  /^effect\//,
  /^@noble\/(?:curves|hashes)\//,
  /^@cantoo\/pdf-lib$/,
  /^any-ascii$/,
  /^franc-min$/,
  /^unbash$/,
  /^@lezer\/python$/,
  /^fflate$/,
  /^pure-rand\//,
]

/** Folders of src/, from what knows nothing to what knows all; a folder sees its own row and above. */
const rows = [
  ["rng", "time", "taxonomy", "schema", "bytes", "llm"],
  ["lexicon"],
  ["persona", "fleet", "host", "lore", "diurnal"],
  ["voice", "reading"],
  ["agenda", "naming", "bodies", "email", "logs", "shell", "canary", "prompts"],
  ["planner", "scheduler", "events"],
  ["ports"],
  ["engine"],
]
const rowOf = (folder: string): number => rows.findIndex((row) => row.includes(folder))

describe("imports", () => {
  it("are seen by this test", () => {
    const seen = imports(textOf("src/engine/World.ts"))
    expect(seen).toContain("../agenda/Agenda.ts")
    expect(seen.length).toBe(textOf("src/engine/World.ts").match(/ from "/g)!.length)
  })

  it("leave src/ only for effect and the pure libraries that are allowed there", () => {
    const strays = sources
      .filter((path) => path.startsWith("src/"))
      .flatMap((path) =>
        imports(textOf(path))
          .filter((name) =>
            name.startsWith(".")
              ? join(path, "..", name).startsWith("..") || !join(path, "..", name).startsWith("src")
              : !pureLibraries.some((allowed) => allowed.test(name)),
          )
          .map((name) => `${path}: ${name}`),
      )
    expect(strays).toEqual([])
  })

  it("run one way through the folders of src/", () => {
    const upward = sources
      .filter((path) => /^src\/[a-z]+\//.test(path) && !/^src\/(?:tells|figures)\//.test(path))
      .flatMap((path) => {
        const own = rowOf(path.split("/")[1]!)
        expect(own, `${path}: give its folder a row`).toBeGreaterThanOrEqual(0)
        return imports(textOf(path))
          .filter((name) => name.startsWith("."))
          .map((name) => join(path, "..", name).split("/")[1]!)
          .filter((folder) => folder === "tells" || folder === "figures" || rowOf(folder) > own)
          .map((folder) => `${path}: ${folder}`)
      })
    expect(upward).toEqual([])
  })

  it("keep simulate/ away from Node and runtime/, and runtime/ from all of it but the command", () => {
    const strays = sources.flatMap((path) =>
      imports(textOf(path))
        .filter((name) =>
          path.startsWith("simulate/")
            ? name.startsWith("node:") ||
              name.includes("runtime/") ||
              name.includes("platform-node")
            : path.startsWith("runtime/") &&
              name.includes("simulate/") &&
              !(path === "runtime/main.ts" && name === "../simulate/command.ts"),
        )
        .map((name) => `${path}: ${name}`),
    )
    expect(strays).toEqual([])
  })

  it("keep the dashboard, which runs in browsers, to itself and its three libraries", () => {
    const own = "runtime/dashboard"
    const strays = sources.flatMap((path) =>
      imports(textOf(path))
        .filter((name) =>
          path.startsWith(`${own}/`)
            ? name.startsWith(".")
              ? !join(path, "..", name).startsWith(`${own}/`)
              : !/^(?:preact(?:\/hooks)?|@observablehq\/plot|d3-shape)$/.test(name)
            : name.startsWith(".") && join(path, "..", name).startsWith(`${own}/`),
        )
        .map((name) => `${path}: ${name}`),
    )
    expect(strays).toEqual([])
  })

  it("name modules, not barrels of libraries", () => {
    const barrels = sources.flatMap((path) =>
      imports(textOf(path))
        .filter((name) =>
          ["effect", "@effect/cli", "@effect/platform", "@effect/platform-node"].includes(name),
        )
        .map((name) => `${path}: import ${name}/Module instead`),
    )
    expect(barrels).toEqual([])
  })
})

describe("src/", () => {
  const banned: ReadonlyArray<readonly [RegExp, string]> = [
    [/\bnew Date\b|\bDate\.(now|UTC|parse)\b/, "take an Instant"],
    [/\bMath\.random\b/, "draw from a named Stream"],
    [/\bMath\.(exp|log|log2|log10|pow|sin|cos|tan|cbrt|expm1|log1p)\b/, "use an integer table"],
    [/\blocaleCompare\b|\btoLocale\w+\b|\bIntl\./, "compare with <, format by hand"],
    [/\bprocess\.|\bglobalThis\b|\bconsole\./, "say it in the signature"],
    [/\brunSync\b|\brunPromise\b|\brunFork\b/, "return the Effect"],
    [/\bas any\b|@ts-(ignore|nocheck)/, "type it"],
  ]

  it.each(banned.map(([pattern, advice]) => [String(pattern), pattern, advice] as const))(
    "does not use %s",
    (_, pattern, advice) => {
      const found = sources
        .filter((path) => path.startsWith("src/"))
        .filter((path) => pattern.test(code(textOf(path))))
      expect(found, advice).toEqual([])
    },
  )
})

describe("our text", () => {
  it("keeps to 100 columns, word lists aside", () => {
    const long = [...sources, ...tests]
      .filter((path) => !isData(path))
      .flatMap((path) =>
        textOf(path)
          .split("\n")
          .flatMap((line, index) =>
            line.length > 100 &&
            !/^ +"reason": "/.test(line) &&
            !/`|"[^"]{60,}|'[^']{60,}|\/.{60,}\//.test(line)
              ? [`${path}:${index + 1}`]
              : [],
          ),
      )
    expect(long).toEqual([])
  })

  it("keeps files to what a sitting takes, word lists aside", () => {
    const long = sources
      .filter((path) => !isData(path))
      .filter((path) => textOf(path).split("\n").length > 400)
    expect(long, "split the file by ideas").toEqual([])
  })

  it("begins each module with a sentence that says what it is", () => {
    expect(
      sources.filter(
        (path) => !/^\/\*\*[\s\S]*?\*\//.test(textOf(path)) && path !== "src/globals.d.ts",
      ),
    ).toEqual([])
  })

  it("has no utils, helpers or misc", () => {
    expect(sources.filter((path) => /(^|\/)(utils?|helpers?|misc)(\.ts|\/)/i.test(path))).toEqual(
      [],
    )
  })

  it("leaves nothing for later", () => {
    const notes = [...sources, ...tests].filter((path) =>
      /\/\/ ?(TODO|FIXME|XXX)\b|\b(it|describe)\.(only|skip|todo)\b/.test(
        path.startsWith("test/tidy") ? "" : textOf(path),
      ),
    )
    expect(notes).toEqual([])
  })

  it("gives each Markdown file exactly one title", () => {
    const pages = ["", "docs", "docs/adr"].flatMap((folder) =>
      readdirSync(join(root, folder))
        .filter((name) => name.endsWith(".md"))
        .map((name) => join(folder, name)),
    )
    expect(pages.length).toBeGreaterThan(5)
    const titles = (text: string) =>
      text.replace(/```[\s\S]*?```/g, "").match(/^# .+$/gm)?.length ?? 0
    expect(pages.filter((path) => titles(textOf(path)) !== 1)).toEqual([])
  })
})
