/** Mail by threads: who wrote when, each message decoded, with what it quotes folded away. */
import * as MailFile from "../../src/tells/MailFile.ts"
import type { DeckyHistory, MailEvent } from "../../src/tells/History.ts"
import * as Listing from "../summary/Listing.ts"
import * as Table from "../summary/Table.ts"
import type { Budget, Limits } from "./Budget.ts"
import * as Html from "./Html.ts"

/** From here on a reply repeats what it answers, in the manners of the usual mail programs. */
const quoteStart = (lines: ReadonlyArray<string>): number => {
  const at = lines.findIndex((line) => /^>|^_{20,}\s*$|^-{3,} ?\p{L}.*-{3,}\s*$/u.test(line))
  if (at < 0 || !lines[at]!.startsWith(">")) return at
  // an answer below what it quotes must stay in sight
  return lines.slice(at).every((line) => line.startsWith(">") || line.trim() === "") ? at : -1
}

const split = (text: string): readonly [own: string, quoted: string] => {
  const lines = text.replace(/\s+$/, "").split("\n")
  const at = quoteStart(lines)
  return at < 0
    ? [lines.join("\n"), ""]
    : [lines.slice(0, at).join("\n").trimEnd(), lines.slice(at).join("\n")]
}

const message = (
  mail: MailEvent,
  names: ReadonlyMap<string, string>,
  zones: ReadonlyMap<string, string>,
  fallbackZone: string,
  budget: Budget,
  limits: Limits,
): string => {
  const named = (email: string): string => names.get(email) ?? email
  const zone = zones.get(mail.from) ?? fallbackZone
  const head =
    `<p class="meta"><b>${Html.text(named(mail.from))}</b> to ` +
    `${Html.text(mail.to.map(named).join(", "))}, ${Listing.stamp(zone, mail.at)} ` +
    `<small>${Html.text(zone + Html.credit(mail.wording))}</small></p>\n`
  const [own, quoted] = split(MailFile.parse(mail.source).text)
  const isLong = own.length + quoted.length > limits.bodyCharsMax
  const body =
    isLong || !budget.spend(own.length + quoted.length)
      ? Html.omitted("Body left out: no room.")
      : `<div class="mail">${Html.text(own)}</div>\n` +
        (quoted === ""
          ? ""
          : `<details class="small"><summary>Quotes ${Table.plural(
              quoted.split("\n").length,
              "line",
            )}</summary><div class="mail quoted">${Html.text(quoted)}</div></details>\n`)
  return `<article>${head}${body}</article>\n`
}

/** In order of their first message. */
const threadsOf = (mails: ReadonlyArray<MailEvent>): ReadonlyArray<ReadonlyArray<MailEvent>> => {
  const threads = new Map<string, Array<MailEvent>>()
  for (const mail of mails) {
    const thread = threads.get(mail.threadId)
    if (thread === undefined) threads.set(mail.threadId, [mail])
    else thread.push(mail)
  }
  return [...threads.values()].sort(
    ([a], [b]) => a!.at - b!.at || (a!.threadId < b!.threadId ? -1 : 1),
  )
}

export const render = (history: DeckyHistory, budget: Budget, limits: Limits): string => {
  const threads = threadsOf(history.mails)
  if (threads.length === 0) return "<p>No mail.</p>\n"
  const { timezone } = history.decky
  const names = new Map([
    ...history.lore.people.map(({ name, email }) => [email, name] as const),
    ...history.residents.map(({ persona }) => [persona.email, persona.name] as const),
  ])
  const zones = new Map(history.residents.map((each) => [each.persona.email, each.timezone]))
  const items = threads.slice(0, limits.threadsMax).map((mails) => {
    const first = mails[0]!
    const writers = [...new Set(mails.map(({ from }) => names.get(from) ?? from))].join(", ")
    return (
      `<details class="thread"><summary><b>${Html.text(first.subject)}</b> ` +
      `<small>${Table.plural(mails.length, "message")}, ${Html.text(writers)}, ` +
      `${Listing.stamp(zones.get(first.from) ?? timezone, first.at)}</small></summary>\n` +
      mails.map((mail) => message(mail, names, zones, timezone, budget, limits)).join("") +
      "</details>\n"
    )
  })
  const left = threads.length - limits.threadsMax
  return (
    `<p>${Table.plural(threads.length, "thread")}, ` +
    `${Table.plural(history.mails.length, "message")}; times on each author's clock.</p>\n` +
    items.join("") +
    (left > 0 ? Html.omitted(`${Table.plural(left, "later thread")} left out.`) : "")
  )
}
