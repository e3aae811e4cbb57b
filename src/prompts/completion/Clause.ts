/** The language of single lines and clauses, by words that one language alone has. */
import * as Words from "../../reading/Words.ts"

/** Function words, days, and what notes at work begin with; words of two lists count for none. */
const lists = {
  en: `
    the and of to is that it was for on are with they be at this have from by not but what all were
    when your can there their will other about many then these some her his would make like into
    has two more see could than been who now did get made after before still should until because
    without again tonight today tomorrow yesterday slow check ask fix clean call send move renew
    read order lunch monday tuesday wednesday thursday friday saturday sunday week need needs needed
    done waiting wait wants takes took look asked told next last only just how where why our we you
    my she he them or out up down over first since also every each him don't it's if so an as
    us old new both another find write tell
  `,
  de: `
    der die das und ist nicht ein eine einen einem einer mit auf für von dem den des im zu sich auch
    es wird werden wurde noch nach bei aus wenn nur aber oder wie über vor zum zur durch bis dass
    wir ich sie sind hat haben kann muss schon mehr alle jetzt heute morgen gestern soll sollte
    bitte prüfen fragen neu starten tauschen klären anrufen nochmal wieder langsam kein keine erst
    ab um dann seit wegen ob läuft montag dienstag mittwoch donnerstag freitag samstag woche was
    will war hatte warum hier dort nächste nächsten diese dieser mal am als so an in er man du
    also gut alt alles viel ins vom beim ihr ihm ihn uns euch
  `,
  es: `
    el los las una y es en por con del al lo su sus pero más este esta esto está están muy también
    hay cuando donde sin sobre hasta desde todo ya ni ser tiene hacer hecho puede mañana ayer luego
    entonces porque aún ahora falta queda según nos solo hoy otra otro que se a de no un la le me
    revisar preguntar antes después viernes lunes martes miércoles jueves sábado semana favor llamar
    como para mi tu te qué cómo esa ese fue son era has ha he he yo dos hecha sigue entre
  `,
  pt: `
    o os um uma e é em não com do da dos das ao na no nos nas pelo pela mas mais este esta isso está
    estão muito também há quando onde sem sobre até tudo já nem ser tem fazer feito pode amanhã
    ontem depois então porque ainda agora falta fica segundo só hoje outra outro foi você que se a
    de por para como revisar verificar falar ver antes sexta segunda terça quarta quinta semana
    favor entre me te minha meu são dois dia as era
  `,
  fr: `
    le la les de des du et est un une en dans pour avec pas qui que nous sont vérifier avant après
    lundi mardi mercredi jeudi vendredi sauvegarde demain hier
    ce cette au aux sur serveur faire très
    plus mais où il elle vous je encore aussi depuis doit être redémarrer
  `,
  it: `
    il gli della delle del di che non sono è anche questo per con una la domani ieri oggi prima dopo
    verificare controllare lunedì martedì mercoledì giovedì venerdì perché più ancora nel nella al
    un ma se le lo ho ha e o
  `,
  nl: `
    het een niet voor zijn ook wij naar maar de van dat met op te is aan er nog moet morgen gisteren
    vandaag maandag dinsdag woensdag donderdag vrijdag controleren wordt werd deze dit je en of om
    bij uit dan als in we was
  `,
} as const

type Code = keyof typeof lists

const codes = Object.keys(lists) as ReadonlyArray<Code>
const owners = new Map<string, Code | undefined>()
for (const code of codes)
  for (const word of new Set(Words.split(lists[code])))
    owners.set(word, owners.has(word) ? undefined : code)

const words = (text: string): ReadonlyArray<string> =>
  text
    .toLowerCase()
    .replace(/\S*[\d_/\\=@]\S*|\b[\w-]+\.[\w.-]+/g, " ")
    .match(/\p{L}[\p{L}'’]+/gu) ?? []

/** One word may be borrowed; two are a clause of another language. */
const least = 2

interface Found {
  readonly own: number
  readonly code: Code | undefined
}

const foundIn = (text: string, language: Code): Found => {
  const counts = new Map<Code, number>()
  for (const word of words(text)) {
    const owner = owners.get(word)
    if (owner !== undefined) counts.set(owner, (counts.get(owner) ?? 0) + 1)
  }
  const own = (counts.get(language) ?? 0) + shared(text, language)
  const best = [...counts].filter(([code]) => code !== language).sort(([, a], [, b]) => b - a)[0]
  return { own, code: best !== undefined && best[1] >= least ? best[0] : undefined }
}

const members = new Map(codes.map((code) => [code, new Set(Words.split(lists[code]))]))

/** Words that the language has together with others speak for it a third as much. */
const shared = (text: string, language: Code): number => {
  const list = members.get(language)!
  const count = words(text).filter(
    (word) => list.has(word) && owners.get(word) === undefined,
  ).length
  return Math.floor(count / 3)
}

const isCode = (language: string): language is Code => language in lists

/** What language one of its clauses is in that has no word of `language`. */
export const foreign = (text: string, language: string): string | undefined => {
  if (!isCode(language)) return undefined
  let own = 0
  let others = 0
  let lines = 0
  for (const line of text.split("\n")) {
    if (!/\p{L}{2}/u.test(line)) continue
    lines += 1
    for (const clause of line.split(/[,;:()!?]+\s|[.] |\s-\s/)) {
      const found = foundIn(clause, language)
      own += found.own
      if (found.own === 0 && found.code !== undefined) return found.code
      others += words(clause).filter((word) => {
        const owner = owners.get(word)
        return owner !== undefined && owner !== language
      }).length
    }
  }
  return lines >= 3 && own === 0 && others >= 3 ? "another language" : undefined
}
