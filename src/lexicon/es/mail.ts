/** Spanish: what mail clients write around a quotation. */
import type { MailPhrases } from "../Lexicon.ts"

export const mail: MailPhrases = {
  outlookLabels: ["De", "Enviado el", "Para", "Asunto"],
  thunderbird: "El {date} a las {clock}, {name} escribió:",
  appleMail: "El {date}, a las {clock}, {name} <{email}> escribió:",
  mutt: "El {weekday}, {date} a las {clock}, {name} escribió:",
  outlookSent: "{weekday}, {date} {clock}",
  dateLong: "{d} de {month} de {yyyy}",
  dateShort: "{d}/{m}/{yy}",
}
