/** German. */
import type { Lexicon } from "../Lexicon.ts"
import { common } from "./common.ts"
import { dev } from "./dev.ts"
import { mail } from "./mail.ts"
import { office } from "./office.ts"
import { ops } from "./ops.ts"

/** Deutsch. */
export const de: Lexicon = {
  language: "de",
  registers: { ops, dev, office },
  common,
  months: [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
  ],
  weekdays: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
  dates: ["{d}.{m}.", "{dd}.{mm}.", "{d}. {month}", "{dd}.{mm}.{yy}", "{dd}.{mm}.{yyyy}"],
  functionWords: (
    "der die das den dem des ein eine einen einem einer eines und oder aber denn weil dass ob wenn als wie " +
    "ich du er sie es wir ihr mich dich sich uns mir dir ihm ihnen ihre mein dein sein unser " +
    "ist sind war waren wird werden wurde hat haben hatte habe kann können muss soll sollte darf " +
    "nicht kein keine auch noch schon nur sehr mal doch dann da hier bitte danke " +
    "in im an am auf aus bei beim bis durch für gegen mit nach ohne seit über um unter von vom vor zu zum zur zwischen " +
    "wer wann wo warum welche dieser diese dieses alle alles jetzt heute immer mehr etwas"
  ).split(" "),
  mail,
}
