/** What became of each file: its birth, its versions and its end. */
import type { DeckyHistory, FileEvent } from "../../src/tells/History.ts"
import * as ContentClass from "../../src/taxonomy/ContentClass.ts"

export interface Life {
  /** Unique on the page; the element that shows the file has it. */
  readonly id: string
  readonly path: string
  readonly class: ContentClass.ContentClass
  /** Who made it; undefined for the host itself. */
  readonly persona: string | undefined
  readonly events: ReadonlyArray<FileEvent>
  /** Epoch milliseconds; undefined where it is there at the end. */
  readonly removedAt: number | undefined
}

interface Draft {
  readonly path: string
  readonly events: Array<FileEvent>
  removedAt: number | undefined
}

/** Files whose older generations are files of their own, of one life. */
const turnsOver = (value: ContentClass.ContentClass): boolean =>
  ContentClass.isLog(value) || value === "login_record"

/** `/var/log/syslog` of `/var/log/syslog.2.gz`. */
const stemOf = ({ path, class: value }: FileEvent): string =>
  turnsOver(value) ? path.replace(/\.\d+(?:\.gz)?$/, "") : path

/** In order of birth, then of path. A file made anew where one was has a life of its own. */
export const all = (history: DeckyHistory, prefix: string): ReadonlyArray<Life> => {
  const lives: Array<Draft> = []
  const current = new Map<string, Draft>()
  for (const event of history.files) {
    const path = stemOf(event)
    let life = current.get(path)
    if (life === undefined) {
      life = { path, events: [], removedAt: undefined }
      lives.push(life)
      current.set(path, life)
    }
    life.events.push(event)
    if (event.action === "remove" && event.path === path) {
      life.removedAt = event.at
      current.delete(path)
    }
  }
  return lives
    .map((life) => ({ ...life, first: life.events[0]! }))
    .sort((a, b) => a.first.at - b.first.at || (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
    .map(({ path, events, removedAt, first }, index) => ({
      id: `${prefix}f${index}`,
      path,
      class: first.class,
      persona: first.persona,
      events,
      removedAt,
    }))
}

export interface Version {
  readonly event: FileEvent
  readonly body: string
}

/** The whole texts that it had, oldest first. */
export const versions = ({ events }: Life): ReadonlyArray<Version> =>
  events.flatMap((event) => (event.body === undefined ? [] : [{ event, body: event.body }]))

/** Colours of the page go by these. */
export const tone = (value: ContentClass.ContentClass): string => {
  const family = ContentClass.familyOf(value)
  return family === "user" ? value : family
}
