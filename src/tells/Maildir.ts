/** File names as Maildir readers take them: cr.yp.to/proto/maildir.html; Dovecot's `S=`, `W=`. */

export interface Name {
  /** Epoch seconds at which it was delivered. */
  readonly seconds: number
  readonly flags: string
  readonly size: number | undefined
  readonly crlfSize: number | undefined
}

const pattern = /^(\d{9,10})\.([^:,/\s]+)((?:,[A-Z]=\d+)*)(?::2,([A-Za-z]*))?$/

/** The name's parts, or what a reader would refuse. */
export const parse = (name: string, sub: "cur" | "new"): Name | string => {
  const match = pattern.exec(name)
  if (match === null) return "is no Maildir name"
  const [, seconds, , fields = "", flags] = match
  if (sub === "new" && flags !== undefined) return "has flags in new/"
  if (sub === "cur" && flags === undefined) return "has no :2, in cur/"
  const system = (flags ?? "").replace(/[a-z]/g, "")
  if (!/^D?F?P?R?S?T?$/.test(system)) return `has flags out of order or unknown: ${flags}`
  const field = (letter: string): number | undefined => {
    const value = new RegExp(`,${letter}=(\\d+)`).exec(fields)?.[1]
    return value === undefined ? undefined : Number(value)
  }
  return { seconds: Number(seconds), flags: flags ?? "", size: field("S"), crlfSize: field("W") }
}

/** What clients call the folder of sent mail. */
export const isSent = (folder: string): boolean =>
  /^\.?(?:INBOX\.)?Sent(?:[ -](?:Items|Messages|Mail))?$/i.test(folder)
