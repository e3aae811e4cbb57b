/** Files of bait as people may read them. */

const decoder = new TextDecoder("utf-8", { fatal: true })

/** Undefined where it is no text that a terminal or a page should get. */
export const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    const text = decoder.decode(bytes)
    return /[^\P{Cc}\n\t\r]/u.test(text) ? undefined : text
  } catch {
    return undefined
  }
}

/** `0600` */
export const mode = (bits: number): string => bits.toString(8).padStart(4, "0")
