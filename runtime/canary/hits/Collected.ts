/** Fingerprints out of uses: requests of collectors that belong together. */
import * as Effect from "effect/Effect"
import * as Reassembly from "../../../src/canary/fingerprint/Reassembly.ts"
import * as Wire from "../../../src/canary/fingerprint/Wire.ts"
import { CanaryTriggers, type FingerprintRow } from "../../../src/ports/CanaryTriggers.ts"
import type { Use } from "./Judged.ts"

/** Browsers that are kept of one token; the same one is kept once. */
const keptMax = 20

export interface Collected {
  readonly state: Reassembly.State
  readonly rows: ReadonlyArray<FingerprintRow>
}

/** What has not come whole stays in the state, which lives as long as the process does. */
export const of = (before: Reassembly.State, uses: ReadonlyArray<Use>) =>
  Effect.gen(function* () {
    const { fingerprints } = yield* CanaryTriggers
    const rows: Array<FingerprintRow> = []
    const wires = new Map<string, Wire.Wire>()
    let state = before
    for (const { token, seen, row } of uses) {
      if (token.nonce === undefined || seen.http === undefined) continue
      const wire = wires.get(token.id) ?? Wire.wireOf(token)
      wires.set(token.id, wire)
      const added = Reassembly.add(state, { nonce: token.nonce, wire }, seen.http, seen.at)
      state = added.state
      if (added.result === undefined) continue
      if (added.result._tag === "Rejected") {
        yield* Effect.logDebug(`a fingerprint of ${token.id} is refused: ${added.result.reason}`)
        continue
      }
      const { fingerprint } = added.result
      const known = [
        ...(yield* fingerprints(token.id)),
        ...rows.filter((each) => each.token === token.id),
      ]
      if (known.length >= keptMax || known.some(({ digest }) => digest === fingerprint.digest))
        continue
      rows.push({
        token: token.id,
        trigger: row.id,
        digest: fingerprint.digest,
        body: fingerprint,
        collectedAt: seen.at,
      })
    }
    const collected: Collected = { state, rows }
    return collected
  })
