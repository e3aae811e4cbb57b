/** A WireGuard tunnel's settings for `wg-quick`; the far end is a name of ours. */
import { x25519 } from "@noble/curves/ed25519.js"
import * as Effect from "effect/Effect"
import * as Base64 from "../../bytes/Base64.ts"
import * as Bytes from "../../bytes/Bytes.ts"
import type { Stream } from "../../rng/Rng.ts"
import type { Context } from "../Context.ts"
import type { Generator } from "../Generator.ts"
import * as Token from "../Token.ts"
import * as Address from "./Address.ts"
import * as Remark from "./Remark.ts"

/** As `wg genkey` makes it: the bits that the curve ignores are set beforehand. */
const privateKey = (token: Token.Token, purpose: string): Uint8Array => {
  const key = Token.keyMaterial(token, purpose, 32)
  key[0] = key[0]! & 248
  key[31] = (key[31]! & 127) | 64
  return key
}

/** The organisation's networks, by the addresses of its hosts. */
const networksOf = ({ organisation }: Context): ReadonlyArray<string> => {
  const networks = organisation.hosts.map(({ ip }) => ip.split(".").slice(0, 3).join("."))
  return [...new Set(networks)].sort((a, b) => (a < b ? -1 : 1))
}

const labels = ["vpn", "vpn1", "vpn2", "wg", "gw", "remote", "edge", "ras"]

type Entry = readonly [key: string, value: string]

/** The tunnel's own network, and what it leads to. */
interface Net {
  /** `10.120.85` */
  readonly tunnel: string
  readonly address: string
  readonly allowed: ReadonlyArray<string>
}

const netOf = (rng: Stream, context: Context): Net => {
  const tunnel = `10.${rng.between(60, 254)}.${rng.between(0, 254)}`
  const own = `${tunnel}.${rng.between(2, 240)}/${rng.pick([32, 32, 24])}`
  const v6 = rng.chance(1, 6)
    ? `fd${rng.hex(2)}:${rng.hex(4)}:${rng.hex(4)}::${rng.between(2, 240).toString(16)}`
    : undefined
  return {
    tunnel,
    address: v6 === undefined ? own : `${own}, ${v6}/128`,
    allowed: rng.chance(1, 5)
      ? ["0.0.0.0/0", ...(v6 === undefined ? [] : ["::/0"])]
      : [`${tunnel}.0/24`, ...networksOf(context).map((each) => `${each}.0/24`)],
  }
}

const inner = (
  rng: Stream,
  token: Token.Token,
  context: Context,
  net: Net,
): ReadonlyArray<Entry> => {
  const resolver = context.organisation.hosts.find(({ kind }) => kind === "dns")?.ip
  const search = rng.chance(1, 2) ? `, ${context.organisation.domain}` : ""
  const entries: ReadonlyArray<Entry> = [
    ["PrivateKey", Base64.encode(privateKey(token, "wireguard/own"))],
    ["Address", net.address],
    ...(rng.chance(2, 3) ? [["DNS", `${resolver ?? `${net.tunnel}.1`}${search}`] as const] : []),
    ...(rng.chance(1, 3)
      ? [["MTU", rng.pick(["1280", "1360", "1380", "1412", "1420"])] as const]
      : []),
    ...(rng.chance(1, 6) ? [["ListenPort", String(rng.between(32_000, 60_999))] as const] : []),
  ]
  return rng.chance(1, 4) ? rng.shuffle(entries) : entries
}

const peer = (
  rng: Stream,
  token: Token.Token,
  context: Context,
  net: Net,
): ReadonlyArray<Entry> => {
  const port = rng.pick([51820, 51820, 51820, 51821, 443, rng.between(50_000, 59_999)])
  const host = Address.host(token, context, rng.pick([...labels, undefined]))
  const rest: ReadonlyArray<Entry> = [
    ["AllowedIPs", net.allowed.join(rng.chance(4, 5) ? ", " : ",")],
    ["Endpoint", `${host}:${port}`],
    ...(rng.chance(3, 5)
      ? [["PersistentKeepalive", rng.pick(["15", "20", "25", "25", "25"])] as const]
      : []),
  ]
  return [
    ["PublicKey", Base64.encode(x25519.getPublicKey(privateKey(token, "wireguard/peer")))],
    ...(rng.chance(2, 5)
      ? [["PresharedKey", Base64.encode(Token.keyMaterial(token, "wireguard/shared", 32))] as const]
      : []),
    ...(rng.chance(1, 3) ? rng.shuffle(rest) : rest),
  ]
}

const write = (rng: Stream, token: Token.Token, context: Context): string => {
  const equals = rng.chance(9, 10) ? " = " : "="
  const net = netOf(rng.within("net"), context)
  const section = (
    head: string,
    about: ReadonlyArray<Remark.About>,
    entries: ReadonlyArray<Entry>,
  ): string =>
    [
      `[${head}]`,
      ...Remark.lines(rng.within("remarks", head), context, about),
      ...entries.map(([key, value]) => key + equals + value),
    ].join("\n")
  const own = inner(rng.within("interface"), token, context, net)
  const far = peer(rng.within("peer"), token, context, net)
  return `${section("Interface", ["care", "origin"], own)}\n\n${section("Peer", ["network", "origin"], far)}\n`
}

export const generator: Generator = {
  kind: Address.overDns,
  paths: ({ path }) => [path],
  files: (token, context) =>
    Effect.sync(() => {
      const rng = Token.stream(token).within("wireguard")
      return [{ path: context.path, bytes: Bytes.ofText(write(rng, token, context)), mode: 0o600 }]
    }),
}
