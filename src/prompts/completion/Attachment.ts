/** Talk of attachments: no mail here has one that its words could speak of. */

const anywhere =
  /\b(?:(?:is|are|find|see|please find) attached|attached (?:is|are|file|you|please))\b|\bim anhang\b|\bangehängt\b|\badjunto (?:el|la|los|las|te|envío)\b|\bem anexo\b/i

const inMail =
  /\battach(?:ments?|ing)?\b|\battached\b(?! to (?:\w*\d|the (?:host|server|disk|rack|vm|ticket)|[A-Z]+-\d))|\bi(?:'ve| have) enclosed\b|\benclosed (?:is|are|please|you)\b|(?<!\p{L})(?:anbei|(?:im|als|in den|den|der) anhang|anhänge|angehängt\p{L}*|beigefügt\p{L}*|hänge (?:dir|euch|ihnen|es|sie|die|den|das)? ?\p{L}* ?an)(?!\p{L})|(?<!\p{L})(?:(?:te|le|os|les)? ?adjunt[oa]s?|adjuntad[oa]s?|adjuntamos|adjuntar)(?!\p{L})|(?<!\p{L})(?:anex(?:o|os|ei|ado|ada|ados|amos)|em anexo|segue anexo)(?!\p{L})/iu

export const isNamed = (text: string, isMail: boolean): boolean =>
  (isMail ? inMail : anywhere).test(text)
