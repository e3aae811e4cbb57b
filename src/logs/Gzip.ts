/** gzip(1) as logrotate runs it: from standard input, so with the file's mtime but no name. */
import { gunzipSync, gzipSync } from "fflate"

/** RFC 1952; level 6 (XFL 0) and OS 3 (Unix) as fflate and gzip both write them. */
export const compress = (bytes: Uint8Array, mtimeSeconds: number): Uint8Array =>
  gzipSync(bytes, { level: 6, mtime: mtimeSeconds * 1000 })

/** Throws where the bytes are no whole gzip stream. */
export const decompress = (bytes: Uint8Array): Uint8Array => gunzipSync(bytes)
