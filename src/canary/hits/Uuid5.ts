/** Identifiers that follow from a name (RFC 9562, version 5): the same name, the same identifier. */
import { sha1 } from "@noble/hashes/legacy.js"
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js"
import * as Bytes from "../../bytes/Bytes.ts"

const groups = [8, 12, 16, 20, 32]

export const of = (namespace: string, name: string): string => {
  const space = hexToBytes(namespace.replace(/-/g, ""))
  const bytes = sha1(concatBytes(space, Bytes.ofText(name))).slice(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x50
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytesToHex(bytes)
  return groups.map((end, at) => hex.slice(at === 0 ? 0 : groups[at - 1], end)).join("-")
}
