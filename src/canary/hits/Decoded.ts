/**
 * What a hit says beside the fact that it came: labels that somebody put before the slug, names
 * that were given with a password, a key's id. Passwords and signatures are never kept.
 */
import type { Seen } from "../Hit.ts"
import { headerOf } from "./Client.ts"

export interface Decoded {
  /** `git 2.39.5 fetched a repository` */
  readonly did?: string
  /** Labels before the slug, as they were asked. */
  readonly labels?: string
  /** The same, where they are base32 or hexadecimal digits of printable text. */
  readonly message?: string
  /** With HTTP Basic. */
  readonly user?: string
  readonly passwordGiven?: boolean
  /** `Bearer`, `AWS4-HMAC-SHA256` */
  readonly scheme?: string
  readonly accessKeyId?: string
  /** `us-east-1/sts` */
  readonly awsScope?: string
  /** Bytes of what was sent with the request, as far as they were kept. */
  readonly bodyBytes?: number
}

const textMax = 256

const decoder = new TextDecoder("utf-8", { fatal: true })

const printable = (bytes: ReadonlyArray<number>): string | undefined => {
  if (bytes.length < 2) return undefined
  try {
    const text = decoder.decode(Uint8Array.from(bytes)).replace(/\0+$/, "")
    return /^[^\p{Cc}\p{Cf}\p{Co}\p{Cn}]{2,}$/u.test(text) ? text.slice(0, textMax) : undefined
  } catch {
    return undefined
  }
}

const unpack = (text: string, alphabet: string, bitsEach: number): ReadonlyArray<number> => {
  const out: Array<number> = []
  let held = 0
  let bits = 0
  for (const sign of text) {
    held = (held << bitsEach) | alphabet.indexOf(sign)
    bits += bitsEach
    if (bits < 8) continue
    bits -= 8
    out.push((held >>> bits) & 255)
    held &= (1 << bits) - 1
  }
  return out
}

/** Texts of DNS labels: hexadecimal digits, else base32 (RFC 4648, without padding). */
export const messageOf = (labels: ReadonlyArray<string>): string | undefined => {
  const text = labels.join("").toLowerCase()
  if (text.length < 4) return undefined
  if (/^(?:[0-9a-f]{2})+$/.test(text)) {
    const found = printable(unpack(text, "0123456789abcdef", 4))
    if (found !== undefined) return found
  }
  return /^[a-z2-7]+$/.test(text)
    ? printable(unpack(text, "abcdefghijklmnopqrstuvwxyz234567", 5))
    : undefined
}

const base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

/** Before the first colon; only it is decoded further than that. */
const basicOf = (value: string): Decoded => {
  const bare = value.trim().replace(/=+$/, "").replace(/-/g, "+").replace(/_/g, "/")
  if (!/^[A-Za-z0-9+/]*$/.test(bare)) return {}
  const bytes = unpack(bare, base64Alphabet, 6)
  const colon = bytes.indexOf(58)
  const user = printable([...bytes.slice(0, colon < 0 ? bytes.length : colon), 0])
  return {
    ...(user === undefined ? {} : { user }),
    passwordGiven: colon >= 0 && colon < bytes.length - 1,
  }
}

const authorizationOf = (value: string | undefined): Decoded => {
  if (value === undefined) return {}
  const [, scheme = "", rest = ""] = /^\s*([\w-]{1,40})\s*(.*)$/s.exec(value) ?? []
  if (scheme.toLowerCase() === "basic") return { scheme: "Basic", ...basicOf(rest) }
  const credential = /Credential=([A-Z0-9]{16,32})(?:\/\d{8}\/([\w-]{1,32})\/([\w-]{1,32}))?/.exec(
    rest,
  )
  if (credential === null) return scheme === "" ? {} : { scheme }
  const [, accessKeyId, region, service] = credential
  return {
    scheme,
    accessKeyId: accessKeyId!,
    ...(region === undefined ? {} : { awsScope: `${region}/${service}` }),
  }
}

/** Of a signed address: `X-Amz-Credential=AKIA…%2F…`, or the older `AWSAccessKeyId=`. */
const presignedOf = (target: string): Decoded => {
  const found = /(?:X-Amz-Credential|AWSAccessKeyId)=([A-Z0-9]{16,32})/.exec(target)
  return found === null ? {} : { accessKeyId: found[1]! }
}

const bytesOfBase64 = (text: string): number =>
  text === "" ? 0 : Math.floor((text.length * 3) / 4) - (/=*$/.exec(text)?.[0].length ?? 0)

/** `before` are the labels below the slug's, the outermost first. */
export const of = (
  { http }: Seen,
  did: string | undefined,
  before: ReadonlyArray<string>,
): Decoded => {
  const message = messageOf(before)
  const bodyBytes = http === undefined ? 0 : bytesOfBase64(http.body)
  return {
    ...(did === undefined ? {} : { did }),
    ...(before.length === 0 ? {} : { labels: before.join(".").slice(0, textMax) }),
    ...(message === undefined ? {} : { message }),
    ...(http === undefined
      ? {}
      : {
          ...presignedOf(http.target),
          ...authorizationOf(headerOf(http.headers, "authorization")),
        }),
    ...(bodyBytes === 0 ? {} : { bodyBytes }),
  }
}

const secretHeaders =
  /^(?:authorization|proxy-authorization|cookie|x-amz-security-token|x-api-key|api-key|private-token|x-auth-token|x-vault-token|x-registry-auth)$/i

/** Headers as they may be kept and told: what proves who somebody is reduced to its scheme. */
export const withoutSecrets = (
  headers: ReadonlyArray<readonly [string, string]>,
): ReadonlyArray<readonly [name: string, value: string]> =>
  headers.map(([name, value]) => {
    if (!secretHeaders.test(name)) return [name, value]
    const scheme = /^\s*([\w-]{1,40})\s+\S/.exec(value)?.[1]
    return [name, `${scheme === undefined ? "" : `${scheme} `}(${value.length} characters)`]
  })
