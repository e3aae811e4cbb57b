/** How mail programs speak German. */
import type { MailPhrases } from "../Lexicon.ts"

export const mail: MailPhrases = {
  outlookLabels: ["Von", "Gesendet", "An", "Betreff"],
  thunderbird: "Am {date} um {clock} schrieb {name}:",
  appleMail: "Am {date} um {clock} schrieb {name} <{email}>:",
  mutt: "Am {weekday}, {date} um {clock} schrieb {name}:",
  outlookSent: "{weekday}, {date} {clock}",
  dateLong: "{d}. {month} {yyyy}",
  dateShort: "{dd}.{mm}.{yy}",
}
