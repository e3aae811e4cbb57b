/** Tables of those who use the application: accounts, keys, what they did and asked for. */
import * as Dialect from "./Dialect.ts"
import * as Rows from "./Rows.ts"
import { build, q, stamps, times, zone, type Built, type Site } from "./Site.ts"

export const users = (site: Site): Built => {
  const rng = site.rng.within("users")
  const { owner, organisation } = site.context
  const people = rng.shuffle([{ name: owner.name, email: owner.email }, ...organisation.people])
  const moments = Rows.moments(rng.within("moments"), site.context, people.length, 1400)
  const roles = rng.pick([
    ["admin", "user", "readonly"],
    ["administrator", "editor", "viewer"],
    ["admin", "staff", "accounting"],
  ])
  return build(
    site,
    "users",
    [
      ["username", "varchar(64) NOT NULL"],
      ["email", "varchar(190) NOT NULL"],
      ["person", "varchar(120) DEFAULT NULL"],
      [site.style.hash, "varchar(255) NOT NULL"],
      ["role", `enum(${roles.map(q).join(",")}) NOT NULL DEFAULT ${q(roles[1]!)}`],
      ["active", `tinyint(1) NOT NULL DEFAULT ${Dialect.number(site.dialect, "1")}`],
      ["last_login", "datetime DEFAULT NULL"],
      ...stamps(site),
    ],
    [{ column: "email", unique: true }],
    Rows.ids(rng.within("ids"), people.length, 1),
    (own, at) => {
      const { name, email } = people[at]!
      const created = moments[at]!
      const seen = Rows.moments(own.within("seen"), site.context, 1, 40)[0]!
      return [
        q(Rows.login(name, site.style.login)),
        q(email),
        q(name),
        q(Rows.bcrypt(own.within("hash"), site.style.hashPrefix)),
        q(at < 2 ? roles[0]! : own.pick(roles.slice(1))),
        own.chance(7, 8) ? "1" : "0",
        seen > created && own.chance(6, 7) ? q(Rows.dateTime(zone(site), seen)) : "NULL",
        ...times(site, own, created),
      ]
    },
    rng,
  )
}

export const keys = (site: Site, user: Built): Built => {
  const rng = site.rng.within("keys")
  const count = rng.between(3, 9)
  const moments = Rows.moments(rng.within("moments"), site.context, count, 700)
  const prefix = rng.pick(["", "sk_", "pat_", "tok_", "key-"])
  const hosts = site.context.organisation.hosts
  const name = rng.pick(["api_keys", "api_tokens", "access_tokens"])
  return build(
    site,
    name,
    [
      ["user_id", `${Dialect.integer(site.dialect, "int")} NOT NULL`],
      ["name", "varchar(80) NOT NULL"],
      ["token", "varchar(80) NOT NULL"],
      ["expires_at", "datetime DEFAULT NULL"],
      [site.style.created, "datetime NOT NULL"],
    ],
    [{ column: "user_id", target: "users" }],
    Rows.ids(rng.within("ids"), count, 1),
    (own, at) => [
      String(own.pick(user.ids)),
      q(
        own.chance(1, 2) && hosts.length > 0
          ? own.pick(hosts).name
          : own.pick([
              "export",
              "reporting",
              "mobile",
              "sync",
              "import",
              site.context.organisation.automation,
            ]),
      ),
      q(
        `${prefix}${own.chars("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 40)}`,
      ),
      "NULL",
      q(Rows.dateTime(zone(site), moments[at]!)),
    ],
    rng,
  )
}

export const log = (site: Site, user: Built): Built => {
  const rng = site.rng.within("log")
  const count = rng.between(20, 90)
  const moments = Rows.moments(rng.within("moments"), site.context, count, 21)
  const net = site.context.organisation.hosts[0]?.ip.split(".").slice(0, 3).join(".") ?? "10.0.0"
  const name = rng.pick(["audit_log", "activity", "audit", "events"])
  return build(
    site,
    name,
    [
      ["user_id", `${Dialect.integer(site.dialect, "int")} DEFAULT NULL`],
      ["action", "varchar(40) NOT NULL"],
      ["object", "varchar(80) DEFAULT NULL"],
      ["ip", "varchar(45) DEFAULT NULL"],
      [site.style.created, "datetime NOT NULL"],
    ],
    [{ column: site.style.created }],
    Rows.ids(rng.within("ids"), count, rng.between(900, 64_000)),
    (own, at) => [
      own.chance(1, 15) ? "NULL" : String(own.pick(user.ids)),
      q(
        own.pick([
          "login",
          "login",
          "login",
          "logout",
          "update",
          "update",
          "create",
          "export",
          "delete",
          "login_failed",
          "password_changed",
        ]),
      ),
      own.chance(1, 3)
        ? "NULL"
        : q(
            `${own.pick(["customer", "order", "invoice", "user", "report"])}:${own.between(1, 900)}`,
          ),
      q(`${net}.${own.between(101, 250)}`),
      q(Rows.dateTime(zone(site), moments[at]!)),
    ],
    rng,
  )
}

export const issues = (site: Site, user: Built): Built => {
  const rng = site.rng.within("issues")
  const { hosts, tickets } = site.context.organisation
  const count = rng.between(14, 60)
  const moments = Rows.moments(rng.within("moments"), site.context, count, 90)
  const prefix = tickets[0]?.split("-")[0] ?? "REQ"
  const last = Number(tickets[0]?.split("-")[1] ?? 4000)
  const subjects = [
    "cannot log in to {h}",
    "disk full on {h}",
    "new account",
    "printer offline",
    "certificate on {h} expires",
    "backup of {h} failed",
    "VPN drops",
    "restore a file from {h}",
    "slow access to {h}",
    "password reset",
    "shared mailbox",
    "replace laptop",
  ]
  const name = rng.pick(["tickets", "requests", "issues"])
  return build(
    site,
    name,
    [
      ["ref", "varchar(16) NOT NULL"],
      ["subject", "varchar(190) NOT NULL"],
      ["requester_id", `${Dialect.integer(site.dialect, "int")} NOT NULL`],
      ["state", "enum('new','open','waiting','closed') NOT NULL DEFAULT 'new'"],
      ...stamps(site),
    ],
    [{ column: "requester_id", target: "users" }],
    Rows.ids(rng.within("ids"), count, rng.between(1, 5000)),
    (own, at) => [
      q(`${prefix}-${Math.max(1, last - count + at)}`),
      q(own.pick(subjects).replace("{h}", hosts.length === 0 ? "server" : own.pick(hosts).name)),
      String(own.pick(user.ids)),
      at < count - 10 && own.chance(5, 6) ? "'closed'" : q(own.pick(["new", "open", "waiting"])),
      ...times(site, own, moments[at]!),
    ],
    rng,
  )
}
