/**
 * How a script hides a text: printable ASCII in, printable ASCII out, and the source of the
 * function that turns it back. Keys move with the position, so that equal words look different.
 */
import type { Stream } from "../../rng/Rng.ts"
import * as Base64 from "../../bytes/Base64.ts"
import * as Bytes from "../../bytes/Bytes.ts"

export interface Cipher {
  readonly encode: (text: string) => string
  /** Body of a function of `$s`, in the collector's dialect. */
  readonly decoder: string
}

const space = 95

const mapped = (text: string, change: (code: number, index: number) => number): string =>
  Array.from(text, (letter, index) =>
    String.fromCharCode(change(letter.charCodeAt(0), index)),
  ).join("")

const loop = (rng: Stream, change: string): string =>
  rng.pick([
    `var $r='',$i=0;for(;$i<$s.length;$i++){$r+=String.fromCharCode(${change})}return $r`,
    `var $i=0,$r='';while($i<$s.length){$r+=String.fromCharCode(${change});$i++}return $r`,
    `var $r=[],$i=0;for(;$i<$s.length;++$i){$r.push(String.fromCharCode(${change}))}return $r.join('')`,
    `return $s.split('').map(function($c,$i){return String.fromCharCode(${change})}).join('')`,
  ])

const shift = (rng: Stream): Cipher => {
  const start = rng.between(7, 90)
  const step = rng.between(3, 88)
  const code = rng.pick(["$s.charCodeAt($i)-32", "$s.charCodeAt($i)+63"])
  const key = rng.pick([`${start}+$i*${step}`, `$i*${step}+${start}`])
  return {
    encode: (text) => mapped(text, (at, index) => ((at - 32 + start + index * step) % space) + 32),
    decoder: loop(rng, `((${code}-(${key})%95+95)%95+32)`),
  }
}

const exclusive = (rng: Stream): Cipher => {
  const start = rng.between(1, 31)
  const step = rng.between(3, 29)
  const key = rng.pick([`($i*${step}+${start})%32`, `(${start}+${step}*$i)%32`])
  return {
    encode: (text) => mapped(text, (at, index) => at ^ ((index * step + start) % 32)),
    decoder: loop(rng, rng.pick([`$s.charCodeAt($i)^${key}`, `${key}^$s.charCodeAt($i)`])),
  }
}

/** Two digits a letter. */
const digits = (rng: Stream): Cipher => {
  const radix = rng.pick([16, 20, 24, 32, 36])
  const start = rng.between(5, 90)
  const step = rng.between(3, 60)
  const code = `parseInt($s.substr($i*2,2),${radix})`
  return {
    encode: (text) =>
      Array.from(text, (letter, index) =>
        ((letter.charCodeAt(0) + start + index * step) % 128).toString(radix).padStart(2, "0"),
      ).join(""),
    decoder:
      `var $r='',$i=0;for(;$i<$s.length/2;$i++){$r+=String.fromCharCode(` +
      `(${code}-(${start}+$i*${step})%128+128)%128)}return $r`,
  }
}

const base64 = (rng: Stream): Cipher => {
  const start = rng.between(1, 31)
  const step = rng.between(3, 29)
  return {
    encode: (text) =>
      Base64.encode(Bytes.ofText(mapped(text, (at, index) => at ^ ((index * step + start) % 32)))),
    decoder: `$s=$w.atob($s);${loop(rng, `$s.charCodeAt($i)^($i*${step}+${start})%32`)}`,
  }
}

export const draw = (rng: Stream): Cipher =>
  rng.weighted([shift, exclusive, digits, base64], (each) => (each === base64 ? 2 : 1))(
    rng.within("keys"),
  )
