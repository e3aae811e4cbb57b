/** Trees of HTML and SVG, and the ways in which programs write them down. */
import type { Stream } from "../../rng/Rng.ts"

export type Attributes = Readonly<Record<string, string | number | undefined>>

export interface Element {
  readonly tag: string
  readonly attributes: Attributes
  readonly children: ReadonlyArray<Node>
}

/** What is written as it stands: a script, a style sheet. */
export interface Raw {
  readonly raw: string
}

export type Node = Element | Raw | string

export const el = (
  tag: string,
  attributes: Attributes = {},
  ...children: ReadonlyArray<Node | ReadonlyArray<Node>>
): Element => ({ tag, attributes, children: children.flat() })

export const raw = (text: string): Raw => ({ raw: text })

export interface Style {
  readonly indent: string
  readonly quote: '"' | "'"
  readonly isXml: boolean
  /** Of an element without children. */
  readonly close: ">" | "/>" | " />"
}

export const drawStyle = (rng: Stream, isXml: boolean): Style => ({
  indent: rng.within("indent").pick(["  ", "  ", "\t", "    ", " ", ""]),
  quote: rng.within("quote").pick(['"', '"', '"', "'"] as const),
  isXml,
  close: isXml
    ? rng.within("close").pick(["/>", " />"] as const)
    : rng.within("close").pick([">", ">", "/>", " />"] as const),
})

const voids = new Set(["br", "hr", "img", "input", "link", "meta", "col"])
const inline = new Set(["a", "b", "strong", "em", "span", "code", "small", "label", "tspan"])

const escaped = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")

const quotedAs = (text: string, quote: string): string =>
  quote + escaped(text).replaceAll(quote, quote === '"' ? "&quot;" : "&#39;") + quote

const isInline = (node: Node): boolean =>
  typeof node === "string" || ("tag" in node && inline.has(node.tag))

const lines = (node: Node, depth: number, style: Style): string => {
  if (typeof node === "string") return escaped(node)
  if ("raw" in node) return node.raw
  const attributes = Object.entries(node.attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) =>
      value === "" && name === "hidden"
        ? ` ${name}`
        : ` ${name}=${quotedAs(String(value), style.quote)}`,
    )
    .join("")
  const { tag, children } = node
  if (children.length === 0) {
    if (style.isXml || voids.has(tag)) return `<${tag}${attributes}${style.close}`
    return `<${tag}${attributes}></${tag}>`
  }
  if (children.every(isInline) || style.indent === "") {
    const between = style.indent === "" && !children.every(isInline) && depth < 2 ? "\n" : ""
    return `<${tag}${attributes}>${between}${children.map((child) => lines(child, depth + 1, style)).join(between)}${between}</${tag}>`
  }
  const inner = children
    .map((child) => `${style.indent.repeat(depth + 1)}${lines(child, depth + 1, style)}`)
    .join("\n")
  return `<${tag}${attributes}>\n${inner}\n${style.indent.repeat(depth)}</${tag}>`
}

export const print = (root: Node, style: Style): string => lines(root, 0, style)

export type Rule = readonly [selector: string, declarations: Readonly<Record<string, string>>]

/** A style sheet; what a rule declares comes in any order, since nothing in it is said twice. */
export const sheet = (rules: ReadonlyArray<Rule>, rng: Stream): string => {
  const manner = rng.within("manner").pick(["line", "block", "packed"] as const)
  const indent = rng.within("indent").pick(["  ", "\t", "    "])
  return rules
    .map(([selector, declared], at) => {
      const all = rng.within("rule", at).shuffle(Object.entries(declared))
      if (manner === "packed")
        return `${selector}{${all.map(([name, value]) => `${name}:${value}`).join(";")}}`
      const written = all.map(([name, value]) => `${name}: ${value};`)
      return manner === "line"
        ? `${selector} { ${written.join(" ")} }`
        : `${selector} {\n${written.map((line) => indent + line).join("\n")}\n}`
    })
    .join(manner === "packed" ? "" : "\n")
}
