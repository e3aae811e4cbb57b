import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Browser } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Fingerprint } from "../../../src/canary/fingerprint/Fingerprint.ts"
import { nonceOf } from "../../../src/canary/fingerprint/Nonce.ts"
import * as Reassembly from "../../../src/canary/fingerprint/Reassembly.ts"
import { wireOf } from "../../../src/canary/fingerprint/Wire.ts"
import * as Callback from "../../../src/canary/Callback.ts"
import * as Chromium from "./Chromium.ts"
import * as Contexts from "./Contexts.ts"
import * as Page from "./Page.ts"

const count = 16
const waitMillis = 15_000

describe.skipIf(!Chromium.isThere())("a page opened from disk in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "page-"))
  let browser: Browser
  let listener: Chromium.Listener

  beforeAll(async () => {
    browser = await Chromium.launch()
    listener = await Chromium.listen()
  })
  afterAll(async () => {
    await browser?.close()
    await listener?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const open = async (format: Page.Format, seed: number) => {
    const bytes = Page.artifact(format, seed, seed, { httpBase: listener.base })
    const path = join(folder, `${seed}.${format}`)
    writeFileSync(path, bytes)
    const token = Contexts.token(seed)
    const { slug } = token
    const expected = { nonce: nonceOf(token), wire: wireOf(token) }
    const from = listener.seen.length
    const page = await browser.newPage()
    const asked: Array<string> = []
    const errors: Array<string> = []
    page.on("request", (request) => asked.push(request.url()))
    page.on("pageerror", (error) => errors.push(error.message))
    await page.goto(`file://${path}`)
    let state = Reassembly.empty
    let taken = from
    let fingerprint: Fingerprint | undefined
    await expect
      .poll(
        () => {
          for (; taken < listener.seen.length; taken++) {
            const seen = listener.seen[taken]!
            if (!Callback.slugsOfTarget(seen.target).includes(slug)) continue
            const added = Reassembly.add(state, expected, seen, taken)
            state = added.state
            if (added.result?._tag === "Collected") fingerprint = added.result.fingerprint
            else if (added.result !== undefined) errors.push(added.result.reason)
          }
          return fingerprint
        },
        { timeout: waitMillis, interval: 25 },
      )
      .toBeDefined()
    if ((await page.locator("form").count()) > 0) {
      await page.locator("form button").first().click()
      expect(await page.locator("form [data-m]").first().isVisible()).toBe(true)
    }
    if ((await page.locator("input[type=search]").count()) > 0) {
      await page.locator("input[type=search]").fill("no such name")
      expect(await page.locator("table").first().locator("td:visible").count()).toBe(0)
    }
    await page.close()
    return { asked, errors, fingerprint: fingerprint!, path }
  }

  it.each(["html", "svg"] as const)("as %s tells what it is, and only us", async (format) => {
    const digests = new Set<string>()
    for (let seed = 0; seed < count; seed++) {
      const { asked, errors, fingerprint, path } = await open(format, seed)
      expect(errors).toEqual([])
      const elsewhere = asked.filter(
        (url) => url !== `file://${path}` && !url.startsWith(`${listener.base}/`),
      )
      expect(elsewhere).toEqual([])
      expect(fingerprint.userAgent).toContain("Chrome/")
      expect(fingerprint.automated).toBe(true)
      expect(fingerprint.canvas).toMatch(/^[0-9a-f]+-[0-9a-f]+$/)
      expect(fingerprint.audio).toMatch(/^[0-9a-f]+-[0-9a-f]+$/)
      expect(fingerprint.fonts.length).toBeGreaterThan(0)
      digests.add(fingerprint.digest)
      if (seed === 0) console.log(JSON.stringify(fingerprint))
    }
    // the same browser on the same machine is known again
    expect(digests.size).toBe(1)
  })

  const hasLint = existsSync("/usr/bin/xmllint") || process.env["CI"] === "true"
  if (!hasLint) console.warn("skipped: there is no /usr/bin/xmllint")

  it.skipIf(!hasLint)("is XML where it says so", () => {
    for (let seed = 0; seed < count; seed++) {
      const path = join(folder, `${seed}.xml`)
      writeFileSync(path, Page.artifact("svg", seed))
      execFileSync("xmllint", ["--noout", "--nonet", path])
    }
  })
})
