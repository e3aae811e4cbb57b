/** Identifiers of rows. */
import { createHash, randomUUID } from "node:crypto"

export const random = (): string => randomUUID()

/** The same for the same text, in the form of RFC 9562's version 8: what is written twice is one row. */
export const ofText = (text: string): string => {
  const digest = createHash("sha256").update(text).digest("hex")
  const variant = ((Number.parseInt(digest[16]!, 16) & 3) | 8).toString(16)
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    variant + digest.slice(17, 20),
    digest.slice(20, 32),
  ].join("-")
}
