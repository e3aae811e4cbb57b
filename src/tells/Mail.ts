/** M: what mailboxes give away. */
import type { ReplyLatency } from "../persona/Persona.ts"
import * as Reference from "../reading/Reference.ts"
import type { History, MailEvent, Tell } from "./History.ts"
import * as Evidence from "./Evidence.ts"
import * as Hours from "./Hours.ts"
import * as Maildir from "./Maildir.ts"
import * as MailFile from "./MailFile.ts"
import * as ReplyDelay from "./ReplyDelay.ts"
import * as View from "./View.ts"

const each = (
  tell: string,
  history: History,
  judge: (view: View.View) => ReadonlyArray<Evidence.Draft>,
) =>
  Evidence.label(
    tell,
    history.deckies.flatMap((decky) => judge(View.of(decky))),
  )

const bare = (id: string): string => id.replace(/^<|>$/g, "")

const sameAddress = (a: string, b: string): boolean =>
  MailFile.bareAddress(a) === MailFile.bareAddress(b)

const draft = (view: View.View, text: string, path: string | undefined) =>
  Evidence.draft(view.history.decky.uuid, text, path)

/** M01: not parseable, or written as nobody's client writes. */
export const m01: Tell = (history) =>
  each("M01", history, (view) => {
    const kept = new Set(view.stored.map(({ path }) => path))
    return [
      ...view.stored.flatMap(({ path, mail }) =>
        mail.problems.map((text) => draft(view, text, path)),
      ),
      ...view.sent
        .filter(({ event }) => !event.deliveries.some(({ path }) => kept.has(path)))
        .flatMap(({ event, mail }) =>
          mail.problems.map((text) =>
            draft(view, `${text} (${event.messageId})`, event.deliveries[0]?.path),
          ),
        ),
    ]
  })

/** M02: a Message-ID of another domain, or one that repeats. */
export const m02: Tell = (history) => {
  const seen = new Map<string, string>()
  return each("M02", history, (view) => {
    const found: Array<Evidence.Draft> = []
    for (const { event, mail } of view.sent) {
      const id = bare(event.messageId)
      const path = event.deliveries[0]?.path
      const domain = id.slice(id.lastIndexOf("@") + 1).toLowerCase()
      const sender = MailFile.bareAddress(event.from).replace(/^.*@/, "")
      if (mail.id !== id)
        found.push(draft(view, `header has <${mail.id ?? ""}>, the event <${id}>`, path))
      if (domain !== sender && !domain.endsWith(`.${sender}`))
        found.push(draft(view, `<${id}> was sent from ${sender}`, path))
      const other = seen.get(id)
      if (other !== undefined) found.push(draft(view, `<${id}> is also ${other}`, path))
      seen.set(id, `a mail of ${Evidence.at(event.at)} on ${view.history.decky.uuid}`)
    }
    const boxes = new Map<string, string>()
    for (const { mailbox, folder, mail, path } of view.stored) {
      const key = `${mailbox}/${folder}/${mail.id ?? ""}`
      const other = boxes.get(key)
      if (other !== undefined) found.push(draft(view, `<${mail.id ?? ""}> is also ${other}`, path))
      boxes.set(key, path)
    }
    return found
  })
}

const sameIds = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index])

/** Whether somebody wrote or got a mail. */
const has = (mail: MailEvent, address: string): boolean =>
  [mail.from, ...mail.to].some((one) => sameAddress(one, address))

/** What is wrong with a reply's references. */
const referenceFaults = (
  event: MailEvent,
  byId: ReadonlyMap<string, MailEvent>,
): ReadonlyArray<string> => {
  const ids = event.references.map(bare)
  const parentId = event.inReplyTo === undefined ? undefined : bare(event.inReplyTo)
  const missing = [...new Set([...ids, ...(parentId === undefined ? [] : [parentId])])].filter(
    (id) => {
      const mail = byId.get(id)
      return mail === undefined || mail.at >= event.at || mail === event
    },
  )
  if (missing.length > 0) return missing.map((id) => `<${id}> is in no mailbox, or later`)
  if (parentId === undefined) return ids.length === 0 ? [] : ["References without In-Reply-To"]
  const parent = byId.get(parentId)!
  const chain = [...parent.references.map(bare), parentId]
  return [
    ...(has(parent, event.from) ? [] : [`${event.from} never had <${parentId}>`]),
    ...(sameIds(ids, chain) ? [] : [`References are ${ids.join(" ")}, not ${chain.join(" ")}`]),
  ]
}

