/** A login on a host, as its logs tell it. Decided by name elsewhere; logs only report it. */

export interface Session {
  /** Unique on the host; part of stream names. */
  readonly id: string
  readonly login: string
  readonly uid: number
  /** Epoch milliseconds of the accepted login. */
  readonly startMillis: number
  /** Epoch milliseconds of its close. */
  readonly endMillis: number
  /** Where it came from. */
  readonly fromIp: string
  /** A pty was allocated, so `wtmp` has it; a single remote command has none. */
  readonly pty: boolean
  /** 43 characters of base64, the client key's SHA-256 fingerprint. */
  readonly keyFingerprint: string
  /** Commands run through sudo while it lasts, oldest first. */
  readonly sudo: ReadonlyArray<{
    readonly atMillis: number
    readonly command: string
    readonly cwd: string
  }>
}
