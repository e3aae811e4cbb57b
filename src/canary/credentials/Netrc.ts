/** `~/.netrc`: logins by host, as `curl -n`, git and ftp read them; one host is a name of ours. */
import * as Effect from "effect/Effect"
import * as Bytes from "../../bytes/Bytes.ts"
import type { Stream } from "../../rng/Rng.ts"
import type { Context } from "../Context.ts"
import type { Generator } from "../Generator.ts"
import * as Token from "../Token.ts"
import * as Account from "./Account.ts"
import * as Address from "./Address.ts"
import * as Remark from "./Remark.ts"
import * as Secret from "./Secret.ts"

interface Machine {
  readonly host: string
  readonly login: string
  readonly password: string
}

const labels = [
  "git",
  "files",
  "files2",
  "ftp",
  "sftp",
  "api",
  "dav",
  "webdav",
  "nexus",
  "repo",
  "artifacts",
  "gitlab",
  "jira",
  "wiki",
  "backup",
  "upload",
  "download",
]

/** What else people keep there. */
const other = (rng: Stream, token: Token.Token, context: Context, index: number): Machine => {
  const purpose = `netrc/${index}`
  switch (rng.below(4)) {
    case 0:
      return {
        host: "github.com",
        login: context.owner.login,
        password: Secret.checked(token, purpose, "ghp_"),
      }
    case 1:
      return {
        host: "api.heroku.com",
        login: context.owner.email,
        password: Secret.uuid(token, purpose),
      }
    case 2:
      return {
        host: Account.hostName(rng, context, ["build"]),
        login: rng.pick(["oauth2", Account.any(rng, context)]),
        password: Secret.gitlab(token, purpose),
      }
    default:
      return {
        host: Account.hostName(rng, context, ["file", "backup", "web", "monitor"]),
        login: Account.any(rng, context),
        password: Secret.password(token, purpose),
      }
  }
}

type Layout = (machine: Machine) => string

/** How one person sets them: each in one line, or in three. */
const layouts: ReadonlyArray<Layout> = [
  ({ host, login, password }) => `machine ${host} login ${login} password ${password}`,
  ({ host, login, password }) => `machine ${host}\nlogin ${login}\npassword ${password}`,
  ({ host, login, password }) => `machine ${host}\n  login ${login}\n  password ${password}`,
  ({ host, login, password }) => `machine ${host}\n\tlogin ${login}\n\tpassword ${password}`,
  ({ host, login, password }) => `machine ${host} login ${login}\n    password ${password}`,
]

const write = (rng: Stream, token: Token.Token, context: Context): string => {
  const layout = rng.pick(layouts)
  const ours: Machine = {
    host: Address.host(token, context, rng.chance(5, 6) ? rng.pick(labels) : undefined),
    login: Account.any(rng.within("login"), context),
    password: Secret.password(token, "netrc/ours"),
  }
  const others = Array.from({ length: rng.weightedIndex([1, 3, 3, 2]) }, (_, index) =>
    other(rng.within("other", index), token, context, index),
  ).filter((each, index, all) => all.findIndex(({ host }) => host === each.host) === index)
  const machines = others.toSpliced(rng.between(0, others.length), 0, ours)
  // Python's parser stumbles over comments that stand behind an entry
  const remarks = rng.within("remarks")
  const head = remarks.chance(2, 5)
    ? [`# ${Remark.say(remarks, context, remarks.pick(["access", "care", "origin"]))}\n`]
    : []
  return `${head.join("")}${machines.map(layout).join(layout === layouts[0] || rng.chance(1, 3) ? "\n" : "\n\n")}\n`
}

export const generator: Generator = {
  kind: Address.overDns,
  paths: ({ path }) => [path],
  files: (token, context) =>
    Effect.sync(() => {
      const rng = Token.stream(token).within("netrc")
      return [{ path: context.path, bytes: Bytes.ofText(write(rng, token, context)), mode: 0o600 }]
    }),
}
