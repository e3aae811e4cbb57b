/** Moments of the machine's own: logs are written, and rotated as its release does it. */
import * as Gzip from "../logs/Gzip.ts"
import * as Logs from "../logs/Logs.ts"
import type { LogState } from "../logs/LogState.ts"
import * as Replay from "../logs/Replay.ts"
import * as Rotation from "../logs/Rotation.ts"
import type { Action, Append, Create, Rotate } from "../scheduler/Action.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Instant from "../time/Instant.ts"
import * as Bytes from "../bytes/Bytes.ts"
import type { Desk } from "./Desk.ts"
import type { Cast, World } from "./World.ts"

const streamOf = (world: World, cast: Cast): Stream => world.logStream(cast)

/** Epoch milliseconds of the host's own flushes after `from` up to `to`. */
export const flushes = (
  world: World,
  cast: Cast,
  from: number,
  to: number,
): ReadonlyArray<number> =>
  cast.host.logsAreOurs ? Logs.flushMoments(streamOf(world, cast), cast.host, from, to) : []

/** Epoch milliseconds of logrotate's runs after `from` up to `to`. */
export const rotations = (
  world: World,
  cast: Cast,
  from: number,
  to: number,
): ReadonlyArray<number> =>
  cast.host.logsAreOurs
    ? Rotation.due(streamOf(world, cast), cast.host, from, to).map(({ atMillis }) => atMillis)
    : []

const bytesOf = (chunk: Logs.Chunk): Uint8Array => chunk.data ?? Bytes.ofText(chunk.text)

/** Writes the host's logs up to a moment; empty where no line is due. */
export const flush = (desk: Desk, atMillis: number): ReadonlyArray<Append> => {
  const { world, cast, carry } = desk
  if (!cast.host.logsAreOurs) return []
  const advanced = Logs.advance(
    streamOf(world, cast),
    cast.host,
    carry.logs,
    atMillis,
    world.sessions(cast, carry.logs.atMillis, atMillis),
  )
  desk.carry = { ...carry, logs: advanced.state }
  return advanced.chunks.map((chunk): Append => {
    const content = bytesOf(chunk)
    return {
      _tag: "Append",
      path: chunk.path,
      class: chunk.class,
      persona: undefined,
      mtime: chunk.mtime,
      mode: chunk.mode,
      owner: chunk.owner,
      group: chunk.group,
      content,
      sha256: Bytes.sha256(content),
      offset: desk.files.get(chunk.path)?.bytes ?? 0,
      tail: desk.files.get(chunk.path)?.tail,
    }
  })
}

const keyOf = (log: string, generation: number): string => `${log}#${generation}`

/** The whole bytes of generations that ended by `atMillis`, written again from a checkpoint. */
const replayed = (
  desk: Desk,
  checkpoint: LogState,
  atMillis: number,
): ReadonlyMap<string, Uint8Array> => {
  const { world, cast } = desk
  const { happenings } = Replay.run(
    streamOf(world, cast),
    cast.host,
    checkpoint,
    atMillis,
    world.sessions(cast, checkpoint.atMillis, atMillis),
  )
  const parts = new Map<string, Array<Uint8Array>>()
  const generations = new Map(
    Object.entries(checkpoint.files).map(([path, file]) => [path, file.generation]),
  )
  for (const happening of happenings)
    if (happening.kind === "append") {
      const { chunk } = happening
      const key = keyOf(chunk.path, generations.get(chunk.path) ?? 0)
      parts.set(key, [...(parts.get(key) ?? []), bytesOf(chunk)])
    } else if (happening.step.kind === "fresh")
      generations.set(happening.step.log, happening.step.generation)
  return new Map([...parts].map(([key, list]) => [key, Bytes.concat(list)]))
}

/** Whether a checkpoint still begins a generation that is not compressed yet. */
const isNeeded = (checkpoint: LogState, earlier: LogState | undefined, now: LogState): boolean =>
  Object.entries(checkpoint.files).some(([path, { generation }]) => {
    const current = now.files[path]?.generation ?? 0
    return generation >= current - 1 && earlier?.files[path]?.generation !== generation
  })

const stepActions = (
  desk: Desk,
  step: Rotation.Step,
  atMillis: number,
  contents: ReadonlyMap<string, Uint8Array>,
): Action => {
  const common = {
    class: step.class,
    persona: undefined,
    mode: step.mode,
    owner: step.owner,
    group: step.group,
  }
  // the steps of one run follow each other within its millisecond
  const at = Instant.make(atMillis)
  if (step.kind === "remove")
    return { _tag: "Remove", path: step.from!, ...common, mtime: at, previousSha256: undefined }
  if (step.kind === "fresh") {
    const content = new Uint8Array()
    const fresh: Create = {
      _tag: "Create",
      path: step.to!,
      ...common,
      mtime: step.mtime,
      content,
      sha256: Bytes.sha256(content),
      body: undefined,
      hotness: 0,
      removeAt: undefined,
    }
    return fresh
  }
  const text = contents.get(keyOf(step.log, step.generation))
  const zipped = step.kind === "compress" || step.from!.endsWith(".gz")
  const row = desk.files.get(step.from!)
  const content =
    step.kind === "compress" && text !== undefined
      ? Gzip.compress(text, Math.floor(step.mtime.ms / 1000))
      : undefined
  const whole = content ?? text
  const rotate: Rotate = {
    _tag: "Rotate",
    path: step.to!,
    ...common,
    mtime: step.mtime,
    from: step.from!,
    at,
    bytes: zipped ? (content?.length ?? row?.bytes ?? 0) : step.bytes,
    sha256:
      (content === undefined ? row?.sha256 : undefined) ?? Bytes.sha256(whole ?? new Uint8Array()),
    content,
  }
  return rotate
}

/** One run of logrotate: what is due is written first, then the generations move. */
export const rotate = (desk: Desk, atMillis: number): ReadonlyArray<Action> => {
  const appends = flush(desk, atMillis)
  desk.apply(appends)
  const planned = Rotation.plan(desk.cast.host, desk.carry.logs, atMillis)
  if (planned.steps.length === 0) {
    desk.carry = { ...desk.carry, logs: planned.state }
    return appends
  }
  const oldest = desk.carry.checkpoints[0]
  const contents = oldest === undefined ? new Map() : replayed(desk, oldest, atMillis)
  const actions = planned.steps.map((step) => stepActions(desk, step, atMillis, contents))
  const checkpoints = [...desk.carry.checkpoints, planned.state].filter((checkpoint, index, all) =>
    isNeeded(checkpoint, all[index - 1], planned.state),
  )
  desk.carry = { ...desk.carry, logs: planned.state, checkpoints }
  return [...appends, ...actions]
}
