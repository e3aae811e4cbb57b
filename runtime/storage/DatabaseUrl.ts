/** Where the database is, as `DECNET_DB_URL` says it. */
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"

export interface Sqlite {
  readonly kind: "sqlite"
  /** Absolute, or relative to the working folder; `:memory:` for one that is gone at the end. */
  readonly path: string
}

/** MySQL and MariaDB speak alike. */
export interface Mysql {
  readonly kind: "mysql"
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: Redacted.Redacted
  readonly database: string
}

export type Database = Sqlite | Mysql

const defaultPort = 3306

const advice = "write sqlite:////var/lib/decnet/decnet.db or mysql://user:password@host:3306/decnet"

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text)
  } catch {
    return undefined
  }
}

const parseMysql = (rest: string): Either.Either<Mysql, string> => {
  // the scheme decides how a URL is read: http's rules have a host, a port and a path
  if (!URL.canParse(`http://${rest}`)) return Either.left(advice)
  const url = new URL(`http://${rest}`)
  const user = decoded(url.username)
  const password = decoded(url.password)
  const database = decoded(url.pathname.slice(1))
  if (user === undefined || password === undefined || database === undefined)
    return Either.left("write % in a user, password or database name as %25")
  if (url.hostname === "") return Either.left(advice)
  if (user === "") return Either.left(`name the user: ${advice}`)
  if (database === "" || database.includes("/"))
    return Either.left(`name one database after the host: ${advice}`)
  return Either.right({
    kind: "mysql",
    host: url.hostname.replace(/^\[|\]$/g, ""),
    // http's own port is dropped when it is parsed
    port: url.port === "" ? (/:80(?:\/|$)/.test(rest) ? 80 : defaultPort) : Number(url.port),
    user,
    password: Redacted.make(password),
    database,
  })
}

/**
 * Reads `sqlite:///relative`, `sqlite:////absolute` (as SQLAlchemy has it: what follows the third
 * slash is the path) and `mysql://user:password@host:port/database`, with the drivers that Python
 * programs name (`sqlite+aiosqlite`, `mysql+asyncmy`, `mariadb`). Left says what to write, and never
 * repeats what was given, since that has a password in it.
 */
export const parse = (text: string): Either.Either<Database, string> => {
  const match = /^(sqlite|mysql|mariadb)(?:\+\w+)?:\/\/([\s\S]*)$/.exec(text.trim())
  if (match === null) return Either.left(advice)
  const [, scheme, rest] = match as unknown as readonly [string, string, string]
  if (scheme !== "sqlite") return parseMysql(rest)
  const path = rest.startsWith("/") ? rest.slice(1).replace(/\?.*$/, "") : ""
  return path === "" || path.includes("\0")
    ? Either.left("write the file after three slashes: sqlite:////var/lib/decnet/decnet.db")
    : Either.right({ kind: "sqlite", path })
}

/** For messages: without the password. */
export const describe = (database: Database): string =>
  database.kind === "sqlite"
    ? database.path
    : `mysql://${database.user}@${database.host}:${database.port}/${database.database}`
