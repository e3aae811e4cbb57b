/** A text that somebody is about to write, with all that a prompt for it takes. */
import type { Lore } from "../lore/Lore.ts"
import type { Resident } from "../persona/Resident.ts"
import type { Stream } from "../rng/Rng.ts"
import type { UserClass } from "../taxonomy/ContentClass.ts"
import type { LocalTime } from "../time/Zone.ts"
import type { Author, Matter } from "../voice/Voice.ts"

interface Common {
  readonly author: Author
  readonly lore: Lore
  /** The decky's own host name. */
  readonly hostname: string
  readonly matter: Matter
  /** The moment of writing on the author's own clock. */
  readonly local: LocalTime
  /** ISO 639-1 of what is to be written. */
  readonly language: string
  /** Names everything that a prompt varies. */
  readonly stream: Stream
}

export interface FileTask extends Common {
  readonly _tag: "File"
  readonly class: UserClass
  /** Absolute. */
  readonly path: string
  /** What stands there now; undefined for a new file. */
  readonly previous: string | undefined
}

export interface MailTask extends Common {
  readonly _tag: "Mail"
  readonly to: ReadonlyArray<Resident>
  /** It is decided, and stands whatever is written. */
  readonly subject: string
  readonly parent: { readonly from: Resident; readonly text: string } | undefined
}

export type Task = FileTask | MailTask
