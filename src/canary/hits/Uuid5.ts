/** Identifiers that follow from a name (RFC 9562, version 5): the same name, the same identifier. */
import { sha1 } from "@noble/hashes/legacy.js"
import { concatBytes, hexToBytes } from "@noble/hashes/utils.js"
import * as Bytes from "../../bytes/Bytes.ts"
import * as Uuid from "../../bytes/Uuid.ts"

export const of = (namespace: string, name: string): string => {
  const space = hexToBytes(namespace.replace(/-/g, ""))
  return Uuid.of(sha1(concatBytes(space, Bytes.ofText(name))), 5)
}
