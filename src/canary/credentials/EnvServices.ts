/** The settings of services in JavaScript, Java and Python: keys, order, and what calls home. */
import { databaseUrl, type Group, type Skeleton } from "./EnvKit.ts"
import * as Secret from "./Secret.ts"

const node: Skeleton = (kit) => {
  const { set, rng, some } = kit
  const service = rng.pick([
    "PAYMENTS",
    "CRM",
    "BILLING",
    "INVENTORY",
    "PARTNER",
    "SEARCH",
    "GATEWAY",
  ])
  return rng.shuffle<Group>([
    [
      set("NODE_ENV", kit.environment === "prod" ? "production" : kit.environment),
      set("PORT", String(rng.pick([3000, 3001, 4000, 5000, 8080]))),
      ...some(40, set("LOG_LEVEL", rng.pick(["info", "warn", "debug"]))),
    ],
    [
      ...kit.remark("access"),
      set(rng.pick(["DATABASE_URL", "DB_URL", "DB_CONNECTION_STRING"]), databaseUrl(kit)),
    ],
    [
      set("JWT_SECRET", kit.hex("jwt", rng.pick([48, 64, 96]))),
      ...some(50, set("JWT_EXPIRES_IN", rng.pick(["1h", "12h", "7d", "15m"]))),
      ...some(60, set("SESSION_SECRET", kit.chars("session", Secret.alphanumeric, 32))),
    ],
    [
      ...kit.remark("network"),
      set(`${service}_API_URL`, kit.address()),
      set(`${service}_API_KEY`, kit.chars("api", Secret.alphanumeric, rng.pick([32, 36, 40, 48]))),
    ],
    some(
      55,
      set(
        rng.pick(["SLACK_WEBHOOK_URL", "WEBHOOK_URL", "ALERT_WEBHOOK", "NOTIFY_URL"]),
        kit.address(`/${kit.project}`),
      ),
    ),
    some(
      60,
      set("SMTP_HOST", kit.host("mail")),
      set("SMTP_USER", kit.project),
      set("SMTP_PASS", kit.password("mail")),
    ),
    some(50, set("REDIS_URL", `redis://:${kit.hex("redis", 24)}@${kit.host("app", "db")}:6379`)),
    some(40, set("SENTRY_DSN", kit.dsn)),
  ])
}

const next: Skeleton = (kit) => {
  const { set, rng, some } = kit
  return [
    [
      ...kit.remark("access"),
      `DATABASE_URL="${databaseUrl(kit, undefined, kit.database.isPostgres ? "?schema=public" : "")}"`,
      ...some(40, `SHADOW_DATABASE_URL="${databaseUrl(kit, undefined, "_shadow")}"`),
    ],
    [
      set("NEXTAUTH_URL", `https://${kit.project}.${kit.domain}`),
      set("NEXTAUTH_SECRET", kit.base64("auth", 32)),
      ...some(
        60,
        set(
          rng.pick(["KEYCLOAK_SECRET", "AZURE_AD_CLIENT_SECRET", "OIDC_CLIENT_SECRET"]),
          kit.chars("oidc", `${Secret.alphanumeric}~.-_`, 40),
        ),
      ),
    ],
    [
      ...kit.remark("network"),
      set("NEXT_PUBLIC_API_URL", kit.address()),
      set("API_TOKEN", kit.chars("api", Secret.alphanumeric, 40)),
    ],
    some(
      60,
      set("S3_ENDPOINT", kit.address()),
      set("S3_REGION", "us-east-1"),
      set("S3_KEY", kit.storageKey),
      set("S3_SECRET", kit.storageSecret),
    ),
    some(
      50,
      set("NEXT_PUBLIC_SENTRY_DSN", kit.dsn),
      set("SENTRY_ORG", kit.context.organisation.name.toLowerCase()),
    ),
  ]
}

