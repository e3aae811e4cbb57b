/**
 * What a driver's error means for whoever waits: one reason and one line that says how to mend it.
 * The drivers' own texts are mostly left out, as some of them repeat values.
 */
import { StoreUnavailable } from "../../src/ports/StoreUnavailable.ts"
import { describe, type Database } from "./DatabaseUrl.ts"

type Reason = StoreUnavailable["reason"]

interface Verdict {
  readonly reason: Reason
  readonly detail: string
}

/** The innermost error that carries a driver's code, since clients wrap what drivers throw. */
const codedOf = (error: unknown): { readonly code: string; readonly message: string } => {
  let at: unknown = error
  for (let depth = 0; depth < 5 && typeof at === "object" && at !== null; depth++) {
    const { code, message, cause } = at as {
      readonly code?: unknown
      readonly message?: unknown
      readonly cause?: unknown
    }
    if (typeof code === "string") return { code, message: String(message ?? "") }
    if (cause === undefined || cause === null) return { code: "", message: String(message ?? "") }
    at = cause
  }
  return { code: "", message: typeof at === "string" ? at : "" }
}

const sqliteVerdict = (path: string, code: string, message: string): Verdict | undefined => {
  if (/^SQLITE_(BUSY|LOCKED)/.test(code))
    return {
      reason: "busy",
      detail: `${path} is locked by another process; wait, or end the one that holds it`,
    }
  if (code.startsWith("SQLITE_READONLY") || code === "EROFS")
    return {
      reason: "read-only",
      detail: `${path} cannot be written; give this user write permission on it and its folder`,
    }
  if (code.startsWith("SQLITE_FULL") || code === "ENOSPC" || code === "EDQUOT")
    return { reason: "full", detail: `there is no room left for ${path}; free some` }
  if (
    /^SQLITE_(CANTOPEN|AUTH|PERM)/.test(code) ||
    /^E(ACCES|PERM|NOTDIR|ISDIR|NOENT|EXIST)$/.test(code)
  )
    return {
      reason: "unreachable",
      detail: `${path} cannot be opened; name a file in a folder that this user may write`,
    }
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code))
    return {
      reason: "broken",
      detail: `${path} is no database, or a damaged one; restore a copy or name another file`,
    }
  if (/no such (table|column)/.test(message))
    return { reason: "broken", detail: `${path} lacks tables; run: decnet db migrate` }
  // SQLite's own texts name tables and columns, never values
  return code.startsWith("SQLITE_")
    ? { reason: "broken", detail: `${path}: ${message.split("\n")[0]} (${code})` }
    : undefined
}

const lost =
  /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|EPIPE|ENOENT|EACCES|PROTOCOL_|ER_SERVER_SHUTDOWN|ER_QUERY_INTERRUPTED|ER_CONNECTION_KILLED|ER_NET_)/

const mysqlVerdict = (
  database: Extract<Database, { readonly kind: "mysql" }>,
  code: string,
  message: string,
): Verdict => {
  const where = describe(database)
  const server = `${database.host}:${database.port}`
  if (/^ER_(LOCK_DEADLOCK|LOCK_WAIT_TIMEOUT|CON_COUNT_ERROR|TOO_MANY_USER_CONNECTIONS)$/.test(code))
    return { reason: "busy", detail: `${where} is locked or has too many connections; wait` }
  if (
    /^ER_(OPTION_PREVENTS_STATEMENT|READ_ONLY_MODE|CANT_EXECUTE_IN_READ_ONLY_TRANSACTION|OPEN_AS_READONLY|INNODB_READ_ONLY)$/.test(
      code,
    )
  )
    return {
      reason: "read-only",
      detail: `${where} refuses writes; name the server that takes them`,
    }
  if (/^ER_(DISK_FULL|RECORD_FILE_FULL|OUT_OF_RESOURCES)$/.test(code))
    return { reason: "full", detail: `there is no room left in ${where}; free some` }
  if (/^ER_(ACCESS_DENIED_\w*ERROR|HOST_NOT_PRIVILEGED|HOST_IS_BLOCKED)$/.test(code))
    return {
      reason: "broken",
      detail: `${database.user} may not log in at ${server}; mend the user or the password`,
    }
  if (/^ER_(DBACCESS_DENIED_ERROR|TABLEACCESS_DENIED_ERROR)$/.test(code))
    return {
      reason: "broken",
      detail: `${database.user} lacks rights at ${server}; grant them on database ${database.database}`,
    }
  if (code === "ER_BAD_DB_ERROR")
    return {
      reason: "broken",
      detail: `there is no database ${database.database} at ${server}; create it with utf8mb4`,
    }
  if (code === "ER_NET_PACKET_TOO_LARGE")
    return { reason: "broken", detail: `${where}: raise max_allowed_packet on the server` }
  if (code === "ER_NO_SUCH_TABLE" || code === "ER_BAD_FIELD_ERROR")
    return { reason: "broken", detail: `${where} lacks tables; run: decnet db migrate` }
  if (lost.test(code) || /timeout|closed state|Pool is closed/i.test(message))
    return {
      reason: "unreachable",
      detail: `${where} does not answer${code === "" ? "" : ` (${code})`}; start it, or mend its address`,
    }
  return { reason: "broken", detail: `${where}: ${code === "" ? "an unknown error" : code}` }
}

const loading = (code: string, message: string): Verdict | undefined =>
  /MODULE_NOT_FOUND|ERR_DLOPEN_FAILED/.test(code) ||
  /bindings file|NODE_MODULE_VERSION/.test(message)
    ? {
        reason: "broken",
        detail:
          "the SQLite driver is missing or was built for another Node: npm install better-sqlite3",
      }
    : undefined

/** Whether a row with that key is there already. */
export const isDuplicate = (error: unknown): boolean =>
  /^(SQLITE_CONSTRAINT_(PRIMARYKEY|UNIQUE)|ER_DUP_ENTRY)$/.test(codedOf(error).code)

/** Whatever a client or driver throws, as the one error that stores know. */
export const classify = (database: Database, error: unknown): StoreUnavailable => {
  if (error instanceof StoreUnavailable) return error
  const { code, message } = codedOf(error)
  const verdict =
    database.kind === "mysql"
      ? mysqlVerdict(database, code, message)
      : (loading(code, message) ??
        sqliteVerdict(database.path, code, message) ?? {
          reason: "broken" as const,
          detail: `${database.path}: ${message.split("\n")[0]!.slice(0, 200)}`,
        })
  return new StoreUnavailable(verdict)
}
