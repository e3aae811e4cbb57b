/** Where alerts go, as an operator writes it. */
import * as Either from "effect/Either"
import type { Target, TargetKind } from "../../../src/ports/AlertSink.ts"
import * as Routes from "../../canary/alerts/Routes.ts"

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

const examples: Readonly<Record<TargetKind, string>> = {
  webhook: "https://soc.example.net/hooks/bait",
  slack: "https://hooks.slack.com/services/…",
  discord: "https://discord.com/api/webhooks/…",
  teams: "https://….webhook.office.com/… or a workflow's address",
  email: "smtps://user@mail.example.net, smtp://mail.example.net:587 or smtp+plain://10.0.0.5",
  syslog: "udp://log.example.net or tcp://log.example.net:601",
}

const advice = (kind: TargetKind): string => `address: write one such as ${examples[kind]}`

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

const email = (given: Given, url: URL): Either.Either<unknown, string> => {
  const transport = tlsOf[url.protocol as keyof typeof tlsOf]
  if (transport === undefined || url.hostname === "" || !bare(url))
    return Either.left(advice("email"))
  if (url.password !== "")
    return Either.left("address: leave the password out, and give it with --secret-file")
  if (given.from === undefined || given.to.length === 0)
    return Either.left("--from and --to: write the sender's address and at least one recipient's")
  const [tls, port] = transport
  const user = url.username === "" ? null : decodeURIComponent(url.username)
  if (user !== null && given.secret === undefined)
    return Either.left("--secret-file: name a file with that user's password")
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

const made = (given: Given): Either.Either<unknown, string> => {
  const { kind, address, allowPrivate } = given
  const url = urlOf(address)
  if (url === undefined) return Either.left(advice(kind))
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
        return Either.left(advice(kind))
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

const optionOf: Readonly<Record<string, string>> = {
  from: "--from: write an address such as alerts@example.net",
  to: "--to: write addresses such as soc@example.net, at most 20",
}

/** Left says what to write; it never holds what was found, which may be secret. */
export const parse = (given: Given): Either.Either<Target, string> =>
  Either.flatMap(made(given), (value) =>
    Either.mapLeft(
      Routes.parseTarget(value),
      (field) => optionOf[field.split(".")[0] ?? ""] ?? advice(given.kind),
    ),
  )

/** What may be shown of a target. */
export const shown = (target: Target): string =>
  "url" in target ? new URL(target.url).host : `${target.host}:${target.port}`
