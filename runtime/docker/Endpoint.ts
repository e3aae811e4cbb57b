/** Where the Docker Engine listens, as `DOCKER_HOST` names it. */
import * as Either from "effect/Either"

export type Endpoint =
  | { readonly kind: "unix"; readonly path: string }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }

export const fallback = "unix:///var/run/docker.sock"

export const describe = (endpoint: Endpoint): string =>
  endpoint.kind === "unix" ? endpoint.path : `${endpoint.host}:${endpoint.port}`

/** Left is one line that says what to write. */
export const parse = (text: string | undefined): Either.Either<Endpoint, string> => {
  const wanted = text === undefined || text === "" ? fallback : text
  const unix = /^unix:\/\/(\/[^\0]+)$/.exec(wanted)
  if (unix !== null) return Either.right({ kind: "unix", path: unix[1]! })
  const tcp = /^(?:tcp|http):\/\/(\[[\da-fA-F:]+\]|[\w.-]+)(?::(\d{1,5}))?\/?$/.exec(wanted)
  const port = Number(tcp?.[2] ?? 2375)
  if (tcp === null || port < 1 || port > 65_535)
    return Either.left(
      `DOCKER_HOST: write ${fallback} or tcp://HOST:PORT (found ${JSON.stringify(wanted)})`,
    )
  return Either.right({ kind: "tcp", host: tcp[1]!.replace(/^\[|\]$/g, ""), port })
}
