/** What the tables of one application have in common: how it names, numbers and stamps its rows. */
import type { Stream } from "../../rng/Rng.ts"
import * as Instant from "../../time/Instant.ts"
import type { Context } from "../Context.ts"
import * as Dialect from "./Dialect.ts"
import * as Rows from "./Rows.ts"

export interface Table {
  readonly name: string
  /** Lines of CREATE TABLE between its brackets, without indent and comma. */
  readonly lines: ReadonlyArray<string>
  /** Literals of each row. */
  readonly rows: ReadonlyArray<ReadonlyArray<string>>
  readonly autoIncrement: number
}

export interface Site {
  readonly rng: Stream
  readonly context: Context
  readonly dialect: Dialect.Dialect
  /** How this application calls things. */
  readonly style: {
    readonly prefix: string
    readonly created: string
    readonly updated: string
    readonly hash: string
    readonly hashPrefix: string
    readonly login: number
    /** What it calls tables and columns that others call otherwise. */
    readonly names: Readonly<Record<string, string>>
    readonly keys: "framework" | "prefixed" | "server"
  }
}

export const q = Rows.quoted

export interface Built {
  readonly table: Table
  readonly ids: ReadonlyArray<number>
  /** Of each row, in the order in which the columns were given. */
  readonly values: ReadonlyArray<ReadonlyArray<string>>
}

export type Column = readonly [name: string, definition: string]

/** An index of a column; of one that refers to another table, that table. */
export interface Key {
  readonly column: string
  readonly unique?: boolean
  readonly target?: string
}

/** Words for one thing, of which an application has one. */
const synonyms: Readonly<Record<string, ReadonlyArray<string>>> = {
  users: ["users", "users", "accounts", "staff", "members", "user"],
  customers: ["customers", "clients", "customer", "companies"],
  orders: ["orders", "sales_orders", "order_head"],
  invoices: ["invoices", "invoice", "bills"],
  payments: ["payments", "receipts", "incoming_payments"],
  username: ["username", "login", "user_name", "uid", "account"],
  email: ["email", "mail", "email_address"],
  person: ["name", "display_name", "full_name", "real_name"],
  role: ["role", "user_role", "access_level", "group_name"],
  active: ["active", "is_active", "enabled"],
  last_login: ["last_login", "last_login_at", "last_seen", "lastlogin"],
  number: ["number", "code", "ref_no", "external_id", "doc_number"],
  company: ["company", "company_name", "title", "legal_name"],
  phone: ["phone", "telephone", "tel", "phone_number"],
  discount: ["discount", "rebate", "discount_percent", "discount_rate"],
  notes: ["notes", "comment", "remarks", "memo"],
  total: ["total", "amount", "grand_total", "net_total"],
  status: ["status", "state", "stage"],
  user_id: ["user_id", "owner_id", "created_by"],
  customer_id: ["customer_id", "client_id", "partner_id"],
}

export const drawNames = (rng: Stream): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(synonyms).map(([word, others]) => [word, rng.within(word).pick(others)]),
  )

const called = ({ style }: Site, word: string): string => style.names[word] ?? word

/** Lengths that people choose for such a text. */
const lengths: Readonly<Record<string, ReadonlyArray<number>>> = {
  "16": [16, 20, 24, 32],
  "24": [24, 30, 32],
  "32": [32, 40, 30],
  "40": [40, 45, 50, 64],
  "64": [64, 60, 50, 80],
  "80": [80, 100, 96],
  "120": [120, 100, 128, 150],
  "190": [190, 191, 200, 255],
}

const keyName = (site: Site, table: string, key: Key, column: string, at: number): string => {
  const whole = `${site.style.prefix}${table}`
  switch (site.style.keys) {
    case "framework":
      return `${whole}_${column}_${key.unique === true ? "unique" : key.target === undefined ? "index" : "foreign"}`
    case "prefixed":
      return `${key.unique === true ? "uq" : key.target === undefined ? "ix" : "fk"}_${table}_${column}`
    case "server":
      return key.target === undefined ? column : `${whole}_ibfk_${at}`
  }
}

const linesOf = (site: Site, table: string, key: Key, at: number): ReadonlyArray<string> => {
  const column = called(site, key.column)
  const name = keyName(site, table, key, column, at)
  if (key.target === undefined)
    return [`${key.unique === true ? "UNIQUE KEY" : "KEY"} \`${name}\` (\`${column}\`)`]
  const index = site.style.keys === "server" ? column : name
  return [
    `KEY \`${index}\` (\`${column}\`)`,
    `CONSTRAINT \`${name}\` FOREIGN KEY (\`${column}\`) REFERENCES \`${site.style.prefix}${called(site, key.target)}\` (\`id\`)`,
  ]
}

export const build = (
  site: Site,
  word: string,
  columns: ReadonlyArray<Column>,
  keys: ReadonlyArray<Key>,
  ids: ReadonlyArray<number>,
  row: (own: Stream, at: number) => ReadonlyArray<string>,
  rng: Stream,
): Built => {
  const name = called(site, word)
  const values = ids.map((_, at) => row(rng.within("row", at), at))
  const isStamp = (at: number): boolean =>
    [site.style.created, site.style.updated].includes(columns[at]![0])
  const places = columns.map((_, at) => at)
  // times of change stand last in most applications
  const order = [
    ...rng.within("order").shuffle(places.filter((at) => !isStamp(at))),
    ...places.filter(isStamp),
  ]
  const defined = order.map((at) => {
    const [column, definition] = columns[at]!
    const sized = definition.replace(/^varchar\((\d+)\)/, (whole, length: string) =>
      lengths[length] === undefined
        ? whole
        : `varchar(${rng.within("length", column).pick(lengths[length])})`,
    )
    return `\`${called(site, column)}\` ${sized}`
  })
  return {
    ids,
    values,
    table: {
      name: `${site.style.prefix}${name}`,
      lines: [
        `\`id\` ${Dialect.integer(site.dialect, "int")} NOT NULL AUTO_INCREMENT`,
        ...defined,
        "PRIMARY KEY (`id`)",
        ...keys.flatMap((key, at) => linesOf(site, name, key, at + 1)).sort(byKind),
      ],
      rows: ids.map((id, at) => [String(id), ...order.map((place) => values[at]![place]!)]),
      autoIncrement: (ids.at(-1) ?? 0) + 1,
    },
  }
}

/** The server lists unique keys, then other keys, then constraints. */
const byKind = (a: string, b: string): number => {
  const rank = (line: string): number =>
    line.startsWith("UNIQUE") ? 0 : line.startsWith("KEY") ? 1 : 2
  return rank(a) - rank(b)
}

export const stamps = ({ style, dialect }: Site): ReadonlyArray<Column> => [
  [style.created, `datetime NOT NULL DEFAULT ${Dialect.now(dialect)}`],
  [style.updated, "datetime DEFAULT NULL"],
]

export const zone = ({ context }: Site): string => context.owner.timezone

/** When a row was made, and when it was last changed: on a later day at about the same hour. */
export const times = (site: Site, own: Stream, created: number): ReadonlyArray<string> => {
  const days = Math.floor((site.context.mtime.ms - created) / Instant.dayMillis)
  const later =
    created +
    own.between(0, Math.max(0, days - 1)) * Instant.dayMillis +
    own.between(40, 7300) * Instant.secondMillis
  const changed = days < 1 || own.chance(1, 3) ? "NULL" : q(Rows.dateTime(zone(site), later))
  return [q(Rows.dateTime(zone(site), created)), changed]
}
