/**
 * What a running decky is, as read from it at first contact: plain values, kept in the database and
 * written by `deckies export`, so that a preview of the real fleet is one of the real fleet.
 */
import * as Schema from "effect/Schema"
import { matching } from "../schema/Field.ts"

/** A line of `/etc/passwd`. */
export const Account = Schema.Struct({
  login: matching(/^[a-z_][\w.-]{0,31}\$?$/i, "write a login such as annaberg"),
  uid: Schema.Int.pipe(Schema.between(0, 4_294_967_294)),
  gid: Schema.Int.pipe(Schema.between(0, 4_294_967_294)),
  /** The name shown in passwd. */
  gecos: Schema.String,
  home: matching(/^\/[^\0\n:]*$/, "write an absolute path such as /home/annaberg"),
  shell: Schema.String,
})
export type Account = typeof Account.Type

export const HostFacts = Schema.Struct({
  /** Epoch milliseconds. */
  bootedAt: Schema.Int,
  accounts: Schema.Array(Account),
  /** Tables with a user column (`/etc/crontab`, `/etc/cron.d/*`), each with its text. */
  crontabs: Schema.Array(Schema.Struct({ table: Schema.String, text: Schema.String })),
  /** Whether an SSH client is there, for sessions that are really made. */
  sshClient: Schema.Boolean,
  /** Whether an SSH server runs. */
  sshdRuns: Schema.Boolean,
  /** A syslog daemon of the host's own writes its logs; then the engine writes no line there. */
  logsItself: Schema.Boolean,
  /** False where the release is unknown: no system logs are made. */
  releaseKnown: Schema.Boolean,
})
export type HostFacts = typeof HostFacts.Type
