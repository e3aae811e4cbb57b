/** The people whom deckies draw their residents from. */
import type { Persona } from "./Persona.ts"

export interface Pool {
  /** A topology's id, a file's name, or `fleet`: names the organisation's lore. */
  readonly id: string
  readonly personas: ReadonlyArray<Persona>
}
