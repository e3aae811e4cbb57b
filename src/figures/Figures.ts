/** What a history comes to in numbers: the same for the terminal and for the page. */
import type { Outcome } from "../llm/Wording.ts"
import * as ContentClass from "../taxonomy/ContentClass.ts"
import type { DeckyHistory, FileEvent, Finding, History } from "../tells/History.ts"

export interface Counts {
  readonly created: number
  readonly edited: number
  readonly removed: number
  readonly appended: number
  readonly rotated: number
}

interface Mutable {
  created: number
  edited: number
  removed: number
  appended: number
  rotated: number
}

const none = (): Mutable => ({ created: 0, edited: 0, removed: 0, appended: 0, rotated: 0 })

const fields = {
  create: "created",
  edit: "edited",
  remove: "removed",
  append: "appended",
  rotate: "rotated",
} as const satisfies Record<FileEvent["action"], keyof Counts>

const countInto = <Key>(groups: Map<Key, Mutable>, key: Key, event: FileEvent): void => {
  const group = groups.get(key) ?? none()
  group[fields[event.action]]++
  groups.set(key, group)
}

export const sum = (counts: Iterable<Counts>): Counts => {
  const total = none()
  for (const each of counts) for (const field of Object.values(fields)) total[field] += each[field]
  return total
}

export interface ClassFigures extends Counts {
  readonly class: ContentClass.ContentClass
}

/** In the taxonomy's order, only classes that occur. */
export const byClass = (deckies: ReadonlyArray<DeckyHistory>): ReadonlyArray<ClassFigures> => {
  const groups = new Map<ContentClass.ContentClass, Mutable>()
  for (const { files } of deckies) for (const event of files) countInto(groups, event.class, event)
  return ContentClass.all.flatMap((value) => {
    const counts = groups.get(value)
    return counts === undefined ? [] : [{ class: value, ...counts }]
  })
}

export interface PersonFigures extends Counts {
  /** Undefined for what hosts do by themselves. */
  readonly email: string | undefined
  readonly name: string
  readonly mails: number
}

/** Busiest first, then by address; the hosts' own acts last. */
export const byPerson = (deckies: ReadonlyArray<DeckyHistory>): ReadonlyArray<PersonFigures> => {
  const groups = new Map<string | undefined, Mutable>()
  const mails = new Map<string, number>()
  const names = new Map<string, string>()
  for (const { files, mails: sent, residents } of deckies) {
    for (const { persona } of residents) {
      names.set(persona.email, persona.name)
      if (!groups.has(persona.email)) groups.set(persona.email, none())
    }
    for (const event of files) countInto(groups, event.persona, event)
    for (const { from } of sent) {
      mails.set(from, (mails.get(from) ?? 0) + 1)
      if (!groups.has(from)) groups.set(from, none())
    }
  }
  const weight = (each: PersonFigures): number =>
    each.email === undefined ? -1 : each.created + each.edited + each.removed + each.mails
  return [...groups]
    .map(([email, counts]) => ({
      email,
      name: email === undefined ? "the hosts" : (names.get(email) ?? email),
      mails: email === undefined ? 0 : (mails.get(email) ?? 0),
      ...counts,
    }))
    .sort((a, b) => weight(b) - weight(a) || ((a.email ?? "") < (b.email ?? "") ? -1 : 1))
}

export interface FileFigures {
  readonly decky: DeckyHistory
  readonly path: string
  readonly class: ContentClass.ContentClass
  readonly persona: string | undefined
  readonly edits: number
  /** After the last edit. */
  readonly bytes: number
  readonly isRemoved: boolean
}

/** Files that were edited, most edits first, then by decky and path. */
export const busiest = (deckies: ReadonlyArray<DeckyHistory>): ReadonlyArray<FileFigures> =>
  deckies
    .flatMap((decky) => {
      const files = new Map<string, FileFigures>()
      for (const event of decky.files) {
        const before = files.get(event.path)
        const { path, persona, bytes } = event
        const edits = (before?.edits ?? 0) + (event.action === "edit" ? 1 : 0)
        const isRemoved = event.action === "remove"
        files.set(path, {
          decky,
          path,
          class: event.class,
          persona: persona ?? before?.persona,
          edits,
          bytes: isRemoved ? (before?.bytes ?? 0) : bytes,
          isRemoved,
        })
      }
      return [...files.values()].filter(({ edits }) => edits > 0)
    })
    .sort(
      (a, b) =>
        b.edits - a.edits ||
        (a.decky.decky.uuid < b.decky.decky.uuid
          ? -1
          : a.decky.decky.uuid > b.decky.decky.uuid
            ? 1
            : a.path < b.path
              ? -1
              : 1),
    )

