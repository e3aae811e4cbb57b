/** `~/.pypirc`: indexes that packages are uploaded to; each one of the organisation's is ours. */
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

/** `pypi-` and a macaroon for the index in base64, as pypi.org and test.pypi.org hand them out. */
const pypiToken = (token: Token.Token, index: string): string => {
  const id = Bytes.ofText(`[2, "${Secret.uuid(token, `${index}/id`)}"]`)
  const location = Bytes.ofText(index === "pypi" ? "pypi.org" : "test.pypi.org")
  const head = Bytes.concat([Uint8Array.of(2, 1, location.length), location, Uint8Array.of(2)])
  const caveat = Bytes.concat([
    head,
    Uint8Array.of(36),
    Bytes.ofText(Secret.uuid(token, `${index}/identifier`)),
    Uint8Array.of(0, 2, id.length),
    id,
    Uint8Array.of(0, 0, 6, 32),
    Token.keyMaterial(token, `${index}/signature`, 32),
  ])
  return `pypi-${Secret.base64UrlOf(caveat)}`
}

interface Server {
  readonly name: string
  readonly entries: ReadonlyArray<readonly [key: string, value: string]>
}

const ours = (rng: Stream, token: Token.Token, context: Context, name: string): Server => {
  const ending = rng.pick(["/", "", "/legacy/", "/upload/"])
  const address = Address.url(token, context, rng, "package", ending, /\/npm\//)
  const gitlab = rng.chance(1, 4)
  const project = Account.projectOf(context)
  return {
    name,
    entries: [
      ["repository", address],
      ["username", gitlab ? "__token__" : Account.any(rng.within("login"), context)],
      [
        "password",
        gitlab ? Secret.gitlab(token, "pypi/ours") : Secret.password(token, "pypi/ours"),
      ],
      ...(rng.chance(1, 5)
        ? [
            [
              "ca_cert",
              rng.pick([
                "/etc/ssl/certs/ca-certificates.crt",
                `/usr/local/share/ca-certificates/${Account.organisationOf(context)}.crt`,
                `${context.owner.home}/${project}/ca.pem`,
              ]),
            ] as const,
          ]
        : []),
    ],
  }
}

const publicIndexes = [
  ["pypi", "https://upload.pypi.org/legacy/"],
  ["testpypi", "https://test.pypi.org/legacy/"],
] as const

const write = (rng: Stream, token: Token.Token, context: Context): string => {
  const organisation = Account.organisationOf(context)
  const project = Account.projectOf(context)
  const name = rng.pick([
    organisation,
    project,
    `${project}-releases`,
    "releases",
    "snapshots",
    "company",
    "mirror",
    "internal",
    "nexus",
    "private",
    "local",
    `${organisation}-pypi`,
    "devpi",
    "artifacts",
  ])
  const servers = [ours(rng.within("ours"), token, context, name)]
  for (const [public_, address] of publicIndexes)
    if (rng.within("public", public_).chance(1, 3))
      servers.push({
        name: public_,
        entries: [
          ...(rng.within("address", public_).chance(1, 3) || public_ !== "pypi"
            ? [["repository", address] as const]
            : []),
          ["username", "__token__"],
          ["password", pypiToken(token, public_)],
        ],
      })
  const ordered = rng.shuffle(servers)
  const equals = rng.pick([" = ", " = ", "=", ": "])
  const indent = rng.pick(["    ", "    ", "  ", "\t"])
  const section = (server: Server): string => {
    const own = rng.within("section", server.name)
    const entries = own.chance(1, 4) ? own.shuffle(server.entries) : server.entries
    return [
      ...(server.name === name
        ? Remark.lines(own.within("remarks"), context, ["access", "care", "origin"])
        : []),
      `[${server.name}]`,
      ...entries.map(([key, value]) => key + equals + value),
    ].join("\n")
  }
  const index =
    ordered.length === 1 && rng.chance(1, 3)
      ? `[distutils]\nindex-servers${equals}${name}`
      : [
          "[distutils]",
          `index-servers${equals.trimEnd()}`,
          ...ordered.map((each) => indent + each.name),
        ].join("\n")
  return `${[index, ...ordered.map(section)].join(rng.chance(5, 6) ? "\n\n" : "\n")}\n`
}

export const generator: Generator = {
  kind: Address.overHttp,
  paths: ({ path }) => [path],
  files: (token, context) =>
    Effect.sync(() => {
      const rng = Token.stream(token).within("pypi")
      return [{ path: context.path, bytes: Bytes.ofText(write(rng, token, context)), mode: 0o600 }]
    }),
}
