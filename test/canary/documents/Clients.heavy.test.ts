import { existsSync, readFileSync, writeFileSync } from "node:fs"
import * as Effect from "effect/Effect"
import { unzipSync } from "fflate"
import { chromium } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { kinds } from "./Kinds.ts"
import * as Scenes from "./Scenes.ts"
import * as Station from "./Station.ts"

const folder = Station.folder()
let listener: Station.Listener

beforeAll(async () => {
  listener = await Station.listen()
})

afterAll(async () => {
  await listener.close()
  folder.remove()
})

const profile = `-env:UserInstallation=file://${folder.at("profile")}`

const office = (...parameters: ReadonlyArray<string>): Promise<Station.Result> =>
  Station.run("soffice", [profile, "--headless", "--norestore", ...parameters], {
    HOME: folder.path,
  })

/** `soffice --version` works where its registry is missing, so a real conversion is asked for. */
const hasOffice = await (async () => {
  writeFileSync(folder.at("probe.txt"), "probe\n")
  const { output } = await office(
    "--convert-to",
    "pdf",
    "--outdir",
    folder.path,
    folder.at("probe.txt"),
  )
  if (existsSync(folder.at("probe.pdf"))) return true
  if (Station.isCi) throw new Error(`soffice does not convert: ${output}`)
  process.stderr.write(`skipped: soffice does not convert: ${output.slice(0, 200)}\n`)
  return false
})()
const hasChromium = await Station.have([["/usr/bin/chromium", "--version"]])
const hasPdfTools = await Station.have([
  ["qpdf", "--version"],
  ["pdfinfo", "-v"],
  ["pdftotext", "-v"],
])
const hasDocx = await Station.have([["/usr/bin/python3", "-c", "import docx"]])
const hasXmllint = await Station.have([["xmllint", "--version"]])

const make = async (extension: string, seed: string, slugsIn = true) => {
  const kind = kinds.find((each) => each.extension === extension)!
  const callback = { httpBase: listener.base, dnsZone: undefined }
  const context = Scenes.context(seed, kind.canary, extension, slugsIn ? { callback } : {})
  const token = Scenes.token(seed)
  const [file] = await Effect.runPromise(kind.generator.files(token, context))
  const path = folder.at(`${seed}.${extension}`)
  writeFileSync(path, file.bytes)
  return { path, slug: token.slug, context, bytes: file.bytes }
}

const seeds = Array.from({ length: 8 }, (_, at) => `client-${at}`)

const asked = (method: string, slug: string): boolean =>
  listener.seen.some((line) => line.startsWith(`${method} /`) && line.includes(slug))

describe.skipIf(!hasOffice)("LibreOffice", () => {
  it.each(["docx", "xlsx"])(
    "opens a %s, asks for its picture, and finds text in it",
    async (extension) => {
      const made = await Promise.all(seeds.map((seed) => make(extension, seed)))
      await office("--convert-to", "pdf", "--outdir", folder.path, ...made.map(({ path }) => path))
      for (const { path, slug, context } of made) {
        expect(asked("GET", slug), path).toBe(true)
        const pdf = path.replace(/\w+$/, "pdf")
        const { output } = await Station.run("pdftotext", [pdf, "-"])
        expect(output.length, path).toBeGreaterThan(200)
        // a title stands in every document, and in most workbooks
        if (extension === "docx")
          expect(output.replace(/\s+/g, " ")).toContain(context.document!.title)
      }
    },
  )
})

describe.skipIf(!hasDocx)("python-docx", () => {
  it("reads documents and finds their properties", async () => {
    for (const seed of seeds) {
      const { path, context } = await make("docx", seed)
      const { output, status } = await Station.run("/usr/bin/python3", [
        "-c",
        "import sys, docx; d = docx.Document(sys.argv[1]); p = d.core_properties; print(p.last_modified_by); print(p.modified.isoformat()); print(len(d.paragraphs), len(d.tables)); print(chr(10).join(x.text for x in d.paragraphs))",
        path,
      ])
      expect(status, output).toBe(0)
      const [by, modified, counts, ...text] = output.split("\n")
      expect(by).toBe(context.owner.name)
      const written = `${new Date(context.mtime.ms).toISOString().slice(0, 19)}`
      expect(modified!.slice(0, 19)).toBe(written)
      expect(Number(counts!.split(" ")[1])).toBeGreaterThan(0)
      expect(text.join("\n")).toContain(context.document!.title)
    }
  })
})

