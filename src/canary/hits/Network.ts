/** IP addresses and networks as numbers: whether one lies in the other, and what is near. */

export interface Network {
  /** Eight groups of 16 bits; IPv4 as IPv6 maps it (RFC 4291, section 2.5.5.2). */
  readonly groups: ReadonlyArray<number>
  /** Of 128. */
  readonly bits: number
}

const ipv4 = (text: string): ReadonlyArray<number> | undefined => {
  const parts = text.split(".")
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined
  const [a, b, c, d] = parts.map(Number) as [number, number, number, number]
  return [a * 256 + b, c * 256 + d]
}

const hextets = (text: string): ReadonlyArray<number> | undefined => {
  if (text === "") return []
  const out: Array<number> = []
  const parts = text.split(":")
  for (const [at, part] of parts.entries()) {
    const tail = at === parts.length - 1 ? ipv4(part) : undefined
    if (tail !== undefined) out.push(...tail)
    else if (/^[0-9a-f]{1,4}$/i.test(part)) out.push(Number.parseInt(part, 16))
    else return undefined
  }
  return out
}

/** Eight groups; undefined where it is no address. A zone (`%eth0`) is left out. */
export const parseAddress = (text: string): ReadonlyArray<number> | undefined => {
  const bare = text.split("%")[0]!
  const four = ipv4(bare)
  if (four !== undefined) return [0, 0, 0, 0, 0, 0xffff, ...four]
  const halves = bare.split("::")
  if (!bare.includes(":") || halves.length > 2) return undefined
  const head = hextets(halves[0]!)
  const tail = halves.length === 2 ? hextets(halves[1]!) : []
  if (head === undefined || tail === undefined) return undefined
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail]
}

const isMapped = (groups: ReadonlyArray<number>): boolean =>
  groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0)

/** `10.1.0.0/16`, `2001:db8::/32`, or a single address; undefined where it is none. */
export const parse = (text: string): Network | undefined => {
  const [address = "", length, ...rest] = text.trim().split("/")
  const groups = parseAddress(address)
  if (groups === undefined || rest.length > 0) return undefined
  if (length === undefined) return { groups, bits: 128 }
  const most = address.includes(":") ? 128 : 32
  if (!/^\d{1,3}$/.test(length) || Number(length) > most) return undefined
  return { groups, bits: Number(length) + 128 - most }
}

export const contains = ({ groups, bits }: Network, address: ReadonlyArray<number>): boolean => {
  for (let at = 0, left = bits; left > 0; at++, left -= 16) {
    const mask = left >= 16 ? 0xffff : (0xffff << (16 - left)) & 0xffff
    if (((groups[at]! ^ address[at]!) & mask) !== 0) return false
  }
  return true
}

/** Networks of one purpose. Ours are written by hand: one that is wrong is a mistake of ours. */
export const among = (texts: ReadonlyArray<string>): ((ip: string) => boolean) => {
  const networks = texts.map(parse).filter((each) => each !== undefined)
  return (ip) => {
    const address = parseAddress(ip)
    return address !== undefined && networks.some((network) => contains(network, address))
  }
}

/**
 * What an address is one of: a /24, or a /48 of IPv6. Resolvers of one service ask from several
 * addresses of a network.
 */
export const around = (ip: string): string => {
  const groups = parseAddress(ip)
  if (groups === undefined) return ip
  return isMapped(groups)
    ? `${groups[6]! >> 8}.${groups[6]! & 255}.${groups[7]! >> 8}.0/24`
    : `${groups
        .slice(0, 3)
        .map((group) => group.toString(16))
        .join(":")}::/48`
}
