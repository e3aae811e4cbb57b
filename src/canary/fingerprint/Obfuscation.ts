/**
 * Makes a script look like what a bundler leaves of one: names, order, strings and the shape of its
 * statements are drawn, so that two scripts of the same source share no run of bytes to look for.
 */
import type { Stream } from "../../rng/Rng.ts"
import { reshape, tokenize, type Piece } from "./Dialect.ts"
import { Printer } from "./Printer.ts"

export interface Definition {
  /** `$hash` */
  readonly name: string
  /** `$s,$t` */
  readonly parameters: string
  readonly body: string
}

export interface Script {
  /** In any order: none is called before all are there. */
  readonly definitions: ReadonlyArray<Definition>
  /** What runs at last. */
  readonly main: string
}

/** Objects that a bundle takes under a short name of its own. */
const environment: ReadonlyArray<readonly [string, ReadonlyArray<string>]> = [
  ["$w", ["window", "self"]],
  ["$d", ["document"]],
  ["$n", ["navigator"]],
  ["$y", ["screen"]],
  ["$m", ["Math"]],
  ["$j", ["JSON"]],
]

/** A function under its name, in one of the ways that there are. */
const defined = (
  { name, declare, arrows }: Printer,
  own: string,
  parameters: string,
  body: string,
  isDeclaration: boolean,
): string => {
  if (isDeclaration) return `function ${name(own)}(${parameters}){${body}}`
  const value = arrows ? `(${parameters})=>{${body}}` : `function(${parameters}){${body}}`
  return `${declare} ${name(own)}=${value};`
}

export const obfuscate = (script: Script, rng: Stream): string => {
  const printer = new Printer(rng)
  let spares = 0
  const spare = (): string => `$spare${spares++}`
  const piecesOf = (source: string): ReadonlyArray<Piece> =>
    reshape(tokenize(source), printer.arrows, spare)
  const definitions = rng
    .within("order")
    .shuffle(script.definitions)
    .map((each) => ({
      ...each,
      head: tokenize(each.parameters === "" ? spare() : each.parameters),
      pieces: piecesOf(each.body),
    }))
  const main = piecesOf(script.main)
  printer.prepare([...definitions.map(({ pieces }) => pieces), main])
  const shape = rng.within("shape")
  const bodies = definitions.map(({ name, head, pieces }) =>
    defined(printer, name, printer.print(head), printer.print(pieces), shape.chance(1, 2)),
  )
  const last = printer.print(main)
  return wrap(printer.prologue() + bodies.join("") + last, printer, rng.within("wrap"))
}

/** The function around it all, which gives the environment its short names. */
const wrap = (inner: string, { arrows, declare, name }: Printer, rng: Stream): string => {
  const pairs = rng
    .shuffle(environment)
    .map(([own, globals]) => [name(own), rng.pick(globals)] as const)
  const given = rng.between(0, pairs.length)
  const parameters = pairs.slice(0, given)
  const rest = pairs.slice(given)
  const names = parameters.map(([own]) => own).join(",")
  const values = parameters.map(([, value]) => value).join(",")
  const declared =
    rest.length > 0 ? `${declare} ${rest.map(([own, value]) => `${own}=${value}`).join(",")};` : ""
  const strict = rng.chance(1, 3) ? rng.pick(['"use strict";', "'use strict';"]) : ""
  const body = `{${strict}${declared}${inner}}`
  return arrows
    ? rng.pick([`((${names})=>${body})(${values});`, `(()=>0,(${names})=>${body})(${values});`])
    : rng.pick([
        `!function(${names})${body}(${values});`,
        `(function(${names})${body})(${values});`,
        `(function(${names})${body}(${values}));`,
        `void function(${names})${body}(${values});`,
      ])
}
