/** Portuguese, as written at work in Brazil. */
import type { Lexicon } from "../Lexicon.ts"
import { common } from "./common.ts"
import { dev } from "./dev.ts"
import { mail } from "./mail.ts"
import { office } from "./office.ts"
import { ops } from "./ops.ts"

export const pt: Lexicon = {
  language: "pt",
  registers: { ops, dev, office },
  common,
  months: [
    "janeiro", "fevereiro", "março", "abril", "maio", "junho",
    "julho", "agosto", "setembro", "outubro", "novembro", "dezembro",
  ],
  weekdays: ["segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo"],
  dates: ["{dd}/{mm}", "{d}/{m}", "{d} de {month}", "{dd}/{mm}/{yy}", "{dd}.{mm}"],
  functionWords: [
    "de", "a", "o", "que", "e", "do", "da", "em", "um", "para", "é", "com", "não", "uma", "os", "no", "se", "na",
    "por", "mais", "as", "dos", "como", "mas", "foi", "ao", "ele", "das", "tem", "à", "seu", "sua", "ou", "ser",
    "quando", "muito", "há", "nos", "já", "está", "eu", "também", "só", "pelo", "pela", "até", "isso", "ela",
    "entre", "era", "depois", "sem", "mesmo", "aos", "ter", "seus", "quem", "nas", "me", "esse", "eles", "estão",
    "você", "tinha", "foram", "essa", "num", "nem", "suas", "meu", "às", "minha", "têm", "numa", "pelos", "elas",
    "havia", "seja", "qual", "será", "nós", "tenho", "lhe", "deles", "essas", "esses", "pelas", "este", "fosse",
    "dele", "te", "vocês", "vai", "aqui", "ainda", "então", "onde", "agora", "antes", "hoje", "pode", "isto",
    "porque", "cada", "desde", "sobre", "ver", "vamos",
  ],
  mail,
}
