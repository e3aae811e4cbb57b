/** `~/.npmrc`: a private registry at an address of ours, and the token for it. */
import * as Effect from "effect/Effect"
import * as Base64 from "../../bytes/Base64.ts"
import * as Bytes from "../../bytes/Bytes.ts"
import type { Stream } from "../../rng/Rng.ts"
import type { Context } from "../Context.ts"
import type { Generator } from "../Generator.ts"
import * as Token from "../Token.ts"
import * as Account from "./Account.ts"
import * as Address from "./Address.ts"
import * as Remark from "./Remark.ts"
import * as Secret from "./Secret.ts"

/** The lines that authenticate, as the registries of several makers want them. */
const authentication = (
  rng: Stream,
  token: Token.Token,
  context: Context,
  place: string,
): ReadonlyArray<string> => {
  const login = Account.service(rng.within("login"), context)
  const { email } = context.owner
  const password = Secret.password(token, "npm/password")
  switch (rng.weightedIndex([3, 3, 2, 2])) {
    case 0:
      return [`${place}:_authToken=NpmToken.${Secret.uuid(token, "npm/nexus")}`]
    case 1:
      return [`${place}:_authToken=${Secret.gitlab(token, "npm/gitlab")}`]
    case 2:
      return [
        `${place}:_auth=${Base64.encode(Bytes.ofText(`${login}:${password}`))}`,
        ...(rng.chance(1, 2) ? [`${place}:always-auth=true`] : []),
        ...(rng.chance(1, 2) ? [`${place}:email=${email}`] : []),
      ]
    default:
      return [
        `${place}:username=${login}`,
        `${place}:_password=${Base64.encode(Bytes.ofText(password))}`,
        ...(rng.chance(2, 3) ? [`${place}:email=${email}`] : []),
      ]
  }
}

const options = (rng: Stream, context: Context): ReadonlyArray<string> =>
  rng.sample(
    [
      `save-exact=${rng.chance(3, 4)}`,
      "fund=false",
      "audit=false",
      "engine-strict=true",
      "progress=false",
      "update-notifier=false",
      `loglevel=${rng.pick(["warn", "error", "http"])}`,
      `fetch-retries=${rng.between(3, 6)}`,
      `fetch-timeout=${rng.between(6, 36)}0000`,
      `maxsockets=${rng.between(4, 60)}`,
      `fetch-retry-maxtimeout=${rng.between(6, 36)}0000`,
      `node-options=--max-old-space-size=${rng.pick([1536, 2048, 3072, 4096, 6144, 8192])}`,
      "script-shell=/bin/bash",
      `prefix=${context.owner.home}/${rng.pick([".npm-global", ".local", ".npm-packages"])}`,
      `init-author-name=${context.owner.name}`,
      `init-author-email=${context.owner.email}`,
      `init-license=${rng.pick(["UNLICENSED", "ISC", "MIT"])}`,
      `cache=${context.owner.home}/${rng.pick([".cache/npm", ".npm-cache", "tmp/npm"])}`,
      `noproxy=localhost,127.0.0.1,.${context.organisation.domain}`,
    ],
    rng.between(1, 6),
  )

const write = (rng: Stream, token: Token.Token, context: Context): string => {
  const address = `${Address.url(token, context, rng, "package", "", /\/simple\//)}/`
  const place = address.replace(/^https?:/, "")
  const equals = rng.chance(5, 6) ? "=" : " = "
  const spaced = (line: string): string => line.replace("=", equals)
  const scope = `@${Account.organisationOf(context)}`
  // the default registry too, so that any package at all is asked for there
  const registries = [
    `registry=${address}`,
    ...(rng.chance(1, 2) ? [`${scope}:registry=${address}`] : []),
  ]
  const remarks = Remark.lines(
    rng.within("remarks"),
    context,
    ["access", "care", "network"],
    rng.chance(2, 3) ? "; " : "# ",
  )
  const groups = [
    [...remarks, ...rng.shuffle(registries).map(spaced)],
    authentication(rng.within("authentication"), token, context, place),
    options(rng.within("options"), context).map(spaced),
  ]
  const ordered = rng.chance(1, 3) ? rng.shuffle(groups) : groups
  const between = rng.chance(1, 4) ? "\n\n" : "\n"
  return `${ordered
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join(between)}\n`
}

export const generator: Generator = {
  kind: Address.overHttp,
  paths: ({ path }) => [path],
  files: (token, context) =>
    Effect.sync(() => {
      const rng = Token.stream(token).within("npm")
      return [{ path: context.path, bytes: Bytes.ofText(write(rng, token, context)), mode: 0o600 }]
    }),
}
