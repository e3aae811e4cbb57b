/** A few deckies' days to come, with settings and people that need not be stored: run and summed up. */
import * as Effect from "effect/Effect"
import type { Callback } from "../canary/Callback.ts"
import * as Maildir from "../email/Maildir.ts"
import * as InMemory from "../engine/InMemory.ts"
import { World } from "../engine/World.ts"
import type { Decky } from "../fleet/Decky.ts"
import type { Pool } from "../persona/Pool.ts"
import type { PlannerConfig } from "../planner/PlannerConfig.ts"
import { fromSeed } from "../rng/Rng.ts"
import * as Check from "../tells/Check.ts"
import type { DeckyHistory, Finding, History, MailEvent } from "../tells/History.ts"
import * as Instant from "../time/Instant.ts"
import { Chronicle } from "./Chronicle.ts"
import * as Figures from "./Figures.ts"
import * as HeatMap from "./HeatMap.ts"

export const daysMax = 30
export const deckiesMax = 5

/** What a preview is of; plain data, so that it may be sent to another thread. */
export interface Draft {
  readonly seed: string
  /** Epoch milliseconds. */
  readonly start: number
  readonly days: number
  readonly deckies: ReadonlyArray<Decky>
  readonly pool: Pool
  readonly config: PlannerConfig
}

const entriesMax = 2000
const threadsMax = 50
const messagesMax = 30
const findingsMax = 100

/** Where its bait would call home: names that never resolve (RFC 2606). */
const callback: Callback = {
  httpBase: "https://assets.preview.invalid",
  dnsZone: "c.preview.invalid",
}

const octal = (mode: number): string => mode.toString(8).padStart(4, "0")

const treeOf = ({ decky, tree }: DeckyHistory) =>
  tree().map((entry) => ({
    decky: decky.name,
    path: entry.path,
    kind: entry.kind,
    bytes: entry.kind === "directory" ? 0 : entry.read().length,
    mode: octal(entry.mode),
    owner: entry.owner,
    group: entry.group,
    mtime: Instant.toIso(entry.mtime.ms),
  }))

const threadsOf = ({ decky, mails }: DeckyHistory) => {
  const threads = new Map<string, Array<MailEvent>>()
  for (const mail of mails) {
    const thread = threads.get(mail.threadId)
    if (thread === undefined) threads.set(mail.threadId, [mail])
    else thread.push(mail)
  }
  return [...threads].map(([id, all]) => ({
    lastAt: all.at(-1)!.at,
    thread: {
      decky: decky.name,
      thread_id: id,
      subject: all[0]!.subject,
      messages: all.slice(-messagesMax).map(({ messageId, from, to, at, subject }) => ({
        message_id: messageId,
        from,
        to,
        at: Instant.toIso(at),
        subject,
      })),
    },
  }))
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const summaryOf = (history: History, findings: ReadonlyArray<Finding>) => {
  const { deckies } = history
  const mail = Figures.mail(deckies)
  const sessions = Figures.sessions(deckies)
  const names = new Map(deckies.map(({ decky }) => [decky.uuid, decky.name]))
  return {
    files_by_class: Figures.byClass(deckies),
    by_person: Figures.byPerson(deckies).map((each) => ({ ...each, email: each.email ?? null })),
    hour_by_weekday: HeatMap.make(deckies).rows,
    mails: mail.messages,
    threads: mail.threads,
    replies: mail.replies,
    sessions: sessions.toLore + sessions.betweenDeckies,
    bait: Figures.bait(deckies).length,
    findings_count: findings.length,
    findings: findings.slice(0, findingsMax).map(({ tell, decky, path, evidence }) => ({
      tell,
      decky: names.get(decky) ?? decky,
      path: path ?? null,
      evidence,
    })),
  }
}

const peopleOf = ({ decky, residents }: DeckyHistory) => ({
  uuid: decky.uuid,
  name: decky.name,
  hostname: decky.hostname,
  role: decky.role,
  release: decky.release,
  timezone: decky.timezone,
  residents: residents.map(({ persona, login }) => ({
    email: persona.email,
    name: persona.name,
    login,
  })),
})

export const resultOf = (history: History, findings: ReadonlyArray<Finding>) => {
  const entries = history.deckies.map(treeOf)
  const fits = entries.reduce((sum, all) => sum + all.length, 0) <= entriesMax
  const each = fits ? entriesMax : Math.floor(entriesMax / entries.length)
  const threads = history.deckies
    .flatMap(threadsOf)
    .sort((a, b) => b.lastAt - a.lastAt || order(a.thread.thread_id, b.thread.thread_id))
  return {
    start: Instant.toIso(history.start),
    end: Instant.toIso(history.end),
    deckies: history.deckies.map(peopleOf),
    summary: summaryOf(history, findings),
    tree: entries.flatMap((all) => all.slice(0, each)),
    threads: threads.slice(0, threadsMax).map(({ thread }) => thread),
    truncated:
      entries.some((all) => all.length > each) ||
      threads.length > threadsMax ||
      findings.length > findingsMax,
  }
}

export type Result = ReturnType<typeof resultOf>

/** The days are most of the work; judging them is the rest. */
const shareOfDays = 85

/** `onProgress` gets whole percents below 100. */
export const run = (
  draft: Draft,
  onProgress: (percent: number) => Effect.Effect<void>,
): Effect.Effect<Result> =>
  Effect.gen(function* () {
    const { start, config, pool } = draft
    const end = start + draft.days * Instant.dayMillis
    // their lives begin with the preview
    const deckies = draft.deckies.map((decky): Decky => ({ ...decky, bornAt: undefined }))
    const world = new World({
      root: fromSeed(draft.seed),
      config,
      cadence: { kind: "human" },
      start,
      deckies,
      poolOf: () => pool,
      mailRoot: Maildir.patternDefault,
      callback,
    })
    const hosts = InMemory.hostsOf(world, start, true)
    const chronicle = new Chronicle({ options: { start, config }, world, end, hosts })
    yield* InMemory.run({ world, hosts, start, end }, ({ outcomes, until }) =>
      Effect.suspend(() => {
        chronicle.add(outcomes)
        return onProgress(Math.floor((shareOfDays * (until - start)) / (end - start)))
      }),
    )
    const history = chronicle.history()
    return resultOf(history, Check.check(history))
  })
