/** Chromium, driven over its own protocol. */
import { existsSync } from "node:fs"
import { chromium, type Browser } from "playwright-core"

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]

/** Undefined where none is installed; with CI=true that is a failure. */
export const executable = (): string | undefined => {
  const found = places.find((path) => existsSync(path))
  if (found === undefined && process.env["CI"] === "true")
    throw new Error("Chromium is not installed: apt-get install chromium fonts-dejavu-core")
  return found
}

export const launch = (executablePath: string): Promise<Browser> =>
  chromium.launch({
    executablePath,
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
