/** Tables of what the company trades: customers, orders, invoices, payments, suppliers. */
import * as Instant from "../../time/Instant.ts"
import * as Region from "../documents/Region.ts"
import * as Dialect from "./Dialect.ts"
import * as Rows from "./Rows.ts"
import { build, q, stamps, times, zone, type Built, type Site } from "./Site.ts"

export const customers = (site: Site): Built => {
  const rng = site.rng.within("customers")
  const { organisation } = site.context
  // whoever sells to nobody else sells to itself
  const names = rng.shuffle(
    organisation.customers.length > 0 ? organisation.customers : [organisation.name],
  )
  const moments = Rows.moments(rng.within("moments"), site.context, names.length, 1600)
  const base = rng.pick([10_001, 20_100, 70_001, 1001])
  const step = rng.between(1, 7)
  return build(
    site,
    "customers",
    [
      ["number", "varchar(16) NOT NULL"],
      ["company", "varchar(190) NOT NULL"],
      ["email", "varchar(190) DEFAULT NULL"],
      ["phone", "varchar(40) DEFAULT NULL"],
      ["discount", `decimal(5,2) NOT NULL DEFAULT ${Dialect.number(site.dialect, "0.00")}`],
      ["notes", site.dialect.product === "mysql" ? "text" : "text DEFAULT NULL"],
      ...stamps(site),
    ],
    [{ column: "number", unique: true }],
    Rows.ids(rng.within("ids"), names.length, 1),
    (own, at) => [
      q(String(base + at * step + own.below(step))),
      q(names[at]!),
      q(
        `${own.pick(["info", "office", "accounts", "ap", "purchasing"])}@${Rows.siteOf(own, names[at]!)}`,
      ),
      own.chance(1, 4)
        ? "NULL"
        : q(`+${own.between(31, 49)} ${own.between(20, 890)} ${own.between(100_000, 9_999_999)}`),
      `${own.pick([0, 0, 0, 2, 3, 5, 7, 10, 12])}.00`,
      own.chance(3, 5)
        ? "NULL"
        : q(
            own.pick([
              "net 30",
              "calls before delivery",
              "invoice by mail only",
              "credit limit raised",
              "contact changed",
              "VAT id missing",
            ]),
          ),
      ...times(site, own, moments[at]!),
    ],
    rng,
  )
}

export const documents = (
  site: Site,
  name: "orders" | "invoices" | "contracts",
  customer: Built,
  states: ReadonlyArray<string>,
): Built => {
  const rng = site.rng.within(name)
  const count = name === "contracts" ? rng.between(6, 24) : rng.between(18, 85)
  const moments = Rows.moments(rng.within("moments"), site.context, count, 420)
  const currency = Region.of(site.context.owner).currency.code
  const year = Rows.date(zone(site), site.context.mtime.ms).slice(0, 4)
  const series = rng.pick([
    `${name[0]!.toUpperCase()}-`,
    `${name.slice(0, 2).toUpperCase()}${year}-`,
    "",
  ])
  const first = rng.between(210, 8600)
  return build(
    site,
    name,
    [
      ["number", "varchar(32) NOT NULL"],
      ["customer_id", `${Dialect.integer(site.dialect, "int")} NOT NULL`],
      ["total", "decimal(12,2) NOT NULL"],
      ["currency", `char(3) NOT NULL DEFAULT ${q(currency)}`],
      ["status", `enum(${states.map(q).join(",")}) NOT NULL DEFAULT ${q(states[0]!)}`],
      ...(name === "invoices" ? [["due_on", "date DEFAULT NULL"] as const] : []),
      ...stamps(site),
    ],
    [
      { column: "number", unique: true },
      { column: "customer_id", target: "customers" },
    ],
    Rows.ids(rng.within("ids"), count, rng.between(1, 4000)),
    (own, at) => [
      q(`${series}${first + at}`),
      String(own.pick(customer.ids)),
      Rows.amount(own),
      q(own.chance(1, 12) ? own.pick(["USD", "EUR", "GBP", "CHF"]) : currency),
      q(at < count - 8 ? own.pick(states.slice(1)) : own.pick(states)),
      ...(name === "invoices"
        ? [q(Rows.date(zone(site), moments[at]! + own.pick([14, 30, 30, 45]) * Instant.dayMillis))]
        : []),
      ...times(site, own, moments[at]!),
    ],
    rng,
  )
}

export const payments = (site: Site, invoice: Built): Built => {
  const rng = site.rng.within("payments")
  const count = Math.min(invoice.ids.length, rng.between(12, 60))
  const moments = Rows.moments(rng.within("moments"), site.context, count, 380)
  return build(
    site,
    "payments",
    [
      ["invoice_id", `${Dialect.integer(site.dialect, "int")} NOT NULL`],
      ["amount", "decimal(12,2) NOT NULL"],
      ["method", "varchar(24) NOT NULL"],
      ["reference", "varchar(64) DEFAULT NULL"],
      ["booked_at", "datetime NOT NULL"],
    ],
    [{ column: "invoice_id", target: "invoices" }],
    Rows.ids(rng.within("ids"), count, rng.between(1, 900)),
    (own, at) => [
      String(invoice.ids[at]!),
      invoice.values[at]![2]!,
      q(own.pick(["transfer", "transfer", "sepa", "card", "cheque"])),
      own.chance(1, 5)
        ? "NULL"
        : q(`${own.chars("ABCDEFGHJKLMNPRSTUVWXYZ", 3)}${own.between(100_000, 99_999_999)}`),
      q(Rows.dateTime(zone(site), moments[at]!)),
    ],
    rng,
  )
}

export const suppliers = (site: Site): Built => {
  const rng = site.rng.within("suppliers")
  const names = rng.shuffle(site.context.organisation.vendors)
  return build(
    site,
    rng.pick(["suppliers", "vendors"]),
    [
      ["name", "varchar(120) NOT NULL"],
      ["contact", "varchar(190) DEFAULT NULL"],
      ["account", "varchar(34) DEFAULT NULL"],
      [
        "terms",
        `smallint${site.dialect.product === "mysql" ? "" : "(6)"} NOT NULL DEFAULT ${Dialect.number(site.dialect, "30")}`,
      ],
    ],
    [],
    Rows.ids(rng.within("ids"), names.length, 1),
    (own, at) => [
      q(names[at]!),
      q(`${own.pick(["billing", "sales", "service"])}@${Rows.siteOf(own, names[at]!)}`),
      own.chance(1, 5) ? "NULL" : q(String(own.between(60_000, 79_999))),
      own.pick(["14", "30", "30", "45", "60"]),
    ],
    rng,
  )
}