const spring: Skeleton = (kit) => {
  const { set, rng, some, database } = kit
  const remote = rng.pick(["GATEWAY", "DOCUMENT_SERVICE", "PARTNER", "CUSTOMER_SERVICE", "RATES"])
  return [
    [
      set("SPRING_PROFILES_ACTIVE", rng.pick(["prod", "production", "prod,metrics", "staging"])),
      set("SERVER_PORT", String(rng.pick([8080, 8081, 8443, 9000]))),
      ...some(50, set("JAVA_OPTS", `-Xmx${rng.pick(["512m", "1g", "2g", "1536m"])} -XX:+UseG1GC`)),
    ],
    [
      ...kit.remark("access"),
      set(
        "SPRING_DATASOURCE_URL",
        `jdbc:${database.isPostgres ? "postgresql" : "mariadb"}://${database.host}:${database.isPostgres ? 5432 : 3306}/${database.name}`,
      ),
      set("SPRING_DATASOURCE_USERNAME", database.user),
      set("SPRING_DATASOURCE_PASSWORD", database.password),
      ...some(40, set("SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE", String(rng.between(4, 24)))),
    ],
    some(
      60,
      set("SPRING_RABBITMQ_HOST", kit.host("app")),
      set("SPRING_RABBITMQ_USERNAME", kit.snake),
      set("SPRING_RABBITMQ_PASSWORD", kit.password("rabbit")),
    ),
    some(
      50,
      set("SPRING_MAIL_HOST", kit.host("mail")),
      set("SPRING_MAIL_USERNAME", kit.project),
      set("SPRING_MAIL_PASSWORD", kit.password("mail")),
    ),
    [
      ...kit.remark("network"),
      set(`${remote}_BASE_URL`, kit.address()),
      set(`${remote}_CLIENT_ID`, kit.project),
      set(`${remote}_CLIENT_SECRET`, kit.chars("client", Secret.alphanumeric, 32)),
    ],
    some(45, set("SENTRY_DSN", kit.dsn)),
    some(
      40,
      set("SPRING_SECURITY_USER_NAME", "actuator"),
      set("SPRING_SECURITY_USER_PASSWORD", kit.password("actuator")),
    ),
  ]
}

const python: Skeleton = (kit) => {
  const { set, rng, some } = kit
  const prefix = rng.pick(["", `${kit.snake.split("_")[0]!.toUpperCase()}_`, "APP_"])
  return rng.shuffle<Group>([
    [
      set(`${prefix}ENV`, kit.environment),
      set(`${prefix}SECRET_KEY`, kit.hex("app", rng.pick([32, 48, 64]))),
      ...some(50, set(`${prefix}LOG_LEVEL`, rng.pick(["INFO", "WARNING", "DEBUG"]))),
    ],
    [
      ...kit.remark("access"),
      set(
        `${prefix}DATABASE_URL`,
        databaseUrl(
          kit,
          kit.database.isPostgres
            ? rng.pick(["postgresql+psycopg2", "postgresql+asyncpg", "postgresql"])
            : "mysql+pymysql",
        ),
      ),
    ],
    [
      ...kit.remark("network"),
      set(
        `${prefix}${rng.pick(["UPSTREAM_URL", "API_BASE", "EXPORT_URL", "INGEST_URL"])}`,
        kit.address(),
      ),
      set(`${prefix}API_TOKEN`, kit.chars("api", Secret.base64Url, rng.pick([32, 43]))),
    ],
    some(
      50,
      set(
        `${prefix}REDIS_URL`,
        `redis://${rng.pick(["localhost", kit.host("app")])}:6379/${rng.below(5)}`,
      ),
    ),
    some(50, set("SENTRY_DSN", kit.dsn)),
    some(
      35,
      set(`${prefix}S3_ENDPOINT`, kit.address()),
      set(`${prefix}S3_ACCESS_KEY`, kit.storageKey),
      set(`${prefix}S3_SECRET_KEY`, kit.storageSecret),
    ),
    some(
      35,
      set(`${prefix}LDAP_URI`, `ldap://${kit.host("dns")}`),
      set(`${prefix}LDAP_BIND_PW`, kit.password("ldap")),
    ),
  ])
}

export const all: ReadonlyArray<Skeleton> = [node, next, spring, python]
