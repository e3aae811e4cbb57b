/** People and firms that nobody of the organisation knows. */
import * as Words from "../../reading/Words.ts"
import * as Unknown from "./Unknown.ts"
import { givenNames } from "./words.ts"

/** Parts of all names that a text may use, lower case. */
export type Known = ReadonlySet<string>

const partsOf = (text: string): ReadonlyArray<string> =>
  text.toLowerCase().match(/[\p{L}\d]+(?:['’-][\p{L}\d]+)*/gu) ?? []

export const known = (names: Iterable<string>): Known =>
  new Set(
    [...names].flatMap((name) => [...partsOf(name), ...name.toLowerCase().split(/[\s'’.-]+/)]),
  )

/** Whom one asks, beside people. */
const offices = new Set(
  Words.split(`
    it hr ops dev qa finance legal sales support security network procurement purchasing marketing
    logistics accounting payroll admin admins helpdesk management monday tuesday wednesday thursday
    friday everyone everybody somebody someone anybody anyone him her them me us you if what whether
    when about why how for the a an that this it all both again vendor customer team teams people
    finanzas compras soporte sistemas seguridad redes contabilidad ventas rrhh dirección legal todos
    si que el la los las un una cómo cuándo antes
    finanças suporte segurança contabilidade vendas rh direção se que o a os as um uma como quando
    chefe jefe chef boss manager
  `),
)

const asking =
  /(?<![\p{L}])(?:ask(?:ed)?|ping(?:ed)?|told|remind(?:ed)?|cc|according to|preguntar(?:le)? a|preguntarle a|hablar con|hablé con|avisar a|pregunté a|perguntar (?:ao?|à)|falar com|falei com|avisar (?:ao?|à)?|pedir (?:ao?|à))\s+(\p{Lu}\p{Ll}{2,20})(?:\s+(\p{Lu}\p{Ll}{2,20}))?(?![\p{L}])/gu
const askingSmall =
  /(?<![\p{L}])(?:ask|ping|tell|remind|cc|with|from|to|or|and|by|an|und|oder|mit|frag|bei|von|con|com|a|ao|à|para)\s+@?(\p{Ll}{3,20})(?![\p{L}-])/gu
/** Two capitals that do what people do. */
const acting =
  /(?<![\p{L}-])(\p{Lu}\p{Ll}{2,20}) (\p{Lu}\p{Ll}{2,20}) (?:from|said|says|wants|asked|called|will call|dice|dijo|quiere|pidió|llamó|disse|quer|pediu|ligou)(?!\p{L})/gu
const titled =
  /(?<![\p{L}])(?:mr|mrs|ms|dr|herrn?|frau|señora?|sra?|senhora?|dona?)\.?\s+(\p{Lu}[\p{L}'-]{1,24})/giu
const mention = /(?<![\p{L}\d.@+-])@([\p{L}][\p{L}.-]{1,30})(?![\p{L}@])/gu
const firm =
  /(?<![\p{L}])((?:\p{Lu}[\p{L}&-]{1,24} ){1,3}(?:Inc|Corp|Corporation|GmbH|Ltd|Limited|LLC|KG|S\.A\.|S\.L\.|Lda|Ltda))(?![\p{L}])/gu
const capitals =
  /(?<![\p{L}\d._/@-])(\p{Lu}\p{Ll}[\p{L}]{0,20}(?:-\p{Lu}\p{Ll}{1,20})?)(?![\p{L}\d_/]|\.\w)/gu

const isKnown = (names: Known, word: string): boolean => {
  const bare = word.toLowerCase().replace(/['’]s$/, "")
  return (
    names.has(bare) ||
    names.has(bare.replace(/s$/, "")) ||
    partsOf(bare).every((part) => names.has(part))
  )
}

/** Who is named and is nobody. German capitals tell nothing but where a given name is one. */
export const missing = (names: Known, line: string, language: string): ReadonlyArray<string> => {
  const found: Array<string> = []
  const add = (name: string) => found.push(`nobody is called ${name}`)
  for (const [, word] of line.matchAll(capitals))
    if (givenNames.has(word!.toLowerCase()) && !isKnown(names, word!)) add(word!)
  for (const [, word] of line.matchAll(askingSmall))
    if (givenNames.has(word!) && !isKnown(names, word!)) add(word!)
  if (language !== "de")
    for (const [, first, second] of line.matchAll(asking))
      if (!offices.has(first!.toLowerCase()) && !isKnown(names, first!)) {
        // one word may be a product or an office; two are somebody
        if (second !== undefined || givenNames.has(first!.toLowerCase())) add(first!)
        else if (
          /(?:ask(?:ed)?|ping(?:ed)?|told|remind(?:ed)?|preguntar|hablar|perguntar|falar)/i.test(
            line,
          )
        )
          add(first!)
      }
  for (const [, first, second] of language === "de" ? [] : line.matchAll(acting))
    if (!isKnown(names, first!) && !isKnown(names, second!)) add(`${first} ${second}`)
  for (const [, name] of line.matchAll(titled))
    if (!isKnown(names, name!) && /^\p{Lu}/u.test(name!) && !offices.has(name!.toLowerCase()))
      add(name!)
  for (const [, name] of line.matchAll(mention))
    if (!isKnown(names, name!.replace(/[.-]+$/, "")) && !offices.has(name!.toLowerCase()))
      add(`@${name}`)
  for (const [, name] of line.matchAll(firm))
    if (
      !partsOf(name!)
        .slice(0, -1)
        .every((part) => names.has(part))
    )
      add(name!)
  found.push(...Unknown.missing((word) => isKnown(names, word), line, language))
  return found
}
