/** A file or directory as `stat` shows it, with its bytes. */
import type { Instant } from "../time/Instant.ts"

export interface TreeEntry {
  readonly path: string
  readonly kind: "file" | "directory"
  readonly mode: number
  readonly owner: string
  readonly group: string
  readonly mtime: Instant
  /** Empty for a directory. */
  readonly read: () => Uint8Array
}
