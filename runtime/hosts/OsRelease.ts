/** Which release a host is, by its os-release(5). */
import { releases, type Release } from "../../src/fleet/Decky.ts"

/** Values as the shell would read them, without expansions. */
const fieldsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split("\n").flatMap((line): ReadonlyArray<readonly [string, string]> => {
      const match = /^([A-Z][A-Z0-9_]*)=(?:"([^"]*)"|'([^']*)'|(\S*))\s*$/.exec(line)
      return match === null ? [] : [[match[1]!, match[2] ?? match[3] ?? match[4] ?? ""]]
    }),
  )

/** Undefined where it is none whose logs and files we know. */
export const parse = (text: string): Release | undefined => {
  const fields = fieldsOf(text)
  const name = `${fields.get("ID")}-${fields.get("VERSION_ID")}`
  return releases.find((release) => release === name)
}
