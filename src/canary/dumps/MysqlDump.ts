/**
 * A dump of a replica's database. Whoever loads it makes their server follow the replica's source,
 * whose name is ours: it is looked up when replication starts.
 *
 * `mariadb-dump --dump-slave --include-master-host-port --apply-slave-statements` writes such dumps;
 * each product's statement stands in its own version comment, so that the other passes over it.
 */
import * as Effect from "effect/Effect"
import * as Bytes from "../../bytes/Bytes.ts"
import type { Stream } from "../../rng/Rng.ts"
import * as Callback from "../Callback.ts"
import type { Context } from "../Context.ts"
import type { Generator } from "../Generator.ts"
import * as Token from "../Token.ts"
import type { Dialect } from "./Dialect.ts"
import * as Dialects from "./Dialect.ts"
import * as Rows from "./Rows.ts"
import type { Table } from "./Site.ts"
import * as Tables from "./Tables.ts"

const remark = (...lines: ReadonlyArray<string>): string =>
  `\n--\n${lines.map((line) => `-- ${line}`).join("\n")}\n--\n\n`

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

interface Source {
  readonly host: string
  readonly user: string
  readonly password: string
  readonly file: string
  readonly position: number
}

const sourceOf = (rng: Stream, host: string): Source => ({
  host,
  user: rng.pick(["repl", "replica", "repl_user", "replicator", "slave", "rpl"]),
  password: rng.chars(
    "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789",
    rng.between(14, 24),
  ),
  file: `${rng.pick(["mysql-bin", "mariadb-bin", "binlog", "master-bin"])}.${String(rng.between(12, 2840)).padStart(6, "0")}`,
  position: rng.between(4200, 98_000_000),
})

/** Stops what follows another source, and names the source. */
const replication = (dialect: Dialect, source: Source): string => {
  const { host, user, password, file, position } = source
  const fields = (word: "MASTER" | "SOURCE"): string =>
    `${word}_HOST=${Rows.quoted(host)}, ${word}_PORT=3306, ${word}_USER=${Rows.quoted(user)}, ${word}_PASSWORD=${Rows.quoted(password)}, ${word}_LOG_FILE=${Rows.quoted(file)}, ${word}_LOG_POS=${position}`
  const maria = `/*M!100000 CHANGE MASTER '' TO ${fields("MASTER")} */;\n`
  const mysql = `/*!80023 CHANGE REPLICATION SOURCE TO ${fields("SOURCE")} */;\n`
  const stops = [`/*M!100000 STOP ALL SLAVES */;\n`, `/*!80022 STOP REPLICA */;\n`]
  const isMaria = dialect.product === "mariadb"
  const word = isMaria ? "slave" : "replica"
  const [stop, change] = isMaria
    ? [stops.join(""), maria + mysql]
    : [stops.toReversed().join(""), mysql + maria]
  const lines = dialect.newRemarks
    ? [
        "The following is the SQL position of the replication taken from SHOW SLAVE STATUS at the time of backup.",
        "Use this position when creating a clone of, or replacement server, from where the backup was taken.",
        "This new server will connects to the same master server(s).",
      ]
    : [
        `Position to start replication or point-in-time recovery from (the ${isMaria ? "master" : "source"} of this ${word})`,
      ]
  return `${remark(`stop ${word} statement to make a recovery dump)`)}${stop}${remark(...lines)}${change}\n`
}

const start = (dialect: Dialect): string => {
  const starts = [`/*M!100000 START ALL SLAVES */;\n`, `/*!80022 START REPLICA */;\n`]
  const isMaria = dialect.product === "mariadb"
  return (
    remark(`start ${isMaria ? "slave" : "replica"} statement to make a recovery dump)`) +
    (isMaria ? starts : starts.toReversed()).join("")
  )
}

const tableOf = (dialect: Dialect, charset: string, table: Table): string => {
  const { name, lines, rows, autoIncrement } = table
  const version = dialect.product === "mysql" ? "50503" : "40101"
  const collation = dialect.showsCollation ? ` COLLATE=${charset}` : ""
  const values = rows.map((row) => `(${row.join(",")})`)
  const insert = dialect.rowLines
    ? `INSERT INTO \`${name}\` VALUES\n${values.join(",\n")};\n`
    : `INSERT INTO \`${name}\` VALUES ${values.join(",")};\n`
  return (
    `${remark(`Table structure for table \`${name}\``)}DROP TABLE IF EXISTS \`${name}\`;\n` +
    `/*!40101 SET @saved_cs_client     = @@character_set_client */;\n/*!${version} SET character_set_client = ${dialect.clientCharset} */;\n` +
    `CREATE TABLE \`${name}\` (\n${lines.map((line) => `  ${line}`).join(",\n")}\n) ENGINE=InnoDB AUTO_INCREMENT=${autoIncrement} DEFAULT CHARSET=utf8mb4${collation};\n` +
    `/*!40101 SET character_set_client = @saved_cs_client */;\n${remark(`Dumping data for table \`${name}\``)}` +
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
      const source = sourceOf(rng.within("source"), host)
      const database =
        /([^/]+)\.sql$/.exec(context.path)?.[1] ?? context.organisation.databases[0] ?? "app"
      const tables = Tables.make(rng.within("data"), context, dialect)
      const text =
        header(dialect, "localhost", database) +
        replication(dialect, source) +
        tables.map((table) => tableOf(dialect, charset, table)).join("") +
        start(dialect) +
        footer(completedOn(context))
      return [{ path: context.path, bytes: Bytes.ofText(text), mode: 0o600 }]
    }),
}
