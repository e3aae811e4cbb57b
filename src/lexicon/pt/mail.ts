/** Portuguese: how mail clients introduce what they quote. */
import type { MailPhrases } from "../Lexicon.ts"

export const mail: MailPhrases = {
  outlookLabels: ["De", "Enviada em", "Para", "Assunto"],
  thunderbird: "Em {date} {clock}, {name} escreveu:",
  appleMail: "Em {date}, à(s) {clock}, {name} <{email}> escreveu:",
  mutt: "Em {date}, às {clock}, {name} escreveu:",
  outlookSent: "{date} {clock}",
  dateLong: "{d} de {month} de {yyyy}",
  dateShort: "{dd}/{mm}/{yyyy}",
}
