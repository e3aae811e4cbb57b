/**
 * What may be written on a decoy: paths below the allowed folders, by their letters first, then by
 * what really lies on the way. Links are where a visitor could lead a writer astray.
 */
import * as Either from "effect/Either"
import type { PathStat } from "./Answer.ts"

export interface PathPolicy {
  /** Absolute, without a slash at the end. */
  readonly roots: ReadonlyArray<string>
}

/** `PATH_MAX` and `NAME_MAX` of Linux. */
const pathBytesMax = 4096
const nameBytesMax = 255
/** Links to folders below the roots that are followed on one way. */
const linksMax = 8

const encoder = new TextEncoder()

const isControl = (code: number): boolean => code < 0x20 || code === 0x7f

/** Why the letters of a path are refused; undefined where they are well. */
const misspelt = (path: string): string | undefined => {
  if (!path.startsWith("/")) return "it is not absolute"
  if ([...path].some((sign) => isControl(sign.codePointAt(0)!))) return "it has a control character"
  if (encoder.encode(path).length >= pathBytesMax) return "it is too long"
  for (const name of path.slice(1).split("/")) {
    if (name === "") return "it has an empty name"
    if (name === "." || name === "..") return `it has the name ${name}`
    if (encoder.encode(name).length > nameBytesMax) return "a name in it is too long"
  }
  return undefined
}

/** `DECNET_PLANT_ROOTS`: folders with colons between them; left says what to write. */
export const parse = (text: string): Either.Either<PathPolicy, string> => {
  const roots = text.split(":").map((each) => each.replace(/(?<=.)\/+$/, ""))
  const bad = roots.find((each) => misspelt(each) !== undefined)
  return bad === undefined
    ? Either.right({ roots })
    : Either.left(
        `DECNET_PLANT_ROOTS: write absolute folders such as /home:/var/log (found ${JSON.stringify(bad)}: ${misspelt(bad)})`,
      )
}

const isBelow = (path: string, folder: string): boolean => path.startsWith(`${folder}/`)

const isAllowed = ({ roots }: PathPolicy, path: string): boolean =>
  roots.some((root) => isBelow(path, root))

const isAllowedFolder = ({ roots }: PathPolicy, path: string): boolean =>
  roots.some((root) => path === root || isBelow(path, root))

/** Why a path is refused by its letters alone; undefined where it is not. */
export const refusal = (policy: PathPolicy, path: string): string | undefined =>
  misspelt(path) ?? (isAllowed(policy, path) ? undefined : "it lies outside the allowed folders")

/** Every folder on the way, from the top, then the path itself. */
export const steps = (path: string): ReadonlyArray<string> => {
  const names = path.slice(1).split("/")
  return names.map((_, index) => `/${names.slice(0, index + 1).join("/")}`)
}

export type Step =
  /** Nothing stands in the way; the missing folders from the top. */
  | { readonly _tag: "Clear"; readonly missing: ReadonlyArray<string> }
  /** A folder on the way is a link to another one below the roots: look again from there. */
  | { readonly _tag: "Elsewhere"; readonly path: string }
  | { readonly _tag: "Refused"; readonly reason: string }

/** Judges a path by what lies on its way. */
export const walk = (
  policy: PathPolicy,
  path: string,
  found: ReadonlyMap<string, PathStat>,
  linksSeen: number,
): Step => {
  const refused = (reason: string): Step => ({ _tag: "Refused", reason })
  const missing: Array<string> = []
  for (const step of steps(path)) {
    const stat = found.get(step)
    if (stat?.kind === "link") {
      if (step === path) return refused("it is a symbolic link")
      const target = stat.linkTarget.replace(/(?<=.)\/+$/, "")
      const onward = target + path.slice(step.length)
      if (linksSeen >= linksMax) return refused("too many symbolic links are on its way")
      if (!isAllowedFolder(policy, target) || refusal(policy, onward) !== undefined)
        return refused(`${step} is a symbolic link that leads out of the allowed folders`)
      return { _tag: "Elsewhere", path: onward }
    }
    if (step === path) break
    if (stat === undefined) missing.push(step)
    else if (stat.kind !== "directory") return refused(`${step} is no folder`)
  }
  return { _tag: "Clear", missing }
}
