/**
 * `~/.ssh/id_ed25519_deploy` with its public half and a `config` in which a host under a name of
 * ours is to be reached with it. There is no RSA: its primes would have to be searched for,
 * from entropy that a token does not hold.
 */
import { ed25519 } from "@noble/curves/ed25519.js"
import * as Effect from "effect/Effect"
import * as Base64 from "../../bytes/Base64.ts"
import * as Bytes from "../../bytes/Bytes.ts"
import type { Stream } from "../../rng/Rng.ts"
import type { Context } from "../Context.ts"
import type { Generator } from "../Generator.ts"
import * as Token from "../Token.ts"
import * as Account from "./Account.ts"
import * as Address from "./Address.ts"
import * as Remark from "./Remark.ts"

const uint32 = (value: number): Uint8Array =>
  Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255)

/** A string of the SSH protocol (RFC 4251, section 5). */
const string = (bytes: Uint8Array): Uint8Array => Bytes.concat([uint32(bytes.length), bytes])
const text = (value: string): Uint8Array => string(Bytes.ofText(value))

const keyType = "ssh-ed25519"

export interface Pair {
  readonly privateKey: string
  readonly publicKey: string
}

/** Both files of a key without passphrase (PROTOCOL.key of OpenSSH). */
export const pair = (seed: Uint8Array, check: Uint8Array, comment: string): Pair => {
  const point = ed25519.getPublicKey(seed)
  const publicBlob = Bytes.concat([text(keyType), string(point)])
  const inner = Bytes.concat([
    check,
    check,
    text(keyType),
    string(point),
    string(Bytes.concat([seed, point])),
    text(comment),
  ])
  const padding = Uint8Array.from({ length: (8 - (inner.length % 8)) % 8 }, (_, at) => at + 1)
  const blob = Bytes.concat([
    Bytes.ofText("openssh-key-v1\0"),
    text("none"),
    text("none"),
    text(""),
    uint32(1),
    string(publicBlob),
    string(Bytes.concat([inner, padding])),
  ])
  const lines = Base64.encode(blob).match(/.{1,70}/g)!
  return {
    privateKey: `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join("\n")}\n-----END OPENSSH PRIVATE KEY-----\n`,
    publicKey: `${keyType} ${Base64.encode(publicBlob)} ${comment}\n`,
  }
}

/** What `ssh-keygen` writes who is not told otherwise, as the shell's history has it. */
const commentOf = ({ owner, hostname }: Context): string => `${owner.login}@${hostname}`

/** As people write paths into their `config`. */
const belowHome = ({ path, owner }: Context): string =>
  path.startsWith(`${owner.home}/`) ? `~${path.slice(owner.home.length)}` : path

interface Entry {
  readonly alias: string
  readonly host: string
  readonly user: string
}

/** Names that somebody gives to the host that matters. */
const aliases = (context: Context): ReadonlyArray<string> => {
  const short = Account.projectOf(context).split("-")[0]!
  return ["prod", "db-prod", "bastion", "backup", "jump-ext", "dr", "cloud", "gw"]
    .flatMap((each) => [each, `${short}-${each}`])
    .concat(short, `${short}-prod`, `${Account.organisationOf(context)}-ext`)
}

const labels = ["db1", "db2", "gw", "vpn", "ssh", "jump", "bastion", "backup", "ext", "dr", "prod"]

const optionsOf = (rng: Stream, isOurs: boolean): ReadonlyArray<string> => [
  ...(rng.chance(1, 4) ? [`Port ${rng.pick(["22", "2222", "22022", "10022"])}`] : []),
  ...(isOurs && rng.chance(2, 3) ? ["IdentitiesOnly yes"] : []),
  ...(rng.chance(1, 7) ? ["ForwardAgent yes"] : []),
  ...(rng.chance(1, 7) ? ["Compression yes"] : []),
  ...(rng.chance(1, 7)
    ? [
        `LocalForward ${rng.between(12_000, 19_999)} localhost:${rng.pick([5432, 3306, 8080, 6379, 9200])}`,
      ]
    : []),
]

