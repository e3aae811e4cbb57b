/** X.509 certificates (RFC 5280) on P-256, as small clusters make them for themselves. */
import { p256 } from "@noble/curves/nist.js"
import { sha1 } from "@noble/hashes/legacy.js"
import * as Base64 from "../../bytes/Base64.ts"
import * as Bytes from "../../bytes/Bytes.ts"
import * as Instant from "../../time/Instant.ts"

const size = (length: number): Uint8Array =>
  length < 128
    ? Uint8Array.of(length)
    : length < 256
      ? Uint8Array.of(0x81, length)
      : Uint8Array.of(0x82, length >> 8, length & 255)

/** One element of DER: its tag, its size, its parts. */
const element = (tag: number, ...parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  const body = Bytes.concat([new Uint8Array(), ...parts])
  return Bytes.concat([Uint8Array.of(tag), size(body.length), body])
}

const sequence = (...parts: ReadonlyArray<Uint8Array>): Uint8Array => element(0x30, ...parts)
const raw = (...bytes: ReadonlyArray<number>): Uint8Array => Uint8Array.from(bytes)
const bits = (bytes: Uint8Array, unused = 0): Uint8Array => element(0x03, raw(unused), bytes)

const integer = (bytes: Uint8Array): Uint8Array => {
  let at = 0
  while (at < bytes.length - 1 && bytes[at] === 0) at++
  const rest = bytes.subarray(at)
  return element(0x02, rest[0]! > 127 ? Bytes.concat([raw(0), rest]) : rest)
}

const oids = {
  ecPublicKey: raw(0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1),
  prime256: raw(0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7),
  ecdsaSha256: raw(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2),
  organisation: raw(0x55, 4, 10),
  commonName: raw(0x55, 4, 3),
  keyUsage: raw(0x55, 0x1d, 15),
  basicConstraints: raw(0x55, 0x1d, 19),
  subjectKey: raw(0x55, 0x1d, 14),
  authorityKey: raw(0x55, 0x1d, 35),
  extendedUsage: raw(0x55, 0x1d, 37),
  clientAuth: raw(0x2b, 6, 1, 5, 5, 7, 3, 2),
} as const

const oid = (bytes: Uint8Array): Uint8Array => element(0x06, bytes)

export interface Name {
  readonly organisation?: string
  readonly common: string
}

const nameOf = ({ organisation, common }: Name): Uint8Array => {
  const part = (kind: Uint8Array, text: string): Uint8Array =>
    element(
      0x31,
      sequence(
        oid(kind),
        element(text.includes("@") || text.includes(":") ? 0x0c : 0x13, Bytes.ofText(text)),
      ),
    )
  return sequence(
    ...(organisation === undefined ? [] : [part(oids.organisation, organisation)]),
    part(oids.commonName, common),
  )
}

/** UTCTime, which years before 2050 take. */
const time = (ms: number): Uint8Array =>
  element(0x17, Bytes.ofText(`${Instant.toIso(ms).replace(/\D/g, "").slice(2, 14)}Z`))

const extension = (kind: Uint8Array, critical: boolean, value: Uint8Array): Uint8Array =>
  sequence(oid(kind), ...(critical ? [element(0x01, raw(255))] : []), element(0x04, value))

const pem = (label: string, bytes: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${Base64.encode(bytes)
    .match(/.{1,64}/g)!
    .join("\n")}\n-----END ${label}-----\n`

const point = (key: Uint8Array): Uint8Array => p256.getPublicKey(key, false)

const publicInfo = (key: Uint8Array): Uint8Array =>
  sequence(sequence(oid(oids.ecPublicKey), oid(oids.prime256)), bits(point(key)))

const keyId = (key: Uint8Array): Uint8Array => sha1(point(key))

export interface Plan {
  readonly serial: Uint8Array
  readonly subject: Name
  readonly issuer: Name
  /** Epoch milliseconds. */
  readonly from: number
  readonly to: number
  readonly key: Uint8Array
  readonly issuerKey: Uint8Array
}

/** A certificate in PEM: of an authority where subject and issuer are one, else of a client. */
export const certificate = (plan: Plan): string => {
  const isAuthority = plan.key === plan.issuerKey
  const algorithm = sequence(oid(oids.ecdsaSha256))
  const extensions = isAuthority
    ? [
        extension(oids.keyUsage, true, bits(raw(0xa4), 2)),
        extension(oids.basicConstraints, true, sequence(element(0x01, raw(255)))),
        extension(oids.subjectKey, false, element(0x04, keyId(plan.key))),
      ]
    : [
        extension(oids.keyUsage, true, bits(raw(0xa0), 5)),
        extension(oids.extendedUsage, false, sequence(oid(oids.clientAuth))),
        extension(oids.authorityKey, false, sequence(element(0x80, keyId(plan.issuerKey)))),
      ]
  const body = sequence(
    element(0xa0, integer(raw(2))),
    integer(plan.serial),
    algorithm,
    nameOf(plan.issuer),
    sequence(time(plan.from), time(plan.to)),
    nameOf(plan.subject),
    publicInfo(plan.key),
    element(0xa3, sequence(...extensions)),
  )
  const signature = p256.sign(body, plan.issuerKey, { format: "der", lowS: false })
  return pem("CERTIFICATE", sequence(body, algorithm, bits(signature)))
}

/** The private key in PEM (RFC 5915). */
export const privateKey = (key: Uint8Array): string =>
  pem(
    "EC PRIVATE KEY",
    sequence(
      integer(raw(1)),
      element(0x04, key),
      element(0xa0, oid(oids.prime256)),
      element(0xa1, bits(point(key))),
    ),
  )
