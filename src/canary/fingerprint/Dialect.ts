/**
 * The dialect in which the collector is written, as pieces that can be printed in other words.
 * Identifiers of its own begin with `$`, strings stand in single quotes, statements end with a
 * semicolon, `function` without a name stands where an arrow may, and there are no regular
 * expression literals.
 */

type Kind = "space" | "string" | "own" | "word" | "number" | "sign"

export interface Piece {
  readonly kind: Kind
  readonly text: string
}

const pattern =
  /(\s+)|('(?:\\.|[^'\\])*')|(\$[A-Za-z]\w*)|([A-Za-z_]\w*)|(\d*\.?\d+)|(=>|[=!]==|>>>|&&|\|\||[<>!=]=|<<|>>|\+\+|--|[-+*^|&]=|[^\s\w])/g

const kinds: ReadonlyArray<Kind> = ["space", "string", "own", "word", "number", "sign"]

export const tokenize = (source: string): ReadonlyArray<Piece> =>
  Array.from(source.matchAll(pattern), (match) => {
    const at = match.slice(1).findIndex((group) => group !== undefined)
    return { kind: kinds[at]!, text: match[0] }
  }).filter(({ kind }) => kind !== "space")

export const valueOf = (piece: Piece): string => piece.text.slice(1, -1).replace(/\\(.)/g, "$1")

export const is = (piece: Piece | undefined, text: string): boolean => piece?.text === text

/** Index of what closes the bracket at `open`. */
const closing = (pieces: ReadonlyArray<Piece>, open: number): number => {
  let depth = 0
  for (let at = open; at < pieces.length; at++) {
    const { kind, text } = pieces[at]!
    if (kind !== "sign") continue
    if (text === "(" || text === "{" || text === "[") depth++
    else if (text === ")" || text === "}" || text === "]") depth--
    if (depth === 0) return at
  }
  return pieces.length - 1
}

const sign = (text: string): Piece => ({ kind: "sign", text })

/** The whole of a body that is one `return`; undefined where it is more. */
const returned = (body: ReadonlyArray<Piece>): ReadonlyArray<Piece> | undefined => {
  if (!is(body[0], "return")) return undefined
  const rest = is(body.at(-1), ";") ? body.slice(1, -1) : body.slice(1)
  return rest.length > 0 && !is(rest[0], "{") && !rest.some((piece) => is(piece, ";"))
    ? rest
    : undefined
}

/** Functions without names, as arrows; those without parameters get one that nothing reads. */
export const reshape = (
  pieces: ReadonlyArray<Piece>,
  arrows: boolean,
  spare: () => string,
): ReadonlyArray<Piece> => {
  const out: Array<Piece> = []
  for (let at = 0; at < pieces.length; at++) {
    const piece = pieces[at]!
    if (!is(piece, "function") || !is(pieces[at + 1], "(")) {
      out.push(piece)
      continue
    }
    const end = closing(pieces, at + 1)
    const last = closing(pieces, end + 1)
    const given = pieces.slice(at + 2, end)
    const parameters = given.length > 0 ? given : [{ kind: "own" as const, text: spare() }]
    const body = reshape(pieces.slice(end + 2, last), arrows, spare)
    const value = arrows ? returned(body) : undefined
    const head =
      arrows && parameters.length === 1 ? parameters : [sign("("), ...parameters, sign(")")]
    if (arrows) out.push(...head, sign("=>"))
    else out.push(piece, ...head)
    out.push(...(value ?? [sign("{"), ...body, sign("}")]))
    at = last
  }
  return out
}