/** M03: references to mails that are not there, or not the parent's chain. */
export const m03: Tell = (history) =>
  each("M03", history, (view) => {
    const byId = new Map(view.history.mails.map((mail) => [bare(mail.messageId), mail]))
    const known = new Set([...byId.keys(), ...view.stored.flatMap(({ mail }) => mail.id ?? [])])
    const events = view.sent.flatMap(({ event, mail }) => {
      const path = event.deliveries[0]?.path
      const parent = event.inReplyTo === undefined ? undefined : bare(event.inReplyTo)
      const agrees =
        mail.inReplyTo === parent && sameIds(mail.references, event.references.map(bare))
      return [
        ...referenceFaults(event, byId).map((text) =>
          draft(view, `<${bare(event.messageId)}>: ${text}`, path),
        ),
        ...(agrees
          ? []
          : [draft(view, `<${bare(event.messageId)}>: headers and thread disagree`, path)]),
      ]
    })
    const stored = view.stored.flatMap(({ path, mail }) =>
      [...new Set([...mail.references, ...(mail.inReplyTo === undefined ? [] : [mail.inReplyTo])])]
        .filter((id) => !known.has(id) && !byId.has(mail.id ?? ""))
        .map((id) => draft(view, `names <${id}>, which is in no mailbox`, path)),
    )
    return [...events, ...stored]
  })

interface Reply {
  readonly sent: View.SentMail
  readonly parent: MailEvent
  readonly view: View.View
}

const repliesOf = (view: View.View): ReadonlyArray<Reply> => {
  const byId = new Map(view.history.mails.map((mail) => [bare(mail.messageId), mail]))
  return view.sent.flatMap((sent) => {
    const parent =
      sent.event.inReplyTo === undefined ? undefined : byId.get(bare(sent.event.inReplyTo))
    return parent === undefined ? [] : [{ sent, parent, view }]
  })
}

/** M04: a reply before its parent, or outside its author's hours. */
export const m04: Tell = (history) =>
  each("M04", history, (view) =>
    repliesOf(view).flatMap(({ sent: { event, mail, author }, parent }) => {
      const path = event.deliveries[0]?.path
      const moments = [event.at, ...(mail.date === undefined ? [] : [mail.date])]
      const early = Math.min(...moments) < Math.floor(parent.at / 1000) * 1000
      const moment = author === undefined ? undefined : Hours.of(author, event.at)
      const late =
        moment !== undefined && !moment.inside && !(history.afterHoursShare > 0 && moment.near)
      return [
        ...(early
          ? [
              draft(
                view,
                `answers a mail of ${Evidence.at(parent.at)} at ` +
                  `${Evidence.at(Math.min(...moments))}`,
                path,
              ),
            ]
          : []),
        ...(late
          ? [draft(view, `${event.from} answers at ${moment.clock}, outside his hours`, path)]
          : []),
      ]
    }),
  )

/** M05: reply delays that do not follow the persona's latency. */
export const m05: Tell = (history) => {
  const pooled: Record<ReplyLatency, Array<number>> = { fast: [], normal: [], slow: [] }
  for (const decky of history.deckies)
    for (const { sent, parent } of repliesOf(View.of(decky)))
      if (sent.author !== undefined)
        pooled[sent.author.persona.replyLatency].push(sent.event.at - parent.at)
  const texts = ReplyDelay.faults(pooled)
  const decky = history.deckies.find(({ mails }) => mails.length > 0)?.decky.uuid ?? ""
  return Evidence.label(
    "M05",
    texts.map((text) => Evidence.draft(decky, text)),
  )
}

const mailboxOf = (path: string): string => path.slice(0, path.lastIndexOf("/Maildir/") + 8)
const folderOf = (path: string): string => /\/Maildir\/([^/]+)\/(?:cur|new)\//.exec(path)?.[1] ?? ""

