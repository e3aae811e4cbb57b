/** Who is on the other side: the peer, or whom a trusted proxy names. */
import { BlockList, isIP } from "node:net"

export type Trusted = (address: string) => boolean

/** From addresses and networks; the settings have checked their form. */
export const trusted = (networks: ReadonlyArray<string>): Trusted => {
  const list = new BlockList()
  for (const network of networks) {
    const [address = "", bits] = network.split("/")
    const family = isIP(address) === 6 ? "ipv6" : "ipv4"
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return (address) =>
    isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4")
}

/** `::ffff:198.18.0.1` is `198.18.0.1`. */
export const plain = (address: string | undefined): string => {
  const bare = (address ?? "").replace(/%.*$/, "")
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1]
  return mapped ?? bare
}

/** One hop as proxies write it: with a port, in brackets, in quotes. */
const hopOf = (text: string): string | undefined => {
  const bare = text.trim().replace(/^"|"$/g, "")
  const address = plain(
    /^\[([^\]]+)\](?::\d+)?$/.exec(bare)?.[1] ?? bare.replace(/^([\d.]+):\d+$/, "$1"),
  )
  return isIP(address) === 0 ? undefined : address
}

/** Hops are believed from the right, as long as a trusted one wrote them down. */
export const of = (
  peer: string | undefined,
  forwarded: ReadonlyArray<string>,
  isTrusted: Trusted,
): string => {
  let client = plain(peer)
  const hops = forwarded.join(",").split(",")
  while (isTrusted(client)) {
    const next = hopOf(hops.pop() ?? "")
    if (next === undefined) return client
    client = next
  }
  return client
}

/** The network of 64 bits that one caller over IPv6 has; an IPv4 address as it is. */
export const prefix64 = (ip: string): string => {
  if (isIP(ip) !== 6) return ip
  const [head = "", tail] = ip.split("::")
  const groups = head.split(":")
  const after = tail === undefined || tail === "" ? 0 : tail.split(":").length
  const zeros = tail === undefined ? 0 : 8 - groups.length - after
  return [...groups, ...Array.from({ length: zeros }, () => "0"), ...(tail ?? "").split(":")]
    .slice(0, 4)
    .join(":")
}
