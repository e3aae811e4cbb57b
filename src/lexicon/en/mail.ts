/** English, how mail clients introduce what they quote. */
import type { MailPhrases } from "../Lexicon.ts"

export const mail: MailPhrases = {
  outlookLabels: ["From", "Sent", "To", "Subject"],
  thunderbird: "On {date} {clock}, {name} wrote:",
  appleMail: "On {date}, at {clock}, {name} <{email}> wrote:",
  mutt: "On {weekday}, {date} at {clock}, {name} wrote:",
  outlookSent: "{weekday}, {date} {clock}",
  dateLong: "{d} {month} {yyyy}",
  dateShort: "{dd}/{mm}/{yyyy}",
}
