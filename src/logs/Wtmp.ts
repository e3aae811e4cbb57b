/**
 * Login records as glibc has them on x86-64: `struct utmp` of 384 bytes, little-endian, with 32-bit
 * times (utmp(5), bits/utmp.h).
 */

export const recordBytes = 384

export interface Record {
  readonly kind: "login" | "logout"
  readonly login: string
  readonly pid: number
  /** `pts/0` */
  readonly line: string
  /** Name or address it came from, as `last` shows it. */
  readonly host: string
  /** IPv4, dotted; "" where unknown. */
  readonly ip: string
  readonly atMicros: number
}

const userProcess = 7
const deadProcess = 8

/** Offsets in the structure; two bytes of padding follow ut_type. */
const at = { pid: 4, line: 8, id: 40, user: 44, host: 76, seconds: 340, micros: 344, address: 348 }

const text = (out: Uint8Array, offset: number, bytesMax: number, value: string): void => {
  out.set(new TextEncoder().encode(value).subarray(0, bytesMax), offset)
}

const int32 = (out: Uint8Array, offset: number, value: number): void => {
  for (let index = 0; index < 4; index++) out[offset + index] = (value >>> (8 * index)) & 255
}

/** The bytes that sshd appends; at logout it blanks name, host and address (loginrec.c). */
export const encode = (record: Record): Uint8Array<ArrayBuffer> => {
  const out = new Uint8Array(recordBytes)
  const login = record.kind === "login"
  out[0] = login ? userProcess : deadProcess
  int32(out, at.pid, record.pid)
  text(out, at.line, 32, record.line)
  // OpenSSH's line_abbrevname keeps the last four characters: "ts/0"
  text(out, at.id, 4, record.line.slice(-4))
  const seconds = Math.floor(record.atMicros / 1e6)
  int32(out, at.seconds, seconds)
  int32(out, at.micros, record.atMicros - seconds * 1e6)
  if (!login) return out
  text(out, at.user, 32, record.login)
  text(out, at.host, 256, record.host)
  const octets = record.ip.split(".").map(Number)
  if (octets.length === 4) out.set(octets, at.address)
  return out
}

export const encodeAll = (records: ReadonlyArray<Record>): Uint8Array<ArrayBuffer> => {
  const out = new Uint8Array(records.length * recordBytes)
  records.forEach((record, index) => out.set(encode(record), index * recordBytes))
  return out
}
