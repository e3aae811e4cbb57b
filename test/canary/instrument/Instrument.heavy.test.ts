import { execFile, execFileSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Instrument from "../../../src/canary/instrument/Instrument.ts"
import * as Chromium from "../fingerprint/Chromium.ts"
import * as Contexts from "../fingerprint/Contexts.ts"
import * as Samples from "./Samples.ts"

const run = promisify(execFile)

const folder = mkdtempSync(join(tmpdir(), "office-"))
const isCi = process.env["CI"] === "true"

/** LibreOffice with a profile of its own; what came out, or undefined. */
const convert = async (path: string): Promise<Buffer | undefined> => {
  const out = join(folder, "out")
  mkdirSync(out, { recursive: true })
  const profile = `-env:UserInstallation=file://${join(folder, "profile")}`
  const args = ["--headless", profile, "--convert-to", "pdf", "--outdir", out, path]
  await run("soffice", args, { timeout: 120_000 }).catch(() => undefined)
  const made = join(
    out,
    path
      .split("/")
      .at(-1)!
      .replace(/\.\w+$/, ".pdf"),
  )
  return existsSync(made) ? readFileSync(made) : undefined
}

const converts = async (): Promise<boolean> => {
  const path = join(folder, "trial.docx")
  writeFileSync(path, Samples.docx())
  const works = (await convert(path)) !== undefined
  if (!works) console.warn("skipped: soffice converts nothing here")
  return works || isCi
}

const hasOffice = await converts()

let listener: Chromium.Listener
beforeAll(async () => {
  listener = await Chromium.listen()
})
afterAll(async () => {
  await listener?.close()
  rmSync(folder, { recursive: true, force: true })
})

const instrumented = async (
  name: string,
  bytes: Uint8Array,
  seed: string | number,
): Promise<string> => {
  const callback = { httpBase: listener.base, dnsZone: undefined }
  const file = { name, bytes }
  const made = await Effect.runPromise(Instrument.instrument(Contexts.token(seed), callback, file))
  const path = join(folder, `${seed}-${name}`)
  writeFileSync(path, made.bytes)
  return path
}

const fetched = (seed: string | number): ReadonlyArray<string> =>
  listener.seen
    .filter(({ method, target }) => method === "GET" && target.includes(Contexts.token(seed).slug))
    .map(({ target }) => target)

describe.skipIf(!hasOffice)("LibreOffice", () => {
  it.each([
    ["a document", "a.docx", () => Samples.docx()],
    ["a document without a paragraph", "b.docx", () => Samples.docx("<w:sectPr/>")],
    ["a workbook", "a.xlsx", () => Samples.xlsx()],
    ["a workbook with a drawing", "b.xlsx", () => Samples.xlsx(true)],
  ])("fetches the picture of %s", async (_, name, sample) => {
    for (const seed of [`${name}1`, `${name}2`]) {
      const path = await instrumented(name, sample(), seed)
      expect(await convert(path)).toBeDefined()
      expect(fetched(seed).length).toBeGreaterThan(0)
    }
  })
})

const hasQpdf = existsSync("/usr/bin/qpdf") || isCi
if (!hasQpdf) console.warn("skipped: there is no /usr/bin/qpdf")

describe.skipIf(!hasQpdf)("qpdf", () => {
  it.each([
    [false, undefined],
    [true, "action"],
    [true, "destination"],
    [false, "destination"],
  ] as const)("finds nothing wrong (streams: %s, opens: %s)", async (streams, opens) => {
    for (let seed = 0; seed < 4; seed++) {
      const path = await instrumented("a.pdf", await Samples.pdf(streams, opens), seed)
      execFileSync("qpdf", ["--check", path])
      const json = execFileSync("qpdf", ["--json", path]).toString()
      expect(json).toContain(Contexts.token(seed).slug)
    }
  })

  it("sees a password, and so does whoever uploads", async () => {
    const plain = join(folder, "plain.pdf")
    const locked = join(folder, "locked.pdf")
    writeFileSync(plain, await Samples.pdf(false))
    execFileSync("qpdf", ["--encrypt", "user", "owner", "256", "--", plain, locked])
    const rejected = await Effect.runPromise(
      Effect.flip(
        Instrument.instrument(
          Contexts.token(1),
          { httpBase: listener.base, dnsZone: undefined },
          { name: "locked.pdf", bytes: new Uint8Array(readFileSync(locked)) },
        ),
      ),
    )
    expect(rejected.reason).toBe("encrypted")
  })
})

describe.skipIf(!Chromium.isThere())("Chromium", () => {
  it.each([
    ["a page", "<html><body><p>x</p></body></html>"],
    [
      "a page whose policy forbids pictures",
      `<html><head><meta http-equiv="Content-Security-Policy" content="default-src 'none'"></head><body>x</body></html>`,
    ],
  ])("fetches what was put into %s", async (name, text) => {
    const path = await instrumented("a.html", Samples.text(text), name)
    const browser = await Chromium.launch()
    try {
      const page = await browser.newPage()
      await page.goto(`file://${path}`)
      await expect.poll(() => fetched(name).length, { timeout: 10_000 }).toBeGreaterThan(0)
    } finally {
      await browser.close()
    }
  })
})
