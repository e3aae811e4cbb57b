/** Takes the pictures of docs/dashboard.md. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { Page } from "playwright-core"
import { expect, it, vi } from "vitest"
import { executable, launch } from "../Browser.ts"
import * as Data from "../FixtureData.ts"
import * as FixtureServer from "../FixtureServer.ts"
import * as Png from "./Png.ts"

const root = fileURLToPath(new URL("../../..", import.meta.url))
const folder = `${root}docs/images`

/** A Tuesday afternoon, so that pictures do not change with the day they are taken. */
const now = new Date("2026-11-17T15:24:00Z")

const web1 = encodeURIComponent(Data.deckyUuid(0))
const note = encodeURIComponent("/home/hmarsh/notes/switch-replacement.md")

const shots: ReadonlyArray<readonly [name: string, hash: string, ready: string]> = [
  ["fleet", "#/", "table"],
  ["decky", `#/deckies/${web1}`, "figure.lives svg"],
  ["files", `#/deckies/${web1}/files?path=${note}`, ".lines"],
  ["activity", "#/activity", ".cards tr:nth-child(5)"],
  ["persona", "#/personas?edit=helen.marsh%40tarnfield.net", ".preview svg"],
  ["weights", "#/weights", ".preview svg"],
  ["bait", "#/canaries", "table"],
  ["use", "#/canaries/tokens/c-001", ".artifact"],
  ["model", "#/model", "form.numbers"],
]

/** Once every decky on it is judged, and nothing moves any more. */
const settled = async (page: Page): Promise<Buffer> => {
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[aria-label="being judged"]')].every(
      (each) => each.getBoundingClientRect().top > innerHeight,
    ),
  )
  await page.locator('[aria-busy="true"]').waitFor({ state: "detached" })
  for (let [was, is] = [await page.screenshot(), await page.screenshot()]; ;) {
    if (was.equals(is)) return is
    was = is
    await page.waitForTimeout(200)
    is = await page.screenshot()
  }
}

it("takes the pictures of docs/dashboard.md", async () => {
  execFileSync(process.execPath, ["scripts/dashboard.mjs"], { cwd: root })
  vi.useFakeTimers({ toFake: ["Date"], now })
  const fixture = await FixtureServer.start()
  const browser = await launch(executable()!)
  try {
    mkdirSync(folder, { recursive: true })
    for (const name of readdirSync(folder)) rmSync(`${folder}/${name}`)
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      colorScheme: "light",
      locale: "en-GB",
      timezoneId: "UTC",
      reducedMotion: "reduce",
    })
    await context.addInitScript(
      (kept) => sessionStorage.setItem("token", kept),
      FixtureServer.admin,
    )
    await context.clock.setFixedTime(now)
    const page = await context.newPage()
    for (const [name, hash, ready] of shots) {
      await page.goto(`${fixture.url}/${hash}`)
      await page.locator(ready).first().waitFor()
      const png = Png.write(Png.read(await settled(page)))
      console.log(`${name}: ${Math.round(png.length / 1000)} kB`)
      expect(png.length).toBeLessThan(120_000)
      writeFileSync(`${folder}/${name}.png`, png)
    }
  } finally {
    await browser.close()
    await fixture.stop()
    vi.useRealTimers()
  }
})