describe.skipIf(!hasXmllint)("xmllint", () => {
  it.each(["docx", "xlsx"])("finds every part of a %s well formed", async (extension) => {
    for (const seed of seeds) {
      const { bytes } = await make(extension, seed)
      for (const [name, part] of Object.entries(unzipSync(bytes))) {
        const path = folder.at("part.xml")
        writeFileSync(path, part)
        const { status, output } = await Station.run("xmllint", ["--noout", path])
        expect(status, `${seed} ${name}: ${output}`).toBe(0)
      }
    }
  })
})

interface Outline {
  readonly links: ReadonlyArray<string>
  readonly opened: string | undefined
}

/** The addresses of a PDF, as qpdf reads them. */
const outline = async (path: string): Promise<Outline> => {
  const { output } = await Station.run("qpdf", ["--json=1", "--json-key=objects", path])
  const links: Array<string> = []
  let opened: string | undefined
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk)
    else if (typeof value === "object" && value !== null) {
      const object = value as Readonly<Record<string, unknown>>
      const uriOf = (action: unknown): string | undefined =>
        (action as Readonly<Record<string, string>> | undefined)?.["/URI"]
      if (object["/Subtype"] === "/Link") links.push(uriOf(object["/A"]) ?? "")
      if (object["/OpenAction"] !== undefined) opened = uriOf(object["/OpenAction"])
      Object.values(object).forEach(walk)
    }
  }
  walk(JSON.parse(output))
  return { links, opened }
}

describe.skipIf(!hasPdfTools)("PDF tools", () => {
  it("find nothing wrong, the title in the text, and both addresses", async () => {
    const producers = new Set<string>()
    for (const seed of [...seeds, ...seeds.map((each) => `more-${each}`)]) {
      const { path, slug, context } = await make("pdf", seed)
      const check = await Station.run("qpdf", ["--check", path])
      expect(check.status, check.output).toBe(0)
      expect(check.output).not.toMatch(/warning/i)
      const info = await Station.run("pdfinfo", [path], { TZ: context.owner.timezone })
      expect(info.output).toMatch(/Pages: +[1-4]\n/)
      producers.add(/Producer: +(\w+)/.exec(info.output)?.[1] ?? "none")
      const text = await Station.run("pdftotext", [path, "-"])
      expect(text.output.replace(/\s+/g, " ")).toContain(context.document!.title)
      const { links, opened } = await outline(path)
      expect(links.length).toBeGreaterThan(0)
      for (const address of [...links, opened]) {
        expect(address).toContain(listener.base)
        expect(address).toContain(slug)
      }
    }
    expect(producers.size).toBeGreaterThan(2)
  })
})

describe.skipIf(!hasChromium)("Chromium", () => {
  const withPage = async (
    work: (open: (address: string) => Promise<void>) => Promise<void>,
  ): Promise<void> => {
    const browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    })
    try {
      const page = await browser.newPage()
      await work(async (address) => {
        await page.goto(address, { waitUntil: "load" })
      })
    } finally {
      await browser.close()
    }
  }

  it("asks for the picture of a web page that it opens", async () => {
    await withPage(async (open) => {
      for (const seed of seeds) {
        const { path, slug } = await make("html", seed)
        await open(`file://${path}`)
        expect(asked("GET", slug), path).toBe(true)
      }
    })
  })

  it.skipIf(!hasPdfTools)("follows the visible link of a PDF to us", async () => {
    await withPage(async (open) => {
      const { path, slug } = await make("pdf", "followed")
      const { links } = await outline(path)
      await open(links[0]!)
      expect(asked("GET", slug)).toBe(true)
    })
  })
})

describe("web pages", () => {
  it("end where they should", async () => {
    for (const seed of seeds) {
      const { path } = await make("html", seed)
      expect(readFileSync(path, "latin1").trimEnd()).toMatch(/<\/html>$/)
    }
  })
})
