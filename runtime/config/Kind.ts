/** What the value of an environment variable may be: its words for people, and how it is read. */
import { isIP } from "node:net"
import * as Either from "effect/Either"

export interface Kind<A> {
  /** For documents, such as `whole number, 1 to 65535`. */
  readonly words: string
  /** Left says what to write. */
  readonly parse: (text: string) => Either.Either<A, string>
}

const kind = <A>(
  words: string,
  advice: string,
  read: (text: string) => A | undefined,
): Kind<A> => ({
  words,
  parse: (text) => {
    const value = read(text)
    return value === undefined ? Either.left(advice) : Either.right(value)
  },
})

export const oneOf = <const Values extends ReadonlyArray<string>>(
  ...values: Values
): Kind<Values[number]> =>
  kind(values.join(" or "), `write ${values.join(" or ")}`, (text) =>
    values.find((value) => value === text.toLowerCase()),
  )

export const wholeNumber = (low: number, high: number): Kind<number> =>
  kind(`whole number, ${low} to ${high}`, `write a whole number from ${low} to ${high}`, (text) =>
    /^\d{1,9}$/.test(text) && Number(text) >= low && Number(text) <= high
      ? Number(text)
      : undefined,
  )

export const number = (low: number, high: number): Kind<number> =>
  kind(`number, ${low} to ${high}`, `write a number from ${low} to ${high}`, (text) =>
    /^\d{1,9}(?:\.\d{1,6})?$/.test(text) && Number(text) >= low && Number(text) <= high
      ? Number(text)
      : undefined,
  )

export const port: Kind<number> = {
  ...wholeNumber(1, 65_535),
  words: "port, 1 to 65535",
}

const trues = ["1", "true", "yes", "on"]
const falses = ["0", "false", "no", "off"]

export const truth: Kind<boolean> = kind("true or false", "write true or false", (text) =>
  trues.includes(text.toLowerCase())
    ? true
    : falses.includes(text.toLowerCase())
      ? false
      : undefined,
)

/** A text of a certain form. */
export const matching = (words: string, pattern: RegExp, advice: string): Kind<string> =>
  kind(words, advice, (text) => (pattern.test(text) ? text : undefined))

/** One line of printable text. */
export const text = (most: number): Kind<string> =>
  kind(`text, 1 to ${most} characters`, `write 1 to ${most} characters on one line`, (value) =>
    value.length >= 1 && value.length <= most && !/\p{Cc}/u.test(value) ? value : undefined,
  )

const isClean = (path: string): boolean =>
  path.startsWith("/") &&
  path.length <= 4096 &&
  !/\p{Cc}/u.test(path) &&
  !path.split("/").includes("..")

export const absolutePath = (example: string): Kind<string> =>
  kind("absolute path", `write an absolute path such as ${example}`, (path) =>
    isClean(path) ? path : undefined,
  )

/** `relative` counts from where the process was started. */
export const path = (example: string): Kind<string> =>
  kind("path", `write a path such as ${example}`, (value) =>
    value.length <= 4096 && !/\p{Cc}/u.test(value) ? value : undefined,
  )

/** Colon-separated folders. */
export const folders = (example: string): Kind<ReadonlyArray<string>> =>
  kind(
    "absolute paths, separated by colons",
    `write absolute paths separated by colons, such as ${example}`,
    (value) => {
      const roots = value.split(":")
      return roots.every(
        (root) => isClean(root) && root !== "/" && !/\/(?:\/|\.\/|\.?$)/.test(root),
      )
        ? roots
        : undefined
    },
  )

const urlOf = (value: string): URL | undefined => {
  try {
    return new URL(value)
  } catch {
    return undefined
  }
}

/** An address with one of some schemes; never with a trailing slash. */
export const url = (schemes: ReadonlyArray<string>, example: string): Kind<string> =>
  kind(
    `URL (${schemes.map((scheme) => `${scheme}://`).join(", ")})`,
    `write a URL such as ${example}`,
    (value) => {
      const found = urlOf(value)
      return found !== undefined &&
        schemes.some((scheme) => found.protocol === `${scheme}:`) &&
        value.startsWith(`${found.protocol}//`) &&
        found.hostname !== "" &&
        !/\s/.test(value)
        ? value.replace(/\/+$/, "")
        : undefined
    },
  )

/** An address that something is put behind: no query, no fragment, nobody's name. */
export const base = (schemes: ReadonlyArray<string>, example: string): Kind<string> => {
  const plain = url(schemes, example)
  return {
    ...plain,
    parse: (text) =>
      Either.filterOrLeft(
        plain.parse(text),
        (value) => !/[?#@]/.test(value),
        () => `write a URL without query, fragment and user, such as ${example}`,
      ),
  }
}

export const ipv4Pattern = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/

const isIp = (value: string): boolean => isIP(value) !== 0

/** What a name leads to: an IPv4 address, an IPv6 address, or one of each. */
export const answers: Kind<ReadonlyArray<string>> = kind(
  "IPv4 or IPv6 address, or one of each, separated by a comma",
  "write an address such as 10.0.0.5, or one of each kind such as 10.0.0.5,fd00::5",
  (value) => {
    const parts = value.split(",").map((part) => part.trim())
    const kinds = new Set(parts.map((part) => ipv4Pattern.test(part)))
    // an IPv4 address in IPv6 dress would be given as what it is not
    return parts.length === kinds.size && parts.every(isIp) && !/^::ffff:/i.test(value)
      ? parts
      : undefined
  },
)

export const ip: Kind<string> = kind(
  "IP address",
  "write an IP address such as 0.0.0.0 or 127.0.0.1",
  (value) => (isIp(value) ? value : undefined),
)

const isNetwork = (value: string): boolean => {
  const [address = "", bits] = value.split("/")
  return (
    isIp(address) &&
    value.split("/").length <= 2 &&
    (bits === undefined ||
      (/^\d{1,3}$/.test(bits) && Number(bits) <= (address.includes(":") ? 128 : 32)))
  )
}

export const networks: Kind<ReadonlyArray<string>> = kind(
  "addresses or networks, separated by commas",
  "write addresses or networks separated by commas, such as 10.0.0.2,10.1.0.0/16",
  (value) => {
    const parts = value.split(",").map((part) => part.trim())
    return parts.every(isNetwork) ? parts : undefined
  },
)
