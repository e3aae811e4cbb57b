/** A person's way of typing, laid lightly over sentences: small letters, dots, slips. */
import type { Lore } from "../lore/Lore.ts"
import type { Stream } from "../rng/Rng.ts"
import type { Author } from "../voice/Voice.ts"

const shortForms: Readonly<Record<string, ReadonlyArray<readonly [RegExp, string]>>> = {
  en: [
    [/\bplease\b/g, "pls"],
    [/\bPlease\b/g, "Pls"],
    [/\bthanks\b/g, "thx"],
    [/\bThanks\b/g, "Thx"],
    [/\bwithout\b/g, "w/o"],
    [/\btomorrow\b/g, "tmrw"],
  ],
  es: [
    [/\bpor favor\b/g, "porfa"],
    [/(?<!\p{L})también(?!\p{L})/gu, "tb"],
    [/\bmensaje\b/g, "msj"],
  ],
  de: [
    [/\bvielleicht\b/g, "vllt."],
    [/\beventuell\b/g, "evtl."],
    [/\bzum Beispiel\b/g, "z.B."],
    [/\bund so weiter\b/g, "usw."],
    [/\bbeziehungsweise\b/g, "bzw."],
  ],
  pt: [
    [/\bpor favor\b/g, "pfv"],
    [/(?<!\p{L})também(?!\p{L})/gu, "tb"],
    [/(?<!\p{L})você(?!\p{L})/gu, "vc"],
    [/\bquando\b/g, "qdo"],
  ],
}

/** Names are typed with care: a slip in a host's name would point at a host that is not there. */
const namesOf = (lore: Lore): ReadonlySet<string> =>
  new Set(
    [
      ...lore.people.map((person) => person.name),
      ...lore.hosts.flatMap((host) => [host.name, ...host.services]),
      ...lore.projects.flatMap((project) => [project.name, project.team, ...project.branches]),
      ...lore.teams,
      ...lore.vendors,
      ...lore.customers,
      ...lore.meetings,
      lore.organisation,
    ].flatMap((name) => name.toLowerCase().split(/[^\p{L}\d]+/u)),
  )

const slip = (rng: Stream, word: string): string => {
  const at = rng.between(1, word.length - 3)
  const swapped = word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2)
  const dropped = word.slice(0, at) + word.slice(at + 1)
  return rng.chance(2, 3) && swapped !== word ? swapped : dropped
}

/** Slips come about once in `every` characters, in longer words that are nobody's name. */
const withSlips = (rng: Stream, text: string, every: number, names: ReadonlySet<string>): string =>
  text.replace(/(?<![\p{L}\d._/-])\p{Ll}{5,}(?![\p{L}\d_/-])/gu, (word) =>
    names.has(word) || !rng.chance(word.length + 3, every) ? word : slip(rng, word),
  )

/** The first letter small, unless the first word is a name or is written in capitals. */
const lowered = (text: string, names: ReadonlySet<string>): string =>
  text.replace(
    /^([¿¡]?)(\p{Lu})(\p{Ll}*)(?![\p{L}\d-])/u,
    (whole, sign: string, first: string, rest: string) =>
      names.has((first + rest).toLowerCase()) || /^I\b/.test(text)
        ? whole
        : sign + first.toLowerCase() + rest,
  )

export interface Place {
  readonly text: string
  /** The sentence or greeting before it; empty at the very beginning. */
  readonly before: string
  /** It is the last of its mail. */
  readonly closing: boolean
}

/** Preposition and article that the language contracts, where a phrase met a preposition. */
const contractions: Readonly<Record<string, ReadonlyArray<readonly [RegExp, string]>>> = {
  es: [
    [/(?<!\p{L})([Aa]) el (?=\p{Ll})/gu, "$1l "],
    [/(?<!\p{L})([Dd]e) el (?=\p{Ll})/gu, "$1l "],
  ],
  pt: [
    [/(?<!\p{L})([Dd])e (os?|as?) (?=\p{Ll})/gu, "$1$2 "],
    [/(?<!\p{L})em (os?|as?) (?=\p{Ll})/gu, "n$1 "],
    [/(?<!\p{L})Em (os?|as?) (?=\p{Ll})/gu, "N$1 "],
    [/(?<!\p{L})([Pp])or (os?|as?) (?=\p{Ll})/gu, "$1el$2 "],
  ],
}

const germanStarts = new Set(
  (
    "stimmt gesehen kannst könntest können könnten könnt hast habt haben ist sind war weiß magst " +
    "schaust schau gibst gib gibt sag sagst bitte danke vielen kurz leider gestern heute morgen " +
    "hier anbei nochmal erstmal wegen seit laut passt geht meldest schick schickst brauchst " +
    "brauche wollte möchte würdest nimm nimmst lass leg ruf machst willst wollen"
  ).split(" "),
)

/** German goes on in small letters after the comma of a greeting, but for nouns and names. */
const afterComma = (author: Author, text: string): string => {
  const first = /^\p{L}+/u.exec(text)?.[0].toLowerCase() ?? ""
  const small = author.lexicon.functionWords.includes(first) || germanStarts.has(first)
  return small ? first[0]! + text.slice(1) : text
}

const capitalised = (text: string, names: ReadonlySet<string>): string =>
  text.replace(/^([¿¡]?)(\p{Ll}[\p{L}\d.-]*)/u, (whole, sign: string, word: string) =>
    /[\d-]/.test(word) || names.has(word) ? whole : sign + word[0]!.toUpperCase() + word.slice(1),
  )

const beginning = (
  author: Author,
  names: ReadonlySet<string>,
  { text, before }: Place,
  careless: boolean,
): string => {
  if (careless) return lowered(text, names)
  const { language } = author.lexicon
  if (before.endsWith(":") && language !== "de" && !before.includes("\n"))
    return /^[^ ]+ [^ ]+ [^ ]+/.test(before) ? lowered(text, names) : capitalised(text, names)
  return language === "de" && before.endsWith(",")
    ? afterComma(author, text)
    : capitalised(text, names)
}

/** A sentence as this author would type it. */
export const sentence = (rng: Stream, author: Author, lore: Lore, place: Place): string => {
  const { closing, text } = place
  const { habits, lexicon, resident } = author
  const names = namesOf(lore)
  const careful = resident.persona.tone === "formal"
  let out = text
  for (const [apart, contracted] of contractions[lexicon.language] ?? [])
    out = out.replace(apart, contracted)
  if (habits.abbreviates && !careful)
    for (const [long, short] of shortForms[lexicon.language] ?? [])
      if (rng.chance(1, 2)) out = out.replace(long, short)
  out = beginning(author, names, { ...place, text: out }, habits.lowerCase && !careful)
  if (habits.ellipses && rng.chance(1, 9)) out = out.replace(/(?<!\.)\.$/, "...")
  if (habits.exclaims && rng.chance(closing ? 3 : 1, 8)) out = out.replace(/(?<!\.)\.$/, "!")
  if (habits.typoEvery > 0) out = withSlips(rng, out, habits.typoEvery, names)
  return out
}
