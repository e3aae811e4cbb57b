/**
 * The settings of web frameworks in PHP, Python and Ruby: which keys, in which order, and what
 * calls home.
 */
import { databaseUrl, type Group, type Skeleton } from "./EnvKit.ts"
import * as Secret from "./Secret.ts"

const laravel: Skeleton = (kit) => {
  const { set, rng, database, some } = kit
  const title = kit.project.split("-").map((each) => each[0]!.toUpperCase() + each.slice(1))
  return [
    [
      set("APP_NAME", title.join(rng.pick([" ", ""]))),
      set("APP_ENV", kit.environment === "prod" ? "production" : kit.environment),
      `APP_KEY=base64:${kit.base64("app", 32)}`,
      set("APP_DEBUG", String(rng.chance(1, 6))),
      set("APP_URL", `https://${kit.project}.${kit.domain}`),
    ],
    [
      set("LOG_CHANNEL", rng.pick(["stack", "daily", "slack"])),
      ...some(50, set("LOG_DEPRECATIONS_CHANNEL", "null")),
      set("LOG_LEVEL", rng.pick(["info", "warning", "debug", "error"])),
      ...some(60, set("LOG_SLACK_WEBHOOK_URL", kit.address())),
    ],
    [
      ...kit.remark("access"),
      set("DB_CONNECTION", database.isPostgres ? "pgsql" : "mysql"),
      set("DB_HOST", database.host),
      set("DB_PORT", database.isPostgres ? "5432" : "3306"),
      set("DB_DATABASE", database.name),
      set("DB_USERNAME", database.user),
      set("DB_PASSWORD", database.password),
    ],
    [
      set("BROADCAST_DRIVER", rng.pick(["log", "redis"])),
      set("CACHE_DRIVER", rng.pick(["redis", "file", "memcached"])),
      set("FILESYSTEM_DISK", "s3"),
      set("QUEUE_CONNECTION", rng.pick(["redis", "database", "sync"])),
      set("SESSION_DRIVER", rng.pick(["redis", "file", "database"])),
      set("SESSION_LIFETIME", String(rng.pick([60, 120, 240, 480]))),
    ],
    some(
      75,
      set("REDIS_HOST", rng.pick(["127.0.0.1", kit.host("app", "db")])),
      set("REDIS_PASSWORD", rng.chance(1, 2) ? "null" : kit.password("redis")),
      set("REDIS_PORT", "6379"),
    ),
    some(
      85,
      set("MAIL_MAILER", "smtp"),
      set("MAIL_HOST", kit.host("mail")),
      set("MAIL_PORT", rng.pick(["587", "465", "25"])),
      set("MAIL_USERNAME", rng.pick([`noreply@${kit.domain}`, kit.project])),
      set("MAIL_PASSWORD", kit.password("mail")),
      set("MAIL_ENCRYPTION", rng.pick(["tls", "ssl", "null"])),
      set("MAIL_FROM_ADDRESS", `${rng.pick(["noreply", "info", "no-reply"])}@${kit.domain}`),
      'MAIL_FROM_NAME="${APP_NAME}"',
    ),
    [
      ...kit.remark("network"),
      set("AWS_ACCESS_KEY_ID", kit.awsKey),
      set("AWS_SECRET_ACCESS_KEY", kit.storageSecret),
      set("AWS_DEFAULT_REGION", rng.pick(["us-east-1", "eu-central-1", "eu-west-1"])),
      set("AWS_BUCKET", `${kit.project}-${rng.pick(["files", "uploads", "media", "docs"])}`),
      set("AWS_ENDPOINT", kit.address()),
      set("AWS_USE_PATH_STYLE_ENDPOINT", "true"),
    ],
    some(45, set("SENTRY_LARAVEL_DSN", kit.dsn), set("SENTRY_TRACES_SAMPLE_RATE", "0.1")),
  ]
}

const symfony: Skeleton = (kit) => {
  const { set, rng, some } = kit
  const pack = (name: string, ...lines: Group): Group => [
    `###> ${name} ###`,
    ...lines,
    `###< ${name} ###`,
  ]
  return [
    pack(
      "symfony/framework-bundle",
      set("APP_ENV", "prod"),
      set("APP_SECRET", kit.hex("app", 32)),
      ...some(30, set("TRUSTED_PROXIES", "127.0.0.1,REMOTE_ADDR")),
    ),
    pack(
      "doctrine/doctrine-bundle",
      ...kit.remark("access"),
      `DATABASE_URL="${databaseUrl(kit, undefined, kit.database.isPostgres ? `?serverVersion=${rng.pick([13, 14, 15])}&charset=utf8` : `?serverVersion=${rng.pick(["8.0.32", "10.11.2-MariaDB"])}&charset=utf8mb4`)}"`,
    ),
    rng.chance(3, 5)
      ? pack(
          "symfony/messenger",
          set(
            "MESSENGER_TRANSPORT_DSN",
            rng.pick([
              "doctrine://default?auto_setup=0",
              `amqp://${kit.snake}:${kit.hex("amqp", 16)}@${kit.host("app")}:5672/%2f/messages`,
            ]),
          ),
        )
      : [],
    pack(
      "symfony/mailer",
      set("MAILER_DSN", `smtp://${kit.project}:${kit.hex("mail", 20)}@${kit.host("mail")}:587`),
    ),
    rng.chance(1, 2)
      ? pack("sentry/sentry-symfony", set("SENTRY_DSN", kit.dsn))
      : pack(
          "nelmio/cors-bundle",
          set("CORS_ALLOW_ORIGIN", `^https?://(.+\\.)?${kit.domain.replace(/\./g, "\\.")}$`),
        ),
    [
      ...kit.remark("network"),
      set(
        `${rng.pick(["PARTNER", "GATEWAY", "BILLING", "CRM", "DOCUMENTS"])}_API_URL`,
        kit.address(),
      ),
      set("API_TOKEN", kit.chars("api", Secret.alphanumeric, rng.pick([32, 40, 48]))),
    ],
  ]
}

