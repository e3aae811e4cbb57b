/** What every store may answer: the database cannot be used at present, or not by this process. */
import * as Schema from "effect/Schema"

export class StoreUnavailable extends Schema.TaggedError<StoreUnavailable>()("StoreUnavailable", {
  /**
   * `busy`: locked by another process. `unreachable`: no connection. `read-only`: writes are
   * refused. `full`: no room. `superseded`: another process holds this host's lease. `broken`:
   * anything else.
   */
  reason: Schema.Literal("busy", "unreachable", "read-only", "full", "superseded", "broken"),
  /** One line for the operator; never with a password. */
  detail: Schema.String,
}) {
  override get message(): string {
    return this.detail
  }
}