/** M06: a mail that its sender has not in Sent, or its recipient not in his inbox. */
export const m06: Tell = (history) =>
  each("M06", history, (view) => {
    const copies = new Set(
      view.stored.map(({ mailbox, folder, mail }) => `${mailbox} ${folder} ${mail.id}`),
    )
    const removed = new Set(
      view.history.files.filter(({ action }) => action === "remove").map(({ path }) => path),
    )
    return view.sent.flatMap(({ event }) => {
      const id = bare(event.messageId)
      const first = event.deliveries[0]?.path
      const own = event.deliveries.filter(
        ({ mailbox, path }) => sameAddress(mailbox, event.from) && Maildir.isSent(folderOf(path)),
      )
      const unsent = own.length === 0 ? [`<${id}> is not in ${event.from}'s Sent`] : []
      const lost = event.deliveries
        .filter(({ path }) => !removed.has(path))
        .filter(({ path }) => !copies.has(`${mailboxOf(path)} ${folderOf(path)} ${id}`))
        .map(
          ({ mailbox, path }) => `<${id}> is not in ${folderOf(path) || "the inbox"} of ${mailbox}`,
        )
      const undelivered = event.to
        .filter((to) => view.residents.has(MailFile.bareAddress(to)))
        .filter((to) => !event.deliveries.some(({ mailbox }) => sameAddress(mailbox, to)))
        .map((to) => `<${id}> never came to ${to}`)
      return [...unsent, ...lost, ...undelivered].map((text) => draft(view, text, first))
    })
  })

const threadsMin = 100

/** M07: too few or too many threads of one message, and subjects used again. */
export const m07: Tell = (history) => {
  const threads = new Map<string, { count: number; readonly subject: string }>()
  for (const { decky, mails } of history.deckies)
    for (const { threadId, subject } of mails) {
      const key = `${decky.uuid} ${threadId}`
      const known = threads.get(key)
      if (known === undefined)
        threads.set(key, { count: 1, subject: Reference.baseSubject(subject) })
      else known.count += 1
    }
  if (threads.size < threadsMin) return []
  const all = [...threads.values()]
  const single = all.filter(({ count }) => count === 1).length
  const repeated = all.length - new Set(all.map(({ subject }) => subject.toLowerCase())).size
  const often = Evidence.mode(all.map(({ subject }) => subject))!
  const texts = [
    ...(single < 0.3 * all.length || single > 0.7 * all.length
      ? [`${Evidence.share(single, all.length)} of threads have one message`]
      : []),
    ...(repeated > 0.1 * all.length
      ? [
          `${Evidence.share(repeated, all.length)} of new threads repeat a subject, ` +
            `${often.count} times ${Evidence.quote(often.key)}`,
        ]
      : []),
  ]
  const decky = history.deckies.find(({ mails }) => mails.length > 0)!.decky.uuid
  return Evidence.label(
    "M07",
    texts.map((text) => Evidence.draft(decky, text)),
  )
}

/** What is wrong with one message's name, size and times. */
const nameFaults = ({
  name,
  sub,
  mail,
  entry,
  bytes,
  lineFeeds,
}: View.StoredMail): ReadonlyArray<string> => {
  const parsed = Maildir.parse(name, sub)
  const early = mail.date !== undefined && entry.mtime.ms < mail.date
  const times = early
    ? [`mtime ${Evidence.when(entry.mtime)} is before Date ${Evidence.at(mail.date!)}`]
    : []
  if (typeof parsed === "string") return [`${name} ${parsed}`, ...times]
  const { seconds, size, crlfSize } = parsed
  return [
    ...times,
    ...(mail.date !== undefined && seconds * 1000 < mail.date
      ? [`name's time ${Evidence.at(seconds * 1000)} is before Date ${Evidence.at(mail.date)}`]
      : []),
    ...(size !== undefined && size !== bytes
      ? [`name says ${size} bytes, the file has ${bytes}`]
      : []),
    ...(crlfSize !== undefined && crlfSize !== bytes + lineFeeds
      ? [`name says ${crlfSize} bytes with CRLF, the file has ${bytes + lineFeeds}`]
      : []),
  ]
}

/** M08: names and flags that a Maildir reader would not accept, delivery before the `Date`. */
export const m08: Tell = (history) =>
  each("M08", history, (view) =>
    view.stored.flatMap((stored) =>
      nameFaults(stored).map((text) => draft(view, text, stored.path)),
    ),
  )

export const tells: Readonly<Record<string, Tell>> = {
  M01: m01,
  M02: m02,
  M03: m03,
  M04: m04,
  M05: m05,
  M06: m06,
  M07: m07,
  M08: m08,
}
