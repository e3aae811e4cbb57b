/** X: what texts give away. */
import type { Resident } from "../persona/Resident.ts"
import * as ContentClass from "../taxonomy/ContentClass.ts"
import * as Civil from "../time/Civil.ts"
import * as Zone from "../time/Zone.ts"
import type { History, Tell } from "./History.ts"
import * as Evidence from "./Evidence.ts"
import * as Known from "./Known.ts"
import * as Language from "../reading/Language.ts"
import * as PastDate from "../reading/PastDate.ts"
import * as Placeholder from "../reading/Placeholder.ts"
import * as Prose from "../reading/Prose.ts"
import * as Reference from "../reading/Reference.ts"
import * as View from "./View.ts"

/** One version of a file, or a mail. */
interface Version {
  readonly path: string
  readonly kind: ContentClass.ContentClass
  readonly body: string
  /** Lines that the version before did not have. */
  readonly fresh: ReadonlyArray<string>
  readonly ms: number
  readonly author: Resident | undefined
  /** Nothing later stands at this path. */
  readonly last: boolean
}

const signaturesOf = (view: View.View): ReadonlyArray<string> =>
  [...view.residents.values()].flatMap(({ persona }) => [persona.signature ?? "", persona.name])

const mailVersions = (view: View.View): ReadonlyArray<Version> => {
  const signatures = signaturesOf(view)
  return view.sent.map(({ event, mail, author }) => {
    const body = Prose.ownMail(mail.text, signatures)
    return {
      path: event.deliveries[0]?.path ?? event.messageId,
      kind: "email",
      body,
      fresh: [mail.subject.replace(/^re:\s*/i, ""), ...body.split("\n")],
      ms: event.at,
      author,
      last: true,
    }
  })
}

const fileVersions = (view: View.View): ReadonlyArray<Version> => {
  const before = new Map<string, string>()
  const finals = new Map(
    view.history.files.filter(({ body }) => body !== undefined).map((event) => [event.path, event]),
  )
  return view.history.files.flatMap((event) => {
    const { path, body } = event
    if (event.action === "remove") before.delete(path)
    if (body === undefined || ContentClass.isCanary(event.class)) return []
    const old = new Set(before.get(path)?.split("\n"))
    before.set(path, body)
    return [
      {
        path,
        kind: event.class,
        body,
        fresh: body.split("\n").filter((line) => !old.has(line)),
        ms: event.mtime.ms,
        author: View.authorOf(view, event),
        last: finals.get(path) === event,
      },
    ]
  })
}

interface TextFacts {
  readonly X02: ReadonlyArray<Evidence.Draft>
  readonly X03: ReadonlyArray<Evidence.Draft>
  readonly X04: ReadonlyArray<Evidence.Draft>
  readonly X05: ReadonlyArray<Evidence.Draft>
  readonly X06: ReadonlyArray<Evidence.Draft>
  readonly sentences: ReadonlyArray<{
    readonly path: string
    readonly sentences: ReadonlySet<string>
  }>
}

const isWritten = ({ kind }: Version): boolean => ContentClass.isUser(kind) || kind === "email"

const proseOf = ({ kind, body }: Version): ReadonlyArray<string> => Prose.lines(kind, body)

/** People write their own language; in mail also English, which all of a pool share. */
const languageFault = (version: Version): string | undefined => {
  if (!version.last || version.author === undefined) return undefined
  const own = Language.known(version.author.persona.language)
  const text = proseOf(version).join("\n")
  if (text.length < 120) return undefined
  const foreign = Language.foreign(text, version.kind === "email" ? [own, "en"] : [own])
  return foreign === undefined
    ? undefined
    : `${version.author.persona.email} writes ${own}, this is ${foreign}`
}

const dashFault = ({ author, body }: Version): string | undefined => {
  if (author === undefined || author.persona.usesLlmsHeavily) return undefined
  const at = body.indexOf("\u2014")
  return at < 0
    ? undefined
    : `em-dash in ${Evidence.quote(body.slice(Math.max(0, at - 40), at + 40))}`
}

