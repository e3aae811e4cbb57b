/** What a file moment becomes; each case has exactly its fields. */
import type { CanaryClass, UserClass } from "../taxonomy/ContentClass.ts"

/** A file that its author may edit: whole in the store, so that an edit has what it builds on. */
export interface Editable {
  readonly path: string
  readonly class: UserClass
  /** The author's address. */
  readonly author: string
  /** Epoch milliseconds of the last change. */
  readonly changedAt: number
  /** Drawn at its creation; how much its author cares for it, thousandths, median 1000. */
  readonly hotness: number
  readonly body: string
}

export type Plan =
  | { readonly _tag: "LeaveAlone" }
  | { readonly _tag: "Create"; readonly class: UserClass }
  | { readonly _tag: "CreateTemporary" }
  | { readonly _tag: "Edit"; readonly file: Editable }
  /** The host writes its logs up to this moment. */
  | { readonly _tag: "FlushLogs" }
  | { readonly _tag: "Canary"; readonly class: CanaryClass }
