/** A human moment that is about files: what the planner chose, made into actions. */
import * as Effect from "effect/Effect"
import type { Moment } from "../agenda/Agenda.ts"
import * as Bodies from "../bodies/Bodies.ts"
import * as CacheTmp from "../bodies/CacheTmp.ts"
import * as Script from "../bodies/Script.ts"
import type { Subject } from "../bodies/Subject.ts"
import * as Naming from "../naming/Naming.ts"
import type { Editable, Plan } from "../planner/Plan.ts"
import * as Planner from "../planner/Planner.ts"
import { Rng, type Stream } from "../rng/Rng.ts"
import type { Create, Edit, Planned, Remove } from "../scheduler/Action.ts"
import * as ShellHistory from "../shell/ShellHistory.ts"
import * as Taxonomy from "../taxonomy/ContentClass.ts"
import type { UserClass } from "../taxonomy/ContentClass.ts"
import * as Instant from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"
import * as Voice from "../voice/Voice.ts"
import * as Bytes from "../bytes/Bytes.ts"
import * as BaitMoment from "./BaitMoment.ts"
import type { Desk } from "./Desk.ts"
import * as MachineMoment from "./MachineMoment.ts"
import { matterFor, mtimeOf, namesMax, type Scene } from "./Scene.ts"
import type { Inhabitant } from "./World.ts"

const editable = ({ desk, moment }: Scene): ReadonlyArray<Editable> => {
  const out: Array<Editable> = []
  for (const row of desk.files.values())
    if (
      row.persona === moment.email &&
      !row.touched &&
      row.body !== undefined &&
      Taxonomy.isUser(row.class) &&
      row.mtime.ms < moment.at.ms
    )
      out.push({
        path: row.path,
        class: row.class,
        author: row.persona,
        changedAt: row.mtime.ms,
        hotness: row.hotness,
        body: row.body,
      })
  return out.sort((a, b) => (a.path < b.path ? -1 : 1))
}

const subjectOf = (scene: Scene, path: string, matter: Voice.Matter): Subject => ({
  author: scene.who.author,
  lore: scene.desk.cast.lore,
  hostname: scene.desk.cast.decky.hostname,
  path,
  matter,
  local: Zone.toLocal(scene.who.resident.timezone, scene.moment.at.ms),
})

/** Undefined where there was nothing to do after all. */
type Outcome = Effect.Effect<ReadonlyArray<Planned> | undefined, never, Rng>

const create = (scene: Scene, fileClass: UserClass): Outcome => {
  const { desk, moment, who, stream } = scene
  const local = Zone.toLocal(who.resident.timezone, moment.at.ms)
  for (let attempt = 0; attempt < namesMax; attempt++) {
    const matter = matterFor({ ...scene, stream: stream.within("try", attempt) }, local.day)
    const path = Naming.propose(stream.within("name", attempt), fileClass, {
      author: who.author,
      places: who.places,
      lore: desk.cast.lore,
      matter,
      local,
      scriptNames: (python) => Script.names(who.author.register, python),
    })
    if (desk.isFree(path)) return write(scene, fileClass, path, matter)
    const there = editable(scene).find((file) => file.path === path && file.class === fileClass)
    if (there !== undefined) return edit(scene, there)
  }
  return Effect.succeed(undefined)
}

/** The stream of the text that somebody writes at a moment. */
export const onBodyStream = (decky: string, momentId: string) =>
  Rng.within("decky", decky, "moment", momentId, "body")

const birth = (
  scene: Scene,
  fileClass: UserClass | "cache_tmp",
  path: string,
  mode: number,
  body: string,
): Create => {
  const { moment, who, stream } = scene
  const { login } = who.resident
  const content = Bytes.ofText(body)
  return {
    _tag: "Create",
    path,
    class: fileClass,
    persona: moment.email,
    mtime: mtimeOf(scene),
    mode,
    owner: login,
    group: login,
    content,
    sha256: Bytes.sha256(content),
    body,
    ...Planner.fate(stream.within("fate"), moment.at.ms, fileClass === "cache_tmp"),
  }
}

const write = (
  scene: Scene,
  fileClass: UserClass,
  path: string,
  matter: Voice.Matter,
): Effect.Effect<ReadonlyArray<Planned>, never, Rng> => {
  const { desk, moment, who } = scene
  const subject = subjectOf(scene, path, matter)
  return Effect.map(
    onBodyStream(desk.cast.decky.uuid, moment.id)(Bodies.generators[fileClass].create(subject)),
    (body) => {
      const folder = path.slice(0, path.lastIndexOf("/"))
      const short = ShellHistory.relative(who.typist, path)
      const lines = [
        ...(folder === who.typist.home || desk.hasFolder(folder)
          ? []
          : [`mkdir -p ${ShellHistory.relative(who.typist, folder)}`]),
        `${who.typist.editor} ${short}`,
        ...(fileClass === "script" ? [`chmod +x ${short}`] : []),
      ]
      desk.type(
        moment.email,
        ...lines.map((command, index) => ({ atMillis: moment.at.ms - 3000 + index, command })),
      )
      return [
        {
          _tag: "Authored",
          action: birth(scene, fileClass, path, Naming.modeOf(fileClass), body),
          momentId: moment.id,
          subject,
        },
      ]
    },
  )
}

