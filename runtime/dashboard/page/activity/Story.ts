/** An event in words, and the names that go with it. */
import type { Event } from "../../Wire.ts"

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined

/** What was acted on: a subject, a path, a command on a host. */
export const matter = ({ subject, payload }: Event): string => {
  const fields = payload ?? {}
  const command = textOf(fields["command"])
  const host = textOf(fields["host"])
  if (command !== undefined) return host === undefined ? command : `${host}: ${command}`
  if (typeof fields["moments"] === "number") return `${fields["moments"]} moments passed`
  return (
    textOf(subject) ??
    textOf(fields["path"]) ??
    textOf(fields["placement_path"]) ??
    textOf(fields["dns_qname"]) ??
    textOf(fields["request_path"]) ??
    host ??
    ""
  )
}

/** An address, an account, or whose home it was in. */
export const actor = ({ sender_email, payload }: Event): string => {
  const fields = payload ?? {}
  return (
    textOf(sender_email) ??
    textOf(fields["user"]) ??
    textOf(fields["src_ip"]) ??
    /^\/home\/([^/]+)\//.exec(textOf(fields["path"]) ?? "")?.[1] ??
    ""
  )
}

const reasons: Readonly<Record<string, string>> = {
  touched: "a visitor was there",
  interrupted: "cut short",
  skipped: "its time was over",
}

/** Why it failed, where it did. */
export const why = ({ payload }: Event): string =>
  reasons[textOf(payload?.["result"]) ?? ""] ?? textOf(payload?.["error"]) ?? "failed"

export const deckyOf = (event: Event): string =>
  event.src_decky_uuid ??
  event.mail_decky_uuid ??
  textOf(event.payload?.["decky_id"]) ??
  event.dst_decky_uuid ??
  ""

export const actionOf = ({ action, kind }: Event): string =>
  textOf(action) ?? (kind === "email" ? "email:sent" : kind)

export const matches = (event: Event, text: string): boolean =>
  text === "" ||
  [matter(event), actor(event), deckyOf(event), actionOf(event)].some((each) =>
    each.toLowerCase().includes(text.toLowerCase()),
  )
