/** Where alerts go, as an operator writes it. */
import * as Either from "effect/Either"
import type { Target, TargetKind } from "../../../src/ports/AlertSink.ts"
import * as Routes from "./Routes.ts"

export interface Given {
  readonly kind: TargetKind
  /** An address; what it looks like depends on the kind. */
  readonly address: string
  readonly allowPrivate: boolean
  /** Signs webhooks; a mail server's password. */
  readonly secret: string | undefined
  readonly from: string | undefined
  readonly to: ReadonlyArray<string>
}

/**
 * What is wrong with it: the address; a password within it; a sender or recipients that are missing
 * or no addresses; a user without a password.
 */
export type Fault = "address" | "password-in-address" | "parties" | "from" | "to" | "no-password"

const examples: Readonly<Record<TargetKind, string>> = {
  webhook: "https://soc.example.net/hooks/bait",
  slack: "https://hooks.slack.com/services/…",
  discord: "https://discord.com/api/webhooks/…",
  teams: "https://….webhook.office.com/… or a workflow's address",
  email: "smtps://user@mail.example.net, smtp://mail.example.net:587 or smtp+plain://10.0.0.5",
  syslog: "udp://log.example.net or tcp://log.example.net:601",
}

/** `write one such as https://soc.example.net/hooks/bait` */
export const advice = (kind: TargetKind): string => `write one such as ${examples[kind]}`

const urlOf = (text: string): URL | undefined => {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}

const tlsOf = {
  "smtps:": ["tls", 465],
  "smtp:": ["starttls", 587],
  "smtp+plain:": ["none", 25],
} as const

const logOf = {
  "udp:": ["udp", 514],
  "tcp:": ["tcp", 601],
} as const

const bare = (url: URL): boolean => url.pathname.length <= 1 && url.search === "" && url.hash === ""

/** `[::1]` without its brackets. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, "$1")

const unescaped = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const email = (given: Given, url: URL): Either.Either<unknown, Fault> => {
  const transport = tlsOf[url.protocol as keyof typeof tlsOf]
  const user = url.username === "" ? null : unescaped(url.username)
  if (transport === undefined || url.hostname === "" || !bare(url) || user === undefined)
    return Either.left("address")
  if (url.password !== "") return Either.left("password-in-address")
  if (given.from === undefined || given.to.length === 0) return Either.left("parties")
  const [tls, port] = transport
  if (user !== null && given.secret === undefined) return Either.left("no-password")
  return Either.right({
    kind: "email",
    host: hostOf(url),
    port: url.port === "" ? port : Number(url.port),
    tls,
    user,
    password: user === null ? null : given.secret,
    from: given.from,
    to: given.to,
    allowPrivate: given.allowPrivate,
  })
}

const made = (given: Given): Either.Either<unknown, Fault> => {
  const { kind, address, allowPrivate } = given
  const url = urlOf(address)
  if (url === undefined) return Either.left("address")
  switch (kind) {
    case "webhook":
      return Either.right({ kind, url: address, secret: given.secret ?? null, allowPrivate })
    case "slack":
    case "discord":
    case "teams":
      return Either.right({ kind, url: address, allowPrivate })
    case "email":
      return email(given, url)
    case "syslog": {
      const transport = logOf[url.protocol as keyof typeof logOf]
      if (transport === undefined || url.hostname === "" || !bare(url))
        return Either.left("address")
      const [over, port] = transport
      return Either.right({
        kind,
        host: hostOf(url),
        port: url.port === "" ? port : Number(url.port),
        transport: over,
        allowPrivate,
      })
    }
  }
}

/** Left never holds what was found, which may be secret. */
export const parse = (given: Given): Either.Either<Target, Fault> =>
  Either.flatMap(made(given), (value) =>
    Either.mapLeft(Routes.parseTarget(value), (field): Fault => {
      const first = field.split(".")[0]
      return first === "from" || first === "to" ? first : "address"
    }),
  )

/** What may be shown of a target. */
export const shown = (target: Target): string =>
  "url" in target ? new URL(target.url).host : `${target.host}:${target.port}`
