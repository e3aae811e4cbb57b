/** T: what timestamps give away. */
import type { Resident } from "../persona/Resident.ts"
import * as ActiveHours from "../persona/ActiveHours.ts"
import * as Instant from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"
import type { DeckyHistory, FileEvent, History, Tell } from "./History.ts"
import * as Evidence from "./Evidence.ts"
import * as Hours from "./Hours.ts"
import * as Uniform from "./Uniform.ts"
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

const isBackfilled = ({ backfilled = [] }: DeckyHistory, ms: number): boolean =>
  backfilled.some(({ from, to }) => from <= ms && ms <= to)

/** T01: an mtime after the moment of writing, or before the decky existed. */
export const t01: Tell = (history) =>
  each("T01", history, (view) => {
    const { decky, bornAt, files } = view.history
    const early = (ms: number): boolean => ms < bornAt && !isBackfilled(view.history, ms)
    const add = (mtime: Instant.Instant, why: string, path: string) =>
      Evidence.draft(decky.uuid, `mtime ${Evidence.when(mtime)} ${why}`, path)
    return [
      ...files
        .filter(({ action }) => action !== "remove")
        .flatMap(({ at, mtime, path }) => [
          ...(mtime.ms > at
            ? [add(mtime, `is later than the writing at ${Evidence.at(at)}`, path)]
            : []),
          ...(early(mtime.ms)
            ? [add(mtime, `is before the decky's birth ${Evidence.at(bornAt)}`, path)]
            : []),
        ]),
      ...view.history.mails.flatMap(({ deliveries }) =>
        deliveries
          .filter(({ mtime }) => early(mtime.ms))
          .map(({ mtime, path }) =>
            add(mtime, `is before the decky's birth ${Evidence.at(bornAt)}`, path),
          ),
      ),
      ...view.entries
        .filter(({ mtime }) => mtime.ms > history.end)
        .map(({ mtime, path }) =>
          add(mtime, `is later than the end ${Evidence.at(history.end)}`, path),
        ),
    ]
  })

/** T02: an edit whose mtime does not advance. */
export const t02: Tell = (history) =>
  each("T02", history, ({ history: { decky, files } }) => {
    const last = new Map<string, Instant.Instant>()
    const found: Array<Evidence.Draft> = []
    for (const { action, path, mtime } of files) {
      const before = last.get(path)
      const advances = before === undefined || Instant.isBefore(before, mtime)
      if ((action === "edit" || action === "append") && !advances) {
        const text =
          `${action} leaves mtime at ${Evidence.when(mtime)}, ` +
          `before it was ${Evidence.when(before!)}`
        found.push(Evidence.draft(decky.uuid, text, path))
      }
      if (action === "remove" || action === "rotate") last.delete(path)
      else last.set(path, mtime)
    }
    return found
  })

interface Write {
  readonly event: FileEvent
  readonly decky: string
  readonly author: Resident
  readonly moment: Hours.Moment
}

/** Creates and edits of user files by people who live there, with their own clock. */
const writes: (history: History) => ReadonlyArray<Write> = Evidence.memo((history) =>
  history.deckies.flatMap((decky) => {
    const view = View.of(decky)
    return decky.files.filter(View.isUserWrite).flatMap((event) => {
      const author = View.authorOf(view, event)
      if (author === undefined) return []
      return [{ event, decky: decky.decky.uuid, author, moment: Hours.of(author, event.mtime.ms) }]
    })
  }),
)

/** A share above 0 is told from chance by four standard deviations of counts that come in pairs. */
const shareMax = (share: number, total: number): number =>
  share === 0 ? 0 : total * share + 4 * Math.sqrt(2 * total * share)

/** T03: user files written outside their author's active hours. */
export const t03: Tell = (history) => {
  const all = writes(history)
  const outside = all.filter(({ moment }) => !moment.inside)
  if (outside.length <= shareMax(history.afterHoursShare, all.length)) return []
  const drafts = outside.map(({ event, decky, author, moment }) => {
    const hours = ActiveHours.format(author.persona.activeHours)
    const text = `${moment.clock} is outside ${author.persona.email}'s ${hours}`
    return Evidence.draft(
      decky,
      `${text} (${Evidence.share(outside.length, all.length)})`,
      event.path,
    )
  })
  return Evidence.label("T03", drafts)
}

const daysOffSamplesMin = 300

