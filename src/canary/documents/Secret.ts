/** What people and machines choose where a password or an account number is asked for. */
import * as Base64 from "../../bytes/Base64.ts"
import type { Stream } from "../../rng/Rng.ts"

const letters = "abcdefghijkmnpqrstuvwxyz"
const capitals = "ABCDEFGHJKLMNPQRSTUVWXYZ"
const digits = "23456789"
const marks = "!#%&*+-=?@_"

const syllables =
  "ba be bo da do fa fi ga ka ke ki la le li lo ma me mi mo na ne no pa pe po ra re ri ro sa se si so ta te to va vi za zo".split(
    " ",
  )

/** A generator's password, and two ways in which people make one up. */
export const password = (rng: Stream): string => {
  switch (rng.weightedIndex([5, 3, 3, 2])) {
    case 0: {
      const count = rng.between(10, 16)
      const body = rng.chars(letters + capitals + digits, count - 2)
      const at = rng.between(2, count - 4)
      return `${body.slice(0, at)}${rng.chars(marks, 1)}${body.slice(at)}${rng.chars(digits, 1)}`
    }
    case 1: {
      const word = Array.from({ length: rng.between(3, 4) }, () => rng.pick(syllables)).join("")
      return `${word[0]!.toUpperCase()}${word.slice(1)}${rng.chars("-_.", 1)}${rng.between(12, 9876)}${rng.chars("!?#+", 1)}`
    }
    case 2:
      return Array.from({ length: 3 }, () => rng.chars(letters + capitals + digits, 4)).join("-")
    default:
      return Base64.encode(rng.bytes(12)).replace(/[+/=]/g, "x")
  }
}

/** The rest of a number of any length by 97. */
const mod97 = (text: string): number => {
  let rest = 0
  for (const digit of text) rest = (rest * 10 + Number(digit)) % 97
  return rest
}

const asDigits = (text: string): string =>
  [...text].map((char) => (/\d/.test(char) ? char : String(char.charCodeAt(0) - 55))).join("")

const accounts: Readonly<Record<string, (rng: Stream) => string>> = {
  DE: (rng) => rng.chars("123456789", 1) + rng.chars("0123456789", 17),
  AT: (rng) => rng.chars("123456789", 1) + rng.chars("0123456789", 15),
  CH: (rng) => `0${rng.chars("0123456789", 16)}`,
  ES: (rng) => rng.chars("0123456789", 20),
  PT: (rng) => `00${rng.chars("0123456789", 19)}`,
  GB: (rng) => rng.chars("BHLMNR", 1) + rng.chars(capitals, 3) + rng.chars("0123456789", 14),
}

/** An account number with the check digits of ISO 13616, in groups of four. */
export const iban = (rng: Stream, place: string): string => {
  const country = accounts[place] === undefined ? "DE" : place
  const account = accounts[country]!(rng)
  const check = 98 - mod97(asDigits(`${account}${country}00`))
  const whole = `${country}${String(check).padStart(2, "0")}${account}`
  return whole.replace(/(.{4})(?=.)/g, "$1 ")
}
