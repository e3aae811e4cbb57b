import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { brotliCompressSync, brotliDecompressSync, gzipSync } from "node:zlib"
import * as HttpApp from "@effect/platform/HttpApp"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Dashboard from "../../runtime/http/Dashboard.ts"

const script = "console.log(1)\n".repeat(200)

describe("the dashboard's files", () => {
  const folder = mkdtempSync(join(tmpdir(), "pages-"))
  let ask: (path: string, options?: RequestInit) => Promise<Response>

  beforeAll(() => {
    mkdirSync(join(folder, "assets"))
    writeFileSync(join(folder, "index.html"), "<!doctype html>")
    writeFileSync(join(folder, "assets/app-1.js"), script)
    writeFileSync(join(folder, "assets/app-1.js.br"), brotliCompressSync(script))
    writeFileSync(join(folder, "assets/app-1.js.gz"), gzipSync(script))
    writeFileSync(join(folder, "secret"), "no")
    const handler = HttpApp.toWebHandler(Dashboard.app(Dashboard.read(folder)))
    ask = (path, options) => handler(new Request(`http://localhost${path}`, options))
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it("are compressed as the caller takes it", async () => {
    const packed = await ask("/assets/app-1.js", { headers: { "accept-encoding": "gzip, br" } })
    expect(packed.headers.get("content-encoding")).toBe("br")
    expect(brotliDecompressSync(new Uint8Array(await packed.arrayBuffer())).toString()).toBe(script)
    const plain = await ask("/assets/app-1.js")
    expect(plain.headers.get("content-encoding")).toBeNull()
    expect(await plain.text()).toBe(script)
    expect(Dashboard.chosen("br;q=0, gzip;q=0.5")).toBe("gzip")
    expect(Dashboard.chosen("identity")).toBeUndefined()
    expect(Dashboard.chosen("*")).toBe("br")
  })

  it("are kept for good where their name tells their content, and asked for again elsewhere", async () => {
    const asset = await ask("/assets/app-1.js")
    expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable")
    const page = await ask("/?x=1")
    expect(page.headers.get("cache-control")).toBe("no-cache")
    const again = await ask("/", { headers: { "if-none-match": page.headers.get("etag")! } })
    expect(again.status).toBe(304)
  })

  it("carry a policy that lets nothing in from elsewhere", async () => {
    const page = await ask("/")
    const policy = page.headers.get("content-security-policy")!
    expect(policy).toMatch(/^default-src 'self';/)
    expect(policy).not.toContain("unsafe")
    expect(page.headers.get("x-content-type-options")).toBe("nosniff")
  })

  it("are no way to other files", async () => {
    for (const path of [
      "/secret",
      "/assets/../secret",
      "/assets/..%2fsecret",
      "/assets/%2e%2e/secret",
      "/assets//etc/passwd",
      "/assets/app-1.js.br",
      "/assets/",
      "/index.html.br",
    ])
      expect((await ask(path)).status, path).toBe(404)
    expect((await ask("/", { method: "POST" })).status).toBe(405)
  })

  it("may be missing", async () => {
    const bare = HttpApp.toWebHandler(Dashboard.app(Dashboard.read(join(folder, "nowhere"))))
    expect((await bare(new Request("http://localhost/"))).status).toBe(404)
  })
})
