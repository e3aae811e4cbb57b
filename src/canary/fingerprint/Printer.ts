/**
 * Prints pieces of the dialect in one bundler's manner: which names it gives, and how it writes
 * texts, numbers and members, are drawn once and kept to.
 */
import type { Stream } from "../../rng/Rng.ts"
import * as Cipher from "./Cipher.ts"
import { is, tokenize, valueOf, type Piece } from "./Dialect.ts"

const reserved = new Set(
  "as at do if in is of for let new try var NaN get set int top CSS URL".split(" "),
)
const firsts = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_$"
const others = `${firsts}0123456789`

/** Names as a minifier gives them; the same source name, the same short one. */
const namer = (rng: Stream): ((name: string) => string) => {
  const given = new Map<string, string>()
  const taken = new Set(reserved)
  const weights = rng.pick([
    [1, 6, 3],
    [0, 6, 4],
    [1, 3, 6],
  ])
  return (name) => {
    const known = given.get(name)
    if (known !== undefined) return known
    let drawn = ""
    do drawn = rng.chars(firsts, 1) + rng.chars(others, rng.weightedIndex(weights))
    while (taken.has(drawn))
    taken.add(drawn)
    given.set(name, drawn)
    return drawn
  }
}

/** In quotes, so that it may stand in HTML and in a CDATA section. */
const quoted = (text: string, quote: string): string =>
  quote +
  Array.from(text, (letter) =>
    letter === quote || letter === "\\"
      ? `\\${letter}`
      : letter < " " || letter === "\u007f" || letter === "<" || letter === ">" || letter === "&"
        ? `\\x${letter.charCodeAt(0).toString(16).padStart(2, "0")}`
        : letter,
  ).join("") +
  quote

/** Longer ones are never written out: they would be the same in every script. */
const plainMax = 6
const splitMax = 16
const dottedMax = 15

type Form = "plain" | "split" | "table" | "coded" | "alias"
const forms: ReadonlyArray<Form> = ["plain", "split", "table", "coded", "alias"]

/** Weights of the forms for what is short and for what is of middling length. */
const manners: ReadonlyArray<readonly [ReadonlyArray<number>, ReadonlyArray<number>]> = [
  // as a minifier leaves it
  [
    [12, 1, 0, 0, 3],
    [0, 8, 0, 2, 3],
  ],
  // with a list of words
  [
    [5, 0, 6, 0, 1],
    [0, 1, 9, 0, 1],
  ],
  // with its texts encoded
  [
    [8, 0, 0, 2, 2],
    [0, 2, 0, 8, 1],
  ],
]

const split = (text: string, rng: Stream): ReadonlyArray<string> => {
  const out: Array<string> = []
  let at = 0
  while (at < text.length) {
    const size = rng.between(3, 9)
    out.push(text.slice(at, at + size))
    at += size
  }
  return out.length === 0 ? [""] : out
}

const numeral = (value: number, rng: Stream): string => {
  if (!Number.isInteger(value)) return String(value).replace(/^0\./, ".")
  if (value < 10) return String(value)
  // the larger ones stand out, and are seldom written as they are
  const manner = rng.weightedIndex(value > 99_999 ? [1, 1, 8] : [6, 3, 3])
  if (manner === 1) return `0x${value.toString(16)}`
  if (manner === 0) return value % 1000 === 0 ? `${value / 1000}e3` : String(value)
  const part = rng.between(1, Math.min(value - 1, 9_999_999))
  return rng.chance(1, 2) ? `(${value - part}+${part})` : `(${part}+${value - part})`
}

/** Of longer words the list has halves. */
const halves = (text: string): ReadonlyArray<string> =>
  text.length > plainMax ? [text.slice(0, text.length >> 1), text.slice(text.length >> 1)] : [text]

const isMember = (pieces: ReadonlyArray<Piece>, at: number): boolean =>
  pieces[at]!.kind === "word" && is(pieces[at - 1], ".")

export class Printer {
  readonly arrows: boolean
  readonly declare: string
  readonly name: (name: string) => string
  readonly #rng: Stream
  readonly #emit: Stream
  readonly #quote: string
  readonly #manner: readonly [ReadonlyArray<number>, ReadonlyArray<number>]
  readonly #cipher: Cipher.Cipher
  readonly #columns: number
  readonly #plans = new Map<string, Form>()
  /** Constants under a name: as what they are declared, by that name. */
  readonly #aliases = new Map<string, string>()
  readonly #aliased = new Map<number, boolean>()
  #table: ReadonlyArray<string> = []
  #line = 0

  constructor(rng: Stream) {
    this.#rng = rng
    this.#emit = rng.within("emit")
    this.name = namer(rng.within("names"))
    this.#quote = rng.within("quote").pick(['"', '"', "'"])
    this.arrows = rng.within("arrows").chance(1, 2)
    this.declare = this.arrows ? rng.within("declare").pick(["let", "var"]) : "var"
    this.#manner = rng.within("manner").weighted(manners, (each) => 4 - manners.indexOf(each))
    this.#cipher = Cipher.draw(rng.within("cipher"))
    this.#columns = rng.within("columns").pick([0, 0, 0, 500, 1000, 32_000])
  }

