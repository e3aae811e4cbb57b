/** Programs whose names are resolved by a server of the test's, in a mount namespace of their own. */
import { writeFileSync } from "node:fs"
import { join } from "node:path"

/** Puts a resolver of one's own over the computer's before the program begins. */
const script = 'mount --bind "$1" /etc/resolv.conf && shift && exec "$@"'

/** What stands before a command so that it asks the server at `ip`, port 53. */
export const prefix = (folder: string, ip: string): ReadonlyArray<string> => {
  const file = join(folder, "resolv.conf")
  writeFileSync(file, `nameserver ${ip}\noptions timeout:1 attempts:1\n`, { mode: 0o644 })
  return ["unshare", "--mount", "sh", "-c", script, "sh", file]
}
