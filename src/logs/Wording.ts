/** How a release's systemd says things: 250 put unit names before descriptions. */
import type { ReleaseFacts } from "../host/ReleaseFacts.ts"

export interface Wording {
  /** `man-db.service - Daily man-db regeneration`, or the description alone. */
  readonly named: (unit: string, description: string) => string
  readonly starting: (unit: string, description: string) => string
  readonly started: (unit: string, description: string) => string
  readonly finished: (unit: string, description: string) => string
  readonly stopping: (unit: string, description: string) => string
  readonly stopped: (unit: string, description: string) => string
  /** `session-4.scope: Deactivated successfully.` */
  readonly deactivated: (unit: string) => string
}

export const of = (release: ReleaseFacts): Wording => {
  const named = (unit: string, description: string): string =>
    release.systemd >= 250 ? `${unit} - ${description}` : description
  const end = release.systemd >= 248 ? "Deactivated successfully." : "Succeeded."
  return {
    named,
    starting: (unit, description) => `Starting ${named(unit, description)}...`,
    started: (unit, description) => `Started ${named(unit, description)}.`,
    finished: (unit, description) => `Finished ${named(unit, description)}.`,
    stopping: (unit, description) => `Stopping ${named(unit, description)}...`,
    stopped: (unit, description) => `Stopped ${named(unit, description)}.`,
    deactivated: (unit) => `${unit}: ${end}`,
  }
}
