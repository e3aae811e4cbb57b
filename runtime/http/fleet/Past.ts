/** What has grown on a decky: its files, when each came and went, and its mail. */
import * as Effect from "effect/Effect"
import * as Instant from "../../../src/time/Instant.ts"
import * as EventPages from "../../storage/EventPages.ts"
import * as FilePages from "../../storage/FilePages.ts"
import * as Timestamp from "../../storage/Timestamp.ts"
import { secondsOf } from "../events/Wire.ts"
import { modeOf } from "../files/Handlers.ts"
import * as Page from "../Page.ts"
import { rowOf } from "./Showing.ts"

const millisOf = (text: string | null): number =>
  (text === null ? undefined : Timestamp.parse(text))?.ms ?? 0

/** Whose home a path lies in. */
const homeOf = (path: string): string => /^\/home\/([^/]+)\//.exec(path)?.[1] ?? "root"

export const tree = (uuid: string) =>
  Effect.gen(function* () {
    yield* rowOf(uuid)
    const rows = yield* FilePages.ofDecky(uuid)
    return {
      data: rows.map((row) => ({
        path: row.path,
        bytes: row.bytes ?? 0,
        mode: modeOf(row.mode ?? 0o644),
        owner: row.owner ?? homeOf(row.path),
        group: row.owner_group ?? homeOf(row.path),
        mtime: Instant.toIso(millisOf(row.last_modified ?? row.created_at)),
        class: row.content_class,
        touched: row.touched === true,
      })),
    }
  })

const livesMax = 1000
const changesMax = 200

interface Life {
  readonly path: string
  class: string
  persona: string | null
  bornAt: number
  changedAt: Array<number>
  removedAt: number | undefined
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "")

/** One event after the other; a path that is used again begins a new life. */
const follow = (lives: Map<string, Life>, event: EventPages.Happening): void => {
  const path = textOf(event.payload["path"])
  if (!event.success || path === "") return
  const at = event.at.ms
  const before = lives.get(path)
  const isBirth =
    before === undefined || before.removedAt !== undefined || event.action === "file:create"
  if (event.action === "file:remove") {
    if (before !== undefined) before.removedAt = at
    return
  }
  if (isBirth)
    lives.set(path, {
      path,
      class: textOf(event.payload["content_class"]),
      persona: null,
      bornAt: at,
      changedAt: [],
      removedAt: undefined,
    })
  else before.changedAt.push(at)
}

const lastOf = ({ bornAt, changedAt, removedAt }: Life): number =>
  removedAt ?? changedAt.at(-1) ?? bornAt

export const lives = (uuid: string) =>
  Effect.gen(function* () {
    yield* rowOf(uuid)
    const found = new Map<string, Life>()
    for (const event of yield* EventPages.happenings(uuid, "file")) follow(found, event)
    for (const row of yield* FilePages.ofDecky(uuid)) {
      const life = found.get(row.path)
      const bornAt = millisOf(row.created_at)
      const persona = row.persona === null || row.persona === "" ? null : row.persona
      if (life === undefined)
        found.set(row.path, {
          path: row.path,
          class: row.content_class,
          persona,
          bornAt,
          changedAt: (row.edit_count ?? 0) > 0 ? [millisOf(row.last_modified)] : [],
          removedAt: undefined,
        })
      else {
        life.class = row.content_class
        life.persona = persona
        // what is there is there, and older than the events that are kept
        life.removedAt = undefined
        if (bornAt > 0 && bornAt < life.bornAt) {
          life.changedAt.unshift(life.bornAt)
          life.bornAt = bornAt
        }
      }
    }
    return {
      data: [...found.values()]
        .sort((a, b) => lastOf(b) - lastOf(a) || (a.path < b.path ? -1 : 1))
        .slice(0, livesMax)
        .map(({ path, class: kind, persona, bornAt, changedAt, removedAt }) => ({
          path,
          class: kind,
          persona,
          born_at: Instant.toIso(bornAt),
          changed_at: changedAt.slice(-changesMax).map((at) => Instant.toIso(at)),
          removed_at: removedAt === undefined ? null : Instant.toIso(removedAt),
        })),
    }
  })

interface Asked {
  readonly limit?: number | undefined
  readonly offset?: number | undefined
}

export const threads = (uuid: string, { limit = Page.limitStandard, offset = 0 }: Asked) =>
  Effect.gen(function* () {
    yield* rowOf(uuid)
    const { total, threads: found } = yield* EventPages.threads(uuid, { limit, offset })
    return {
      total,
      limit,
      offset,
      next_cursor: null,
      data: found.flatMap((mails) => {
        const [first] = mails
        return first === undefined
          ? []
          : [
              {
                thread_id: first.threadId,
                subject: first.subject,
                messages: mails.map((mail) => ({
                  message_id: mail.messageId,
                  from: mail.from,
                  to: mail.to,
                  ts: secondsOf(mail),
                  subject: mail.subject,
                })),
              },
            ]
      }),
    }
  })
