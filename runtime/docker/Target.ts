/** A container that runs, and what of its file system an archive reaches. */
import * as Effect from "effect/Effect"
import type { Container } from "./Answer.ts"
import type { EngineApi } from "./EngineApi.ts"
import { ContainerDown, type EngineFailure } from "./EngineFailure.ts"

export interface Target {
  readonly container: string
  /** Volumes and bind mounts: file systems of their own, which archives reach. */
  readonly mounts: ReadonlyArray<string>
  /** In memory, known to the running container only: archives do not reach them. */
  readonly tmpfs: ReadonlyArray<string>
  readonly isReadOnly: boolean
}

const trimmed = (path: string): string => path.replace(/(?<=.)\/+$/, "")

export const of = (container: string, inspected: Container): Target => ({
  container,
  mounts: inspected.Mounts.filter(({ Type }) => Type !== "tmpfs").map(({ Destination }) =>
    trimmed(Destination),
  ),
  tmpfs: [
    ...Object.keys(inspected.HostConfig.Tmpfs ?? {}),
    ...inspected.Mounts.filter(({ Type }) => Type === "tmpfs").map(
      ({ Destination }) => Destination,
    ),
  ].map(trimmed),
  isReadOnly: inspected.HostConfig.ReadonlyRootfs === true,
})

const isIn = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder === "/" ? "/" : `${folder}/`)

/** The innermost mount that a path lies on. */
const mountOf = ({ mounts, tmpfs }: Target, path: string): string | undefined =>
  [...mounts, ...tmpfs]
    .filter((folder) => isIn(path, folder))
    .sort((a, b) => b.length - a.length)[0]

/** `root` is the container's own file system. */
export const placeOf = (target: Target, path: string): "root" | "volume" | "memory" => {
  const mount = mountOf(target, path)
  if (mount === undefined) return "root"
  return target.tmpfs.includes(mount) ? "memory" : "volume"
}

/** Fails where the container does not run: nobody works on a host that is off. */
export const running = (
  engine: EngineApi,
  container: string,
): Effect.Effect<Container, EngineFailure> =>
  Effect.flatMap(engine.inspect(container), (inspected) => {
    if (!inspected.State.Running)
      return Effect.fail(new ContainerDown({ container, state: "stopped" }))
    if (inspected.State.Paused)
      return Effect.fail(new ContainerDown({ container, state: "paused" }))
    return Effect.succeed(inspected)
  })
