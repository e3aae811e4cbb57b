/** What a clone's owner did in it, as git's reflogs tell it: commits, pushes, pulls. */
import type { Stream } from "../../rng/Rng.ts"
import * as Zone from "../../time/Zone.ts"
import type { Context } from "../Context.ts"
import * as GitHistory from "./GitHistory.ts"
import * as GitObject from "./GitObject.ts"
import type { Plan } from "./WorkTree.ts"

export interface Reflog {
  /** Of `HEAD` and of the branch. */
  readonly local: string
  /** Of the remote's branch. */
  readonly remote: string
  /** Where the remote's branch stands. */
  readonly pushed: string
  /** Where the branch stood before the last pull. */
  readonly original: string
  readonly fetched: string
}

const none = "0".repeat(40)

/** As `git fetch` names a remote: without its login and its ending. */
const anonymous = (remote: string): string =>
  remote.replace(/:\/\/[^@/]*@/, "://").replace(/\.git$/, "")

export const make = (
  rng: Stream,
  { owner, mtime }: Context,
  plan: Plan,
  changes: ReadonlyArray<GitHistory.Change>,
  commits: ReadonlyArray<string>,
  remote: string,
): Reflog => {
  const end = Math.floor(mtime.ms / 1000) - 1
  const line = (from: string, to: string, at: number, message: string): string => {
    const offset = Zone.formatOffset(Zone.offsetMinutes(owner.timezone, at * 1000))
    const who = GitObject.signature({ name: owner.name, email: owner.email, at, offset })
    return `${from} ${to} ${who}\t${message}\n`
  }
  let local = ""
  let remotes = ""
  let head = none
  let pushed = none
  let original = none
  for (const [at, { author, message }] of changes.entries()) {
    const id = commits[at]!
    const own = rng.within("commit", at)
    if (!plan.pulled[at]!) {
      local += line(
        head,
        id,
        author.at,
        at === 0 ? `commit (initial): ${message}` : `commit: ${message}`,
      )
      head = id
      const isHeldBack = plan.isAhead && at === changes.length - 1
      if (isHeldBack || pushed === id) continue
      const push = Math.min(author.at + own.between(4, 170), end)
      remotes += line(pushed, id, push, "update by push")
      pushed = id
      continue
    }
    // several commits of others come with one pull
    if (plan.pulled[at + 1] === true) continue
    const next = Math.min(changes[at + 1]?.author.at ?? end, end)
    const soon = Math.min(author.at + own.between(120, 7200), next - 1)
    // who is not at work then pulls before going on with it
    const pull = GitHistory.isAtWork(owner, soon * 1000)
      ? soon
      : Math.max(author.at + 1, next - own.between(30, 600))
    remotes += line(pushed, id, pull, "pull: fast-forward")
    local += line(head, id, pull, "pull: Fast-forward")
    original = head
    head = id
    pushed = id
  }
  return {
    local,
    remote: remotes,
    pushed,
    original,
    fetched: `${pushedByOthers(plan, commits)}\t\tbranch '${plan.branch}' of ${anonymous(remote)}\n`,
  }
}

/** What the last pull brought. */
const pushedByOthers = ({ pulled }: Plan, commits: ReadonlyArray<string>): string =>
  commits[pulled.lastIndexOf(true)] ?? none
