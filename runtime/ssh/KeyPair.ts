/** An ed25519 key pair as ssh-keygen(1) writes it (OpenSSH's PROTOCOL.key). */
import { generateKeyPairSync, randomBytes } from "node:crypto"

export interface KeyPair {
  /** Text of `id_ed25519`. */
  readonly privateKey: string
  /** Text of `id_ed25519.pub`: one line. */
  readonly publicKey: string
}

const type = "ssh-ed25519"

const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** Four bytes of length, then the bytes (RFC 4251, section 5). */
const string = (bytes: string | Uint8Array): Buffer => {
  const content = Buffer.from(bytes as Uint8Array)
  return Buffer.concat([number(content.length), content])
}

/** The cipher's block is 8 bytes where there is none. */
const padding = (length: number): Buffer =>
  Buffer.from(Array.from({ length: (8 - (length % 8)) % 8 }, (_, index) => index + 1))

/** Secrets come from the process's entropy, never from a seed. */
export const make = (comment: string): KeyPair => {
  const { privateKey } = generateKeyPairSync("ed25519")
  const { d, x } = privateKey.export({ format: "jwk" })
  const seed = Buffer.from(d!, "base64url")
  const point = Buffer.from(x!, "base64url")
  const blob = Buffer.concat([string(type), string(point)])
  const check = randomBytes(4)
  const secret = Buffer.concat([
    check,
    check,
    string(type),
    string(point),
    string(Buffer.concat([seed, point])),
    string(comment),
  ])
  const whole = Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    string("none"),
    string("none"),
    string(""),
    number(1),
    string(blob),
    string(Buffer.concat([secret, padding(secret.length)])),
  ])
  const lines = whole.toString("base64").replace(/.{70}(?=.)/g, "$&\n")
  return {
    privateKey: `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`,
    publicKey: `${type} ${blob.toString("base64")} ${comment}\n`,
  }
}

/** Type and blob of a public key's line; undefined where it is none. */
export const publicPart = (line: string): string | undefined =>
  /^ssh-ed25519 [A-Za-z0-9+/]{68}=*/.exec(line.trim())?.[0]
