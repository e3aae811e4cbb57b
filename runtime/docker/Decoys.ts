/**
 * The way to each decoy's containers: by name, one act at a time, only while they run, and with the
 * engine's failures told as the ports tell them.
 */
import * as Effect from "effect/Effect"
import * as Bytes from "../../src/bytes/Bytes.ts"
import { servesMail, type Decky } from "../../src/fleet/Decky.ts"
import { FileTouched, HostUnreachable, PathRefused } from "../../src/ports/Host.ts"
import type { Container } from "./Answer.ts"
import * as Archives from "./Archives.ts"
import type { EngineApi } from "./EngineApi.ts"
import { CommandFailed, EngineError, type EngineFailure } from "./EngineFailure.ts"
import type { Files } from "./Files.ts"
import { Owners } from "./Owners.ts"
import type { PathPolicy } from "./PathPolicy.ts"
import * as Programs from "./Programs.ts"
import * as Target from "./Target.ts"

export interface Containers {
  /** The one that people log in to; its file system is the decoy's. */
  readonly ssh: string
  readonly mail: string
}

/** `<decky>-ssh` and `<decky>-imap` or `-pop3`, unless the decky names others. */
export const containersOf = ({
  name,
  services,
  containers,
}: Pick<Decky, "name" | "services" | "containers">): Containers => {
  const shell = services.includes("ssh") ? "ssh" : (services[0] ?? "ssh")
  const mail = services.includes("imap") || !services.includes("pop3") ? "imap" : "pop3"
  return {
    ssh: containers["ssh"] ?? `${name}-${shell}`,
    mail: containers["mail"] ?? `${name}-${mail}`,
  }
}

/** All containers that a decky is made of. */
export const namesOf = (decky: Decky): ReadonlyArray<string> => {
  const { ssh, mail } = containersOf(decky)
  return servesMail(decky) && mail !== ssh ? [ssh, mail] : [ssh]
}

/**
 * `archive`: whole files only by upload. `exec`: everything by programs inside. `auto`: by upload
 * where archives reach, and by programs where they do not.
 */
export type Transport = "archive" | "exec" | "auto"

export interface Options {
  readonly engine: EngineApi
  /** By uuid; undefined for a decky that is not known. */
  readonly containersOf: (decky: string) => Containers | undefined
  readonly policy: PathPolicy
  readonly transport?: Transport
}

/** A running container, as an act on it sees it. */
export interface Open {
  readonly decky: string
  readonly container: string
  readonly inspected: Container
  readonly programs: Programs.Programs
  /** The transport for what lies at a path. */
  readonly filesAt: (path: string) => Files | PathRefused
}

export type Service = keyof Containers

/**
 * The same for a container whichever process works on it: what one of them left when it was killed
 * is written over by the next.
 */
const stagingOf = ({ Id }: Container): string =>
  `/dev/.${Bytes.sha256(Bytes.ofText(Id)).slice(0, 8)}`

/** What no waiting mends. */
const hopeless =
  /not a directory|file name too long|read-only|too many links|operation not permitted|is a directory/i

const fullDisk = /no space left|quota exceeded/i

/** An engine's failure as the host port tells it; `path` is what the act was about. */
export const told = (
  decky: string,
  path: string,
  failure: EngineFailure,
): HostUnreachable | PathRefused | FileTouched => {
  const unreachable = (reason: HostUnreachable["reason"]): HostUnreachable =>
    new HostUnreachable({ decky, reason })
  const refused = (reason: string): PathRefused => new PathRefused({ decky, path, reason })
  if (failure._tag === "EngineTimeout") return unreachable("timeout")
  if (failure._tag === "TooLarge") return new FileTouched({ decky, path, found: "changed" })
  if (failure instanceof CommandFailed && failure.isMissing)
    return refused(`the container has no ${failure.program}`)
  if (failure instanceof EngineError || failure instanceof CommandFailed) {
    if (fullDisk.test(failure.detail)) return unreachable("full")
    const reason = hopeless.exec(failure.detail)?.[0]
    if (reason !== undefined) return refused(`the container says: ${reason.toLowerCase()}`)
  }
  return unreachable("down")
}

