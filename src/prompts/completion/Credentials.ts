/** Passwords that a text tells, by their shape: one that opens nothing is tried at once. */

const nouns =
  "(?:pw|pwd|pass|passwd|password|passwort|kennwort|contraseña|clave de acceso|clave|senha|pin|passphrase)"

/** What is said of a password that is none. */
const states =
  /^(?:expired?s?|unknown|wrong|missing|known|gone|new|old|changed|rotated|needed|required|set|reset|stored|saved|still|same|weak|short|too|long|there|here|with|from|only|never|also|again|abgelaufen|unbekannt|falsch|fehlt|geändert|liegt|steht|noch|nicht|caducada|desconocida|cambiada|está|vencida|expirada|alterada|trocada|manager|policy|prompt|protected|again|please|bitte|todo|open|done|später|later)[\p{L}]*$/iu

const told = new RegExp(
  `(?<![\\p{L}_$-])${nouns}(?![\\p{L}_-])(?: [\\p{L}\\d.-]+){0,5}?(?: (?:is|ist|es|é|lautet|auf|to)|:|=| =)[ \\t]*["'\`]?([^\\s"'\`<>(){}$]{4,40})["'\`]?(?=$|[,;)]|\\.(?:\\s|$)| -|\\s+(?:and|und|y|e)\\b)`,
  "gimu",
)

const pairs: ReadonlyArray<RegExp> = [
  /\b(?:login|logins|creds?|credentials?|zugang|usuario|acceso|acesso|utilizador|usuário|user)\b[:=\s]+["'`]?[\w.-]{2,20} ?[/:] ?["'`]?(?=[^\s]*\d)[^\s"'`]{4,}/iu,
  /(?:\s-u|--user)[ =]?["']?[\w.-]{1,30}:[^\s"'$]{3,}/,
  /:\/\/[^\s:@/$]{1,40}:[^\s@$/{]{2,60}@/,
  /\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)\b[^\n|;]{0,200}\s-p["']?[^\s"'$-][^\s"']{3,}/,
  /--password[= ]["']?(?![$<])[^\s"']{3,}|\bsshpass -p ?["']?(?!\$)\S/,
  /\b(?:PGPASSWORD|MYSQL_PWD|\w*(?:SECRET|PASSWORD|PASSWD|API_?KEY|ACCESS_KEY|TOKEN))=["']?(?![$/~.])[\w+/=!#%&*-]{6,}/,
  /\b\w*(?:password|passwd|secret|api_?key|token)\s*=\s*["'](?![/~.$])[^\s"'{}]{5,}["']/i,
]

export const found = (text: string): boolean =>
  pairs.some((pattern) => pattern.test(text)) ||
  [...text.matchAll(told)].some(([, word]) => !states.test(word!))
