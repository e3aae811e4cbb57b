/** SQLite databases in a temporary folder that goes with the test file. */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"
import type { Sqlite } from "../../runtime/storage/DatabaseUrl.ts"

export const folder: string = mkdtempSync(join(tmpdir(), "storage-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let made = 0

export const fresh = (): Sqlite => ({ kind: "sqlite", path: join(folder, `${++made}.db`) })
