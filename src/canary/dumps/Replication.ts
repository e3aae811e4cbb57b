/**
 * What a dump of a replica says about its source, word for word as the product's own program does,
 * and the login that it leaves out: without one no server connects.
 */
import type { Stream } from "../../rng/Rng.ts"
import type { Dialect } from "./Dialect.ts"
import * as Rows from "./Rows.ts"

/** Statements at both ends of a dump. */
export interface Replication {
  /** Stops what follows another source, and names the source. */
  readonly before: string
  /** Starts to follow it. */
  readonly after: string
}

/** As programs of both products set their remarks. */
export const remark = (...lines: ReadonlyArray<string>): string =>
  `\n--\n${lines.map((line) => `-- ${line}`).join("\n")}\n--\n\n`

const letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789"

const loginOf = (rng: Stream): string => {
  const user = rng.pick(["repl", "replica", "repl_user", "replicator", "slave", "rpl"])
  const password = rng.chars(letters, rng.between(14, 24))
  return `MASTER_USER=${Rows.quoted(user)}, MASTER_PASSWORD=${Rows.quoted(password)}`
}

/** Where somebody put the login. */
const places = ["port", "end", "below", "start"] as const

/** Before the statement that names the source, and behind the last table. */
interface Wording {
  readonly stop: string
  readonly position: string
  readonly change: string
  readonly gap: string
  readonly deferred: string
  readonly start: string
}

const gtidOf = (rng: Stream): string =>
  `-- SET GLOBAL gtid_slave_pos='0-${rng.between(1, 12)}-${rng.between(900, 41_000_000)}';\n`

const mariaWording = (rng: Stream, { newRemarks }: Dialect): Wording => {
  const gtid = gtidOf(rng)
  return {
    stop: `${remark("stop slave statement to make a recovery dump)")}STOP ALL SLAVES;\n`,
    position: newRemarks
      ? remark(
          "The following is the SQL position of the replication taken from SHOW SLAVE STATUS at the time of backup.",
          "Use this position when creating a clone of, or replacement server, from where the backup was taken.",
          "This new server will connects to the same master server(s).",
        ) +
        "-- A corresponding to the below dump-slave CHANGE-MASTER settings to the slave gtid state is printed later in the file.\n"
      : remark("Gtid position to start replication from") +
        gtid +
        remark(
          "Position to start replication or point-in-time recovery from (the master of this slave)",
        ),
    change: "CHANGE MASTER '' TO",
    gap: newRemarks ? "\n" : "",
    deferred: newRemarks
      ? `\n-- The deferred gtid setting for slave corresponding to the dump-slave CHANGE-MASTER follows\n-- GTID position to start replication:\n${gtid}`
      : "",
    start: remark("start slave statement to make a recovery dump)"),
  }
}

const mysqlWording: Wording = {
  stop: `${remark("stop slave statement to make a recovery dump")}STOP SLAVE;\n`,
  position: remark(
    "Position to start replication or point-in-time recovery from (the source for this replica)",
  ),
  change: "CHANGE MASTER TO",
  gap: "",
  deferred: "",
  start: remark("start slave statement to make a recovery dump"),
}

export const of = (rng: Stream, dialect: Dialect, host: string): Replication => {
  const isMaria = dialect.product === "mariadb"
  const wording = isMaria ? mariaWording(rng.within("gtid"), dialect) : mysqlWording
  const logs = isMaria
    ? ["mysql-bin", "mariadb-bin", "mysqld-bin", "master-bin"]
    : ["binlog", "binlog", "mysql-bin", "master-bin"]
  const file = `${rng.pick(logs)}.${String(rng.between(12, 2840)).padStart(6, "0")}`
  const address = `MASTER_HOST=${Rows.quoted(host)}, MASTER_PORT=3306`
  const position = `MASTER_LOG_FILE=${Rows.quoted(file)}, MASTER_LOG_POS=${rng.between(4200, 98_000_000)}`
  const added = rng.within("added")
  const login = loginOf(added.within("login"))
  const place = added.pick(places)
  const ending = added.pick([";", ";", " ;"])
  const own = added.pick([
    `CHANGE MASTER TO ${login}${ending}\n`,
    `${added.pick(["change master to", "CHANGE MASTER TO"])} ${login.replace(/MASTER_[A-Z]+/g, (word) => word.toLowerCase())}${ending}\n`,
    `CHANGE MASTER TO\n  ${login.replace(", ", ",\n  ")}${ending}\n`,
  ])
  const fields = {
    port: [address, login, position],
    end: [address, position, login],
    below: [address, position],
    start: [address, position],
  }[place]
  return {
    before:
      wording.stop +
      wording.position +
      `${wording.change} ${fields.join(", ")};\n` +
      (place === "below" ? own : "") +
      wording.gap,
    after:
      wording.deferred +
      wording.start +
      (place === "start" ? own : "") +
      (isMaria ? "START ALL SLAVES;\n" : "START SLAVE;\n"),
  }
}
