/** A worker over a database of its own, hosts in memory and a clock that jumps. */
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import type { Account } from "../../src/fleet/HostFacts.ts"
import * as DatabaseUrl from "../../runtime/storage/DatabaseUrl.ts"
import type { Contact } from "../../runtime/orchestrator/Enrolment.ts"
import type { Pools } from "../../runtime/personas/Pools.ts"
import { pool } from "../worlds.ts"

export const temporary = (name: string): string => mkdtempSync(join(tmpdir(), `${name}-`))

export const sqlite = (): DatabaseUrl.Database =>
  Either.getOrThrow(DatabaseUrl.parse(`sqlite:///${join(temporary("orchestrator"), "test.db")}`))

export const pools: Pools = { poolOf: () => Effect.succeed(pool) }

const system: ReadonlyArray<Account> = [
  { login: "root", uid: 0, gid: 0, gecos: "root", home: "/root", shell: "/bin/bash" },
  { login: "www-data", uid: 33, gid: 33, gecos: "www-data", home: "/var/www", shell: "/bin/sh" },
]

/** Every decky is a Debian 12 that booted ten days before. */
export const contact = (bornAt: number): Contact => ({
  read: () =>
    Effect.succeed({
      facts: {
        bootedAt: bornAt - 864_000_000,
        accounts: system,
        crontabs: [],
        sshClient: true,
        sshdRuns: true,
        logsItself: false,
        releaseKnown: true,
      },
      release: "debian-12",
      hostname: "srv07",
      timezone: "Europe/Berlin",
      ip: "10.20.30.40",
    }),
  ensureAccounts: (_, accounts) => Effect.succeed(accounts),
})
