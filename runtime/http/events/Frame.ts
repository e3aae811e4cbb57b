/** Server-sent events as bytes (HTML standard, 9.2.5): made once, and sent to all who listen. */
import type { Role } from "../../storage/ApiTokens.ts"
import type { Envelope } from "../../storage/Outbox.ts"
import * as Uuid from "../../storage/Uuid.ts"

export interface Frame {
  /** Of the outbox; undefined where it came by another way. */
  readonly id: number | undefined
  /** Of the event's row, where it has one. */
  readonly uuid: string
  /** For each role. */
  readonly bytes: Readonly<Record<Role, Uint8Array>>
}

const encoder = new TextEncoder()

export const bytesOf = (name: string, data: unknown, id?: number): Uint8Array =>
  encoder.encode(
    `${id === undefined ? "" : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`,
  )

/** A comment, so that whoever is between does not take the stream for dead. */
export const keepAlive: Uint8Array = encoder.encode(":\n\n")

type Told = Envelope & { readonly type: string; readonly payload: object }

const isTold = (value: unknown): value is Told =>
  typeof value === "object" &&
  value !== null &&
  "type" in value &&
  "id" in value &&
  typeof value.id === "string" &&
  "payload" in value &&
  typeof value.payload === "object" &&
  value.payload !== null

/** By type; what is said to processes is not told. */
const names: Readonly<Record<string, string>> = {
  traffic: "traffic",
  file: "file",
  email: "email",
  placed: "canary",
  revoked: "canary",
  triggered: "canary",
  health: "health",
}

/** Where the slug stands, with which anybody could trip the bait. */
const slugged: ReadonlySet<string> = new Set(["request_path", "dns_qname", "raw_headers"])

const forViewers = (envelope: Told): Told =>
  envelope.type === "triggered"
    ? {
        ...envelope,
        payload: Object.fromEntries(
          Object.entries(envelope.payload).filter(([field]) => !slugged.has(field)),
        ),
      }
    : envelope

/** Undefined where it is nothing to be told. */
export const of = (envelope: unknown, id: number | undefined): Frame | undefined => {
  if (!isTold(envelope)) return undefined
  const name = names[envelope.type]
  if (name === undefined) return undefined
  const uuid = Uuid.ofText(envelope.id)
  const admin = bytesOf(name, { ...envelope, uuid }, id)
  const viewer = forViewers(envelope)
  return {
    id,
    uuid,
    bytes: {
      admin,
      viewer: viewer === envelope ? admin : bytesOf(name, { ...viewer, uuid }, id),
    },
  }
}
