/** A login's key pair on one decoy, and its line in the authorized keys of another. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Account } from "../../src/fleet/HostFacts.ts"
import { PathRefused } from "../../src/ports/Host.ts"
import * as Instant from "../../src/time/Instant.ts"
import type { Decoys, Open } from "../docker/Decoys.ts"
import type { EngineFailure } from "../docker/EngineFailure.ts"
import type { Ids } from "../docker/Owners.ts"
import * as Placing from "../docker/Placing.ts"
import * as KeyPair from "./KeyPair.ts"

const decoder = new TextDecoder()
const encoder = new TextEncoder()

/** More keys than this nobody's file has. */
const authorizedBytesMax = 256 * 1024

/** The clock has milliseconds only; a file's time has more. */
const now = Effect.map(Clock.currentTimeMillis, (millis) =>
  Instant.make(millis, Number(process.hrtime.bigint() % 1_000_000n)),
)

const idsOf = (
  decoys: Decoys,
  open: Open,
  way: Placing.Way,
  { login }: Account,
): Effect.Effect<Ids, EngineFailure | PathRefused> =>
  Effect.flatMap(
    decoys.owners.resolve(open.container, way.files, login, login),
    (ids): Effect.Effect<Ids, PathRefused> =>
      ids === undefined
        ? new PathRefused({ decky: open.decky, path: way.path, reason: `no account ${login}` })
        : Effect.succeed(ids),
  )

/**
 * The public line of the account's own key; a new pair where it has none. Undefined where a key is
 * there whose public half is not: that one is somebody else's.
 */
export const publicKey = (decoys: Decoys, decky: string, account: Account, comment: string) => {
  const path = `${account.home}/.ssh/id_ed25519`
  return decoys.within(decky, "ssh", path, (open) =>
    Effect.gen(function* () {
      const secret = yield* Placing.find(open, decoys.policy, path)
      const shown = yield* Placing.find(open, decoys.policy, `${path}.pub`)
      const ids = yield* idsOf(decoys, open, secret, account)
      if (secret.stat !== undefined || shown.stat !== undefined) {
        if (secret.stat?.kind !== "file" || shown.stat?.kind !== "file") return undefined
        const { bytes } = yield* shown.files.read(shown.path)
        const line = KeyPair.publicPart(decoder.decode(bytes))
        return line === undefined ? undefined : { line: `${line} ${comment}\n`, ids }
      }
      const pair = KeyPair.make(comment)
      const at = yield* now
      const file = (content: string, mode: number) => ({
        content: encoder.encode(content),
        mode,
        ...ids,
        mtime: at,
      })
      yield* Placing.write(
        [
          { way: secret, at, file: file(pair.privateKey, 0o600) },
          { way: shown, at, file: file(pair.publicKey, 0o644) },
        ],
        Placing.folderBelowHome,
      )
      return { line: pair.publicKey, ids }
    }),
  )
}

/** Lets the holder of a key log in, unless he may already. */
export const authorize = (decoys: Decoys, decky: string, account: Account, line: string) => {
  const path = `${account.home}/.ssh/authorized_keys`
  return decoys.within(decky, "ssh", path, (open) =>
    Effect.gen(function* () {
      const way = yield* Placing.find(open, decoys.policy, path)
      const at = yield* now
      if (way.stat === undefined) {
        const ids = yield* idsOf(decoys, open, way, account)
        const file = { content: encoder.encode(line), mode: 0o600, ...ids, mtime: at }
        return yield* Placing.write([{ way, at, file }], Placing.folderBelowHome)
      }
      const { bytes } = yield* way.files.read(way.path, { bytesMax: authorizedBytesMax })
      const text = decoder.decode(bytes)
      const key = KeyPair.publicPart(line)!
      if (text.split("\n").some((each) => each.includes(key))) return
      const added = text === "" || text.endsWith("\n") ? line : `\n${line}`
      yield* way.files.append(way.path, encoder.encode(added), at)
    }),
  )
}
