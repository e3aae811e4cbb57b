/**
 * `~/.docker/config.json`. Docker keeps logins by host name and asks `https://<host>/v2/`, so that
 * no path would carry a slug: the registry is a name of ours, and looking it up is what trips.
 */
import * as Effect from "effect/Effect"
import * as Base64 from "../../bytes/Base64.ts"
import * as Bytes from "../../bytes/Bytes.ts"
import type { Stream } from "../../rng/Rng.ts"
import type { Context } from "../Context.ts"
import type { Generator } from "../Generator.ts"
import * as Token from "../Token.ts"
import * as Account from "./Account.ts"
import * as Address from "./Address.ts"
import * as Secret from "./Secret.ts"

const labels = ["registry", "hub", "docker", "images", "harbor", "cr", "containers", "reg"]

const encoded = (login: string, password: string) => ({
  auth: Base64.encode(Bytes.ofText(`${login}:${password}`)),
})

/** A robot account of Harbor, a deploy token of GitLab, or an account like others. */
const ours = (rng: Stream, token: Token.Token, context: Context) => {
  const project = Account.projectOf(context)
  switch (rng.below(4)) {
    case 0:
      return encoded(
        `robot$${project}+${rng.pick(["ci", "deploy", "push", "pull", "k8s"])}`,
        Secret.chars(token, "docker/harbor", Secret.alphanumeric, 32),
      )
    case 1:
      return encoded(
        `gitlab+deploy-token-${rng.between(11, 960)}`,
        Secret.gitlab(token, "docker/gitlab", rng.chance(1, 2) ? "gldt-" : ""),
      )
    default:
      return encoded(Account.any(rng, context), Secret.password(token, "docker/password"))
  }
}

type Login = readonly [host: string, login: { readonly auth: string }]

const others = (rng: Stream, token: Token.Token, context: Context): ReadonlyArray<Login> => {
  const { owner } = context
  const known: ReadonlyArray<Login> = [
    [
      "https://index.docker.io/v1/",
      encoded(
        rng.pick([owner.login.replace(/[^a-z0-9]/g, ""), Account.organisationOf(context)]),
        `dckr_pat_${Secret.chars(token, "docker/hub", Secret.base64Url, 27)}`,
      ),
    ],
    [
      "ghcr.io",
      encoded(
        rng.pick([owner.login, context.organisation.automation]),
        Secret.checked(token, "docker/ghcr", "ghp_"),
      ),
    ],
    [
      `${Account.hostName(rng.within("build"), context, ["build"])}${rng.pick([":5050", ":5000", ""])}`,
      encoded(Account.any(rng.within("login"), context), Secret.password(token, "docker/build")),
    ],
  ]
  return rng.sample(known, rng.weightedIndex([3, 4, 2]))
}

/** In the order in which the client writes them. */
const options = (rng: Stream, context: Context): Readonly<Record<string, unknown>> => ({
  // older clients leave their name there
  ...(context.release === "debian-11" && rng.chance(1, 2)
    ? { HttpHeaders: { "User-Agent": `Docker-Client/20.10.${rng.between(2, 24)} (linux)` } }
    : {}),
  ...(rng.chance(1, 5)
    ? {
        psFormat: rng.pick([
          "table {{.ID}}\\t{{.Image}}\\t{{.Status}}\\t{{.Names}}",
          "table {{.Names}}\\t{{.Image}}\\t{{.RunningFor}}",
          "table {{.Names}}\\t{{.Status}}\\t{{.Ports}}",
        ]),
      }
    : {}),
  ...(rng.chance(1, 8) ? { imagesFormat: "table {{.Repository}}\\t{{.Tag}}\\t{{.Size}}" } : {}),
  ...(rng.chance(1, 6) ? { detachKeys: rng.pick(["ctrl-e,e", "ctrl-q,q", "ctrl-@"]) } : {}),
  ...(rng.chance(1, 8) ? { experimental: rng.pick(["enabled", "disabled"]) } : {}),
})

const write = (rng: Stream, token: Token.Token, context: Context): string => {
  const label = rng.chance(6, 7) ? rng.pick(labels) : undefined
  const port = rng.chance(1, 4) ? rng.pick([":5000", ":5050", ":8443", ":443"]) : ""
  const logins: ReadonlyArray<Login> = [
    [`${Address.host(token, context, label)}${port}`, ours(rng.within("ours"), token, context)],
    ...others(rng.within("others"), token, context),
  ]
  // the client writes maps in order of their keys
  const auths = Object.fromEntries(logins.toSorted(([a], [b]) => (a < b ? -1 : 1)))
  const text = JSON.stringify({ auths, ...options(rng.within("options"), context) }, null, "\t")
  return rng.chance(1, 5) ? `${text}\n` : text
}

export const generator: Generator = {
  kind: Address.overDns,
  paths: ({ path }) => [path],
  files: (token, context) =>
    Effect.sync(() => {
      const rng = Token.stream(token).within("docker")
      return [{ path: context.path, bytes: Bytes.ofText(write(rng, token, context)), mode: 0o600 }]
    }),
}