const judge = (history: History, view: View.View): TextFacts => {
  const { decky } = view.history
  const facts = {
    X02: [] as Array<Evidence.Draft>,
    X03: [] as Array<Evidence.Draft>,
    X04: [] as Array<Evidence.Draft>,
    X05: [] as Array<Evidence.Draft>,
    X06: [] as Array<Evidence.Draft>,
    sentences: [] as Array<{ readonly path: string; readonly sentences: ReadonlySet<string> }>,
  }
  const world = Known.world(history, view.history, view.lives)
  const exampleAllowed = [...world.domains].some((domain) =>
    /(?:^|\.)example\.(?:com|org|net)$/.test(domain),
  )
  for (const version of [...fileVersions(view), ...mailVersions(view)]) {
    const { path, kind, body, fresh, ms, author } = version
    const add = (tell: "X02" | "X03" | "X04" | "X05" | "X06", text: string | undefined) => {
      if (text !== undefined) facts[tell].push(Evidence.draft(decky.uuid, text, path))
    }
    const isCode = kind === "script" || body.startsWith("#!")
    const day = Zone.toLocal(author?.timezone ?? decky.timezone, ms).day
    const home = author === undefined ? "/root" : `/home/${author.login}`
    add("X02", Placeholder.inBody(body, kind === "email"))
    for (const line of fresh) {
      if (line.trim() === "") continue
      const gap = Placeholder.inLine(line, isCode, exampleAllowed)
      if (gap !== undefined) add("X02", `${gap}: ${Evidence.quote(line)}`)
      if (!isWritten(version)) continue
      for (const fault of Reference.missing(world, { text: line, isCode, day, home }))
        add("X05", `${fault}: ${Evidence.quote(line)}`)
      for (const late of PastDate.late(line, day))
        add(
          "X06",
          `${Civil.toIsoDate(late)} is told as past on ` +
            `${Civil.toIsoDate(day)}: ${Evidence.quote(line)}`,
        )
    }
    if (!isWritten(version)) continue
    add("X03", dashFault(version))
    add("X04", languageFault(version))
    if (version.last) facts.sentences.push({ path, sentences: Prose.sentences(proseOf(version)) })
  }
  return facts
}

const factsOf: (
  history: History,
) => ReadonlyArray<{ readonly uuid: string; readonly facts: TextFacts }> = Evidence.memo(
  (history) =>
    history.deckies.map((decky) => ({
      uuid: decky.decky.uuid,
      facts: judge(history, View.of(decky)),
    })),
)

const sentencesMin = 100

/** X01: sentences that stand in two files of a fleet. */
export const x01: Tell = (history) => {
  const first = new Map<
    string,
    { readonly where: string; readonly uuid: string; count: number; other: string }
  >()
  let total = 0
  for (const { uuid, facts } of factsOf(history))
    for (const { path, sentences } of facts.sentences)
      for (const sentence of sentences) {
        total += 1
        const known = first.get(sentence)
        if (known === undefined) first.set(sentence, { where: path, uuid, count: 1, other: "" })
        else {
          known.count += 1
          known.other ||= `${path} on ${uuid}`
        }
      }
  const repeated = [...first].filter(([, { count }]) => count > 1)
  const count = repeated.reduce((sum, [, known]) => sum + known.count, 0)
  if (total < sentencesMin || count <= 0.02 * total) return []
  const share = Evidence.share(count, total)
  const drafts = repeated
    .sort(([, a], [, b]) => b.count - a.count)
    .slice(0, 10)
    .map(([sentence, known]) => {
      const text =
        `${share} of sentences repeat: ${Evidence.quote(sentence)} in ` +
        `${known.count} files, also ${known.other}`
      return Evidence.draft(known.uuid, text, known.where)
    })
  return Evidence.label("X01", drafts)
}

/** A tell that `judge` settled when it read the texts. */
const own =
  (tell: "X02" | "X03" | "X04" | "X05" | "X06"): Tell =>
  (history) =>
    Evidence.label(
      tell,
      factsOf(history).flatMap(({ facts }) => facts[tell]),
    )

/** X02: placeholders, a model's preamble, fences. */
export const x02 = own("X02")
/** X03: em-dashes of people who do not write with models. */
export const x03 = own("X03")
/** X04: texts in another language than their author's. */
export const x04 = own("X04")
/** X05: references to what does not exist. */
export const x05 = own("X05")
/** X06: dates told as past that lie ahead. */
export const x06 = own("X06")

export const tells: Readonly<Record<string, Tell>> = {
  X01: x01,
  X02: x02,
  X03: x03,
  X04: x04,
  X05: x05,
  X06: x06,
}