const edit = (scene: Scene, file: Editable): Effect.Effect<ReadonlyArray<Planned>, never, Rng> => {
  const { desk, moment, who } = scene
  const row = desk.files.get(file.path)!
  const wished = mtimeOf(scene)
  const local = Zone.toLocal(who.resident.timezone, moment.at.ms)
  const matter = Voice.matterOfText(
    matterFor(scene, local.day),
    desk.cast.lore,
    `${file.path}\n${file.body}`,
    local.day,
  )
  const subject = subjectOf(scene, file.path, matter)
  return Effect.map(
    onBodyStream(
      desk.cast.decky.uuid,
      moment.id,
    )(Bodies.generators[file.class].nextIteration(subject, file.body)),
    (body) => {
      const content = Bytes.ofText(body)
      desk.type(moment.email, {
        atMillis: moment.at.ms - 3000,
        command: `${who.typist.editor} ${ShellHistory.relative(who.typist, file.path)}`,
      })
      const action: Edit = {
        _tag: "Edit",
        path: file.path,
        class: file.class,
        persona: moment.email,
        mtime: Instant.isBefore(row.mtime, wished) ? wished : moment.at,
        mode: row.mode,
        owner: row.owner,
        group: row.group,
        content,
        sha256: Bytes.sha256(content),
        body,
        previousSha256: row.sha256!,
      }
      return [{ _tag: "Authored", action, momentId: moment.id, subject }]
    },
  )
}

const createTemporary = (scene: Scene): Outcome => {
  const { desk, moment, who, stream } = scene
  const path = `/tmp/${CacheTmp.name(stream.within("name"))}`
  if (!desk.isFree(path)) return Effect.succeed(undefined)
  const local = Zone.toLocal(who.resident.timezone, moment.at.ms)
  return Effect.map(
    onBodyStream(
      scene.desk.cast.decky.uuid,
      scene.moment.id,
    )(CacheTmp.create(subjectOf(scene, path, matterFor(scene, local.day)))),
    (body) => {
      return [birth(scene, "cache_tmp", path, 0o600, body)]
    },
  )
}

const perform = (scene: Scene, plan: Plan): Outcome => {
  switch (plan._tag) {
    case "LeaveAlone":
      return Effect.succeed([])
    case "Create":
      return create(scene, plan.class)
    case "CreateTemporary":
      return createTemporary(scene)
    case "Edit":
      return edit(scene, plan.file)
    case "FlushLogs":
      return Effect.sync(() => MachineMoment.flush(scene.desk, scene.moment.at.ms))
    case "Canary":
      return Effect.succeed(BaitMoment.lay(scene, plan.class))
  }
}

/** The actions of a moment that is about files; undefined where there is nothing to do. */
export const decide = (desk: Desk, moment: Moment, who: Inhabitant, stream: Stream): Outcome => {
  const scene = { desk, moment, who, stream }
  return Effect.flatMap(
    Rng.within(
      "decky",
      desk.cast.decky.uuid,
      "moment",
      moment.id,
    )(
      Planner.plan(
        { at: moment.at.ms, editable: editable(scene), bait: () => BaitMoment.classes(scene) },
        desk.world.config,
      ),
    ),
    (plan) => perform(scene, plan),
  )
}

/** How many of his files somebody clears away at one moment, at most. */
const discardsMax = 2

/** What the author clears away before he does anything else: files whose time has come. */
export const discards = (desk: Desk, moment: Moment, who: Inhabitant): ReadonlyArray<Remove> => {
  const due = [...desk.files.values()]
    .filter(
      (row) =>
        row.persona === moment.email &&
        Taxonomy.isUser(row.class) &&
        !row.touched &&
        row.removeAt !== undefined &&
        row.removeAt < moment.at.ms &&
        row.mtime.ms < moment.at.ms,
    )
    .sort((a, b) => a.removeAt! - b.removeAt! || (a.path < b.path ? -1 : 1))
    .slice(0, discardsMax)
  for (const row of due)
    desk.type(moment.email, {
      atMillis: moment.at.ms - 4000,
      command: `rm ${ShellHistory.relative(who.typist, row.path)}`,
    })
  return due.map((row) => ({
    _tag: "Remove",
    path: row.path,
    class: row.class,
    persona: row.persona,
    mtime: moment.at,
    mode: row.mode,
    owner: row.owner,
    group: row.group,
    previousSha256: row.sha256,
  }))
}
