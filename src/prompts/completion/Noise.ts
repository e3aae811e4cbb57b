/** What servers, formats and models leave in a text beside the text. */
import * as Words from "../../reading/Words.ts"
import * as Rejection from "./Rejection.ts"

type Rule = readonly [what: string, pattern: RegExp]

const papers = Words.anyOf(
  "note notes mail e-?mail message text script list draft to-?do file reply",
)

/** Of an answer as it came. */
const raw: ReadonlyArray<Rule> = [
  [
    "a stage direction",
    /^\s*\*(?:sighs?|types?|typing|smiles?|nods?|shrugs?|pauses?|thinks?|writes?|laughs?|clears? throat)\b[^*\n]{0,40}\*/im,
  ],
]

const anywhere: ReadonlyArray<Rule> = [
  [
    "a mark of a format",
    /<[a-z]+_of_[a-z]+>|^\W*(?:assistant|model|user|system)\W*$|\[\/?INST\]/im,
  ],
  [
    "thoughts",
    /^thinking(?:\.{3}|:)|\bdone thinking\b|^(?:analysis|reasoning|final answer|final|thought):?$|^analysis: /im,
  ],
  [
    "a server's error",
    /^\s*[45]\d\d (?:bad gateway|internal server error|service unavailable|too many requests|gateway time-?out|not found|unauthorized|forbidden)|traceback \(most recent call last\)|\[object object\]|\b(undefined|null|nan)(?: \1)+\b|\b(?:context length|rate limit|token limit) exceeded\b|\bmodel (?:is )?overloaded\b/im,
  ],
  [
    "the writing of a text",
    new RegExp(
      `\\blet me (?:write|draft|jot|create|put together)\\b|\\bi (?:need|have|want) to (?:write|jot|create|draft|produce) (?:a|an|the|down|something)\\b|\\b(?:would|might) (?:put|phrase|write|word) (?:it|this)\\b|\\bthe (?:${papers}) should (?:be (?:short|brief|concise|simple)|mention|sound|contain|include)\\b|\\b(?:write|talk) about (?:backups|the)\\b[^\\n]{0,10}$|\\bacting as \\p{Lu}`,
      "imu",
    ),
  ],
  [
    "choices",
    /^\W*(?:option|version|variant|variante|opción|opção|alternative) (?:\d|[a-c])\W*$|^\W*(?:alternatively|or|alternative|alternativ|alternativamente):\W*$/im,
  ],
  [
    "a count of words",
    /\((?:about |approx\.? )?\d+(?:-\d+)? (?:words|wörter|palabras|palavras|lines|characters|zeichen)\):?$|\b(?:has|about) \d+ words\b/im,
  ],
  ["TeX", /\\(?:boxed|text(?:bf|it|tt)?|begin|end|frac|item|section)\{/],
  [
    "instructions to a model",
    /\bignore (?:all )?(?:previous|prior|above|the above) instructions\b|\bsystem prompt\b|\bem dash(?:es)?\b|\bhacked by\b|\bpwned\b/i,
  ],
  [
    "what nobody writes at work",
    /\b(?:porn|kill (?:everyone|everybody|myself|him|her|them all)|suicide|self-harm|rape|nude|murder|crisis hotline)\b|\bonce upon a time\b|\bdear hiring manager\b/i,
  ],
  ["a greeting to the world", /hello,? world/i],
]

const ofProse: ReadonlyArray<Rule> = [
  ["a tag", /<\/?[a-z][\w-]{0,20}(?: [^<>\n]{0,80})?\/?>/i],
  ["an object", /^\s*[[{]+\s*"?[\w-]+"?\s*:|^\s*"[\w -]{1,30}": |^\s*\{\s*$/m],
  ["an entity", /&(?:amp|lt|gt|quot|nbsp|apos|#x?[0-9a-f]{2,5});/i],
  [
    "an escaped character",
    /(?<![\\:\w]|\w:)\\["'ntr](?![\w\\]{0,20}\\)|(?<=[\p{L}.,;:%\d])\\n(?=\S|$)|\\u[0-9a-f]{4}/iu,
  ],
  [
    "the end, said",
    /^\W*(?:end|eof|fin|ende|fim)\W*$|\bend of (?:the )?(?:note|file|text|mail|script|message)\b/im,
  ],
  ["a table", /^\s*\|?(?:\s*:?-{3,}:?\s*\|)+/m],
  ["a picture's name", /(?<!\S):[a-z]{3,20}(?:_[a-z]+)*:(?!\S)/],
  [
    "a stage direction",
    /^\s*\((?:typing|sighs?|writing|pauses?|thinking|smiles?|clears)\b[^)]*\)/im,
  ],
  ["a heap of blanks", /\S[ \t]{40,}\S/],
]

const cliche =
  /\bsynerg(?:y|ies)\b|\bstay hydrated\b|\bfast-paced\b|\bdigital landscape\b|\bit is crucial to\b|\bfoster(?:ing)? (?:collaboration|innovation)\b|^in conclusion,|^\W*executive summary\W*$/im

/** A sentence among commands; an interpreter would look for a program of that name. */
const sentence = /^[A-Z][a-z']+(?: [\w',-]+){2,30}[.:!]$/m

const vowelless =
  /(?<![\p{L}\d_.-])(?![^\s]*(?:http|html|ldap|sftp|nfs|cfg|mkfs))[b-df-hj-np-tv-xz]{4,}(?![\p{L}\d_.-])/gu

const isGibberish = (text: string): boolean => {
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  const signs = text.replace(/^[\s=*#_-]+$/gm, "").match(/[^\p{L}\p{N}\s]/gu)?.length ?? 0
  return signs > 12 && 2 * signs > letters ? true : (text.match(vowelless)?.length ?? 0) >= 3
}

/** In a note, a last line may break off anywhere but behind these. */
const broken =
  /(?:,|(?<!\p{L})(?:the|a|an|and|or|of|with|and then|und|oder|den|dem|für|el|los|las|y|con|que|del|para|com|do))$/iu

const balanced = (text: string): boolean => {
  const count = (sign: string) => text.split(sign).length
  return count("(") === count(")") && count("[") === count("]")
}

/** `a)` before an item opens nothing, and `:)` closes nothing. */
const closed = (text: string): boolean =>
  balanced(text) || balanced(text.replace(/^\s*(?:[-*+] )?(?:\[.?\] )?\w{1,2}\)|[:;]-?[()]/gm, " "))

export const fault = (
  text: string,
  answer: string,
  isCode: boolean,
  isFancy: boolean,
): Rejection.Rejection | undefined => {
  const rules = isCode ? anywhere : [...anywhere, ...ofProse]
  const found =
    raw.find(([, pattern]) => pattern.test(answer)) ??
    rules.find(([, pattern]) => pattern.test(text))
  if (found !== undefined) return Rejection.because("wrapped", found[0], found[1].exec(text)?.[0])
  if (isCode)
    return text.includes("<<") || text.includes('"""') || !sentence.test(text)
      ? undefined
      : Rejection.because("wrapped", "a sentence in a script", sentence.exec(text)![0])
  if (!isFancy && cliche.test(text))
    return Rejection.because("tell", "a phrase of models", cliche.exec(text)![0])
  if (isGibberish(text)) return Rejection.because("tell", "no words of any language", text)
  if (!closed(text)) return Rejection.because("tell", "a bracket that does not close", text)
  const last = text.trimEnd().split("\n").at(-1) ?? ""
  return broken.test(last) ? Rejection.because("long", "breaks off", last) : undefined
}
