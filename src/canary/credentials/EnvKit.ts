/** What the settings of an application are drawn from, whatever it is built with. */
import type { Stream } from "../../rng/Rng.ts"
import type { Context } from "../Context.ts"
import * as Token from "../Token.ts"
import * as Account from "./Account.ts"
import * as Address from "./Address.ts"
import * as AwsKey from "./AwsKey.ts"
import * as Remark from "./Remark.ts"
import * as Secret from "./Secret.ts"

/** Lines of one group: what stands together between blank lines. */
export type Group = ReadonlyArray<string>

export interface EnvKit {
  readonly rng: Stream
  readonly context: Context
  /** `ledger-migration` */
  readonly project: string
  /** `ledger_migration` */
  readonly snake: string
  readonly domain: string
  readonly environment: string
  readonly database: {
    readonly host: string
    readonly name: string
    readonly user: string
    readonly password: string
    readonly isPostgres: boolean
  }
  /** `KEY=value`, in quotes where this file's author writes them. */
  readonly set: (key: string, value: string) => string
  readonly host: (...kinds: ReadonlyArray<string>) => string
  readonly password: (purpose: string) => string
  readonly hex: (purpose: string, digits: number) => string
  readonly base64: (purpose: string, bytes: number) => string
  readonly chars: (purpose: string, alphabet: string, count: number) => string
  /** Of AWS. */
  readonly awsKey: string
  /** Of another storage that speaks S3. */
  readonly storageKey: string
  readonly storageSecret: string
  /** An address of ours. */
  readonly address: (ending?: string) => string
  /** Where errors are reported: key, address, number of the project. */
  readonly dsn: string
  readonly some: (percent: number, ...lines: Group) => Group
  /** A comment over a group; none mostly. */
  readonly remark: (about: Remark.About) => Group
}

/** One framework's settings in groups. */
export type Skeleton = (kit: EnvKit) => ReadonlyArray<Group>

const databaseOf = (rng: Stream, token: Token.Token, context: Context): EnvKit["database"] => {
  const { organisation } = context
  const project = Account.projectOf(context)
  const snake = project.replace(/-/g, "_")
  const hosts = organisation.hosts.filter(({ kind }) => kind === "db")
  const host = hosts.length > 0 ? rng.pick(hosts) : undefined
  const address =
    host === undefined
      ? "localhost"
      : rng.pick([host.name, host.ip, `${host.name}.${organisation.domain}`])
  // what a host is called goes before what the lore lets run there
  const isPostgres =
    (host?.name.startsWith("pg") ?? false) ||
    (host?.services.includes("postgres") ?? false) ||
    (host === undefined && rng.chance(1, 2))
  return {
    host: address,
    name: rng.pick([
      snake,
      `${snake}_prod`,
      snake.split("_")[0]!,
      (organisation.databases[0] ?? snake).replace(/-/g, "_"),
    ]),
    user: rng.pick([snake.split("_")[0]!, `${snake}_app`, `app_${snake.split("_")[0]!}`, snake]),
    password: Secret.password(token, "env/database"),
    isPostgres,
  }
}

export const make = (rng: Stream, token: Token.Token, context: Context): EnvKit => {
  const project = Account.projectOf(context)
  const quoted = rng.within("quotes").weightedIndex([6, 2, 2])
  const style = rng.within("style")
  const set: EnvKit["set"] = (key, value) => {
    const needs = /[\s#"'$&;|<>()]/.test(value)
    return quoted === 1 && !/^(\d+|true|false)$/.test(value)
      ? `${key}="${value}"`
      : needs
        ? `${key}=${quoted === 2 ? "'" : '"'}${value}${quoted === 2 ? "'" : '"'}`
        : `${key}=${value}`
  }
  const reports = Address.url(token, context, rng.within("reports"), "api")
  return {
    rng: style,
    context,
    project,
    snake: project.replace(/-/g, "_"),
    domain: context.organisation.domain,
    environment: rng.within("environment").pick(["production", "production", "staging", "prod"]),
    database: databaseOf(rng.within("database"), token, context),
    set,
    host: (...kinds) => Account.hostName(style.within("host", ...kinds), context, kinds),
    password: (purpose) => Secret.password(token, `env/${purpose}`),
    hex: (purpose, digits) => Secret.hex(token, `env/${purpose}`, digits),
    base64: (purpose, bytes) => Secret.base64(token, `env/${purpose}`, bytes),
    chars: (purpose, alphabet, count) => Secret.chars(token, `env/${purpose}`, alphabet, count),
    awsKey: AwsKey.id(
      AwsKey.account(rng.within("account")),
      Token.keyMaterial(token, "env/aws", 5),
    ),
    storageKey: Secret.chars(token, "env/storage/id", Secret.alphanumeric, 20),
    storageSecret: Secret.base64(token, "env/storage/secret", 30),
    address: (ending = "") => Address.url(token, context, rng.within("calls"), "api", ending),
    dsn: `${reports.replace("://", `://${Secret.hex(token, "env/dsn", 32)}@`)}/${style.within("dsn").between(2, 118)}`,
    some: (percent, ...lines) => (style.chance(percent, 100) ? lines : []),
    remark: (about) =>
      style.chance(1, 4) ? [`# ${Remark.say(style.within("remark", about), context, about)}`] : [],
  }
}

/** `postgres://user:password@host:5432/name` */
export const databaseUrl = ({ database }: EnvKit, scheme?: string, ending = ""): string => {
  const { host, name, user, password, isPostgres } = database
  const kind = scheme ?? (isPostgres ? "postgresql" : "mysql")
  return `${kind}://${user}:${password}@${host}:${isPostgres ? 5432 : 3306}/${name}${ending}`
}
