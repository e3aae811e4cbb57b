/** What each kind of receiver is sent. Texts that others chose are told as text, never as markup. */
import * as Instant from "../../time/Instant.ts"
import type { Alert } from "./Alert.ts"

type Json =
  | string
  | number
  | boolean
  | null
  | ReadonlyArray<Json>
  | { readonly [key: string]: Json }

const iso = (at: number): string => Instant.toIso(at)

/** For programs: the alert itself. */
export const webhook = (id: string, alert: Alert): Json => ({
  id,
  type: `canary.${alert.kind}`,
  occurred_at: iso(alert.at),
  subject: alert.subject,
  sentence: alert.sentence,
  count: alert.count,
  token_id: alert.token,
  trigger_id: alert.trigger,
  decky_name: alert.decky,
  class: alert.class,
  facts: alert.facts.map(([name, value]) => ({ name, value })),
})

/** Slack's own escapes; without them `<!channel>` in a User-Agent would ring everybody. */
const slackText = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")

/** Bound of a section's fields, and of their texts. */
const slackFieldsMax = 10

export const slack = (alert: Alert): Json => ({
  text: slackText(alert.subject),
  blocks: [
    {
      type: "header",
      text: { type: "plain_text", text: alert.subject.slice(0, 150), emoji: false },
    },
    {
      type: "section",
      text: { type: "plain_text", text: alert.sentence.slice(0, 3000), emoji: false },
    },
    ...(alert.facts.length === 0
      ? []
      : [
          {
            type: "section",
            fields: alert.facts.slice(0, slackFieldsMax).map(([name, value]) => ({
              type: "plain_text",
              text: `${name}: ${value}`.slice(0, 2000),
              emoji: false,
            })),
          },
        ]),
  ],
})

/** Markdown that Discord and Teams know, and mentions, set as plain signs. */
const plain = (text: string): string =>
  text.replace(/([\\`*_~|>#[\]()<!-])/g, "\\$1").replace(/@/g, "@\u200b")

const discordRed = 0xc0392b
const discordGrey = 0x7f8c8d
const discordFieldsMax = 25

export const discord = (alert: Alert): Json => ({
  content: plain(alert.subject).slice(0, 2000),
  allowed_mentions: { parse: [] },
  embeds: [
    {
      description: plain(alert.sentence).slice(0, 4096),
      color: alert.kind === "test" ? discordGrey : discordRed,
      timestamp: iso(alert.at),
      fields: alert.facts.slice(0, discordFieldsMax).map(([name, value]) => ({
        name,
        value: plain(value).slice(0, 1024),
        inline: value.length <= 40,
      })),
    },
  ],
})

/** An Adaptive Card, as the Workflows that took the place of connectors expect it. */
export const teams = (alert: Alert): Json => ({
  type: "message",
  attachments: [
    {
      contentType: "application/vnd.microsoft.card.adaptive",
      contentUrl: null,
      content: {
        $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
        type: "AdaptiveCard",
        version: "1.4",
        body: [
          {
            type: "TextBlock",
            text: plain(alert.subject),
            weight: "Bolder",
            size: "Medium",
            wrap: true,
          },
          { type: "TextBlock", text: plain(alert.sentence), wrap: true },
          {
            type: "FactSet",
            facts: alert.facts.map(([name, value]) => ({ title: name, value: plain(value) })),
          },
        ],
      },
    },
  ],
})

/** The body of a mail, in lines that need no folding. */
export const mail = (alert: Alert): string => {
  const width = Math.max(0, ...alert.facts.map(([name]) => name.length))
  const facts = alert.facts.map(([name, value]) => `${`${name}:`.padEnd(width + 2)}${value}`)
  return [alert.sentence, "", ...facts, ""].join("\n")
}

/** Log audit, and what has to be seen to at once (RFC 5424, section 6.2.1). */
const facility = 13
const severities = { first: 1, digest: 1, test: 6 } as const

/** Names of parameters are printable ASCII; values escape three signs (section 6.3.3). */
const parameter = ([name, value]: readonly [string, string]): string =>
  `${name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "_")
    .slice(0, 32)}="${value.replace(/(["\\\]])/g, "\\$1")}"`

const printable = (text: string): string => text.replace(/[^\x21-\x7e]/g, "").slice(0, 48) || "-"

/** One message of RFC 5424, its text in UTF-8 behind a byte order mark, as section 6.4 has it. */
export const syslog = (alert: Alert, id: string, hostname: string, processId: number): string => {
  // 32473 is the enterprise number that is set aside for documents (RFC 5612)
  const data = `[alert@32473 ${[["delivery", id] as const, ...alert.facts].map(parameter).join(" ")}]`
  const head = `<${facility * 8 + severities[alert.kind]}>1 ${iso(alert.at)} ${printable(hostname)}`
  return `${head} decnet ${processId} ${alert.kind} ${data} \ufeff${alert.sentence}`
}
