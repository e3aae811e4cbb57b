/** What a body is told before it is written. */
import type { Lore } from "../lore/Lore.ts"
import type { LocalTime } from "../time/Zone.ts"
import type { Author, Matter } from "../voice/Voice.ts"

export interface Subject {
  readonly author: Author
  readonly lore: Lore
  /** The decky's own host name, a host of the lore like others. */
  readonly hostname: string
  /** Absolute; its extension tells the form that a body takes. */
  readonly path: string
  readonly matter: Matter
  /** The moment of writing on the author's own clock. */
  readonly local: LocalTime
}
