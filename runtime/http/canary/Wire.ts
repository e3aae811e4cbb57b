/** Bait and its uses as JSON, with what a viewer may not see left out. */
import type { ArtifactFile } from "../../../src/canary/Generator.ts"
import * as Bytes from "../../../src/bytes/Bytes.ts"
import type { TokenRow } from "../../../src/ports/CanaryTokens.ts"
import type { TriggerRow } from "../../../src/ports/CanaryTriggers.ts"
import * as Instant from "../../../src/time/Instant.ts"
import * as Shown from "../../canary/Shown.ts"
import type { Role } from "../../storage/ApiTokens.ts"
import type { Upload } from "../../storage/CanaryPages.ts"
import * as Masked from "./Masked.ts"

const isoOf = (at: Instant.Instant | undefined): string | null =>
  at === undefined ? null : Instant.toIso(at.ms)

export const token = (row: TokenRow, role: Role) => ({
  uuid: row.id,
  class: row.class,
  kind: row.kind,
  decky_uuid: row.decky,
  decky_name: row.deckyName,
  topology_id: row.topologyId ?? null,
  path: row.path,
  files: row.files.map(({ path, mode, bytes, sha256 }) => ({
    path,
    mode: Shown.mode(mode),
    bytes,
    sha256,
  })),
  slug: role === "admin" ? row.slug : null,
  state: row.state,
  last_error: row.lastError ?? null,
  persona: row.context.owner.email,
  blob_uuid: row.upload?.blob ?? null,
  instrumenter: row.upload?.instrumenter ?? null,
  created_by: row.createdBy,
  placed_at: isoOf(row.placedAt),
  last_triggered_at: isoOf(row.lastTriggeredAt),
  trigger_count: row.triggerCount,
})

/** `slug` is its token's; undefined where that is no longer known. */
export const use = (row: TriggerRow, role: Role, slug: string | undefined) =>
  Masked.forRole(role, slug, {
    uuid: row.id,
    token_uuid: row.token,
    ...Shown.use(row),
  })

/** `slug` is undefined where the files are of no token. */
export const files = (all: ReadonlyArray<ArtifactFile>, role: Role, slug: string | undefined) =>
  all.map(({ path, mode, bytes }) =>
    Masked.forRole(role, slug, {
      path,
      mode: Shown.mode(mode),
      bytes: bytes.length,
      sha256: Bytes.sha256(bytes),
      text: Shown.textOf(bytes) ?? null,
    }),
  )

/** What is known of files that cannot be made again. */
export const withoutText = (row: TokenRow) =>
  row.files.map(({ path, mode, bytes, sha256 }) => ({
    path,
    mode: Shown.mode(mode),
    bytes,
    sha256,
    text: null,
  }))

export const blob = (row: Upload) => ({
  uuid: row.id,
  sha256: row.sha256,
  filename: row.filename,
  content_type: row.contentType,
  size_bytes: row.bytes,
  uploaded_by: row.uploadedBy,
  uploaded_at: Instant.toIso(row.uploadedAt),
  tokens: row.tokens,
})
