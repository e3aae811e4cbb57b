/** What the files of a small repository say, at each of their revisions. */
import * as Effect from "effect/Effect"
import * as Script from "../../bodies/Script.ts"
import * as Account from "./Account.ts"
import * as DeployText from "./DeployText.ts"
import { grown, hostsOf, lines, plain, portOf, wholeHost, type Text } from "./Leaf.ts"
import * as Readme from "./Readme.ts"
import * as Remark from "./Remark.ts"
import * as Scribe from "./Scribe.ts"
import type { Maker } from "./WorkTree.ts"

const ignore = plain(({ rng, plan }) => {
  const own = {
    python: ["__pycache__/", "*.pyc", "venv/", ".venv/", "dist/"],
    shell: ["*.log", "*.bak", "out/", "tmp/"],
    ansible: ["*.retry", ".vault_pass", "*.log"],
    compose: [".env", "data/", "volumes/", "*.sql.gz"],
    node: ["node_modules/", ".env", "coverage/", "npm-debug.log*"],
  }[plan.flavour]
  const common = ["*.swp", ".DS_Store", ".idea/", "*~", ".vscode/", "*.orig", "local/"]
  return [...rng.sample(own, rng.between(2, 5)), ...rng.sample(common, rng.between(1, 4))]
})

/** Packages with versions that they came out in. */
const packages = [
  ["requests", "2.28.1 2.28.2 2.31.0 2.32.3"],
  ["PyYAML", "6.0 6.0.1 6.0.2"],
  ["psycopg2-binary", "2.9.5 2.9.6 2.9.9"],
  ["SQLAlchemy", "1.4.46 1.4.52 2.0.23 2.0.30"],
  ["click", "8.1.3 8.1.6 8.1.7"],
  ["paramiko", "2.12.0 3.3.1 3.4.0"],
  ["ldap3", "2.9.1"],
  ["Jinja2", "3.1.2 3.1.3 3.1.4"],
  ["python-dateutil", "2.8.2 2.9.0"],
  ["boto3", "1.26.76 1.28.62 1.34.101"],
  ["redis", "4.5.4 5.0.1 5.0.4"],
  ["openpyxl", "3.0.10 3.1.2"],
  ["tabulate", "0.8.10 0.9.0"],
  ["httpx", "0.24.1 0.26.0 0.27.0"],
  ["PyMySQL", "1.0.2 1.0.3 1.1.0"],
  ["tenacity", "8.2.2 8.2.3"],
] as const

const requirements = plain(({ rng, revision }) =>
  grown(rng, packages, rng.within("count").between(2, 6), revision)
    .toSorted(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
    .map(([name, versions]) => {
      const own = rng.within("package", name)
      return `${name}${own.chance(1, 5) ? ">=" : "=="}${own.pick(versions.split(" "))}`
    }),
)

const settings = plain(({ rng, context, revision }) => {
  const [database] = hostsOf(context, "db")
  const name = Account.projectOf(context)
  const options: ReadonlyArray<string> = grown(
    rng.within("options"),
    [
      `timeout = ${rng.pick([5, 10, 15, 30, 60, 120])}`,
      `retries = ${rng.between(1, 8)}`,
      `batch_size = ${rng.pick([50, 100, 200, 250, 500, 1000])}`,
      `workers = ${rng.between(1, 12)}`,
      `log_level = ${rng.pick(["info", "debug", "warning"])}`,
      `keep_days = ${rng.between(7, 120)}`,
      `spool = /var/spool/${name}`,
      `output = ${rng.pick(["/srv", "/var/lib", "/data"])}/${name}`,
      `notify = ${context.owner.email}`,
      `window = ${String(rng.between(0, 5)).padStart(2, "0")}:${rng.pick(["00", "15", "30", "45"])}`,
    ],
    rng.within("count").between(3, 6),
    revision,
  )
  return [
    `[${rng.pick(["main", name, "general", "default"])}]`,
    ...options,
    "",
    `[${rng.pick(["database", "db", "source"])}]`,
    `host = ${database === undefined ? "localhost" : wholeHost(context, database.name)}`,
    `name = ${(context.organisation.databases[0] ?? name).replace(/-/g, "_")}`,
    `user = ${name.split("-")[0]!}`,
    ...(rng.chance(1, 2) ? [`password_file = /etc/${name}/db.pass`] : []),
  ]
})

const hosts = plain(({ rng, context, revision }) => {
  const style = rng.within("style").below(3)
  return grown(rng, context.organisation.hosts, rng.within("count").between(3, 6), revision).map(
    ({ name, ip }) =>
      style === 0 ? name : style === 1 ? `${ip}\t${name}` : wholeHost(context, name),
  )
})

/** The first two are what the sources require. */
const modules = [
  ["express", "4.18.2 4.19.2 4.21.0"],
  ["pg", "8.10.0 8.11.3 8.12.0"],
  ["axios", "1.4.0 1.6.8 1.7.2"],
  ["dotenv", "16.0.3 16.3.1 16.4.5"],
  ["pino", "8.14.1 8.19.0 9.1.0"],
  ["ioredis", "5.3.2 5.4.1"],
  ["node-cron", "3.0.2 3.0.3"],
  ["nodemailer", "6.9.1 6.9.13"],
  ["helmet", "7.0.0 7.1.0"],
] as const

const packageJson: Text = ({ rng, context, plan, revision }) =>
  Effect.sync(() => {
    const main = plan.files.find(({ maker }) => maker === "server")?.path ?? "index.js"
    const used = [...modules.slice(0, 2), ...grown(rng, modules.slice(2), 1, revision)]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [name, `^${rng.within("module", name).pick(each.split(" "))}`])
    const whole = {
      name: Account.projectOf(context),
      version: `${rng.within("major").below(3)}.${rng.within("minor").below(9)}.${revision}`,
      private: true,
      main,
      scripts: {
        start: `node ${main}`,
        ...(rng.within("scripts").chance(1, 2) ? { dev: `node --watch ${main}` } : {}),
      },
      dependencies: Object.fromEntries(used),
      ...(rng.within("author").chance(1, 2)
        ? { author: `${context.owner.name} <${context.owner.email}>` }
        : {}),
    }
    return `${JSON.stringify(whole, null, 2)}\n`
  })

