/** English. */
import type { Lexicon } from "../Lexicon.ts"
import { common } from "./common.ts"
import { dev } from "./dev.ts"
import { mail } from "./mail.ts"
import { office } from "./office.ts"
import { ops } from "./ops.ts"

export const en: Lexicon = {
  language: "en",
  registers: { ops, dev, office },
  common,
  months: [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ],
  weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
  dates: ["{d} {month}", "{d} {month}", "{month} {d}", "{yyyy}-{mm}-{dd}", "{dd}/{mm}", "{dd}/{mm}/{yy}", "{d} {month} {yyyy}"],
  functionWords: (
    "the be to of and a in that have i it for not on with he as you do at this but his by from they we say her she or an will my " +
    "one all would there their what so up out if about who get which go me when make can like no just him know take into your some " +
    "could them see other than then now only its over also after how our first because any these us is are was were been has had " +
    "did does am being where why while here more most very before should may still until again"
  ).split(" "),
  mail,
}