/** T04: user files changed on the author's days off. */
export const t04: Tell = (history) => {
  const all = writes(history)
  const shareOf = ({ author }: Write): number => author.persona.weekendShare ?? history.weekendShare
  const word = ({ event, decky, author, moment }: Write, why: string) =>
    Evidence.draft(decky, `${moment.clock}: ${author.persona.email} ${why}`, event.path)
  const leave = all.filter(({ author, moment }) => Hours.isLeave(author, moment.day))
  const off = all.filter(({ author, moment }) => Hours.isDayOff(author, moment.day))
  const never = off.filter((write) => shareOf(write) === 0)
  const some = all.filter((write) => shareOf(write) > 0)
  const offAllowed = off.filter((write) => shareOf(write) > 0)
  const allowed = 3 * some.reduce((sum, write) => sum + shareOf(write), 0)
  const tooMany = some.length >= daysOffSamplesMin && offAllowed.length > allowed
  const pooled = `has a day off (${Evidence.share(offAllowed.length, some.length)})`
  return Evidence.label("T04", [
    ...leave.map((write) => word(write, "is on leave")),
    ...never.map((write) => word(write, "never works on days off")),
    ...(tooMany ? offAllowed.map((write) => word(write, pooled)) : []),
  ])
}

const nanosOf = ({ ms, ns }: Instant.Instant): number => (((ms % 1000) + 1000) % 1000) * 1e6 + ns

/** T05: whole seconds, whole milliseconds throughout, or one mtime on two files. */
export const t05: Tell = (history) =>
  each("T05", history, ({ history: { decky, mails }, entries, latest }) => {
    const found: Array<Evidence.Draft> = []
    const delivered = new Set(mails.flatMap(({ deliveries }) => deliveries.map(({ path }) => path)))
    const files = entries.filter(({ kind }) => kind === "file")
    const ours = files.filter(({ path }) => latest.has(path) || delivered.has(path))
    for (const { path, mtime } of ours)
      if (nanosOf(mtime) === 0)
        found.push(
          Evidence.draft(decky.uuid, `mtime ${Evidence.when(mtime)} is a whole second`, path),
        )
    if (ours.length >= 20 && ours.every(({ mtime }) => mtime.ns === 0)) {
      const text = `all ${ours.length} mtimes are whole milliseconds: ${Evidence.when(ours[0]!.mtime)}`
      found.push(Evidence.draft(decky.uuid, text, ours[0]!.path))
    }
    const known = new Map<string, string>()
    for (const { path, mtime } of files) {
      const key = `${mtime.ms}:${mtime.ns}`
      const other = known.get(key)
      // Files of packages share their build's whole second on every real host.
      if (other !== undefined && nanosOf(mtime) !== 0)
        found.push(
          Evidence.draft(decky.uuid, `same mtime ${Evidence.when(mtime)} as ${other}`, path),
        )
      known.set(key, path)
    }
    return found
  })

const oneDeckyFilesMin = 40

/** T06: user files of one decky whose mtimes fall into one minute or day. */
export const t06: Tell = (history) =>
  each("T06", history, ({ history: { decky }, userFiles }) => {
    const n = userFiles.length
    if (n < oneDeckyFilesMin) return []
    const minute = Evidence.mode(userFiles.map(({ entry }) => Math.floor(entry.mtime.ms / 60_000)))!
    const day = Evidence.mode(
      userFiles.map(({ entry }) => Zone.toLocal(decky.timezone, entry.mtime.ms).day),
    )!
    return [
      ...(minute.count > 0.05 * n
        ? [
            `${Evidence.share(minute.count, n)} of mtimes in the minute ` +
              `of ${Evidence.at(minute.key * 60_000)}`,
          ]
        : []),
      ...(day.count > 0.45 * n
        ? [
            `${Evidence.share(day.count, n)} of mtimes on the day of ` +
              `${Evidence.at(day.key * Instant.dayMillis)}`,
          ]
        : []),
    ].map((text) => Evidence.draft(decky.uuid, text))
  })

