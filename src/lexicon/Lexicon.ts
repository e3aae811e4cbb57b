/**
 * The words of one language: a context-free grammar per register, and what mail and dates need.
 *
 * Rules are plain data so that a native speaker can read and mend them; `Grammar.ts` expands them and
 * `docs/lexicon.md` tells how to write them.
 */

/** Whose work a text is about: operations, software, or everything that happens in an office. */
export type Register = "ops" | "dev" | "office"

/** The rules that every register of every language has. */
export type RegisterRule =
  /** A noun phrase that names a matter: "the backups on {host}". Used in titles and inside sentences. */
  | "topic"
  /** A sentence that states something seen, done or learned. */
  | "fact"
  /** A terse fragment without final stop, as people jot things down. */
  | "jot"
  /** One to-do item, without bullet and final stop. */
  | "task"
  /** An open question, one sentence. */
  | "question"
  /** A sentence of background in a draft: why something is as it is. */
  | "reason"
  /** A sentence that proposes or plans. */
  | "proposal"
  /** A sentence that names a risk, a cost or a doubt. */
  | "risk"
  /** A mail sentence that asks somebody for something. */
  | "ask"
  /** A mail sentence that reports. */
  | "update"
  /** A sentence that answers such a mail. */
  | "answer"
  /** A mail subject, median 22 characters. */
  | "subject"
  /** A file stem in lower case, with hyphens: "handover-{project}". */
  | "stem"

/** The rules that a language has once, whatever the register. */
export type CommonRule =
  | "todoHeading"
  | "noteHeading"
  | "draftHeading"
  | "draftLead"
  | "draftClose"
  | "scriptComment"
  | "fileComment"
  | "meetingLine"
  | "waiting"
  | "mailOpen"
  | "mailClose"
  | "replyOpen"
  | "replyClose"
  | "replyShort"
  | "greetingFormal"
  | "greetingDirect"
  | "greetingCasual"
  | "greetingTechnical"
  | "signoffFormal"
  | "signoffDirect"
  | "signoffCasual"
  | "signoffTechnical"

export type Rules<Name extends string> = Readonly<Record<Name, ReadonlyArray<string>>> &
  Readonly<Record<string, ReadonlyArray<string>>>

/** How mail clients set in this language introduce what they quote. */
export interface MailPhrases {
  /** Outlook's block: the labels, in order From, Sent, To, Subject. */
  readonly outlookLabels: readonly [from: string, sent: string, to: string, subject: string]
  /** Thunderbird's attribution line; slots {date} (short), {clock}, {name}. */
  readonly thunderbird: string
  /** Apple Mail's attribution line; slots {date} (long), {clock}, {name}, {email}. */
  readonly appleMail: string
  /** Mutt's attribution line; slots {weekday}, {date}, {clock}, {name}. */
  readonly mutt: string
  /** Outlook's `Sent:` value; slots {weekday}, {date} (long), {clock}. */
  readonly outlookSent: string
  /** Long date; slots {d}, {month}, {yyyy}. */
  readonly dateLong: string
  /** Short date; slots {d}, {dd}, {m}, {mm}, {yy}, {yyyy}. */
  readonly dateShort: string
}

export interface Lexicon {
  /** ISO 639-1. */
  readonly language: string
  readonly registers: Readonly<Record<Register, Rules<RegisterRule>>>
  readonly common: Rules<CommonRule>
  /** January first, as written inside a sentence. */
  readonly months: ReadonlyArray<string>
  /** Monday first, as written inside a sentence. */
  readonly weekdays: ReadonlyArray<string>
  /** Ways people of this language jot a date: slots {d}, {dd}, {m}, {mm}, {month}, {yy}, {yyyy}. */
  readonly dates: ReadonlyArray<string>
  /** The hundred or so commonest function words, lower case: they tell the language of a text. */
  readonly functionWords: ReadonlyArray<string>
  readonly mail: MailPhrases
}
