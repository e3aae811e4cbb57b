/** Names of accounts and groups as a container numbers them. */
import * as Effect from "effect/Effect"
import type { EngineFailure } from "./EngineFailure.ts"
import type { Files } from "./Files.ts"

export interface Ids {
  readonly uid: number
  readonly gid: number
}

interface Names {
  /** When `/etc/passwd` and `/etc/group` were last changed. */
  readonly stamp: string
  readonly uids: ReadonlyMap<string, Ids>
  readonly gids: ReadonlyMap<string, number>
}

const fieldsOf = (text: string): ReadonlyArray<ReadonlyArray<string>> =>
  text.split("\n").map((line) => line.split(":"))

const isNumber = (text: string | undefined): text is string =>
  text !== undefined && /^\d{1,10}$/.test(text)

/** The first line of a name counts, as for getpwnam(3). */
export const parsePasswd = (text: string): ReadonlyMap<string, Ids> => {
  const found = new Map<string, Ids>()
  for (const [name = "", , uid, gid] of fieldsOf(text))
    if (name !== "" && isNumber(uid) && isNumber(gid) && !found.has(name))
      found.set(name, { uid: Number(uid), gid: Number(gid) })
  return found
}

export const parseGroup = (text: string): ReadonlyMap<string, number> => {
  const found = new Map<string, number>()
  for (const [name = "", , gid] of fieldsOf(text))
    if (name !== "" && isNumber(gid) && !found.has(name)) found.set(name, Number(gid))
  return found
}

const passwd = "/etc/passwd"
const group = "/etc/group"

const decoder = new TextDecoder()

export class Owners {
  readonly #known = new Map<string, Names>()

  #names(container: string, files: Files): Effect.Effect<Names, EngineFailure> {
    return Effect.gen(this, function* () {
      const stats = yield* files.stats([passwd, group])
      const stamp = [passwd, group]
        .map((path) => stats.get(path))
        .map((stat) => `${stat?.mtime.ms}.${stat?.mtime.ns}.${stat?.bytes}`)
        .join(" ")
      const known = this.#known.get(container)
      if (known?.stamp === stamp) return known
      const text = (path: string) =>
        stats.has(path)
          ? Effect.map(files.read(path), ({ bytes }) => decoder.decode(bytes))
          : Effect.succeed("")
      const names = {
        stamp,
        uids: parsePasswd(yield* text(passwd)),
        gids: parseGroup(yield* text(group)),
      }
      this.#known.set(container, names)
      return names
    })
  }

  /** Undefined where the container has no such account or group. */
  resolve(
    container: string,
    files: Files,
    owner: string,
    ownersGroup: string,
  ): Effect.Effect<Ids | undefined, EngineFailure> {
    if (owner === "root" && ownersGroup === "root") return Effect.succeed({ uid: 0, gid: 0 })
    return Effect.map(this.#names(container, files), ({ uids, gids }) => {
      const ids = uids.get(owner)
      // a login's own group may be named otherwise
      const gid = gids.get(ownersGroup) ?? (ownersGroup === owner ? ids?.gid : undefined)
      return ids === undefined || gid === undefined ? undefined : { uid: ids.uid, gid }
    })
  }
}
