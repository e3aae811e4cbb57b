/**
 * Which of four languages a text is in, by function words. The lists are this judge's own: one that
 * shared the writers' lists would not see their mistakes. Words that two of the languages share are
 * left out.
 */

import * as Words from "./Words.ts"

const lists = {
  en: `
    the and of to is that it was for on are with they be at this have from by not but what
    all were when your can said there use each which their will other about many then
    these some her would make like him into time has two more go see could than been who
    its now did get made may part after before still should until because without again
  `,
  es: `
    el los las una y es en por con del al lo su sus pero más este esta esto está están muy
    también hay cuando donde sin sobre hasta desde todo ya ni ser tiene hacer hecho puede
    mañana ayer luego entonces porque aún ahora falta queda según nos sólo solo hoy otra
    otro
  `,
  de: `
    der die das und ist nicht ein eine einen einem einer mit auf für von dem den des im zu
    sich auch es wird werden wurde noch nach bei aus wenn nur aber oder wie über vor zum
    zur durch bis dass wir ich sie sind hat haben kann muss schon mehr alle jetzt heute
    morgen gestern soll sollte
  `,
  pt: `
    o os um uma e é em não com do da dos das ao na nos no nas pelo pela mas mais este esta
    isso está estão muito também há quando onde sem sobre até tudo já nem ser tem fazer
    feito pode amanhã ontem depois então porque ainda agora falta fica segundo só hoje
    outra outro foi você
  `,
} as const

export type Code = keyof typeof lists

const codes = Object.keys(lists) as ReadonlyArray<Code>
const owners = new Map<string, Array<Code>>()
for (const code of codes)
  for (const word of Words.split(lists[code])) {
    const known = owners.get(word)
    if (known === undefined) owners.set(word, [code])
    else known.push(code)
  }

export const known = (code: string): Code => codes.find((one) => one === code) ?? "en"

/**
 * How many function words of each language a text has. Words of two languages are not counted, nor
 * are single letters, since some people set an `o` before each item of a list.
 */
export const counts = (text: string): Readonly<Record<Code, number>> => {
  const found = { en: 0, es: 0, de: 0, pt: 0 }
  for (const word of text.toLowerCase().match(/\p{L}{2,}/gu) ?? []) {
    const owner = owners.get(word)
    if (owner?.length === 1) found[owner[0]!] += 1
  }
  return found
}

/**
 * The language that a text is in where that is none of `expected`: at least five function words,
 * and three times as many as of any expected language.
 */
export const foreign = (text: string, expected: ReadonlyArray<Code>): Code | undefined => {
  const found = counts(text)
  const best = codes.reduce((a, b) => (found[b] > found[a] ? b : a))
  const own = Math.max(...expected.map((code) => found[code]))
  return !expected.includes(best) && found[best] >= 5 && found[best] > 3 * own ? best : undefined
}