const block = (
  rng: Stream,
  context: Context,
  entry: Entry,
  isOurs: boolean,
  indent: string,
): ReadonlyArray<string> => {
  const usual = rng.chance(1, 6) ? ["IdentityFile ~/.ssh/id_ed25519"] : []
  const identity = isOurs ? [`IdentityFile ${belowHome(context)}`] : usual
  const user = isOurs || rng.chance(2, 3) ? [`User ${entry.user}`] : []
  return [
    ...(rng.chance(isOurs ? 2 : 1, 4)
      ? [
          `# ${Remark.say(rng.within("remark"), context, rng.pick(["access", "network", "origin"]))}`,
        ]
      : []),
    `Host ${entry.alias}`,
    ...[
      `HostName ${entry.host}`,
      ...user,
      ...identity,
      ...optionsOf(rng.within("options"), isOurs),
    ].map((each) => indent + each),
  ]
}

const defaults = (rng: Stream, indent: string): ReadonlyArray<string> => [
  "Host *",
  ...rng
    .sample(
      [
        `ServerAliveInterval ${rng.pick([15, 20, 30, 60, 120])}`,
        `ServerAliveCountMax ${rng.between(2, 6)}`,
        "AddKeysToAgent yes",
        "HashKnownHosts yes",
        `ConnectTimeout ${rng.pick([5, 8, 10, 15])}`,
        "ControlMaster auto",
        "StrictHostKeyChecking accept-new",
      ],
      rng.between(1, 4),
    )
    .map((each) => indent + each),
]

const configText = (rng: Stream, token: Token.Token, context: Context): string => {
  const { organisation, owner } = context
  const indent = rng.pick(["    ", "    ", "  ", "\t"])
  const ours: Entry = {
    alias: rng.pick(aliases(context)),
    host: Address.host(token, context, rng.chance(4, 5) ? rng.pick(labels) : undefined),
    user: rng.pick([owner.login, organisation.automation, Account.service(rng, context), "root"]),
  }
  const others = rng.sample(organisation.hosts, rng.between(1, 5)).map(({ name, ip }): Entry => ({
    alias: rng.chance(3, 4) ? name : `${name} ${name}.${organisation.domain}`,
    host: rng.chance(1, 2) ? ip : `${name}.${organisation.domain}`,
    user: rng.pick([owner.login, owner.login, organisation.automation, "root"]),
  }))
  const place = rng.between(0, others.length)
  const entries = others.toSpliced(place, 0, ours)
  const blocks = entries.map((entry) =>
    block(rng.within("host", entry.alias), context, entry, entry === ours, indent),
  )
  // what stands first wins: the general block belongs at the end
  if (rng.chance(3, 4)) blocks.push(defaults(rng.within("defaults"), indent))
  return `${blocks.map((lines) => lines.join("\n")).join(rng.chance(5, 6) ? "\n\n" : "\n")}\n`
}

const folderOf = ({ path }: Context): string => path.slice(0, path.lastIndexOf("/"))

export const generator: Generator = {
  kind: Address.overDns,
  paths: (context) => [context.path, `${context.path}.pub`, `${folderOf(context)}/config`],
  files: (token, context) =>
    Effect.sync(() => {
      const rng = Token.stream(token).within("ssh")
      const { privateKey, publicKey } = pair(
        Token.keyMaterial(token, "ssh/seed", 32),
        Token.keyMaterial(token, "ssh/check", 4),
        commentOf(context),
      )
      return [
        { path: context.path, bytes: Bytes.ofText(privateKey), mode: 0o600 },
        { path: `${context.path}.pub`, bytes: Bytes.ofText(publicKey), mode: 0o644 },
        {
          path: `${folderOf(context)}/config`,
          bytes: Bytes.ofText(configText(rng.within("config"), token, context)),
          mode: rng.within("mode").chance(1, 2) ? 0o600 : 0o644,
        },
      ]
    }),
}
