/** What the dumps of MariaDB and MySQL write differently, by the version that a release ships. */
import type { Release } from "../../fleet/Decky.ts"
import type { Stream } from "../../rng/Rng.ts"

export interface Dialect {
  readonly product: "mariadb" | "mysql"
  /** As `Distrib` tells it: `10.11.6-MariaDB`. */
  readonly client: string
  readonly platform: string
  readonly server: string
  /** First line of dumps of versions since May 2024. */
  readonly sandbox: string | undefined
  /** Whether rows stand on lines of their own. */
  readonly rowLines: boolean
  /** Character set around CREATE TABLE. */
  readonly clientCharset: string
  /** Whether CREATE TABLE names the collation although it is the default. */
  readonly showsCollation: boolean
  /** Whether remarks on replication are in the wording of 2024. */
  readonly newRemarks: boolean
}

const maria = (
  version: string,
  build: string,
  age: "old" | "middle" | "new",
  rowLines: boolean,
  showsCollation: boolean,
): Dialect => ({
  product: "mariadb",
  client: `${version}-MariaDB`,
  platform: "debian-linux-gnu (x86_64)",
  server: `${version}-MariaDB-${build}`,
  sandbox:
    age === "old"
      ? undefined
      : age === "middle"
        ? "/*!999999\\- enable the sandbox mode */ "
        : "/*M!999999\\- enable the sandbox mode */ ",
  rowLines,
  clientCharset: age === "new" ? "utf8mb4" : "utf8",
  showsCollation,
  newRemarks: age === "new",
})

const mysql = (version: string, build: string): Dialect => ({
  product: "mysql",
  client: version,
  platform: "Linux (x86_64)",
  server: `${version}-${build}`,
  sandbox: undefined,
  rowLines: false,
  clientCharset: "utf8mb4",
  showsCollation: true,
  newRemarks: false,
})

/** The security archives of those releases have had these versions. */
const byRelease: Readonly<Record<Release, ReadonlyArray<Dialect>>> = {
  "debian-11": [
    maria("10.5.21", "0+deb11u1", "old", false, false),
    maria("10.5.23", "0+deb11u1", "old", false, false),
    maria("10.5.28", "0+deb11u1", "new", false, false),
  ],
  "debian-12": [
    maria("10.11.4", "1~deb12u1", "old", true, true),
    maria("10.11.6", "0+deb12u1", "old", true, true),
    maria("10.11.11", "0+deb12u1", "new", true, true),
    maria("10.11.14", "0+deb12u2", "new", true, true),
  ],
  "ubuntu-22.04": [
    maria("10.6.16", "0ubuntu0.22.04.1", "old", true, true),
    maria("10.6.18", "0ubuntu0.22.04.1", "middle", true, true),
    mysql("8.0.36", "0ubuntu0.22.04.1"),
    mysql("8.0.41", "0ubuntu0.22.04.1"),
  ],
  "ubuntu-24.04": [
    maria("10.11.8", "0ubuntu0.24.04.1", "middle", true, true),
    maria("10.11.13", "0ubuntu0.24.04.1", "new", true, true),
    mysql("8.0.39", "0ubuntu0.24.04.2"),
    mysql("8.0.42", "0ubuntu0.24.04.1"),
  ],
}

export const of = (rng: Stream, release: Release): Dialect => rng.pick(byRelease[release])

/** `int` as that product shows it. */
export const integer = ({ product }: Dialect, type: "int" | "bigint" | "smallint"): string =>
  product === "mysql"
    ? `${type} unsigned`
    : `${type}(${{ int: 10, bigint: 20, smallint: 5 }[type]}) unsigned`

export const now = ({ product }: Dialect): string =>
  product === "mysql" ? "CURRENT_TIMESTAMP" : "current_timestamp()"

/** A default of a number. */
export const number = ({ product }: Dialect, value: string): string =>
  product === "mysql" ? `'${value}'` : value