/** What broke off in the middle of an act may have been done. */
const midway = <A>(error: A): A | HostUnreachable =>
  error instanceof HostUnreachable && error.reason === "down"
    ? new HostUnreachable({ decky: error.decky, reason: "timeout" })
    : error

export class Decoys {
  readonly engine: EngineApi
  readonly policy: PathPolicy
  readonly owners = new Owners()
  readonly #containersOf: Options["containersOf"]
  readonly #transport: Transport
  readonly #turns = new Map<string, Effect.Semaphore>()

  constructor({ engine, containersOf, policy, transport = "auto" }: Options) {
    this.engine = engine
    this.policy = policy
    this.#containersOf = containersOf
    this.#transport = transport
  }

  containers(decky: string): Containers | undefined {
    return this.#containersOf(decky)
  }

  /** Acts on one container wait for each other, those on different ones do not. */
  #turn(container: string): Effect.Semaphore {
    let found = this.#turns.get(container)
    if (found === undefined) this.#turns.set(container, (found = Effect.unsafeMakeSemaphore(1)))
    return found
  }

  #filesAt(decky: string, target: Target.Target, programs: Programs.Programs, staging: string) {
    const archives = Archives.make({
      engine: this.engine,
      target,
      programs,
      staging,
      movesOnVolumes: this.#transport === "auto",
    })
    return (path: string): Files | PathRefused => {
      const place = Target.placeOf(target, path)
      const refused = (reason: string) => new PathRefused({ decky, path, reason })
      if (place === "root" && target.isReadOnly)
        return refused("the container's file system is read-only")
      if (this.#transport === "exec") return programs
      if (place !== "memory") return archives
      return this.#transport === "auto"
        ? programs
        : refused("it lies in memory, which archives do not reach")
    }
  }

  /** Runs an act on a decky's container; `path` is what errors name. */
  within<A, E>(
    decky: string,
    service: Service,
    path: string,
    act: (open: Open) => Effect.Effect<A, E | EngineFailure>,
  ): Effect.Effect<A, Told<E>> {
    const container = this.#containersOf(decky)?.[service]
    return container === undefined
      ? Effect.fail(new HostUnreachable({ decky, reason: "down" }))
      : this.on(decky, container, path, act)
  }

  /** The same, of a container by its name. */
  on<A, E>(
    decky: string,
    container: string,
    path: string,
    act: (open: Open) => Effect.Effect<A, E | EngineFailure>,
  ): Effect.Effect<A, Told<E>> {
    return this.#turn(container).withPermits(1)(
      Target.running(this.engine, container).pipe(
        Effect.mapError((error) => told(decky, path, error)),
        Effect.flatMap((inspected) => {
          const target = Target.of(container, inspected)
          const programs = Programs.make(this.engine, container)
          const filesAt = this.#filesAt(decky, target, programs, stagingOf(inspected))
          return Effect.mapError(
            act({ decky, container, inspected, programs, filesAt }),
            (error): Told<E> =>
              isEngineFailure(error) ? midway(told(decky, path, error)) : (error as Told<E>),
          )
        }),
      ),
    )
  }
}

/** Errors of an act, with the engine's own turned into those of the port. */
export type Told<E> = Exclude<E, EngineFailure> | HostUnreachable | PathRefused | FileTouched

const engineTags: ReadonlySet<string> = new Set<EngineFailure["_tag"]>([
  "EngineUnreachable",
  "EngineTimeout",
  "ContainerDown",
  "NotFound",
  "EngineError",
  "CommandFailed",
  "TooLarge",
])

const isEngineFailure = (error: unknown): error is EngineFailure =>
  typeof error === "object" &&
  error !== null &&
  "_tag" in error &&
  engineTags.has(String(error._tag))
