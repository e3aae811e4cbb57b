/** Why a file cannot be made into bait. */
import * as Schema from "effect/Schema"

/**
 * `size`: too large a file; `bomb`: too much in it; `encrypted`: a password would be needed;
 * `signed`: a change would break its signature; `broken`: not what its name or its first bytes say;
 * `unconfigured`: there is no address to put in. Waiting does not help.
 */
export const reasons = ["size", "bomb", "encrypted", "signed", "broken", "unconfigured"] as const
export type Reason = (typeof reasons)[number]

const advice: Readonly<Record<Reason, string>> = {
  size: "it is larger than 20 MiB; give a smaller one",
  bomb: "it unpacks to more than 100 MiB or 4,000 parts; give a smaller one",
  encrypted: "it is protected by a password; save it without and give it again",
  signed: "it carries a digital signature that a change would break; give an unsigned copy",
  broken: "it is damaged; open it in its program, save it again, and give that",
  unconfigured:
    "no address is configured that it could call; set DECNET_CANARY_HTTP_BASE or DECNET_CANARY_DNS_ZONE",
}

export class InstrumentRejected extends Schema.TaggedError<InstrumentRejected>()(
  "InstrumentRejected",
  {
    file: Schema.String,
    format: Schema.String,
    reason: Schema.Literal(...reasons),
  },
) {
  override get message(): string {
    return `${this.file} (${this.format}) was not taken: ${advice[this.reason]}.`
  }
}
