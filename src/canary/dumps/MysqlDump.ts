/**
 * A dump of a replica's database. Whoever loads it makes their server follow the replica's source,
 * whose name is ours: it is looked up when replication starts.
 *
 * `--dump-slave --include-master-host-port --apply-slave-statements` of both products' programs writes
 * such dumps, all but the login, which somebody added. What is MariaDB's is refused by MySQL, whose
 * server does not trip then; what is MySQL's is understood by MariaDB, and by MySQL before 8.4.
 */
import * as Effect from "effect/Effect"
import * as Bytes from "../../bytes/Bytes.ts"
import * as Callback from "../Callback.ts"
import type { Context } from "../Context.ts"
import type { Generator } from "../Generator.ts"
import * as Token from "../Token.ts"
import type { Dialect } from "./Dialect.ts"
import * as Dialects from "./Dialect.ts"
import * as Replication from "./Replication.ts"
import * as Rows from "./Rows.ts"
import type { Table } from "./Site.ts"
import * as Tables from "./Tables.ts"

const header = (dialect: Dialect, host: string, database: string): string => {
  const isMaria = dialect.product === "mariadb"
  const name = isMaria ? "MariaDB dump 10.19" : "MySQL dump 10.13"
  return (
    `${dialect.sandbox === undefined ? "" : `${dialect.sandbox}\n`}-- ${name}  Distrib ${dialect.client}, for ${dialect.platform}\n--\n` +
    `-- Host: ${host}    Database: ${database}\n-- ------------------------------------------------------\n-- Server version\t${dialect.server}\n\n` +
    `/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;\n/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;\n` +
    `/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;\n/*!${isMaria ? "40101" : "50503"} SET NAMES utf8mb4 */;\n` +
    `/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;\n/*!40103 SET TIME_ZONE='+00:00' */;\n` +
    `/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;\n` +
    `/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;\n` +
    `/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;\n/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;\n`
  )
}

const footer = (completed: string): string =>
  `/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;\n\n/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;\n/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;\n` +
  `/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;\n/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;\n` +
  `/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;\n/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;\n` +
  `/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;\n\n-- Dump completed on ${completed}\n`

const tableOf = (dialect: Dialect, charset: string, table: Table): string => {
  const { name, lines, rows, autoIncrement } = table
  const version = dialect.product === "mysql" ? "50503" : "40101"
  const collation = dialect.showsCollation ? ` COLLATE=${charset}` : ""
  const values = rows.map((row) => `(${row.join(",")})`)
  const insert = dialect.rowLines
    ? `INSERT INTO \`${name}\` VALUES\n${values.join(",\n")};\n`
    : `INSERT INTO \`${name}\` VALUES ${values.join(",")};\n`
  return (
    `${Replication.remark(`Table structure for table \`${name}\``)}DROP TABLE IF EXISTS \`${name}\`;\n` +
    `/*!40101 SET @saved_cs_client     = @@character_set_client */;\n/*!${version} SET character_set_client = ${dialect.clientCharset} */;\n` +
    `CREATE TABLE \`${name}\` (\n${lines.map((line) => `  ${line}`).join(",\n")}\n) ENGINE=InnoDB AUTO_INCREMENT=${autoIncrement} DEFAULT CHARSET=utf8mb4${collation};\n` +
    `/*!40101 SET character_set_client = @saved_cs_client */;\n${Replication.remark(`Dumping data for table \`${name}\``)}` +
    `LOCK TABLES \`${name}\` WRITE;\n/*!40000 ALTER TABLE \`${name}\` DISABLE KEYS */;\n${insert}` +
    `/*!40000 ALTER TABLE \`${name}\` ENABLE KEYS */;\nUNLOCK TABLES;\n`
  )
}

/** `2026-11-21  3:27:51`: the hour is padded with a space. */
const completedOn = (context: Context): string => {
  const text = Rows.dateTime(context.owner.timezone, context.mtime.ms)
  return text.replace(/ 0(\d):/, "  $1:")
}

export const generator: Generator = {
  kind: ({ dnsZone }) => (dnsZone === undefined ? undefined : "dns"),
  paths: ({ path }) => [path],
  files: (token, context) =>
    Effect.sync(() => {
      const rng = Token.stream(token).within("dump")
      const dialect = Dialects.of(rng.within("dialect"), context.release)
      const charset = rng.within("charset").pick(["utf8mb4_general_ci", "utf8mb4_unicode_ci"])
      const label = rng
        .within("label")
        .pick(["db", "db1", "db2", "sql1", "mysql", "primary", "master", "dbm"])
      const host = `${label}.${Callback.hostname(token, context.callback) ?? ""}`
      const replication = Replication.of(rng.within("source"), dialect, host)
      const database =
        /([^/]+)\.sql$/.exec(context.path)?.[1] ?? context.organisation.databases[0] ?? "app"
      const tables = Tables.make(rng.within("data"), context, dialect)
      const text =
        header(dialect, "localhost", database) +
        replication.before +
        tables.map((table) => tableOf(dialect, charset, table)).join("") +
        replication.after +
        footer(completedOn(context))
      return [{ path: context.path, bytes: Bytes.ofText(text), mode: 0o600 }]
    }),
}
