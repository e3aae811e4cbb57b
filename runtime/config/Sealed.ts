/** Secrets of the database, sealed with the installation's secret key. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto"
import * as Either from "effect/Either"

const algorithm = "aes-256-gcm"
const nonceBytes = 12
const tagBytes = 16
const version = "v1"

export type Purpose = "alert-targets" | "model-keys"

/** The secret key itself seals nothing: each purpose has a key of its own. */
const keyOf = (secretKey: string, purpose: Purpose): Buffer =>
  Buffer.from(hkdfSync("sha256", Buffer.from(secretKey, "hex"), "", purpose, 32))

/** `row` is bound to it, so that what is sealed cannot be moved to another row. */
export const seal = (secretKey: string, purpose: Purpose, row: string, text: string): string => {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(algorithm, keyOf(secretKey, purpose), nonce)
  cipher.setAAD(Buffer.from(row))
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()])
  return `${version}.${nonce.toString("base64url")}.${sealed.toString("base64url")}`
}

/** Left says what is wrong without what was found. */
export const open = (
  secretKey: string,
  purpose: Purpose,
  row: string,
  sealed: string,
): Either.Either<string, string> => {
  const [form, nonce = "", rest = ""] = sealed.split(".")
  const bytes = Buffer.from(rest, "base64url")
  if (form !== version || bytes.length < tagBytes) return Either.left("it is of an unknown form")
  try {
    const decipher = createDecipheriv(
      algorithm,
      keyOf(secretKey, purpose),
      Buffer.from(nonce, "base64url"),
      { authTagLength: tagBytes },
    )
    decipher.setAAD(Buffer.from(row))
    decipher.setAuthTag(bytes.subarray(-tagBytes))
    const text = Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()])
    return Either.right(text.toString("utf8"))
  } catch {
    return Either.left("it was sealed with another secret key")
  }
}
