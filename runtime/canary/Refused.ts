/** What an operator asked of bait, and why it cannot be done as it was asked. */
import * as Schema from "effect/Schema"

export class Refused extends Schema.TaggedError<Refused>()("Refused", {
  /**
   * `input`: a field is wrong. `unknown`: what it names is not there. `unready`: it is there, and
   * cannot take bait yet, or a setting is missing.
   */
  reason: Schema.Literal("input", "unknown", "unready"),
  /** Undefined where it is about the whole. */
  field: Schema.optional(Schema.String),
  /** What to write, or to do first. */
  says: Schema.String,
}) {
  /** As commands name their options. */
  override get message(): string {
    return this.field === undefined ? this.says : `--${this.field}: ${this.says}`
  }
}
