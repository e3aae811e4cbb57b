/**
 * The transcript: one JSON object a line, keys sorted, the same bytes for the same version, seed
 * and inputs on any machine.
 */
import { sha256 } from "@noble/hashes/sha2.js"
import { bytesToHex } from "@noble/hashes/utils.js"
import * as Bytes from "../src/bytes/Bytes.ts"
import type { Outcome } from "../src/engine/Record.ts"
import * as PlannerConfig from "../src/planner/PlannerConfig.ts"
import {
  bytesAfter,
  isFile,
  type Connect,
  type FileAction,
  type Mail,
} from "../src/scheduler/Action.ts"
import * as Base64 from "../src/bytes/Base64.ts"
import * as Instant from "../src/time/Instant.ts"
import * as Zone from "../src/time/Zone.ts"
import type { Fault } from "./Faults.ts"
import type { Batch, Run } from "./Simulation.ts"

type Json = Readonly<Record<string, unknown>>

/** Keys in order, at every depth. */
export const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, held]) => [key, sorted(held)]),
        )
      : value

export const runLine = (run: Run): Json => ({
  config_sha256: Bytes.sha256(
    Bytes.ofText(JSON.stringify(sorted(PlannerConfig.toWire(run.world.config)))),
  ),
  days: run.options.days,
  deckies: [...run.world.casts.values()].map(({ decky, inhabitants }) => ({
    hostname: decky.hostname,
    name: decky.name,
    personas: inhabitants.map(({ resident }) => resident.persona.email),
    release: decky.release,
    uuid: decky.uuid,
  })),
  end: Instant.toIso(run.end),
  seed: run.options.seed,
  start: Instant.toIso(run.options.start),
  type: "run",
  tzdata: Zone.version,
  version: run.options.version,
})

const octal = (mode: number): string => `0${mode.toString(8)}`

const decoder = new TextDecoder("utf-8", { fatal: true })

/** The bytes as text, or as base64 where they are none. */
const bodyOf = (content: Uint8Array): Json => {
  try {
    return { body: decoder.decode(content) }
  } catch {
    return { body_base64: Base64.encode(content) }
  }
}

const contentOf = (action: FileAction): Uint8Array | undefined =>
  action._tag === "Remove" ? undefined : action.content

const digestOf = (action: FileAction): string | null =>
  action._tag === "Remove" ? null : action.sha256

/** What came of asking a model, where one was asked. */
const modelOf = ({ worded }: Pick<Mail, "worded">): Json => {
  if (worded === undefined) return {}
  const { backend, detail, digest, model, outcome, seed, tokens } = worded.wording
  return { model: { backend, detail, digest, name: model, outcome, seed, tokens } }
}

const fileLine = (outcome: Outcome, action: FileAction, bodies: boolean): Json => {
  const content = bodies ? contentOf(action) : undefined
  const bait = action._tag === "Create" ? action.bait : undefined
  return {
    action: action._tag.toLowerCase(),
    at: Instant.toIso(outcome.at.ms),
    ...(content === undefined ? {} : bodyOf(content)),
    bytes: bytesAfter(action),
    class: action.class,
    decky: outcome.decky,
    ...(action._tag === "Rotate" ? { from: action.from } : {}),
    group: action.group,
    ...(bait === undefined ? {} : { kind: bait.kind }),
    mode: octal(action.mode),
    ...(action._tag === "Create" || action._tag === "Edit" ? modelOf(action) : {}),
    mtime: Instant.toIsoNanos(action.mtime),
    owner: action.owner,
    path: action.path,
    ...(action.persona === undefined ? {} : { persona: action.persona }),
    sha256: digestOf(action),
    ...(bait === undefined ? {} : { slug: bait.slug }),
    type: bait === undefined ? "file" : "canary",
  }
}

const mailLine = (outcome: Outcome, mail: Mail, bodies: boolean): Json => {
  const { message } = mail
  const content = Bytes.ofText(mail.source)
  return {
    at: Instant.toIso(outcome.at.ms),
    ...(bodies ? { body: mail.source } : {}),
    bytes: content.length,
    decky: outcome.decky,
    deliveries: mail.copies.map(({ mailbox, mtime, path, sha256 }) => ({
      mailbox,
      mtime: Instant.toIsoNanos(mtime),
      path,
      sha256,
    })),
    from: message.from,
    in_reply_to: message.inReplyTo ?? null,
    message_id: message.messageId,
    ...modelOf(mail),
    references: message.references,
    sha256: Bytes.sha256(content),
    subject: message.subject,
    thread_id: message.threadId,
    to: message.to,
    type: "email",
  }
}

const trafficLine = (outcome: Outcome, connect: Connect): Json => ({
  at: Instant.toIso(outcome.at.ms),
  command: connect.command,
  dst: connect.target ?? connect.targetHost,
  duration_seconds: Math.round(connect.durationMillis / 1000),
  src: outcome.decky,
  success: outcome.result === "done",
  type: "traffic",
  user: connect.user,
})

/** What a visitor was at is not done, and left alone from then on. */
const touchedLine = (outcome: Outcome, action: FileAction): Json => ({
  at: Instant.toIso(outcome.at.ms),
  decky: outcome.decky,
  detail: `${action.path} is not as it was left`,
  fault: "touched",
  type: "fault",
})

export const outcomeLine = (outcome: Outcome, bodies: boolean): Json => {
  const { action } = outcome
  if (outcome.result === "touched" && isFile(action)) return touchedLine(outcome, action)
  return action._tag === "Mail"
    ? mailLine(outcome, action, bodies)
    : action._tag === "Connect"
      ? trafficLine(outcome, action)
      : fileLine(outcome, action, bodies)
}

export const faultLine = (fault: Fault): Json => ({
  at: Instant.toIso(fault.at),
  decky: fault.decky,
  detail: fault.detail,
  fault: fault.kind,
  type: "fault",
})

/** The lines of a batch; faults stand before what happens at the same moment. */
export function* batchLines({ outcomes, faults }: Batch, bodies: boolean): Generator<Json> {
  let next = 0
  for (const outcome of outcomes) {
    for (; next < faults.length && faults[next]!.at <= outcome.at.ms; next++)
      yield faultLine(faults[next]!)
    yield outcomeLine(outcome, bodies)
  }
  for (; next < faults.length; next++) yield faultLine(faults[next]!)
}

/** Encodes lines one after the other and closes with their number and digest. */
export class Writer {
  readonly #digest = sha256.create()
  #events = -1

  /** One line with its newline; the first is the run's. */
  line(value: Json): string {
    const text = `${JSON.stringify(value)}\n`
    this.#digest.update(Bytes.ofText(text))
    this.#events++
    return text
  }

  /** The last line: how many lines stand between it and the run's, and the digest of all before it. */
  end(): string {
    const text = { events: this.#events, sha256: bytesToHex(this.#digest.digest()), type: "end" }
    return `${JSON.stringify(text)}\n`
  }
}
