/** A decoy host, as a fleet file or a database names it. */
import type { HostFacts } from "./HostFacts.ts"

export const releases = ["debian-11", "debian-12", "ubuntu-22.04", "ubuntu-24.04"] as const
export const roles = ["workstation", "server", "bastion", "mail"] as const

export type Release = (typeof releases)[number]
export type DeckyRole = (typeof roles)[number]

export interface Decky {
  /** At most 64 characters; the identity in streams, rows and transcripts. */
  readonly uuid: string
  readonly name: string
  readonly hostname: string
  readonly ip: string | undefined
  readonly release: Release
  /** IANA. */
  readonly timezone: string
  readonly services: ReadonlyArray<string>
  readonly role: DeckyRole
  readonly topologyId: string | undefined
  /** A persona file of its own, relative to the fleet file. */
  readonly personasFile: string | undefined
  readonly containers: Readonly<Record<string, string>>
  /** Epoch milliseconds at which its history begins; undefined where the run's beginning is meant. */
  readonly bornAt?: number | undefined
  /** What was read from the host; undefined where there is none, or it was never reached. */
  readonly facts?: HostFacts | undefined
}

export const servesMail = (decky: Decky): boolean =>
  decky.services.includes("imap") || decky.services.includes("pop3")

export const servesSsh = (decky: Decky): boolean => decky.services.includes("ssh")
