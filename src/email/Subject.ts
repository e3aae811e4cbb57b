/** Subjects: short, seldom twice, and with one `Re: ` however long the thread. */
import type * as Grammar from "../lexicon/Grammar.ts"
import type { Stream } from "../rng/Rng.ts"
import type { Table } from "../rng/Table.ts"
import * as Voice from "../voice/Voice.ts"

/** Characters of 21,635 subjects of the Enron corpus: p5 4, p25 14, p50 22, p75 34, p95 61. */
const lengths: Table = [6, 9, 12, 14, 16, 18, 20, 22, 24, 27, 30, 34, 39, 46, 58]

/** How many characters off the wished length a telling subject may be. */
const telltale = 16

/** Nobody invites to 13:37. */
const onTheQuarter = (text: string): string =>
  text.replace(/\b(\d{1,2}):(\d\d)\b/, (_, hours: string, minutes: string) => {
    const quarter = Math.floor(Number(minutes) / 15) * 15
    return `${hours}:${String(quarter).padStart(2, "0")}`
  })

/** Of a few tries the one nearest to a drawn length among those that fit what the mail says. */
export const first = (
  rng: Stream,
  scope: () => Grammar.Scope,
  fit: (text: string) => number,
): string => {
  const wanted = rng.table(lengths)
  let best = ""
  let distance = Number.MAX_SAFE_INTEGER
  for (let attempt = 0; attempt < 14; attempt++) {
    const subject = Voice.say(rng, scope(), "subject").replace(/\s+/g, " ").trim()
    // a number or a compound name tells one matter from another; without it subjects soon repeat
    const telling = /\d|\w-\w/.test(subject) ? telltale : 0
    const off = Math.abs(subject.length - wanted) - fit(subject) * 9 - telling
    if (subject !== "" && off < distance) {
      best = subject
      distance = off
    }
  }
  return onTheQuarter(best)
}

/** The subject of an answer. */
export const reply = (subject: string): string =>
  `Re: ${subject.replace(/^(?:(?:re|aw|rv|res|fwd?|wg)\s*:\s*)+/i, "")}`
