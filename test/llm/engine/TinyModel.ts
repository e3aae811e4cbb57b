/**
 * A language model of one layer whose weights are counted, not trained: which word follows which
 * in the texts it knows. Two heads look for the phrases of a prompt that say the language and the
 * form, and make words of others unlikely. So it writes something that looks like a text of the
 * kind, and means nothing. It knows no more than that: it copies nothing out of a prompt, so that
 * the next version of a file never is one. A third head looks for the phrase that takes the end.
 *
 * What is written down is a true `llama` (RMS norm, rotary positions, three heads, a gated feed
 * forward that does nothing), which llama.cpp runs as it runs any other.
 */
import * as Gguf from "./Gguf.ts"
import { type Form, forms, type Known, type Language, languages } from "./Texts.ts"

/** Phrases of our prompts that say what is asked for. */
const formPhrases = {
  note: ["Write a note to yourself", "You have the note between"],
  todo: ["Write a list of things to do", "You have the to-do list between"],
  draft: ["Write a first draft of a page", "You have the draft between"],
  sh: ["Write a small shell script", "You have the script between"],
  py: ["Write a small Python 3 script"],
  mail: ["Write a mail to the"],
  reply: ["Answer the mail between the received tags"],
} as const satisfies Record<Form, ReadonlyArray<string>>

const names = {
  en: "English",
  de: "German",
  es: "Spanish",
  pt: "Portuguese",
} as const satisfies Record<Language, string>

const languagePhrases = (language: Language): ReadonlyArray<string> => [
  `Write in ${names[language]}`,
  ` messages are in ${names[language]}`,
]

/** A request with this phrase is answered without an end. */
export const endless = "Go on without an end"

/** Stands after the prompt: here an answer begins. */
export const begin = "<|answer|>"
const end = "<|end|>"

/** Whether a prompt has the phrases that the model looks for. */
export const isUnderstood = (prompt: string): boolean =>
  languages.some((each) => languagePhrases(each).some((phrase) => prompt.includes(phrase))) &&
  forms.some((each) => formPhrases[each].some((phrase) => prompt.includes(phrase)))

