/** One file of a work tree: what it is drawn from, and how it grows from revision to revision. */
import * as Effect from "effect/Effect"
import { fromSeed, type Stream } from "../../rng/Rng.ts"
import type { Context } from "../Context.ts"
import * as Remark from "./Remark.ts"
import type { Plan } from "./WorkTree.ts"

export interface Sheet {
  /** Of this file; the same at each revision. */
  readonly rng: Stream
  readonly context: Context
  readonly plan: Plan
  readonly path: string
  /** How often it was changed since it was added. */
  readonly revision: number
  /** The commit that this revision belongs to. */
  readonly commit: number
  /** Epoch milliseconds at which it was added. */
  readonly writtenAt: number
}

export type Text = (sheet: Sheet) => Effect.Effect<string>

export const lines = (all: ReadonlyArray<string>): string => `${all.join("\n")}\n`

/** A list that grows by one or two with each revision. */
export const grown = <A>(rng: Stream, all: ReadonlyArray<A>, least: number, revision: number) =>
  rng.shuffle(all).slice(0, Math.max(1, least + revision * 2))

export const plain =
  (make: (sheet: Sheet) => ReadonlyArray<string>): Text =>
  (sheet) =>
    Effect.sync(() => {
      const { rng, context, revision } = sheet
      // drawn anew each time, so that revisions differ by what was added only
      const at = (each: number): string =>
        lines(make({ ...sheet, rng: rng.within("text"), revision: each }))
      // a revision that has nothing to add to its list leaves a remark
      const marks = new Set<string>()
      for (let each = 1; each <= revision; each++)
        if (at(each) === at(each - 1)) {
          const about = rng.within("about", each).pick(["care", "origin", "network"] as const)
          marks.add(`# ${Remark.say(rng.within("mark", each), context, about)}`)
        }
      return at(revision) + (marks.size > 0 ? lines([...marks]) : "")
    })

/** Where the application listens, in whichever file it is told. */
export const portOf = ({ salt }: Context): number =>
  fromSeed(salt).within("port").pick([3000, 4000, 5000, 8000, 8080, 9000])

export const wholeHost = ({ organisation }: Context, name: string): string =>
  `${name}.${organisation.domain}`

export const hostsOf = ({ organisation }: Context, ...kinds: ReadonlyArray<string>) => {
  const fitting = organisation.hosts.filter(({ kind }) => kinds.includes(kind))
  return fitting.length > 0 ? fitting : organisation.hosts
}
