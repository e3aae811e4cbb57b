/** How much of a history a page may hold: it must open on a phone, whatever was simulated. */

/** Text of bodies and mails in the whole page; markup comes on top of it. */
const textCharsMax = 3_200_000

export interface Limits {
  /** The most characters of one file's last body, and of one message. */
  readonly bodyCharsMax: number
  /** Last lines of a log that are shown. */
  readonly logLinesMax: number
  /** Newest versions of one file. */
  readonly versionsMax: number
  /** Rows per decky. */
  readonly timelineRowsMax: number
  readonly treeRowsMax: number
  readonly threadsMax: number
  readonly sessionsMax: number
  readonly findingsMax: number
}

/** A share of what a page of so many deckies may hold, though never so little as to be useless. */
export const limits = (deckies: number): Limits => {
  const share = (total: number, least: number): number =>
    Math.max(least, Math.floor(total / Math.max(1, deckies)))
  return {
    bodyCharsMax: 24_000,
    logLinesMax: Math.min(40, share(400, 10)),
    versionsMax: 40,
    timelineRowsMax: Math.min(600, share(3600, 60)),
    treeRowsMax: Math.min(4000, share(7000, 150)),
    threadsMax: Math.min(500, share(3000, 40)),
    sessionsMax: Math.min(1000, share(3600, 60)),
    findingsMax: Math.min(500, share(2000, 20)),
  }
}

/** What is left for one decky's texts; spent in the order of the page. */
export class Budget {
  #left: number

  constructor(deckies: number) {
    this.#left = Math.floor(textCharsMax / Math.max(1, deckies))
  }

  /** Whether there was room, which is then spent. */
  spend(chars: number): boolean {
    if (chars > this.#left) return false
    this.#left -= chars
    return true
  }
}
