/** What may come of a call to the Docker Engine: a tag for each thing that callers treat apart. */
import * as Schema from "effect/Schema"

const advice = {
  missing: "its socket does not exist; start Docker, or set DOCKER_HOST",
  refused: "nothing answers there; start Docker, or set DOCKER_HOST",
  permission: "this user may not use its socket; add the user to the group docker",
  lost: "the connection broke; see the log of Docker",
  unresolved: "its name does not resolve; set DOCKER_HOST",
} as const

/** The engine itself cannot be reached; waiting helps once somebody has mended it. */
export class EngineUnreachable extends Schema.TaggedError<EngineUnreachable>()(
  "EngineUnreachable",
  {
    /** A socket's path, or host and port. */
    where: Schema.String,
    reason: Schema.Literal("missing", "refused", "permission", "lost", "unresolved"),
  },
) {
  override get message(): string {
    return `Docker at ${this.where} cannot be reached: ${advice[this.reason]}`
  }
}

/** A call took longer than it may; waiting may help. */
export class EngineTimeout extends Schema.TaggedError<EngineTimeout>()("EngineTimeout", {
  /** Method and path, without the query. */
  call: Schema.String,
}) {
  override get message(): string {
    return `Docker did not answer ${this.call} in time`
  }
}

/** The container is missing, stopped or paused; waiting helps once it runs. */
export class ContainerDown extends Schema.TaggedError<ContainerDown>()("ContainerDown", {
  container: Schema.String,
  state: Schema.Literal("missing", "stopped", "paused"),
}) {
  override get message(): string {
    return this.state === "missing"
      ? `there is no container ${this.container}; start it, or name another in "containers"`
      : `the container ${this.container} is ${this.state}; start it`
  }
}

/** The path is not in the container. */
export class NotFound extends Schema.TaggedError<NotFound>()("NotFound", {
  container: Schema.String,
  path: Schema.String,
}) {
  override get message(): string {
    return `${this.container} has no ${this.path}`
  }
}

/** The engine answered, with an error of its own; waiting seldom helps. */
export class EngineError extends Schema.TaggedError<EngineError>()("EngineError", {
  call: Schema.String,
  status: Schema.Int,
  /** The engine's words, cut. */
  detail: Schema.String,
}) {
  override get message(): string {
    return `Docker answered ${this.call} with ${this.status}: ${this.detail}`
  }
}

/** A program that was run in a container failed; 126 and 127 say that it is not there. */
export class CommandFailed extends Schema.TaggedError<CommandFailed>()("CommandFailed", {
  container: Schema.String,
  program: Schema.String,
  code: Schema.Int,
  detail: Schema.String,
}) {
  override get message(): string {
    return `${this.program} in ${this.container} ended with ${this.code}: ${this.detail}`
  }

  get isMissing(): boolean {
    return this.code === 126 || this.code === 127
  }
}

/** A file is larger than what is read at once. */
export class TooLarge extends Schema.TaggedError<TooLarge>()("TooLarge", {
  container: Schema.String,
  path: Schema.String,
  bytesMax: Schema.Int,
}) {
  override get message(): string {
    return `${this.path} in ${this.container} has more than ${this.bytesMax} bytes`
  }
}

export type EngineFailure =
  | EngineUnreachable
  | EngineTimeout
  | ContainerDown
  | NotFound
  | EngineError
  | CommandFailed
  | TooLarge
