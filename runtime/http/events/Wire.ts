/** Events on the wire, and why some of them failed. */
import type { Row } from "../../storage/EventPages.ts"

const noMail = {
  mail_decky_uuid: null,
  thread_id: null,
  message_id: null,
  in_reply_to: null,
  sender_email: null,
  recipient_email: null,
  subject: null,
  language: null,
} as const

/** Epoch seconds, to the microsecond. */
export const secondsOf = ({ at }: Row): number =>
  Math.round(at.ms * 1000 + at.ns / 1000) / 1_000_000

const orNull = (text: string): string | null => (text === "" ? null : text)

export const event = (row: Row) => {
  const common = { uuid: row.uuid, ts: secondsOf(row), success: row.success }
  if (row.kind !== "email")
    return {
      ...common,
      kind: row.kind,
      action: row.action,
      src_decky_uuid: orNull(row.decky),
      dst_decky_uuid: row.target ?? null,
      payload: row.payload,
      ...noMail,
    }
  return {
    ...common,
    kind: row.kind,
    action: "email:sent",
    src_decky_uuid: orNull(row.decky),
    dst_decky_uuid: null,
    payload: {},
    mail_decky_uuid: row.decky,
    thread_id: row.threadId,
    message_id: row.messageId,
    in_reply_to: row.inReplyTo ?? null,
    sender_email: row.from,
    recipient_email: row.to,
    subject: row.subject,
    language: row.language,
  }
}

const reasons: Readonly<Record<string, string>> = {
  touched: "a visitor was at the file",
  interrupted: "the login was cut short",
  skipped: "its time was over, or what it was about is gone",
  failed: "the host refused it",
}

/** What was not written while a host or the engine was away. */
export const skippedAction = "moment:skipped"
export const skippedWhy = "moments passed while nothing could be done"

/** In a few words. */
export const why = (row: Row): string => {
  if (row.kind === "email") return "the mail could not be delivered"
  if (row.action === skippedAction) {
    const { moments } = row.payload
    return typeof moments === "number" ? `${moments} ${skippedWhy}` : skippedWhy
  }
  const { result, error } = row.payload
  if (typeof error === "string") return error.slice(0, 300)
  return reasons[typeof result === "string" ? result : ""] ?? "it did not succeed"
}
