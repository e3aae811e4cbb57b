/**
 * Small noise that needs no stream of its own: a moment's microseconds were drawn already, and
 * stirring them (the 32-bit finaliser of MurmurHash3) gives numbers that look unrelated to them.
 */

const stir = (value: number): number => {
  let x = value | 0
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}

/** 0 to `bound - 1`, by a moment and a salt. */
export const below = (atMicros: number, salt: number, bound: number): number =>
  stir((atMicros % 0x7fffffff) + Math.imul(salt, 0x9e3779b1)) % bound

/** Some time after a moment: 0.7 to 1.6 times the usual gap, never the same twice. */
export const after = (atMicros: number, gapMicros: number): number =>
  atMicros + Math.floor((gapMicros * (700 + below(atMicros, gapMicros, 900))) / 1000)

/** FNV-1a. */
export const hash = (text: string): number => {
  let x = 0x811c9dc5
  for (let index = 0; index < text.length; index++)
    x = Math.imul(x ^ text.charCodeAt(index), 0x01000193)
  return stir(x)
}
