/** Spanish, as written at work in Spain. */
import type { Lexicon } from "../Lexicon.ts"
import { common } from "./common.ts"
import { dev } from "./dev.ts"
import { mail } from "./mail.ts"
import { office } from "./office.ts"
import { ops } from "./ops.ts"

export const es: Lexicon = {
  language: "es",
  registers: { ops, dev, office },
  common,
  months: [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
  ],
  weekdays: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
  dates: ["{d}/{m}", "{dd}/{mm}", "{d} de {month}", "{d}-{m}", "{dd}/{mm}/{yy}", "{dd}/{mm}/{yyyy}"],
  functionWords: [
    "de", "la", "que", "el", "en", "y", "a", "los", "del", "se", "las", "por", "un", "para", "con", "no",
    "una", "su", "al", "lo", "como", "más", "pero", "sus", "le", "ya", "o", "este", "sí", "porque", "esta",
    "entre", "cuando", "muy", "sin", "sobre", "también", "me", "hasta", "hay", "donde", "quien", "desde",
    "todo", "nos", "durante", "todos", "uno", "les", "ni", "contra", "otros", "ese", "eso", "ante", "ellos",
    "e", "esto", "mí", "antes", "algunos", "qué", "unos", "yo", "otro", "otras", "otra", "él", "tanto", "esa",
    "estos", "mucho", "quienes", "nada", "muchos", "cual", "poco", "ella", "estar", "estas", "algo", "mi",
    "mis", "tú", "te", "ti", "tu", "tus", "está", "están", "es", "son", "ser", "fue", "ha", "han", "he",
    "si", "según", "cada", "hoy", "ahora", "así", "aquí", "todavía", "después", "luego",
  ],
  mail,
}