const django: Skeleton = (kit) => {
  const { set, rng, some } = kit
  const special = "abcdefghijklmnopqrstuvwxyz0123456789!@%^*-_=+"
  const prefix = rng.pick(["DJANGO_", "DJANGO_", ""])
  return [
    [
      set(
        `${prefix}SETTINGS_MODULE`,
        `${kit.snake}.settings${rng.pick(["", ".production", ".prod"])}`,
      ),
      set(`${prefix}SECRET_KEY`, kit.chars("app", special, 50)),
      set(`${prefix}DEBUG`, rng.pick(["False", "0", "false"])),
      set(`${prefix}ALLOWED_HOSTS`, `${kit.project}.${kit.domain},localhost`),
    ],
    [
      ...kit.remark("access"),
      set("DATABASE_URL", databaseUrl(kit, kit.database.isPostgres ? "postgres" : "mysql")),
      ...some(40, set("CONN_MAX_AGE", String(rng.pick([60, 300, 600])))),
    ],
    some(
      70,
      set(
        "CELERY_BROKER_URL",
        `redis://${rng.pick(["localhost", kit.host("app")])}:6379/${rng.below(4)}`,
      ),
      ...some(50, set("CACHE_URL", `redis://localhost:6379/${rng.between(4, 7)}`)),
    ),
    some(
      70,
      set("EMAIL_HOST", kit.host("mail")),
      set("EMAIL_PORT", "587"),
      set("EMAIL_HOST_USER", kit.project),
      set("EMAIL_HOST_PASSWORD", kit.password("mail")),
      set("EMAIL_USE_TLS", "True"),
      set("DEFAULT_FROM_EMAIL", `${kit.project}@${kit.domain}`),
    ),
    [
      ...kit.remark("network"),
      set("AWS_S3_ENDPOINT_URL", kit.address()),
      set("AWS_STORAGE_BUCKET_NAME", `${kit.project}-${rng.pick(["media", "static", "uploads"])}`),
      set("AWS_ACCESS_KEY_ID", kit.awsKey),
      set("AWS_SECRET_ACCESS_KEY", kit.storageSecret),
    ],
    some(65, set("SENTRY_DSN", kit.dsn), ...some(50, set("SENTRY_ENVIRONMENT", kit.environment))),
  ]
}

const rails: Skeleton = (kit) => {
  const { set, rng, some } = kit
  return [
    [
      set("RAILS_ENV", kit.environment === "staging" ? "staging" : "production"),
      set("RAILS_MASTER_KEY", kit.hex("master", 32)),
      set("SECRET_KEY_BASE", kit.hex("base", 128)),
      ...some(60, set("RAILS_LOG_TO_STDOUT", rng.pick(["1", "enabled", "true"]))),
      ...some(60, set("RAILS_SERVE_STATIC_FILES", rng.pick(["1", "enabled", "true"]))),
      ...some(50, set("RAILS_MAX_THREADS", String(rng.pick([3, 5, 8])))),
      ...some(50, set("WEB_CONCURRENCY", String(rng.between(2, 6)))),
    ],
    [
      ...kit.remark("access"),
      set(
        "DATABASE_URL",
        databaseUrl(
          kit,
          kit.database.isPostgres ? "postgresql" : "mysql2",
          rng.pick(["", "?pool=5", "?pool=10"]),
        ),
      ),
    ],
    some(
      75,
      set("REDIS_URL", `redis://${rng.pick(["localhost", kit.host("app")])}:6379/${rng.below(3)}`),
      ...some(
        50,
        set("SIDEKIQ_USERNAME", "admin"),
        set("SIDEKIQ_PASSWORD", kit.password("sidekiq")),
      ),
    ),
    some(
      65,
      set("SMTP_ADDRESS", kit.host("mail")),
      set("SMTP_PORT", "587"),
      set("SMTP_USERNAME", kit.project),
      set("SMTP_PASSWORD", kit.password("mail")),
    ),
    [
      ...kit.remark("network"),
      set("S3_ENDPOINT", kit.address()),
      set("S3_BUCKET", `${kit.project}-${rng.pick(["attachments", "uploads", "store"])}`),
      set("S3_ACCESS_KEY_ID", kit.storageKey),
      set("S3_SECRET_ACCESS_KEY", kit.storageSecret),
    ],
    some(60, set("SENTRY_DSN", kit.dsn)),
  ]
}

export const all: ReadonlyArray<Skeleton> = [laravel, symfony, django, rails]