/** T07: one distance between planting and mtime on several files. */
export const t07: Tell = (history) =>
  each("T07", history, ({ history: { decky, files } }) => {
    const same = new Map<string, Map<string, FileEvent>>()
    const note = (key: string, event: FileEvent) => {
      const known = same.get(key)
      if (known === undefined) same.set(key, new Map([[event.path, event]]))
      else known.set(event.path, event)
    }
    for (const event of files) {
      const millis = event.mtime.ms - event.at
      // A rename keeps the mtime of the last line; within a second a file was simply written.
      if (event.action === "remove" || event.action === "rotate" || Math.abs(millis) < 1000)
        continue
      note(
        millis % Instant.dayMillis === 0
          ? "a whole number of days"
          : `${millis} ms ${event.mtime.ns} ns`,
        event,
      )
    }
    return [...same].flatMap(([key, events]) =>
      events.size < 2
        ? []
        : [...events.values()].map((event) => {
            const text = `mtime ${Evidence.when(event.mtime)} is ${key} from its planting`
            return Evidence.draft(decky.uuid, `${text}, as on ${events.size - 1} more`, event.path)
          }),
    )
  })

/** T08: seconds of the minute that a tick shows through. */
export const t08: Tell = (history) => {
  const series = {
    mtimes: writes(history).map(({ event }) => event.mtime.ms),
    sessions: history.deckies.flatMap(({ traffic }) => traffic.map(({ at }) => at)),
    mails: history.deckies.flatMap(({ mails }) => mails.map(({ at }) => at)),
  }
  return Evidence.label(
    "T08",
    Object.entries(series)
      .filter(([, millis]) => Uniform.differs(millis))
      .map(([name, millis]) => {
        const text =
          `seconds of ${millis.length} ${name}: chi-square ` +
          `${Uniform.chiSquare(millis).toFixed(0)}`
        return Evidence.draft(history.deckies[0]!.decky.uuid, `${text} over ${Uniform.bins} bins`)
      }),
  )
}

const parentOf = (path: string): string => path.slice(0, Math.max(1, path.lastIndexOf("/")))

/** A directory is touched just before the first byte of its new file is written. */
const directorySlackMillis = 1000

/** T09: a directory older than what last happened inside it. */
export const t09: Tell = (history) =>
  each("T09", history, ({ history: { decky, files, mails }, byPath }) => {
    const newest = new Map<string, { readonly ms: number; readonly why: string }>()
    const note = (path: string, ms: number, why: string) => {
      const parent = parentOf(path)
      if (ms > (newest.get(parent)?.ms ?? Number.NEGATIVE_INFINITY)) newest.set(parent, { ms, why })
    }
    const existing = new Set<string>()
    for (const { action, path, at, mtime } of files) {
      if (action === "remove") note(path, at, `${path} was removed`)
      else if (action === "rotate") note(path, at, `${path} was rotated`)
      else if (action === "create" && !existing.has(path))
        note(path, mtime.ms, `${path} was created`)
      if (action === "remove") existing.delete(path)
      else existing.add(path)
    }
    for (const { deliveries } of mails)
      for (const { path, mtime } of deliveries) note(path, mtime.ms, `${path} was delivered`)
    return [...newest].flatMap(([path, { ms, why }]) => {
      const entry = byPath.get(path)
      if (entry?.kind !== "directory" || entry.mtime.ms + directorySlackMillis >= ms) return []
      return [
        Evidence.draft(
          decky.uuid,
          `mtime ${Evidence.when(entry.mtime)}, but ${why} at ${Evidence.at(ms)}`,
          path,
        ),
      ]
    })
  })

/** T10: a date inside a file later than its mtime. */
export const t10: Tell = (history) =>
  each("T10", history, ({ history: { decky }, contents, byPath, stored, logs }) => {
    const found: Array<Evidence.Draft> = [...logs.late]
    const judge = (path: string, what: string, ms: number) => {
      const { mtime } = byPath.get(path)!
      if (ms > mtime.ms)
        found.push(
          Evidence.draft(
            decky.uuid,
            `${what} ${Evidence.at(ms)} is later than mtime ${Evidence.when(mtime)}`,
            path,
          ),
        )
    }
    for (const [path, { dates }] of contents)
      for (const { what, ms } of dates) judge(path, what, ms)
    for (const { path, mail } of stored) if (mail.date !== undefined) judge(path, "Date", mail.date)
    return found
  })

export const tells: Readonly<Record<string, Tell>> = {
  T01: t01,
  T02: t02,
  T03: t03,
  T04: t04,
  T05: t05,
  T06: t06,
  T07: t07,
  T08: t08,
  T09: t09,
  T10: t10,
}