const server: Text = ({ rng, context, revision }) =>
  Effect.sync(() => {
    const table = rng
      .within("table")
      .pick(["orders", "invoices", "items", "customers", "jobs", "reports", "entries"])
    const port = portOf(context)
    const quote = rng.within("quote").pick(["'", '"'])
    const q = (text: string): string => quote + text + quote
    const routes = [
      [`app.get(${q("/health")}, (req, res) => {`, `  res.json({ status: ${q("ok")} })`, "})"],
      [
        `app.get(${q(`/${table}`)}, async (req, res) => {`,
        `  const { rows } = await pool.query(${q(`select * from ${table} order by id desc limit ${rng.within("limit").pick([20, 50, 100, 200])}`)})`,
        "  res.json(rows)",
        "})",
      ],
      [
        `app.get(${q(`/${table}/:id`)}, async (req, res) => {`,
        `  const { rows } = await pool.query(${q(`select * from ${table} where id = $1`)}, [req.params.id])`,
        "  if (rows.length === 0) return res.sendStatus(404)",
        "  res.json(rows[0])",
        "})",
      ],
      [
        `app.post(${q(`/${table}/${rng.within("act").pick(["import", "sync", "refresh"])}`)}, async (req, res) => {`,
        `  await pool.query(${q(`insert into ${rng.within("act").pick(["jobs", "queue", "tasks"])} (name, payload) values ($1, $2)`)}, [${q(table)}, req.body])`,
        "  res.sendStatus(202)",
        "})",
      ],
    ]
    return lines([
      `const express = require(${q("express")})`,
      `const { Pool } = require(${q("pg")})`,
      "",
      "const app = express()",
      "const pool = new Pool({ connectionString: process.env.DATABASE_URL })",
      "",
      "app.use(express.json())",
      ...routes.slice(0, 2 + revision).flatMap((route) => ["", ...route]),
      ...Array.from(
        { length: Math.max(0, revision - 2) },
        (_, at) => `// ${Remark.say(rng.within("mark", at), context, "care")}`,
      ),
      "",
      `const port = process.env.PORT || ${port}`,
      `app.listen(port, () => console.log(${q("listening on")}, port))`,
    ])
  })

const unit = plain(({ rng, context, plan }) => {
  const project = Account.projectOf(context)
  const main = plan.files.find(({ maker }) => maker === "script")?.path ?? "main.py"
  return [
    "[Unit]",
    `Description=${project}`,
    "After=network-online.target",
    "",
    "[Service]",
    `User=${rng.pick([context.organisation.automation, context.owner.login])}`,
    `WorkingDirectory=/${rng.pick(["opt", "srv"])}/${project}`,
    `ExecStart=/usr/bin/python3 ${main}`,
    `Restart=${rng.pick(["on-failure", "always"])}`,
    ...(rng.chance(1, 2) ? [`RestartSec=${rng.pick([5, 10, 30])}`] : []),
    "",
    "[Install]",
    "WantedBy=multi-user.target",
  ]
})

const makefile = plain(({ rng, context, plan }) => {
  const host = Account.hostName(rng.within("host"), context, ["app", "web"])
  const project = Account.projectOf(context)
  const scripts = plan.files.filter(({ maker }) => maker === "script").map(({ path }) => path)
  return [
    `HOST ?= ${host}`,
    "",
    `.PHONY: deploy${scripts.length > 0 ? " check" : ""}`,
    "",
    "deploy:",
    `\trsync -a${rng.pick(["v", "z", ""])} --delete --exclude .git ./ ${context.organisation.automation}@$(HOST):/${rng.pick(["opt", "srv"])}/${project}/`,
    ...(scripts.length > 0 ? ["", "check:", `\tbash -n ${scripts.join(" ")}`] : []),
  ]
})

const script: Text = ({ rng, context, path, revision, writtenAt }) =>
  Scribe.write(Script.generator, rng, Scribe.subject(rng, context, `/${path}`, writtenAt), revision)

export const texts: Readonly<Record<Maker, Text>> = {
  readme: Readme.text,
  ignore,
  script,
  requirements,
  settings,
  hosts,
  inventory: DeployText.inventory,
  playbook: DeployText.playbook,
  variables: DeployText.variables,
  compose: DeployText.compose,
  sample: DeployText.sample,
  proxy: DeployText.proxy,
  package: packageJson,
  server,
  unit,
  makefile,
}
