/** Writes down what was performed: rows first, then the event that tells of it. */
import * as Effect from "effect/Effect"
import * as CanaryEvent from "../events/Canary.ts"
import type { DeckyEvent } from "../events/Event.ts"
import { topicOf } from "../events/Event.ts"
import { CanaryTokens } from "../ports/CanaryTokens.ts"
import { EventBus } from "../ports/EventBus.ts"
import type { Written } from "../ports/Host.ts"
import type { StoreUnavailable } from "../ports/StoreUnavailable.ts"
import { SyntheticFiles } from "../ports/SyntheticFiles.ts"
import { Wordings } from "../ports/Wordings.ts"
import { isFile, type Action, type Create } from "../scheduler/Action.ts"
import * as Instant from "../time/Instant.ts"
import { rowAfter } from "./Desk.ts"

/** An action and how it went. */
export interface Outcome {
  readonly decky: string
  readonly momentId: string
  readonly at: Instant.Instant
  readonly action: Action
  /**
   * `touched`: a visitor was at the file. `interrupted`: a login that was cut short, and is not
   * repeated. `skipped`: what it was about is no longer there, or its time is over.
   */
  readonly result: "done" | "failed" | "touched" | "interrupted" | "skipped"
  /** What the host says the file came to. */
  readonly written?: Written
}

const eventOf = ({ decky, momentId, at, action, result }: Outcome, index: number): DeckyEvent => {
  const ts = at.ms / 1000
  const id = `${decky}/${momentId}/${index}`
  const success = result === "done"
  if (action._tag === "Mail")
    return {
      v: 1,
      id,
      topic: topicOf("email", decky),
      type: "email",
      ts,
      payload: {
        kind: "email",
        mail_decky_uuid: decky,
        thread_id: action.message.threadId,
        message_id: action.message.messageId,
        in_reply_to: action.message.inReplyTo ?? null,
        sender_email: action.message.from,
        recipient_email: action.message.to[0]!,
        subject: action.message.subject,
        language: action.message.language,
        success,
        ts,
      },
    }
  const type = action._tag === "Connect" ? "traffic" : "file"
  return {
    v: 1,
    id,
    topic: topicOf(type, decky),
    type,
    ts,
    payload: {
      kind: type,
      protocol: "ssh",
      action: action._tag === "Connect" ? "traffic:ssh" : `file:${action._tag.toLowerCase()}`,
      src_decky_uuid: decky,
      dst_decky_uuid: action._tag === "Connect" ? (action.target ?? null) : null,
      success,
      payload:
        action._tag === "Connect"
          ? { host: action.targetHost, user: action.user, command: action.command, result }
          : { path: action.path, content_class: action.class, result },
      ts,
    },
  }
}

/** Tells of moments whose time was over when the work began again. */
export const skippedEvent = (
  decky: string,
  from: number,
  to: number,
  moments: number,
  now: number,
): DeckyEvent => ({
  v: 1,
  id: `${decky}/skipped/${from}`,
  topic: topicOf("file", decky),
  type: "file",
  ts: now / 1000,
  payload: {
    kind: "file",
    protocol: "ssh",
    action: "moment:skipped",
    src_decky_uuid: decky,
    dst_decky_uuid: null,
    success: false,
    payload: { from: Instant.toIso(from), to: Instant.toIso(to), moments },
    ts: now / 1000,
  },
})

/** What has become of the token that a file belongs to. */
const settle = ({ result, at }: Outcome, { path, mtime, bait }: Create) =>
  Effect.gen(function* () {
    if (bait === undefined || result === "skipped") return
    const tokens = yield* CanaryTokens
    if (result === "done" && !bait.isPrimary) return
    if (result !== "done") {
      const reason =
        result === "touched"
          ? `something else lies at ${path}`
          : `${path} could not be planted (${result})`
      return yield* tokens.settle(bait.token, { state: "failed", reason })
    }
    yield* tokens.settle(bait.token, { state: "planted", at: mtime })
    const row = yield* tokens.get(bait.token)
    if (row === undefined) return
    const { publish } = yield* EventBus
    yield* publish(CanaryEvent.placed(row, at.ms))
  })

/** Where the words of a text come from, where a model was asked. */
const credit = (
  { decky, momentId, at, action, result }: Outcome,
  index: number,
): Effect.Effect<void, StoreUnavailable, Wordings> => {
  if (result !== "done") return Effect.void
  if (action._tag !== "Create" && action._tag !== "Edit" && action._tag !== "Mail")
    return Effect.void
  const { worded, template } = action
  if (worded === undefined) return Effect.void
  const isMail = action._tag === "Mail"
  return Effect.flatMap(Wordings, ({ put }) =>
    put({
      decky,
      momentId,
      index,
      at: at.ms,
      class: isMail ? "email" : action.class,
      persona: isMail ? action.message.from : (action.persona ?? ""),
      where: isMail ? action.message.messageId : action.path,
      text: isMail && template !== undefined ? action.message.text : undefined,
      ...worded,
    }),
  )
}

/** Records one outcome; `index` is its place in its moment. */
export const record = (
  outcome: Outcome,
  index: number,
): Effect.Effect<void, StoreUnavailable, SyntheticFiles | CanaryTokens | Wordings | EventBus> =>
  Effect.gen(function* () {
    const { action, decky, result, written } = outcome
    if (isFile(action)) {
      const files = yield* SyntheticFiles
      const before = yield* files.get(decky, action.path)
      // what cannot be removed is not tried for ever
      const isStuck =
        result === "failed" &&
        (action._tag === "Remove" || (action._tag === "Create" && action.bait !== undefined))
      if (result === "touched" || isStuck) {
        // whatever lies where ours was to be, the path is the visitor's from now on
        const found =
          action._tag === "Rotate"
            ? yield* files.get(decky, action.from)
            : (before ?? (action._tag === "Create" ? rowAfter(undefined, action) : undefined))
        if (found !== undefined) yield* files.put(decky, { ...found, touched: true })
      }
      if (result === "done") {
        const row = rowAfter(before, action, written)
        if (action._tag === "Rotate") yield* files.remove(decky, action.from)
        if (row === undefined) yield* files.remove(decky, action.path)
        else yield* files.put(decky, row)
      }
    }
    yield* credit(outcome, index)
    yield* (yield* EventBus).publish(eventOf(outcome, index))
    if (action._tag === "Create") yield* settle(outcome, action)
  })
