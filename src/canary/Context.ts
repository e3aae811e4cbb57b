/**
 * What an artifact is about: one world with everything else on its host. A plain value, stored with
 * the token, so that the same bytes can be made again.
 */
import type { Release } from "../fleet/Decky.ts"
import type { LoreHost, Project } from "../lore/Lore.ts"
import type { CanaryClass } from "../taxonomy/ContentClass.ts"
import type { ActiveHours } from "../persona/ActiveHours.ts"
import type { Instant } from "../time/Instant.ts"
import type { Callback } from "./Callback.ts"

/** Whose home it lies in. */
export interface Owner {
  readonly name: string
  readonly email: string
  readonly role: string
  /** ISO 639-1: `en`, `de`, `es`, `pt`. */
  readonly language: string
  readonly signature: string | undefined
  readonly login: string
  /** `/home/<login>`. */
  readonly home: string
  /** IANA. */
  readonly timezone: string
  readonly activeHours: ActiveHours
}

/** What the organisation's people would mention: a part of the lore, small enough to store. */
export interface Organisation {
  readonly name: string
  readonly domain: string
  /** Servers only. */
  readonly hosts: ReadonlyArray<LoreHost>
  /** The first is what the artifact is about. */
  readonly projects: ReadonlyArray<Project>
  readonly teams: ReadonlyArray<string>
  readonly vendors: ReadonlyArray<string>
  readonly customers: ReadonlyArray<string>
  readonly meetings: ReadonlyArray<string>
  /** The first is what a dump is of. */
  readonly databases: ReadonlyArray<string>
  /** Of that day: `OPS-4711`. */
  readonly tickets: ReadonlyArray<string>
  /** Without the owner. */
  readonly people: ReadonlyArray<{ readonly name: string; readonly email: string }>
  /** The account under which hosts talk to each other: `deploy`. */
  readonly automation: string
}

/** What a document is about, which its file name tells. */
export interface Document {
  /** A key of the generators' own table. */
  readonly topic: string
  /** In the owner's language, as it heads the document. */
  readonly title: string
}

export interface Context {
  readonly class: CanaryClass
  /**
   * What nobody can work out who does not know the installation's seed: whatever follows from the
   * context alone is drawn from it.
   */
  readonly salt: string
  /** The primary file's absolute path. */
  readonly path: string
  readonly owner: Owner
  readonly organisation: Organisation
  readonly hostname: string
  readonly release: Release
  /** Of the primary file: times inside an artifact lie at it or before. */
  readonly mtime: Instant
  readonly document: Document | undefined
  readonly callback: Callback
}
