/** Every environment variable that is read, in the order of the documents. */
import * as Either from "effect/Either"
import * as Endpoint from "../docker/Endpoint.ts"
import type { Database } from "../storage/DatabaseUrl.ts"
import * as DatabaseUrl from "../storage/DatabaseUrl.ts"
import type { Kind } from "./Kind.ts"
import * as Kinds from "./Kind.ts"
import { optional, withDefault } from "./Variable.ts"

/** Whether a model writes, and which; `unknown` holds a word that stands for none of them. */
export interface Llm {
  readonly provider: "off" | "ollama" | "fake"
  readonly unknown: string | undefined
}

const offWords = ["off", "none", "0", "false", "disabled"]

const llm: Kind<Llm> = {
  words: "ollama, fake or off",
  parse: (text) => {
    const word = text.toLowerCase()
    if (offWords.includes(word)) return Either.right({ provider: "off", unknown: undefined })
    if (word === "ollama" || word === "fake")
      return Either.right({ provider: word, unknown: undefined })
    // any other word has always meant Ollama; whoever starts says so once
    return Either.right({ provider: "ollama", unknown: text })
  },
}

/** `OLLAMA_HOST` is often a bare address, and often the one that the server binds. */
const ollamaUrl: Kind<string> = {
  words: "URL (http://, https://)",
  parse: (text) => {
    const full = text.includes("://") ? text : `http://${text}`
    const parsed = Kinds.url(["http", "https"], "http://127.0.0.1:11434").parse(full)
    return Either.map(parsed, (value) => {
      const url = new URL(value)
      if (url.hostname === "0.0.0.0") url.hostname = "127.0.0.1"
      if (url.port === "" && !text.includes("://")) url.port = "11434"
      return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, "")}`
    })
  },
}

const dockerHost: Kind<string> = {
  words: "URL (unix://, tcp://)",
  parse: (text) =>
    Either.isRight(Endpoint.parse(text))
      ? Either.right(text)
      : Either.left("write an address such as unix:///var/run/docker.sock or tcp://10.0.0.5:2375"),
}

/** Absent or off: undefined. */
const metricsPort: Kind<number | undefined> = {
  words: "port, 1 to 65535, or off",
  parse: (text) =>
    text.toLowerCase() === "off"
      ? Either.right(undefined)
      : Either.mapLeft(Kinds.port.parse(text), (advice) => `${advice}, or off`),
}

const mailRoot: Kind<string> = {
  words: "absolute path with %d and %n",
  parse: (text) => {
    const parsed = Kinds.absolutePath("").parse(text)
    return Either.isRight(parsed) && text.includes("%n") && !/%[^dn]|%$/.test(text)
      ? parsed
      : Either.left(
          "write an absolute path where %d is the domain and %n the local part, such as /var/mail/vhosts/%d/%n/Maildir",
        )
  },
}

const zone = Kinds.matching(
  "domain name",
  /^(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i,
  "write a domain name such as c.example.net",
)

const hostUuid = Kinds.matching(
  "text, 1 to 62 characters",
  /^\w[\w.-]{0,61}$/,
  "write 1 to 62 letters, digits, dots or dashes",
)

const secretKey = Kinds.matching(
  "64 hexadecimal digits",
  /^[0-9a-f]{64}$/i,
  "write 64 hexadecimal digits, such as those that `openssl rand -hex 32` prints",
)

const databaseUrl: Kind<Database> = {
  words: "URL (sqlite:///, mysql://)",
  parse: DatabaseUrl.parse,
}

const { absolutePath, number, oneOf, path, port, text, truth, wholeNumber } = Kinds

export const variables = {
  mode: withDefault(
    "DECNET_MODE",
    oneOf("master", "agent"),
    "master",
    "Whether this host directs others or is directed.",
  ),
  disallowMaster: withDefault(
    "DECNET_DISALLOW_MASTER",
    truth,
    "true",
    "On an agent: master-only commands (`realism`) are refused.",
  ),
  hostUuid: withDefault(
    "DECNET_HOST_UUID",
    hostUuid,
    "local",
    "This host's id in the tables; its deckies are driven from here.",
  ),
  seed: optional("DECNET_SEED", text(256), "Names all histories. Where it changes, so do they.", {
    secret: true,
    shown: "the file `seed` of the config folder",
  }),
  secretKey: optional(
    "DECNET_SECRET_KEY",
    secretKey,
    "Encrypts the keys that the database holds.",
    {
      secret: true,
      shown: "the file `secret.key` of the config folder",
    },
  ),
  dbType: withDefault("DECNET_DB_TYPE", oneOf("sqlite", "mysql"), "sqlite", "The database."),
  dbUrl: optional(
    "DECNET_DB_URL",
    databaseUrl,
    "The database as one address; counts before the parts below.",
    {
      secret: true,
      shown:
        "`/var/lib/decnet/decnet.db` where that folder can be written, else `~/.decnet/decnet.db`",
    },
  ),
  dbHost: withDefault("DECNET_DB_HOST", text(255), "127.0.0.1", "MySQL's or MariaDB's host."),
  dbPort: withDefault("DECNET_DB_PORT", port, "3306", "Its port."),
  dbName: withDefault("DECNET_DB_NAME", text(64), "decnet", "Its database."),
  dbUser: withDefault("DECNET_DB_USER", text(80), "decnet", "Its user."),
  dbPassword: optional("DECNET_DB_PASSWORD", text(256), "Its user's password.", { secret: true }),
  realismLlm: withDefault(
    "DECNET_REALISM_LLM",
    llm,
    "off",
    "Which model writes user files and mail.",
  ),
  realismModel: withDefault("DECNET_REALISM_MODEL", text(128), "llama3.1", "The model's name."),
  realismTimeout: withDefault(
    "DECNET_REALISM_TIMEOUT",
    number(1, 3600),
    "60",
    "How long a text may take before the template stands.",
    { unit: "seconds" },
  ),
  realismOllamaUrl: withDefault(
    "DECNET_REALISM_OLLAMA_URL",
    ollamaUrl,
    "http://127.0.0.1:11434",
    "Where Ollama listens; `OLLAMA_HOST` counts where this is not set.",
    { fallback: "OLLAMA_HOST" },
  ),
  realismPersonas: optional(
    "DECNET_REALISM_PERSONAS",
    path("/etc/decnet/email_personas.json"),
    "The file with the host-wide people.",
    {
      shown:
        "`/etc/decnet/email_personas.json` where it is there or its folder can be written, else `~/.decnet/email_personas.json`",
    },
  ),
  realismFakeOutput: optional(
    "DECNET_REALISM_FAKE_OUTPUT",
    text(4096),
    "What the fake model answers.",
  ),
  realismConcurrency: withDefault(
    "DECNET_REALISM_CONCURRENCY",
    wholeNumber(1, 8),
    "1",
    "How many texts a model is asked for at a time.",
  ),
  realismBudgetCalls: withDefault(
    "DECNET_REALISM_BUDGET_CALLS",
    wholeNumber(0, 999_999_999),
    "2000",
    "How often a model is asked on one day (UTC); templates stand for the rest of it.",
    { unit: "a day" },
  ),
  realismBudgetTokens: withDefault(
    "DECNET_REALISM_BUDGET_TOKENS",
    wholeNumber(0, 999_999_999),
    "1000000",
    "Tokens of prompts and answers on one day (UTC).",
    { unit: "a day" },
  ),
  canaryHttpBase: optional(
    "DECNET_CANARY_HTTP_BASE",
    Kinds.base(["http", "https"], "https://files.example.net"),
    "What bait calls by HTTP; without it no such bait is made.",
  ),
  canaryDnsZone: optional(
    "DECNET_CANARY_DNS_ZONE",
    zone,
    "What bait looks up; without it no such bait is made.",
  ),
  canaryHttpPort: withDefault("DECNET_CANARY_HTTP_PORT", port, "8088", "The HTTP listener's port."),
  canaryDnsPort: withDefault("DECNET_CANARY_DNS_PORT", port, "5353", "The DNS listener's port."),
  canaryHttpBind: withDefault(
    "DECNET_CANARY_HTTP_BIND",
    Kinds.ip,
    "0.0.0.0",
    "The HTTP listener's address; whoever took the bait has to reach it.",
  ),
  canaryDnsBind: withDefault(
    "DECNET_CANARY_DNS_BIND",
    Kinds.ip,
    "0.0.0.0",
    "The DNS listener's address.",
  ),
  canaryAnswerIp: optional(
    "DECNET_CANARY_ANSWER_IP",
    Kinds.answers,
    "What names below the zone resolve to, as A and AAAA.",
  ),
  canaryTrustedProxies: optional(
    "DECNET_CANARY_TRUSTED_PROXIES",
    Kinds.networks,
    "Whose word on the caller's address is taken.",
  ),
  canaryBlobDir: withDefault(
    "DECNET_CANARY_BLOB_DIR",
    absolutePath("/var/lib/decnet/canary/blobs"),
    "/var/lib/decnet/canary/blobs",
    "Where uploaded documents are kept.",
  ),
  apiBind: withDefault(
    "DECNET_API_BIND",
    Kinds.ip,
    "127.0.0.1",
    "The API's address; beyond loopback it wants TLS in front, or `--insecure-public`.",
  ),
  apiPort: withDefault("DECNET_API_PORT", port, "8000", "The API's port."),
  apiTrustedProxies: optional(
    "DECNET_API_TRUSTED_PROXIES",
    Kinds.networks,
    "Whose word on the address of the API's callers is taken.",
  ),
  busUrl: optional(
    "DECNET_BUS_URL",
    Kinds.url(["nats", "tls"], "nats://127.0.0.1:4222"),
    "NATS, to publish events to as well.",
    { secret: true },
  ),
  dockerHost: withDefault(
    "DOCKER_HOST",
    dockerHost,
    "unix:///var/run/docker.sock",
    "The Docker engine that runs the deckies.",
  ),
  mailRoot: withDefault(
    "DECNET_MAIL_ROOT",
    mailRoot,
    "/var/mail/vhosts/%d/%n/Maildir",
    "Where mailboxes lie on a decky: %d is the domain, %n the local part.",
  ),
  mailFormat: withDefault(
    "DECNET_MAIL_FORMAT",
    oneOf("maildir", "spool"),
    "maildir",
    "How mail is laid down.",
  ),
  catchUpHours: withDefault(
    "DECNET_CATCH_UP_HOURS",
    wholeNumber(0, 8760),
    "24",
    "Moments that are older at a start are recorded as skipped.",
    { unit: "hours" },
  ),
  concurrency: withDefault(
    "DECNET_CONCURRENCY",
    wholeNumber(1, 64),
    "4",
    "How many deckies are worked on at a time.",
  ),
  plantRoots: withDefault(
    "DECNET_PLANT_ROOTS",
    Kinds.folders("/home:/var/log"),
    "/home:/root:/tmp:/var/log:/var/mail:/var/spool:/var/backups:/srv",
    "The only folders of a decky that are written to.",
  ),
  metricsPort: withDefault(
    "DECNET_METRICS_PORT",
    metricsPort,
    "off",
    "Where metrics are offered, on loopback.",
  ),
  otlpEndpoint: optional(
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    Kinds.url(["http", "https"], "http://127.0.0.1:4318"),
    "Where traces and metrics are sent.",
  ),
  systemLogs: optional(
    "DECNET_SYSTEM_LOGS",
    absolutePath("/var/log/decnet/decnet.log"),
    "The file that the worker's own log goes to.",
    { shown: "standard error" },
  ),
  logFormat: withDefault(
    "DECNET_LOG_FORMAT",
    oneOf("logfmt", "json"),
    "logfmt",
    "The form of the worker's own log.",
  ),
} as const