  /** Gathers the words that go to the list; of all that is printed, before any of it is. */
  prepare(sources: ReadonlyArray<ReadonlyArray<Piece>>): void {
    const words = new Set<string>()
    for (const pieces of sources)
      pieces.forEach((piece, at) => {
        const isHidden = isMember(pieces, at) && !this.#isDotted(piece.text)
        if (piece.kind !== "string" && !isHidden) return
        const text = piece.kind === "string" ? valueOf(piece) : piece.text
        if (this.#planOf(text) === "table") for (const half of halves(text)) words.add(half)
      })
    this.#table = this.#rng.within("table").shuffle([...words])
  }

  print(pieces: ReadonlyArray<Piece>): string {
    let out = ""
    pieces.forEach((piece, at) => {
      const next = pieces[at + 1]
      const isDot = is(piece, ".") && next?.kind === "word"
      if (isDot && !this.#isDotted(next.text)) return
      out = this.#joined(out, this.#piece(pieces, at))
    })
    return out
  }

  #joined(out: string, part: string): string {
    const last = out.at(-1) ?? ""
    const isApart =
      (/[\w$]/.test(last) && /^[\w$]/.test(part)) ||
      (/[-+]/.test(last) && part.startsWith(last)) ||
      // the end of a CDATA section
      (out.endsWith("]]") && part.startsWith(">"))
    this.#line += part.length
    const isLong = this.#columns > 0 && this.#line > this.#columns && /[;,{]$/.test(part)
    if (isLong) this.#line = 0
    return `${out}${isApart ? " " : ""}${part}${isLong ? "\n" : ""}`
  }

  #piece(pieces: ReadonlyArray<Piece>, at: number): string {
    const piece = pieces[at]!
    if (isMember(pieces, at))
      return this.#isDotted(piece.text) ? piece.text : `[${this.#text(piece.text)}]`
    switch (piece.kind) {
      case "own":
        return this.name(piece.text)
      case "number":
        return this.#number(Number(piece.text))
      case "string": {
        const value = this.#text(valueOf(piece))
        // a sum must not be taken apart by what stands beside it
        return value.includes("+") && is(pieces[at + 1], ".") ? `(${value})` : value
      }
      default:
        return this.#words[piece.text] ?? piece.text
    }
  }

  get #words(): Readonly<Record<string, string | undefined>> {
    return { var: this.declare, true: "!0", false: "!1", undefined: "void 0" }
  }

  #planOf(text: string): Form {
    const known = this.#plans.get(text)
    if (known !== undefined) return known
    const [short, middling] = this.#manner
    const weights = text.length > plainMax ? middling : short
    const plan = text.length > splitMax ? "coded" : forms[this.#emit.weightedIndex(weights)]!
    this.#plans.set(text, plan)
    return plan
  }

  #isDotted(text: string): boolean {
    return text.length <= dottedMax && this.#planOf(`.${text}`) !== "table"
  }

  #sum(text: string): string {
    return split(text, this.#emit)
      .map((part) => quoted(part, this.#quote))
      .join("+")
  }

  #alias(own: string, value: () => string): string {
    const short = this.name(own)
    if (!this.#aliases.has(short)) this.#aliases.set(short, value())
    return short
  }

  #text(value: string): string {
    switch (this.#planOf(value)) {
      case "plain":
        return quoted(value, this.#quote)
      case "split":
        return this.#sum(value)
      case "alias":
        return this.#alias(`=text ${value}`, () => this.#sum(value))
      case "table":
        return halves(value)
          .map((half) => {
            const index = numeral(this.#table.indexOf(half), this.#emit)
            return `${this.name("$table")}[${index}]`
          })
          .join("+")
      case "coded":
        return this.#coded(value)
    }
  }

  #coded(value: string): string {
    return `${this.name("$decode")}(${quoted(this.#cipher.encode(value), this.#quote)})`
  }

  #number(value: number): string {
    if (value < 10 && Number.isInteger(value)) return String(value)
    const isAliased = this.#aliased.get(value) ?? this.#emit.chance(1, 3)
    this.#aliased.set(value, isAliased)
    return isAliased
      ? this.#alias(`=number ${value}`, () => numeral(value, this.#emit))
      : numeral(value, this.#emit)
  }

  /** What decodes, the list and the constants: to stand before all that was printed. */
  prologue(): string {
    const constants = this.#rng
      .within("aliases")
      .shuffle([...this.#aliases])
      .map(([short, value]) => `${short}=${value}`)
      .join(",")
    return (
      this.#decoder() + this.#list() + (constants === "" ? "" : `${this.declare} ${constants};`)
    )
  }

  #list(): string {
    if (this.#table.length === 0) return ""
    const separators = ["|", "~", "^", "`", "@", "!"].filter(
      (each) => !this.#table.some((word) => word.includes(each)),
    )
    const separator = this.#rng.within("separator").pick(separators)
    const words = this.#coded(this.#table.join(separator))
    return `${this.declare} ${this.name("$table")}=${words}.split(${quoted(separator, this.#quote)});`
  }

  /** Written out, since nothing could decode it. */
  #decoder(): string {
    if (this.#table.length === 0 && ![...this.#plans.values()].includes("coded")) return ""
    const member = this.#rng.within("member").chance(2, 3)
      ? ".fromCharCode"
      : `[${this.#sum("fromCharCode")}]`
    const body = tokenize(this.#cipher.decoder)
      .map(({ kind, text }) =>
        kind === "own"
          ? this.name(text)
          : kind === "number"
            ? numeral(Number(text), this.#emit)
            : text === "var" || text === "return"
              ? `${text === "var" ? this.declare : text} `
              : text,
      )
      .join("")
      .replaceAll(".fromCharCode", member)
    return `function ${this.name("$decode")}(${this.name("$s")}){${body}}`
  }
}
