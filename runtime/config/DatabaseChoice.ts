/** Which database the settings name. */
import * as Either from "effect/Either"
import * as Redacted from "effect/Redacted"
import type { Database } from "../storage/DatabaseUrl.ts"
import * as Places from "./Places.ts"
import type { Settings } from "./Settings.ts"

/** An address counts before its parts; where neither is given it is a file of our own. */
export const of = (settings: Settings, roots: Places.Roots): Either.Either<Database, string> => {
  const { dbType, dbUrl } = settings
  if (dbUrl !== undefined)
    return dbType === "mysql" && dbUrl.kind !== "mysql"
      ? Either.left(
          "DECNET_DB_TYPE: write sqlite, as DECNET_DB_URL does, or give a mysql:// address there",
        )
      : Either.right(dbUrl)
  return Either.right(
    dbType === "sqlite"
      ? { kind: "sqlite", path: Places.databaseFile(roots) }
      : {
          kind: "mysql",
          host: settings.dbHost,
          port: settings.dbPort,
          user: settings.dbUser,
          password: Redacted.make(settings.dbPassword ?? ""),
          database: settings.dbName,
        },
  )
}