export interface MailFigures {
  readonly threads: number
  readonly messages: number
  readonly replies: number
  readonly longestThread: number
  readonly copies: number
}

export const mail = (deckies: ReadonlyArray<DeckyHistory>): MailFigures => {
  const threads = new Map<string, number>()
  let replies = 0
  let copies = 0
  for (const { mails, decky } of deckies)
    for (const each of mails) {
      const key = `${decky.uuid} ${each.threadId}`
      threads.set(key, (threads.get(key) ?? 0) + 1)
      if (each.inReplyTo !== undefined) replies++
      copies += each.deliveries.length
    }
  const sizes = [...threads.values()]
  return {
    threads: threads.size,
    messages: sizes.reduce((total, size) => total + size, 0),
    replies,
    longestThread: sizes.reduce((most, size) => Math.max(most, size), 0),
    copies,
  }
}

export interface SessionFigures {
  readonly toLore: number
  readonly loreHosts: number
  readonly betweenDeckies: number
  readonly failed: number
}

export const sessions = (deckies: ReadonlyArray<DeckyHistory>): SessionFigures => {
  const all = deckies.flatMap(({ traffic }) => traffic)
  const lore = all.filter(({ to }) => to === undefined)
  return {
    toLore: lore.length,
    loreHosts: new Set(lore.map(({ toHost }) => toHost)).size,
    betweenDeckies: all.length - lore.length,
    failed: all.filter(({ success }) => !success).length,
  }
}

export interface TellFigures {
  readonly tell: string
  readonly count: number
  readonly example: Finding
}

/** In order of the tells' ids; the example is the first met. */
export const byTell = (findings: ReadonlyArray<Finding>): ReadonlyArray<TellFigures> => {
  const groups = new Map<string, { readonly example: Finding; count: number }>()
  for (const finding of findings) {
    const group = groups.get(finding.tell)
    if (group === undefined) groups.set(finding.tell, { example: finding, count: 1 })
    else group.count++
  }
  return [...groups]
    .map(([tell, group]) => ({ tell, ...group }))
    .sort((a, b) => (a.tell < b.tell ? -1 : 1))
}

/** Findings name a decky by uuid. */
export const findingsOf = (
  findings: ReadonlyArray<Finding>,
  { decky }: DeckyHistory,
): ReadonlyArray<Finding> => findings.filter((finding) => finding.decky === decky.uuid)

export const people = (history: History): number =>
  new Set(history.deckies.flatMap(({ residents }) => residents.map(({ persona }) => persona.email)))
    .size

export interface WordingFigures {
  readonly outcome: Outcome
  readonly count: number
  /** What was wrong the first time; empty where nothing was. */
  readonly example: string
}

/** What came of asking a model, the commonest first. */
export const wordings = (deckies: ReadonlyArray<DeckyHistory>): ReadonlyArray<WordingFigures> => {
  const groups = new Map<Outcome, WordingFigures>()
  for (const { files, mails } of deckies)
    for (const { wording } of [...files, ...mails]) {
      if (wording === undefined) continue
      const { outcome, detail } = wording
      const group = groups.get(outcome)
      groups.set(outcome, {
        outcome,
        count: (group?.count ?? 0) + 1,
        example: group?.example ?? detail,
      })
    }
  return [...groups.values()].sort((a, b) => b.count - a.count || (a.outcome < b.outcome ? -1 : 1))
}

export interface BaitFigures {
  readonly decky: DeckyHistory
  /** Of its primary file, which is planted last. */
  readonly event: FileEvent
}

/** The bait that was laid, in order of time. */
export const bait = (deckies: ReadonlyArray<DeckyHistory>): ReadonlyArray<BaitFigures> => {
  const tokens = new Map<string, BaitFigures>()
  for (const decky of deckies)
    for (const event of decky.files)
      if (event.bait !== undefined) tokens.set(event.bait.token, { decky, event })
  return [...tokens.values()].sort((a, b) => a.event.at - b.event.at)
}
