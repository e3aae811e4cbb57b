/** The tables of a company's application, with rows that refer to each other. */
import type { Stream } from "../../rng/Rng.ts"
import type { Context } from "../Context.ts"
import type * as Dialect from "./Dialect.ts"
import * as People from "./People.ts"
import * as Rows from "./Rows.ts"
import * as Site from "./Site.ts"
import * as Trade from "./Trade.ts"

const settings = (site: Site.Site): Site.Built => {
  const rng = site.rng.within("settings")
  const { organisation } = site.context
  const mail = organisation.hosts.find(({ kind }) => kind === "mail")
  const file = organisation.hosts.find(({ kind }) => kind === "file" || kind === "backup")
  const all: ReadonlyArray<readonly [string, string]> = [
    ["company_name", organisation.name],
    ["base_url", `https://${site.context.hostname}.${organisation.domain}`],
    ["smtp_host", `${mail?.name ?? "mail"}.${organisation.domain}`],
    ["smtp_user", `noreply@${organisation.domain}`],
    [
      "smtp_password",
      rng.within("smtp").chars("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789!#%", 14),
    ],
    ["export_path", `/srv/${organisation.projects[0]?.name ?? "export"}`],
    ["export_host", file?.ip ?? "127.0.0.1"],
    ["session_lifetime", String(rng.pick([30, 60, 120, 480]))],
    [
      "ldap_bind_dn",
      `cn=${organisation.automation},ou=services,dc=${organisation.domain.split(".").join(",dc=")}`,
    ],
    [
      "ldap_bind_password",
      rng.within("ldap").chars("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789", 16),
    ],
    ["invoice_footer", `${organisation.name}, accounts@${organisation.domain}`],
    ["maintenance", "0"],
  ]
  const chosen = all.filter((_, at) => rng.within("use", at).chance(4, 5))
  const name = rng.pick(["settings", "options", "config"])
  return Site.build(
    site,
    name,
    [
      ["name", "varchar(100) NOT NULL"],
      ["value", site.dialect.product === "mysql" ? "text" : "text DEFAULT NULL"],
    ],
    [{ column: "name", unique: true }],
    Rows.ids(rng.within("ids"), chosen.length, 1),
    (_, at) => chosen[at]!.map(Site.q),
    rng,
  )
}

/** Three to eight of them, in the order of their names as dumps have them. */
export const make = (
  rng: Stream,
  context: Context,
  dialect: Dialect.Dialect,
): ReadonlyArray<Site.Table> => {
  const styles = rng.within("style")
  const database = context.organisation.databases[0] ?? "app"
  const site: Site.Site = {
    rng: rng.within("tables"),
    context,
    dialect,
    style: {
      prefix: styles.pick(["", "", "", `${database.slice(0, 3)}_`, "app_", "t_"]),
      created: styles.pick(["created_at", "created_at", "created", "date_created"]),
      updated: styles.pick(["updated_at", "modified", "changed_at"]),
      hash: styles.pick(["password", "password_hash", "passwd", "pw_hash"]),
      hashPrefix: styles.pick(["$2y$10$", "$2y$10$", "$2y$12$"]),
      login: styles.below(4),
      names: Site.drawNames(styles.within("names")),
      keys: styles.within("keys").pick(["framework", "prefixed", "server"] as const),
    },
  }
  const user = People.users(site)
  const customer = Trade.customers(site)
  const invoice = Trade.documents(site, "invoices", customer, ["open", "sent", "paid", "overdue"])
  const hasInvoices = styles.chance(3, 4)
  const optional: ReadonlyArray<readonly [boolean, () => Site.Built]> = [
    [
      styles.chance(3, 5),
      () => Trade.documents(site, "orders", customer, ["new", "confirmed", "shipped", "done"]),
    ],
    [hasInvoices, () => invoice],
    [hasInvoices && styles.chance(3, 5), () => Trade.payments(site, invoice)],
    [styles.chance(1, 2), () => People.keys(site, user)],
    [styles.chance(3, 5), () => settings(site)],
    [styles.chance(1, 2), () => People.log(site, user)],
    [styles.chance(1, 3) && context.organisation.vendors.length > 0, () => Trade.suppliers(site)],
    [styles.chance(1, 3), () => People.issues(site, user)],
    [
      styles.chance(1, 4),
      () => Trade.documents(site, "contracts", customer, ["draft", "active", "ended"]),
    ],
  ]
  const chosen = optional.filter(([use]) => use).slice(0, 6)
  const made = [user, customer, ...(chosen.length === 0 ? [invoice] : chosen.map(([, of]) => of()))]
  return made
    .map(({ table }) => table)
    .filter(({ rows }) => rows.length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
