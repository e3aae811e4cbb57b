/** A moment of a person in which bait is laid in his home: of what class, where, and about what. */
import * as Generators from "../canary/Generators.ts"
import type { Callback } from "../canary/Callback.ts"
import * as Placement from "../canary/Placement.ts"
import type { Stream } from "../rng/Rng.ts"
import type { Bait } from "../scheduler/Action.ts"
import * as ShellHistory from "../shell/ShellHistory.ts"
import * as Taxonomy from "../taxonomy/ContentClass.ts"
import type { CanaryClass } from "../taxonomy/ContentClass.ts"
import * as Instant from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"
import { matterFor, mtimeOf, namesMax, type Scene } from "./Scene.ts"
import type { Cast, Inhabitant } from "./World.ts"

/** What people write in an editor, where others come by way of a desktop or a program. */
const edited: ReadonlySet<CanaryClass> = new Set([
  "canary_aws_creds",
  "canary_env_file",
  "canary_npmrc",
  "canary_netrc",
  "canary_pypirc",
])

/** What lies in the homes of people whose work is neither servers nor code. */
const inOffices: ReadonlySet<CanaryClass> = new Set([
  "canary_honeydoc",
  "canary_honeydoc_docx",
  "canary_honeydoc_pdf",
  "canary_fingerprint_html",
  "canary_fingerprint_svg",
  "canary_wireguard",
  "canary_xlsx",
])

/** What the shell's history knows of it. */
const typed = ({ desk, who }: Scene, canary: CanaryClass, path: string): ReadonlyArray<string> => {
  if (canary === "canary_ssh_key")
    return [
      `ssh-keygen -t ed25519 -f ${ShellHistory.relative(who.typist, path)}`,
      `${who.typist.editor} .ssh/config`,
    ]
  if (!edited.has(canary)) return []
  const folder = path.slice(0, path.lastIndexOf("/"))
  return [
    ...(folder === who.typist.home || desk.hasFolder(folder)
      ? []
      : [`mkdir -p ${ShellHistory.relative(who.typist, folder)}`]),
    `${who.typist.editor} ${ShellHistory.relative(who.typist, path)}`,
  ]
}

/** What may be laid here now: one to a home, and none soon after another on the same host. */
export const classes = ({ desk, moment, who }: Scene): ReadonlyArray<CanaryClass> => {
  const { callback } = desk.world.options
  if (callback === undefined) return []
  const gapMillis = desk.world.config.canaryMinGapDays * Instant.dayMillis
  for (const row of desk.files.values())
    if (
      Taxonomy.isCanary(row.class) &&
      (row.persona === moment.email || moment.at.ms - row.createdAt < gapMillis)
    )
      return []
  const isOffice = who.author.register === "office"
  return Taxonomy.canary.filter(
    (each) =>
      Generators.all[each].kind(callback) !== undefined && (!isOffice || inOffices.has(each)),
  )
}

export interface Occasion {
  readonly cast: Cast
  readonly who: Inhabitant
  readonly callback: Callback
  /** Unique on the decky. */
  readonly momentId: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly mtime: Instant.Instant
  readonly project: string
  /** Where somebody has chosen it; else it is drawn. */
  readonly path?: string
}

/** Bait of a class for a home; undefined where it needs a callback that is not configured. */
export const propose = (
  rng: Stream,
  canary: CanaryClass,
  { cast, who, callback, momentId, at, mtime, project, path }: Occasion,
): Bait | undefined => {
  const kind = Generators.all[canary].kind(callback)
  if (kind === undefined) return undefined
  const local = Zone.toLocal(who.resident.timezone, at)
  const about = { author: who.author, lore: cast.lore, project, local }
  const placed = Placement.propose(rng, canary, about)
  const context = {
    class: canary,
    salt: rng.within("salt").hex(32),
    path: path ?? placed.path,
    owner: Placement.ownerOf(who.author),
    organisation: placed.organisation,
    hostname: cast.decky.hostname,
    release: cast.decky.release,
    mtime,
    document: placed.document,
    callback,
  }
  return {
    _tag: "Bait",
    class: canary,
    momentId,
    persona: who.resident.persona.email,
    context,
    kind,
    paths: Generators.all[canary].paths(context),
  }
}

/** Undefined where no place is free. */
export const lay = (scene: Scene, canary: CanaryClass): ReadonlyArray<Bait> | undefined => {
  const { desk, moment, who, stream } = scene
  const { callback } = desk.world.options
  if (callback === undefined) return undefined
  const local = Zone.toLocal(who.resident.timezone, moment.at.ms)
  for (let attempt = 0; attempt < namesMax; attempt++) {
    const rng = stream.within("bait", attempt)
    const bait = propose(rng, canary, {
      cast: desk.cast,
      who,
      callback,
      momentId: moment.id,
      at: moment.at.ms,
      mtime: mtimeOf(scene),
      project: matterFor({ ...scene, stream: rng }, local.day).project,
    })
    if (bait === undefined) return undefined
    if (!bait.paths.every((path) => desk.isFree(path))) continue
    for (const [index, command] of typed(scene, canary, bait.context.path).entries())
      desk.type(moment.email, { atMillis: moment.at.ms - 3000 + index, command })
    return [bait]
  }
  return undefined
}
