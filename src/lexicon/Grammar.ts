/** Expands the productions of a lexicon; `docs/lexicon.md` describes the notation. */
import type { Stream } from "../rng/Rng.ts"

type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "choice"; readonly alternatives: ReadonlyArray<ReadonlyArray<Node>> }
  | { readonly kind: "name"; readonly name: string }

/** A mistake in a lexicon: a defect of ours, found by the lexicons' own test. */
export class GrammarDefect extends Error {}

const parsed = new Map<string, ReadonlyArray<Node>>()

const parse = (source: string): ReadonlyArray<Node> => {
  const known = parsed.get(source)
  if (known !== undefined) return known
  let at = 0
  const sequence = (inside: boolean): ReadonlyArray<Node> => {
    const nodes: Array<Node> = []
    let text = ""
    const flush = () => {
      if (text !== "") nodes.push({ kind: "text", text })
      text = ""
    }
    while (at < source.length) {
      const char = source[at]!
      if (inside && (char === "|" || char === "]")) break
      at++
      if (char === "{") {
        const end = source.indexOf("}", at)
        if (end < 0) throw new GrammarDefect(`unclosed brace in: ${source}`)
        flush()
        nodes.push({ kind: "name", name: source.slice(at, end) })
        at = end + 1
      } else if (char === "[") {
        flush()
        const alternatives = [sequence(true)]
        while (source[at] === "|") {
          at++
          alternatives.push(sequence(true))
        }
        if (source[at] !== "]") throw new GrammarDefect(`unclosed bracket in: ${source}`)
        at++
        nodes.push({ kind: "choice", alternatives })
      } else if (char === "]" || char === "|" || char === "}") {
        throw new GrammarDefect(`stray ${char} in: ${source}`)
      } else text += char
    }
    flush()
    return nodes
  }
  const nodes = sequence(false)
  parsed.set(source, nodes)
  return nodes
}

/** Where names lead: the productions of a rule, or the text of a slot, or neither here and now. */
export interface Scope {
  readonly rule: (name: string) => ReadonlyArray<string> | undefined
  readonly slot: (name: string) => string | undefined
}

const depthMax = 12

const expandNodes = (
  rng: Stream,
  nodes: ReadonlyArray<Node>,
  scope: Scope,
  depth: number,
): string | undefined => {
  let out = ""
  for (const node of nodes) {
    if (node.kind === "text") {
      out += node.text
      continue
    }
    const part =
      node.kind === "choice"
        ? expandNodes(rng, rng.pick(node.alternatives), scope, depth)
        : expandName(rng, node.name, scope, depth + 1)
    if (part === undefined) return undefined
    out += part
  }
  return out
}

const expandName = (rng: Stream, name: string, scope: Scope, depth: number): string | undefined => {
  if (depth > depthMax) throw new GrammarDefect(`rule ${name} has no end`)
  const productions = scope.rule(name)
  return productions === undefined ? scope.slot(name) : choose(rng, productions, scope, depth)
}

/** Tries a few productions, since one may need a slot that cannot be filled here. */
const choose = (
  rng: Stream,
  productions: ReadonlyArray<string>,
  scope: Scope,
  depth: number,
): string | undefined => {
  for (let attempt = 0; attempt < 8; attempt++) {
    const text = expandNodes(rng, parse(rng.pick(productions)), scope, depth)
    if (text !== undefined) return text
  }
  return undefined
}

/** One text of a rule; undefined where the scope has no such rule or cannot fill its slots. */
export const expand = (rng: Stream, rule: string, scope: Scope): string | undefined => {
  const productions = scope.rule(rule)
  return productions === undefined ? undefined : choose(rng, productions, scope, 0)
}

/** Fills the slots of one template, for phrases that are not a rule. */
export const fill = (template: string, slots: Readonly<Record<string, string>>): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => slots[name] ?? whole)

/** Every name that a template mentions, for the lexicons' own test. */
export const names = (source: string): ReadonlyArray<string> => {
  const walk = (nodes: ReadonlyArray<Node>): ReadonlyArray<string> =>
    nodes.flatMap((node) =>
      node.kind === "name"
        ? [node.name]
        : node.kind === "choice"
          ? node.alternatives.flatMap(walk)
          : [],
    )
  return walk(parse(source))
}