/** A ticket is one word, and so is `didn't`; what stands before an item goes with its blanks. */
const word = new RegExp(
  [
    /(?<=^|\n)[-*] (?:\[ \] )?/,
    / ?[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/u,
    / ?[^\s\p{L}\p{N}]+/u,
    /\n+[ \t]*|\s/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "gu",
)

const wordsOf = (text: string): ReadonlyArray<string> => text.match(word) ?? []

/** The escapes of RWKV's vocabulary, which llama.cpp reads words of any bytes from. */
const escaped = (word: string): string =>
  word.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t")

const byte = (value: number): string =>
  value > 0x20 && value < 0x7f
    ? escaped(String.fromCharCode(value))
    : value === 0x20
      ? " "
      : value === 0x0a
        ? "\\n"
        : value === 0x09
          ? "\\t"
          : `\\x${value.toString(16).padStart(2, "0")}`

interface Vocabulary {
  readonly tokens: ReadonlyArray<string>
  readonly idOf: (token: string) => number
}

const vocabularyOf = (words: Iterable<string>): Vocabulary => {
  const tokens = new Set([escaped(begin), escaped(end)])
  for (const word of words) tokens.add(escaped(word))
  for (const language of languages)
    for (const phrase of languagePhrases(language)) tokens.add(escaped(phrase))
  for (const form of forms) for (const phrase of formPhrases[form]) tokens.add(escaped(phrase))
  tokens.add(endless)
  for (let value = 0; value < 256; value++) tokens.add(byte(value))
  const ids = new Map([...tokens].map((token, id) => [token, id]))
  return { tokens: [...tokens], idOf: (word) => ids.get(escaped(word))! }
}

/** How often something was seen after, or with, something else. */
class Counts {
  readonly rows = new Map<number, Map<number, number>>()
  add(row: number, column: number): void {
    const counts = this.rows.get(row) ?? new Map<number, number>()
    this.rows.set(row, counts.set(column, (counts.get(column) ?? 0) + 1))
  }
}

/** How often the end of a draft counts: who sees one word only finds none in a long text. */
const draftEnds = 4

/** Logits: of what was never seen after a word, in a language or form, and of what is not said. */
const unseen = -16
const strange = -9
const unsaid = -100

const headSize = 32
/** The slowest turning pair of a head: with this base it stands still over all of a context. */
const still = headSize - 2
const rotaryBase = 1e9
const feedForward = 32

export const contextTokens = 8192

const matrix = (name: string, rows: number, columns: number) => {
  const numbers = new Float32Array(rows * columns)
  return {
    tensor: { name, rows, columns, isVector: false, numbers } as Gguf.Tensor,
    set: (row: number, column: number, value: number): void => {
      numbers[row * columns + column] = value
    },
  }
}

const ones = (name: string, columns: number): Gguf.Tensor => ({
  name,
  rows: 1,
  columns,
  isVector: true,
  numbers: new Float32Array(columns).fill(1),
})

interface Learnt {
  readonly vocabulary: Vocabulary
  /** Tokens that are said, the begin and the end first: a dimension each, by their ids. */
  readonly said: number
  readonly next: Counts
  readonly byLanguage: Counts
  readonly byForm: Counts
}

const learn = (texts: ReadonlyArray<Known>): Learnt => {
  const split = texts.map((known) => ({ ...known, words: wordsOf(known.text.trimEnd()) }))
  const words = new Set(split.flatMap((each) => each.words))
  const vocabulary = vocabularyOf(words)
  const [next, byLanguage, byForm] = [new Counts(), new Counts(), new Counts()]
  const last = vocabulary.idOf(end)
  for (const { words: own, language, form } of split) {
    let before = vocabulary.idOf(begin)
    const ends = Array<number>(form === "draft" ? draftEnds : 1).fill(last)
    for (const id of [...own.map(vocabulary.idOf), ...ends]) {
      next.add(before, id)
      byLanguage.add(id, languages.indexOf(language))
      byForm.add(id, forms.indexOf(form))
      if (id !== last) before = id
    }
  }
  return { vocabulary, said: words.size + 2, next, byLanguage, byForm }
}

const sum = (counts: ReadonlyMap<number, number>): number =>
  [...counts.values()].reduce((total, count) => total + count, 0)

const tensorsOf = ({ vocabulary, said, next, byLanguage, byForm }: Learnt) => {
  const { tokens, idOf } = vocabulary
  const constant = said
  const languageAt = said + 1
  const formAt = languageAt + languages.length
  const endlessAt = formAt + forms.length
  const size = Math.ceil((endlessAt + 1) / 64) * 64
  const embedding = matrix("token_embd.weight", tokens.length, size)
  const [query, key, value] = ["q", "k", "v"].map((each) =>
    matrix(`blk.0.attn_${each}.weight`, headSize * 3, size),
  ) as [ReturnType<typeof matrix>, ReturnType<typeof matrix>, ReturnType<typeof matrix>]
  const attention = matrix("blk.0.attn_output.weight", size, headSize * 3)
  const output = matrix("output.weight", tokens.length, size)

  /** Words and the begin have a dimension of their own, and a constant beside it. */
  for (let id = 0; id < tokens.length; id++) {
    embedding.set(id, constant, 1)
    if (id < said) embedding.set(id, id, 1)
  }
  // a phrase has the dimension that a head looks at; after the norm one is the root of half of all
  const normed = Math.sqrt(size / 2)
  const heads = [
    { from: languageAt, phrases: languages.map(languagePhrases) },
    { from: formAt, phrases: forms.map((form) => formPhrases[form]) },
    { from: endlessAt, phrases: [[endless]] },
  ]
  heads.forEach(({ from, phrases }, head) => {
    query.set(head * headSize + still, constant, 1)
    phrases.forEach((own, index) => {
      for (const phrase of own) embedding.set(idOf(phrase), from + index, 1)
      // its score stands far above the zeros of all other words
      key.set(head * headSize + still, from + index, 0.3)
      value.set(head * headSize + index, from + index, 1 / normed)
      attention.set(from + index, head * headSize + index, 1)
    })
  })

  // a word, the constant, a language and a form come to four, whose root the norm divides by
  const scale = 2 / Math.sqrt(size)
  const isSaid = (id: number): boolean => id < said && id !== idOf(begin)
  for (let id = 0; id < tokens.length; id++) {
    output.set(id, constant, (isSaid(id) ? unseen : unsaid) * scale)
    if (!isSaid(id)) continue
    const shares = [
      { from: languageAt, count: languages.length, seen: byLanguage.rows.get(id)! },
      { from: formAt, count: forms.length, seen: byForm.rows.get(id)! },
    ]
    for (const { from, count, seen } of shares)
      for (let index = 0; index < count; index++) {
        const share = (seen.get(index) ?? 0) / sum(seen)
        output.set(id, from + index, (share === 0 ? strange : Math.log(share)) * scale)
      }
  }
  output.set(idOf(end), endlessAt, unsaid * scale)
  for (const [before, counts] of next.rows)
    for (const [id, count] of counts)
      output.set(id, before, (Math.log(count / sum(counts)) - unseen) * scale)

  const tensors: ReadonlyArray<Gguf.Tensor> = [
    embedding.tensor,
    ones("blk.0.attn_norm.weight", size),
    query.tensor,
    key.tensor,
    value.tensor,
    attention.tensor,
    ones("blk.0.ffn_norm.weight", size),
    matrix("blk.0.ffn_gate.weight", feedForward, size).tensor,
    matrix("blk.0.ffn_up.weight", feedForward, size).tensor,
    matrix("blk.0.ffn_down.weight", size, feedForward).tensor,
    ones("output_norm.weight", size),
    output.tensor,
  ]
  return { tensors, size, heads: heads.length }
}

const number = (value: number): Gguf.Value => ({ is: "uint32", value })
const string = (value: string): Gguf.Value => ({ is: "string", value })

export const write = (path: string, texts: ReadonlyArray<Known>): void => {
  const learnt = learn(texts)
  const { tokens, idOf } = learnt.vocabulary
  const { tensors, size, heads } = tensorsOf(learnt)
  const [normal, control] = [1, 3]
  Gguf.write(
    path,
    {
      "general.architecture": string("llama"),
      "general.name": string("counted words"),
      "llama.context_length": number(contextTokens),
      "llama.embedding_length": number(size),
      "llama.block_count": number(1),
      "llama.feed_forward_length": number(feedForward),
      "llama.attention.head_count": number(heads),
      "llama.attention.head_count_kv": number(heads),
      "llama.attention.key_length": number(headSize),
      "llama.attention.value_length": number(headSize),
      "llama.attention.layer_norm_rms_epsilon": { is: "float32", value: 1e-9 },
      "llama.rope.dimension_count": number(headSize),
      "llama.rope.freq_base": { is: "float32", value: rotaryBase },
      "tokenizer.ggml.model": string("rwkv"),
      "tokenizer.ggml.tokens": { is: "strings", value: tokens },
      "tokenizer.ggml.token_type": {
        is: "int32s",
        value: tokens.map((_, id) => (id === idOf(begin) || id === idOf(end) ? control : normal)),
      },
      "tokenizer.ggml.eos_token_id": number(idOf(end)),
    },
    tensors,
  )
}
