/**
 * `~/.aws/credentials` with `~/.aws/config`. Where a base over HTTP is configured, every profile
 * names an endpoint there, so that the first command of whoever copies the files calls it; else
 * only the keys are bait.
 */
import * as Effect from "effect/Effect"
import * as Bytes from "../../bytes/Bytes.ts"
import type { Stream } from "../../rng/Rng.ts"
import type { Context } from "../Context.ts"
import type { Generator } from "../Generator.ts"
import * as Token from "../Token.ts"
import * as Account from "./Account.ts"
import * as Address from "./Address.ts"
import * as AwsKey from "./AwsKey.ts"
import * as Remark from "./Remark.ts"
import * as Secret from "./Secret.ts"

/** Regions near somebody's desk. */
const regionsNear = (timezone: string): ReadonlyArray<string> => {
  if (/^Europe\/(London|Dublin|Belfast)/.test(timezone)) return ["eu-west-2", "eu-west-1"]
  if (/^Europe\/(Madrid|Lisbon)/.test(timezone)) return ["eu-south-2", "eu-west-1", "eu-west-3"]
  if (timezone.startsWith("Europe/"))
    return ["eu-central-1", "eu-central-1", "eu-west-1", "eu-north-1"]
  if (/Sao_Paulo|Brazil|Bahia|Fortaleza|Recife|Buenos_Aires/.test(timezone))
    return ["sa-east-1", "sa-east-1", "us-east-1"]
  if (/Los_Angeles|Vancouver|Pacific/.test(timezone)) return ["us-west-2", "us-west-1"]
  if (/^Asia\/Kolkata|Calcutta/.test(timezone)) return ["ap-south-1"]
  if (/^Asia|^Australia/.test(timezone)) return ["ap-southeast-1", "ap-southeast-2"]
  return ["us-east-1", "us-east-2", "us-west-2"]
}

interface Profile {
  readonly name: string
  readonly account: number
  /** Undefined for a profile that takes a role by way of the first. */
  readonly key: { readonly id: string; readonly secret: string } | undefined
  readonly role: string | undefined
  readonly region: string
}

const stages = ["prod", "staging", "dev", "test", "backup", "ci", "audit", "dr", "sandbox"]

const profileNames = (rng: Stream, context: Context, count: number): ReadonlyArray<string> => {
  const project = Account.projectOf(context)
  const organisation = Account.organisationOf(context)
  const names = new Set<string>()
  while (names.size < count) {
    const stage = rng.pick(stages)
    names.add(
      rng.pick([
        stage,
        `${project}-${stage}`,
        `${organisation}-${stage}`,
        project,
        project.split("-")[0]!,
        context.organisation.automation,
        Account.plain(context.organisation.databases[0] ?? project),
      ]),
    )
  }
  return [...names]
}

const roleNames = ["PowerUser", "Deploy", "ReadOnly", "Administrator", "BackupOperator", "Ops"]

const profilesOf = (rng: Stream, token: Token.Token, context: Context): ReadonlyArray<Profile> => {
  const draw = rng.within("profiles")
  const regions = regionsNear(context.owner.timezone)
  // one organisation has few accounts: a main one and perhaps one beside it
  const accounts = [AwsKey.account(draw), AwsKey.account(draw)]
  const others = profileNames(rng.within("names"), context, draw.weightedIndex([3, 4, 3, 2]))
  return ["default", ...others].map((name, index): Profile => {
    const own = rng.within("profile", name)
    const account = accounts[index === 0 || own.chance(2, 3) ? 0 : 1]!
    const isRole = index > 0 && own.chance(1, 4)
    return {
      name,
      account,
      region: own.chance(3, 4) ? regions[0]! : own.pick(regions),
      role: isRole
        ? `arn:aws:iam::${String(account).padStart(12, "0")}:role/${own.pick(["", `${Account.projectOf(context)}-`])}${own.pick(roleNames)}`
        : undefined,
      key: isRole
        ? undefined
        : {
            id: AwsKey.id(account, Token.keyMaterial(token, `aws/${index}/id`, 5)),
            secret: Secret.base64(token, `aws/${index}/secret`, 30),
          },
    }
  })
}

type Entry = readonly [key: string, value: string]

/** A section as the command writes it, or as somebody types it. */
const section = (
  head: string,
  remarks: ReadonlyArray<string>,
  entries: ReadonlyArray<Entry>,
  equals: string,
): ReadonlyArray<string> => [
  ...remarks,
  `[${head}]`,
  ...entries.map(([key, value]) => `${key}${equals}${value}`.trimEnd()),
]

/** What somebody runs first with keys that he found. */
const called = ["sts", "s3", "iam", "ec2"]
const alsoCalled = ["secretsmanager", "ssm", "lambda", "rds", "dynamodb", "kms", "ecr", "logs"]

