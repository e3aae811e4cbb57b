/** Who lives on a decky: as an operator writes it, decoded once at the door. */
import * as Schema from "effect/Schema"
import * as Civil from "../time/Civil.ts"
import * as Instant from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"
import * as Holiday from "../diurnal/Holiday.ts"
import { oneOf } from "../schema/Field.ts"
import * as ActiveHours from "./ActiveHours.ts"

export const tones = ["formal", "direct", "casual", "technical", "custom"] as const
export const replyLatencies = ["fast", "normal", "slow"] as const
export const mailClients = ["outlook", "thunderbird", "apple-mail", "mutt"] as const

export type Tone = (typeof tones)[number]
export type ReplyLatency = (typeof replyLatencies)[number]
export type MailClient = (typeof mailClients)[number]

/** A stretch of days off, both ends included, as days since 1970-01-01. */
export interface Leave {
  readonly fromDay: number
  readonly toDay: number
}

export interface Persona {
  readonly name: string
  /** Also the persona's identity in streams, rows and transcripts; lower case. */
  readonly email: string
  readonly role: string
  readonly tone: Tone
  readonly toneCustom: string | undefined
  readonly mannerisms: ReadonlyArray<string>
  /** ISO 639-1. */
  readonly language: string
  readonly signature: string | undefined
  readonly activeHours: ActiveHours.ActiveHours
  readonly replyLatency: ReplyLatency
  readonly usesLlmsHeavily: boolean
  /** IANA; undefined means the decky's own. */
  readonly timezone: string | undefined
  /** Share of the week's activity that falls on days off, 0 to 1; undefined means the planner's. */
  readonly weekendShare: number | undefined
  /** ISO 3166-1 alpha-2. */
  readonly holidays: string | undefined
  readonly leave: ReadonlyArray<Leave>
  readonly mailClient: MailClient | undefined
}

const text = (min: number, max: number) =>
  Schema.String.pipe(
    Schema.filter(
      (value) =>
        (value.trim().length >= min && value.length <= max && !/[\r\n\0]/.test(value)) ||
        `write ${min} to ${max} characters on one line`,
    ),
  )

const optional = <A, I>(schema: Schema.Schema<A, I>) => Schema.optional(Schema.NullOr(schema))

const isDate = (value: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(value) && Instant.parseIso(value) !== undefined

const IsoDate = Schema.String.pipe(
  Schema.filter((value) => isDate(value) || "write a date such as 2026-08-03"),
)

const LeaveEntry = Schema.Struct({ from: IsoDate, to: IsoDate }).pipe(
  Schema.filter((leave) => leave.from <= leave.to || "write a from that is not after its to"),
)

/** The JSON form of a persona. Unknown fields are ignored. */
export const Entry = Schema.Struct({
  name: text(1, 128),
  email: text(3, 255).pipe(
    Schema.filter(
      (value) =>
        /^[A-Za-z0-9_](?:[A-Za-z0-9_+-]|\.(?=[A-Za-z0-9_+-]))*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/.test(
          value,
        ) || "write an address such as ana.ruiz@corp.net",
    ),
  ),
  role: text(1, 128),
  tone: optional(oneOf(tones)),
  tone_custom: optional(Schema.String.pipe(Schema.maxLength(512))),
  mannerisms: optional(
    Schema.Array(text(1, 256)).pipe(
      Schema.filter((list) => list.length <= 12 || "write at most 12 mannerisms"),
    ),
  ),
  language: optional(
    Schema.String.pipe(
      Schema.filter((value) => /^[a-z]{2}$/.test(value) || "write an ISO 639-1 code such as en"),
    ),
  ),
  signature: optional(
    Schema.String.pipe(
      Schema.filter((value) => value.length <= 512 || "write at most 512 characters"),
    ),
  ),
  active_hours: optional(
    Schema.String.pipe(
      Schema.filter(
        (value) =>
          ActiveHours.parse(value) !== undefined || "write HH:MM-HH:MM such as 09:00-18:00",
      ),
    ),
  ),
  reply_latency: optional(oneOf(replyLatencies)),
  uses_llms_heavily: optional(Schema.Boolean),
  timezone: optional(
    Schema.String.pipe(
      Schema.filter((zone) => Zone.isKnown(zone) || "write an IANA zone such as Europe/Madrid"),
    ),
  ),
  weekend_share: optional(
    Schema.Number.pipe(
      Schema.filter((share) => (share >= 0 && share <= 1) || "write a number from 0 to 1"),
    ),
  ),
  holidays: optional(
    Schema.String.pipe(
      Schema.filter(
        (country) => Holiday.isCountry(country) || "write an ISO 3166-1 country such as DE",
      ),
    ),
  ),
  leave: optional(Schema.Array(LeaveEntry)),
  mail_client: optional(oneOf(mailClients)),
}).pipe(
  Schema.filter((entry) =>
    entry.tone === "custom" && (entry.tone_custom ?? "").trim() === ""
      ? { path: ["tone_custom"], message: "write the tone in words, since tone is custom" }
      : undefined,
  ),
)

export type Entry = typeof Entry.Type

const day = (iso: string): number => {
  const [year, month, dayOfMonth] = iso.split("-").map(Number)
  return Civil.toDay({ year: year!, month: month!, dayOfMonth: dayOfMonth! })
}

const defaultHours: ActiveHours.ActiveHours = { startMinute: 540, endMinute: 1080 }

/** The defaults of `docs/personas.md` filled in; `language` is the pool's where the entry has none. */
export const fromEntry = (entry: Entry, languageDefault: string): Persona => ({
  name: entry.name.trim(),
  email: entry.email.toLowerCase(),
  role: entry.role.trim(),
  tone: entry.tone ?? "formal",
  toneCustom: entry.tone_custom ?? undefined,
  mannerisms: entry.mannerisms ?? [],
  language: entry.language ?? languageDefault,
  signature: entry.signature ?? undefined,
  activeHours:
    typeof entry.active_hours === "string"
      ? ActiveHours.parseLenient(entry.active_hours)
      : defaultHours,
  replyLatency: entry.reply_latency ?? "normal",
  usesLlmsHeavily: entry.uses_llms_heavily ?? false,
  timezone: entry.timezone ?? undefined,
  weekendShare: entry.weekend_share ?? undefined,
  holidays: entry.holidays ?? undefined,
  leave: (entry.leave ?? []).map(({ from, to }) => ({ fromDay: day(from), toDay: day(to) })),
  mailClient: entry.mail_client ?? undefined,
})

/** `Renée` of `Renée O'Brien`. */
export const givenName = (persona: Pick<Persona, "name">): string =>
  persona.name.split(/\s+/)[0] ?? persona.name
