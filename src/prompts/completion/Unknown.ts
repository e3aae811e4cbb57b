/** Who acts in a line, or is gone to with something, and is neither known nor a word. */
import * as Words from "../../reading/Words.ts"
import * as Vocabulary from "./Vocabulary.ts"
import { givenNames } from "./words.ts"

const deeds = Words.anyOf(`
  has had wants wanted said says knows asked asks called calls told thinks promised needs will
  wrote agreed sent took takes brings brought tiene quiere dice dijo sabe pide pidió llamó necesita
  escribió prometió tem quer disse diz sabe pediu ligou precisa escreveu prometeu hat will sagt
  sagte meint fragt fragte weiß braucht wollte kommt
`)
const name = "\\p{Lu}\\p{Ll}[\\p{L}'-]{1,20}"

const acting = new RegExp(`(?:^[-*+\\s[\\]x\\d.)]*|[.:;,] )(${name}) ${deeds}(?!\\p{L})`, "gmu")
const owning = new RegExp(`(?<![\\p{L}\\d])(${name})['’]s (?=\\p{Ll})`, "gu")
const withWhom = new RegExp(
  `(?<!\\p{L})(?:mit|bei|an|von) (${name}) (?:klären|besprechen|reden|sprechen|abstimmen|telefonieren|nachfragen|melden|fragen)(?!\\p{L})`,
  "gu",
)
const project = new RegExp(
  `(?<!\\p{L})(?:[Pp]roject|[Pp]rojekt|[Pp]royecto|[Pp]rojeto) (${name})(?!\\p{L})`,
  "gu",
)
/** In the middle of a sentence only names have capitals, but for German. */
const within = new RegExp(`(?<=\\p{Ll}[,]? )(${name})(?![\\p{L}\\d_-]|\\.\\w)`, "gu")
const actingSmall = new RegExp(
  `(?:^[-*+\\s[\\]x\\d.)]*|[.:;,] )(\\p{Ll}{3,20}) (?:has the|wants|said|says|knows|called|asked|told) `,
  "gmu",
)
const too = /[,;] (\p{Ll}{4,20}) (?:too|also|knows|auch|también|também)(?!\p{L})/gu

/** What people call their machines where they call them something. */
const nicknames = new Set(
  Words.split(`
    zeus athena hermes apollo hera ares poseidon hades thor odin loki freya jupiter saturn neptune
    pluto orion gandalf frodo bilbo sauron legolas aragorn vader yoda skywalker kirk spock picard
    hal9000 skynet cerberus kronos helios artemis dionysus hephaestus prometheus hyperion
  `),
)
const nickname = /(?<![\p{L}\d./_@-])(\p{Ll}{3,12})(?![\p{L}\d_-]|\.\w)/gu
const down =
  /(?:^[-*+\s[\]x\d.)]*)(\p{Ll}{3,12}) (?:is|was) (?:full|down|unreachable|offline|dead)(?!\p{L})/gmu

export const missing = (
  isKnown: (word: string) => boolean,
  line: string,
  language: string,
): ReadonlyArray<string> => {
  const found: Array<string> = []
  const isNobody = (word: string) => !isKnown(word) && !Vocabulary.has(word)
  const look = (pattern: RegExp, what: string) => {
    for (const [, word] of line.matchAll(pattern))
      if (isNobody(word!)) found.push(`${what} ${word}`)
  }
  look(acting, "nobody is called")
  look(owning, "nobody is called")
  look(actingSmall, "nobody is called")
  look(withWhom, "nobody is called")
  look(project, "no project is called")
  look(down, "host")
  // as one that German has too, it may be a word at any place
  if (language !== "de") look(within, "nobody is called")
  for (const [, word] of line.matchAll(too))
    if (givenNames.has(word!) && !isKnown(word!)) found.push(`nobody is called ${word}`)
  for (const [, word] of line.matchAll(nickname))
    if (nicknames.has(word!) && !isKnown(word!)) found.push(`host ${word}`)
  return found
}
