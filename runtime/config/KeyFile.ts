/**
 * The two keys of an installation: the seed, which names all histories, and the secret key, which
 * encrypts what the database keeps. Each comes from the environment, else from a file that `init`
 * made.
 */
import { readFileSync } from "node:fs"
import * as Either from "effect/Either"
import * as Places from "./Places.ts"
import type { Settings } from "./Settings.ts"

export const seedName = "seed"
export const secretKeyName = "secret.key"

export interface Key {
  readonly value: string
  /** A file's path, or the variable's name. */
  readonly from: string
}

const fromFile = (
  file: string,
  variable: string,
  pattern: RegExp,
  advice: string,
): Either.Either<Key, string> => {
  let text: string
  try {
    text = readFileSync(file, "utf8").trim()
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT"
      ? Either.left(`${variable} is not set and ${file} does not exist; run \`decnet init\``)
      : Either.left(`${file} cannot be read; let this user read it, or set ${variable}`)
  }
  return pattern.test(text)
    ? Either.right({ value: text, from: file })
    : Either.left(`${file}: ${advice}, or restore the file from a backup`)
}

/** Left is one line that says how to mend it; it never holds what was found. */
export const seed = (settings: Settings, roots: Places.Roots): Either.Either<Key, string> =>
  settings.seed === undefined
    ? fromFile(
        Places.configFile(roots, seedName),
        "DECNET_SEED",
        /^[^\r\n]{1,256}$/,
        "write 1 to 256 characters on one line",
      )
    : Either.right({ value: settings.seed, from: "DECNET_SEED" })

/** 32 bytes as hexadecimal digits. */
export const secretKey = (settings: Settings, roots: Places.Roots): Either.Either<Key, string> =>
  settings.secretKey === undefined
    ? fromFile(
        Places.configFile(roots, secretKeyName),
        "DECNET_SECRET_KEY",
        /^[0-9a-f]{64}$/i,
        "write 64 hexadecimal digits",
      )
    : Either.right({ value: settings.secretKey, from: "DECNET_SECRET_KEY" })
