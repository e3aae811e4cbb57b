/** Collects a run into the history that judges, summaries and reports read. */
import type { Outcome } from "../engine/Record.ts"
import {
  bytesAfter,
  isFile,
  type Create,
  type Edit,
  type FileAction,
  type Mail,
} from "../scheduler/Action.ts"
import type * as History from "../tells/History.ts"
import type { PlannerConfig } from "../planner/PlannerConfig.ts"
import type { World } from "../engine/World.ts"

/** A run over hosts that keep what is written on them. */
export interface Run {
  readonly options: {
    /** Epoch milliseconds. */
    readonly start: number
    readonly config: Pick<PlannerConfig, "afterHoursShare" | "weekendShare">
  }
  readonly world: World
  /** Epoch milliseconds. */
  readonly end: number
  readonly hosts: ReadonlyMap<string, { readonly tree: () => ReadonlyArray<History.TreeEntry> }>
}

interface Mutable {
  readonly files: Array<History.FileEvent>
  readonly mails: Array<History.MailEvent>
  readonly traffic: Array<History.TrafficEvent>
}

const actions = {
  Create: "create",
  Edit: "edit",
  Append: "append",
  Rotate: "rotate",
  Remove: "remove",
} as const

const wordingOf = ({ worded }: Create | Edit | Mail): Pick<History.FileEvent, "wording"> =>
  worded === undefined ? {} : { wording: worded.wording }

const fileEvent = (at: number, action: FileAction): History.FileEvent => ({
  at,
  action: actions[action._tag],
  class: action.class,
  persona: action.persona,
  path: action.path,
  mtime: action.mtime,
  mode: action.mode,
  owner: action.owner,
  group: action.group,
  bytes: bytesAfter(action),
  sha256: action._tag === "Remove" ? "" : action.sha256,
  body: action._tag === "Create" || action._tag === "Edit" ? action.body : undefined,
  ...(action._tag === "Create" && action.bait !== undefined ? { bait: action.bait } : {}),
  ...(action._tag === "Create" || action._tag === "Edit" ? wordingOf(action) : {}),
})

export class Chronicle {
  readonly #run: Run
  readonly #deckies = new Map<string, Mutable>()

  constructor(run: Run) {
    this.#run = run
    for (const uuid of run.world.casts.keys())
      this.#deckies.set(uuid, { files: [], mails: [], traffic: [] })
  }

  add(outcomes: ReadonlyArray<Outcome>): void {
    for (const { decky, at, action, result } of outcomes) {
      const into = this.#deckies.get(decky)!
      if (isFile(action)) {
        if (result === "done") into.files.push(fileEvent(at.ms, action))
      } else if (action._tag === "Mail")
        into.mails.push({
          at: at.ms,
          from: action.message.from,
          to: action.message.to,
          messageId: action.message.messageId,
          inReplyTo: action.message.inReplyTo,
          references: action.message.references,
          threadId: action.message.threadId,
          subject: action.message.subject,
          source: action.source,
          deliveries: action.copies,
          ...wordingOf(action),
        })
      else
        into.traffic.push({
          at: at.ms,
          to: action.target,
          toHost: action.targetHost,
          user: action.user,
          command: action.command,
          durationSeconds: Math.round(action.durationMillis / 1000),
          success: result === "done",
        })
    }
  }

  history(): History.History {
    const { options, world, end, hosts } = this.#run
    return {
      start: options.start,
      end,
      afterHoursShare: options.config.afterHoursShare,
      weekendShare: options.config.weekendShare,
      deckies: [...world.casts.values()].map((cast) => ({
        decky: cast.decky,
        host: cast.host,
        lore: cast.lore,
        residents: cast.inhabitants.map(({ resident }) => resident),
        bornAt: options.start,
        ...this.#deckies.get(cast.decky.uuid)!,
        tree: () => hosts.get(cast.decky.uuid)!.tree(),
      })),
    }
  }
}
