/** Why a decky, or a branch of its life, stays quiet: for logs and heartbeats, never for decisions. */
import * as Mtime from "../diurnal/Mtime.ts"
import { servesMail } from "../fleet/Decky.ts"
import type { Cast } from "./World.ts"

export type Branch = "files" | "mail" | "logs"

/** One short reason a quiet branch, in this order; a branch that is not quiet has none. */
export const reasons = (cast: Cast, now: number): Readonly<Partial<Record<Branch, string>>> => {
  const { inhabitants, decky, host } = cast
  const atWork = inhabitants.filter(({ resident }) =>
    Mtime.inWorkHours(resident.persona, resident.timezone, now),
  ).length
  const found: Partial<Record<Branch, string>> = {}
  if (inhabitants.length === 0) found.files = "its pool has no personas"
  else if (atWork === 0) found.files = "nobody is in hours"
  if (!servesMail(decky)) found.mail = "it has no mail service"
  else if (inhabitants.length < 2) found.mail = "its pool has fewer than two personas"
  else if (atWork < 2) found.mail = "fewer than two are in hours"
  if (decky.facts?.releaseKnown === false) found.logs = "its release is unknown"
  else if (!host.logsAreOurs) found.logs = "a daemon of its own writes them"
  return found
}
