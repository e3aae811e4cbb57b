/** A persona who has an account on a decky. */
import type { Persona } from "./Persona.ts"

export interface Resident {
  readonly persona: Persona
  /** Account name on this decky. */
  readonly login: string
  readonly uid: number
  /** IANA; the persona's own, else the decky's. */
  readonly timezone: string
}
