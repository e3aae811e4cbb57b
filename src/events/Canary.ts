/** What is told of bait, put together from its row. */
import { canaryTopic, type CanaryEvent } from "./Event.ts"

/** What events name of a token. */
export interface Told {
  readonly id: string
  readonly decky: string
  readonly deckyName: string
  readonly kind: string
  readonly path: string
  readonly upload?: { readonly instrumenter: string }
}

const baitOf = ({ id, decky, deckyName }: Told) => ({
  token_id: id,
  decky_id: decky,
  decky_name: deckyName,
})

/** `at`: epoch milliseconds. */
export const placed = (token: Told, at: number): CanaryEvent => ({
  v: 1,
  id: `${token.id}/placed`,
  topic: canaryTopic("placed", token.id),
  type: "placed",
  ts: at / 1000,
  payload: {
    ...baitOf(token),
    kind: token.kind,
    ...(token.upload === undefined ? {} : { instrumenter: token.upload.instrumenter }),
    placement_path: token.path,
    placed_at: at / 1000,
  },
})

/** `at`: epoch milliseconds. */
export const revoked = (token: Told, at: number, reason?: string): CanaryEvent => ({
  v: 1,
  id: `${token.id}/revoked`,
  topic: canaryTopic("revoked", token.id),
  type: "revoked",
  ts: at / 1000,
  payload: {
    ...baitOf(token),
    revoked_at: at / 1000,
    ...(reason === undefined ? {} : { reason }),
  },
})
