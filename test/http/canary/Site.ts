/** An API whose installation has a decky that was met, people, and addresses for bait to call. */
import { join } from "node:path"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import { Fleet } from "../../../runtime/storage/Fleet.ts"
import { HostFactsStore, type KnownHost } from "../../../runtime/storage/HostFactsStore.ts"
import { monday } from "../../canary/hits/Samples.ts"
import { start, type Api } from "../server.ts"

const met: KnownHost = {
  facts: {
    bootedAt: monday,
    accounts: [],
    crontabs: [],
    sshClient: true,
    sshdRuns: true,
    logsItself: false,
    releaseKnown: true,
  },
  release: "debian-12",
  hostname: "atlas",
  timezone: "Europe/Berlin",
  ip: undefined,
  bornAtMillis: monday,
  readAtMillis: monday,
}

export const people = fileURLToPath(new URL("../../../fixtures/personas.json", import.meta.url))

/** `atlas` was met, `quarry` never was. */
export const site = async (
  environment: Readonly<Record<string, string>> = {},
): Promise<Api & { readonly blobs: string }> => {
  const blobs = join(mkdtempSync(join(tmpdir(), "blobs-")), "kept")
  const api = await start({
    environment: {
      DECNET_SEED: "1",
      DECNET_CANARY_HTTP_BASE: "https://files.example.net",
      DECNET_CANARY_BLOB_DIR: blobs,
      DECNET_REALISM_PERSONAS: people,
      DOCKER_HOST: `unix://${join(blobs, "none.sock")}`,
      ...environment,
    },
  })
  await api.run(
    Effect.gen(function* () {
      const { put } = yield* Fleet
      for (const name of ["atlas", "quarry"])
        yield* put("local", { name, ip: "10.44.12.21", services: ["ssh"], config: {} })
      yield* (yield* HostFactsStore).put("local:atlas", met)
    }),
  )
  return { ...api, blobs }
}