const servicesSection = (rng: Stream, name: string, address: string, equals: string) => {
  const services = [...called, ...rng.sample(alsoCalled, rng.between(1, 6))]
  const indent = rng.pick(["  ", "    ", " "])
  return [
    `[services ${name}]`,
    ...rng
      .shuffle(services)
      .flatMap((each) => [
        `${each}${equals.trimEnd()}`,
        `${indent}endpoint_url${equals}${address}`,
      ]),
  ]
}

const joined = (rng: Stream, sections: ReadonlyArray<ReadonlyArray<string>>): string => {
  const between = rng.chance(4, 5) ? "\n\n" : "\n"
  return sections.map((lines) => lines.join("\n")).join(between) + (rng.chance(5, 6) ? "\n" : "")
}

const optionsOf = (rng: Stream, first: boolean): ReadonlyArray<Entry> => [
  ...(rng.chance(2, 3)
    ? [["output", rng.pick(["json", "json", "json", "text", "table", "yaml"])] as const]
    : []),
  ...(rng.chance(1, 4) ? [["cli_pager", ""] as const] : []),
  ...(rng.chance(1, 4) ? [["retry_mode", rng.pick(["standard", "adaptive"])] as const] : []),
  ...(rng.chance(1, 5) ? [["max_attempts", String(rng.between(2, 8))] as const] : []),
  ...(first && rng.chance(1, 6) ? [["cli_history", "enabled"] as const] : []),
  ...(rng.chance(1, 6) ? [["sts_regional_endpoints", "regional"] as const] : []),
]

const configText = (
  rng: Stream,
  token: Token.Token,
  context: Context,
  profiles: ReadonlyArray<Profile>,
): string => {
  const equals = rng.chance(3, 4) ? " = " : "="
  const address =
    context.callback.httpBase === undefined ? undefined : Address.url(token, context, rng, "api")
  const byService = address !== undefined && rng.within("form").chance(2, 5)
  const servicesName = rng
    .within("services")
    .pick([
      "gateway",
      "egress",
      "proxy",
      "internal",
      Account.organisationOf(context),
      "vpce",
      "onprem",
    ])
  const sections = profiles.map((profile, index) => {
    const own = rng.within("config", profile.name)
    const endpoint: ReadonlyArray<Entry> =
      address === undefined
        ? []
        : [byService ? ["services", servicesName] : ["endpoint_url", address]]
    const role: ReadonlyArray<Entry> =
      profile.role === undefined
        ? []
        : [
            ["role_arn", profile.role],
            ["source_profile", "default"],
            ...(own.chance(1, 2)
              ? [["role_session_name", Account.ofEmail(context.owner.email)] as const]
              : []),
          ]
    const rest: ReadonlyArray<Entry> = [
      ["region", profile.region],
      ...optionsOf(own, index === 0),
      ...endpoint,
    ]
    const entries = [...role, ...(own.chance(1, 3) ? own.shuffle(rest) : rest)]
    const remarks =
      endpoint.length > 0 && index === 0 ? Remark.lines(own, context, ["network", "care"]) : []
    return section(index === 0 ? "default" : `profile ${profile.name}`, remarks, entries, equals)
  })
  return joined(rng.within("gaps"), [
    ...sections,
    ...(byService ? [servicesSection(rng.within("called"), servicesName, address, equals)] : []),
  ])
}

const credentialsText = (
  rng: Stream,
  context: Context,
  profiles: ReadonlyArray<Profile>,
): string => {
  const draw = rng.within("credentials")
  const equals = draw.chance(3, 4) ? " = " : "="
  const commented = draw.chance(1, 2)
  return joined(
    draw.within("gaps"),
    profiles.flatMap(({ name, key }) => {
      if (key === undefined) return []
      const own = draw.within("section", name)
      const remarks = commented ? Remark.lines(own, context, ["access", "origin", "care"]) : []
      const entries: ReadonlyArray<Entry> = [
        ["aws_access_key_id", key.id],
        ["aws_secret_access_key", key.secret],
      ]
      return [section(name, remarks, own.chance(1, 9) ? entries.toReversed() : entries, equals)]
    }),
  )
}

const configPath = (context: Context): string =>
  `${context.path.slice(0, context.path.lastIndexOf("/"))}/config`

export const generator: Generator = {
  kind: ({ httpBase }) => (httpBase === undefined ? "aws_passive" : "http"),
  paths: (context) => [context.path, configPath(context)],
  files: (token, context) =>
    Effect.sync(() => {
      const rng = Token.stream(token).within("aws")
      const profiles = profilesOf(rng, token, context)
      return [
        {
          path: context.path,
          bytes: Bytes.ofText(credentialsText(rng, context, profiles)),
          mode: 0o600,
        },
        {
          path: configPath(context),
          bytes: Bytes.ofText(configText(rng, token, context, profiles)),
          mode: 0o600,
        },
      ]
    }),
}
