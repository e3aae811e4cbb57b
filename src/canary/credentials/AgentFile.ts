/**
 * `.mcp.json`: the tool servers of a coding agent. One is reached over HTTP at an address of ours,
 * which the agent asks as soon as it starts; the others are commands.
 */
import * as Effect from "effect/Effect"
import * as Bytes from "../../bytes/Bytes.ts"
import type { Stream } from "../../rng/Rng.ts"
import type { Context } from "../Context.ts"
import type { Generator } from "../Generator.ts"
import * as Token from "../Token.ts"
import * as Account from "./Account.ts"
import * as Address from "./Address.ts"
import * as Secret from "./Secret.ts"

type Server = Readonly<Record<string, unknown>>
type Named = readonly [name: string, server: Server]

const remote = (rng: Stream, token: Token.Token, context: Context): Named => {
  const address = Address.url(token, context, rng, "api", rng.pick(["/mcp", "/sse", "", "/mcp/"]))
  const type = address.endsWith("/sse") ? "sse" : "http"
  const secret = rng.pick([
    Secret.chars(token, "mcp/token", Secret.alphanumeric, 40),
    `mcp_${Secret.chars(token, "mcp/token", Secret.base64Url, 43)}`,
    Secret.hex(token, "mcp/token", 64),
    Secret.gitlab(token, "mcp/token"),
  ])
  const headers = rng.weighted(
    [
      { Authorization: `Bearer ${secret}` },
      { "X-API-Key": secret },
      { Authorization: `Bearer ${secret}`, "X-Team": context.organisation.projects[0]?.team ?? "" },
    ],
    (each) => ("X-API-Key" in each ? 1 : 2),
  )
  const project = Account.projectOf(context)
  const name = rng.pick([
    `${Account.organisationOf(context)}-tools`,
    `${project}-api`,
    project,
    "internal-docs",
    "tickets",
    "wiki",
    "knowledge",
    `${Account.organisationOf(context)}-kb`,
    "deploy",
  ])
  return [name, rng.chance(4, 5) ? { type, url: address, headers } : { url: address, headers }]
}

const commands = (rng: Stream, token: Token.Token, context: Context): ReadonlyArray<Named> => {
  const { owner, organisation } = context
  const folder = context.path.slice(0, context.path.lastIndexOf("/"))
  const host = Account.hostName(rng.within("database"), context, ["db"])
  const short = Account.projectOf(context).split("-")[0]!
  const database = (organisation.databases[0] ?? short).replace(/-/g, "_")
  const shared = (name: string, ...rest: ReadonlyArray<string>): Server => ({
    command: "npx",
    args: ["-y", `@modelcontextprotocol/server-${name}`, ...rest],
  })
  return [
    ["filesystem", shared("filesystem", folder, ...(rng.chance(1, 3) ? [owner.home] : []))],
    [
      rng.pick(["postgres", "db", `${short}-db`]),
      shared(
        "postgres",
        `postgresql://${short}_ro:${Secret.hex(token, "mcp/database", 20)}@${host}/${database}`,
      ),
    ],
    [
      "github",
      {
        ...shared("github"),
        env: { GITHUB_PERSONAL_ACCESS_TOKEN: Secret.checked(token, "mcp/github", "ghp_") },
      },
    ],
    [
      "gitlab",
      {
        ...shared("gitlab"),
        env: {
          GITLAB_PERSONAL_ACCESS_TOKEN: Secret.gitlab(token, "mcp/gitlab"),
          GITLAB_API_URL: `https://${Account.hostName(rng.within("gitlab"), context, ["build"])}/api/v4`,
        },
      },
    ],
    [
      rng.pick(["git", "repo"]),
      { command: "uvx", args: ["mcp-server-git", "--repository", folder] },
    ],
    ["fetch", { command: "uvx", args: ["mcp-server-fetch"] }],
    ["memory", shared("memory")],
    ["time", { command: "uvx", args: ["mcp-server-time", `--local-timezone=${owner.timezone}`] }],
    [
      rng.pick(["playwright", "browser"]),
      { command: "npx", args: [`@playwright/mcp@${rng.pick(["latest", "0.0.29", "0.0.34"])}`] },
    ],
    ["sequential-thinking", shared("sequential-thinking")],
    [rng.pick(["kubernetes", "k8s"]), { command: "npx", args: ["-y", "mcp-server-kubernetes"] }],
  ]
}

const write = (rng: Stream, token: Token.Token, context: Context): string => {
  const draw = rng.within("servers")
  const others = draw.sample(commands(rng.within("commands"), token, context), draw.between(1, 4))
  const ours = remote(rng.within("remote"), token, context)
  const servers = others.toSpliced(draw.between(0, others.length), 0, ours)
  const indent = draw.pick([2, 2, 2, 4, "\t"])
  const text = JSON.stringify({ mcpServers: Object.fromEntries(servers) }, null, indent)
  return draw.chance(4, 5) ? `${text}\n` : text
}

export const generator: Generator = {
  kind: Address.overHttp,
  paths: ({ path }) => [path],
  files: (token, context) =>
    Effect.sync(() => {
      const rng = Token.stream(token).within("mcp")
      return [{ path: context.path, bytes: Bytes.ofText(write(rng, token, context)), mode: 0o600 }]
    }),
}
