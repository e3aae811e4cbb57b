/** One mail of a thread, before a mail client gives it its form. */

export interface Message {
  readonly threadId: string
  /** 0 for the first of its thread. */
  readonly index: number
  /** How many messages the thread will have; drawn when it begins. */
  readonly threadLength: number
  /** Addresses, lower case. */
  readonly from: string
  readonly to: ReadonlyArray<string>
  /** As in the header: `Re: certificate on mx1`. */
  readonly subject: string
  /** With angle brackets. */
  readonly messageId: string
  readonly inReplyTo: string | undefined
  /** The parent's chain plus the parent; empty for the first. */
  readonly references: ReadonlyArray<string>
  /** Epoch milliseconds of sending; whole seconds, since a Date header has no more. */
  readonly sentAt: number
  /** What its author wrote: no quotation, no signature. */
  readonly text: string
  /** ISO 639-1. */
  readonly language: string
}
