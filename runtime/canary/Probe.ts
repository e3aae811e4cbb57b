/**
 * What `decnet canary doctor` looks at: whether bait that somebody takes would be noticed, from the
 * caller's side to the database.
 */
import { Resolver } from "node:dns/promises"
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import { CanaryTriggers } from "../../src/ports/CanaryTriggers.ts"
import { Caller } from "../cli/Caller.ts"
import type { Finding } from "../cli/doctor/Finding.ts"
import { fail, ok, unreachable, warn } from "../cli/doctor/Finding.ts"
import * as Opened from "../cli/Opened.ts"
import * as KeyFile from "../config/KeyFile.ts"
import type { Settings } from "../config/Settings.ts"
import * as ProbeSlug from "./hits/ProbeSlug.ts"
import * as Pixels from "./http/Pixels.ts"
import * as Identity from "./journal/Identity.ts"
import * as Ask from "./probe/Ask.ts"
import { journalFolder, planOf } from "./Serve.ts"

/** Clocks of two hosts that keep time are closer. */
const clockTolerance = 5000
const arrivalTries = 50
const arrivalEvery = Duration.millis(200)

const startIt = "start `decnet canary`"

/** A listener that is bound to all addresses is asked on loopback. */
const reached = (bind: string): string =>
  bind === "0.0.0.0" ? "127.0.0.1" : bind === "::" ? "::1" : bind

const proxyLines = (port: number): string =>
  `in the proxy: proxy_pass http://127.0.0.1:${port}; proxy_set_header Host $host; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; and name it in DECNET_CANARY_TRUSTED_PROXIES`

const clock = (headers: Ask.HttpAnswer["headers"], now: number): ReadonlyArray<Finding> => {
  const date = headers["date"]
  const there = typeof date === "string" ? Date.parse(date) : Number.NaN
  if (Number.isNaN(there)) return [warn("the answer has no date", "let the proxy pass it on")]
  const off = Math.round((there - now) / 1000)
  return Math.abs(there - now) <= clockTolerance
    ? [ok("the clock of the answer is right")]
    : [fail(`the clock of the answer is ${off} s off`, "keep time by NTP there, or here")]
}

const fromOutside = (base: string, slug: string, port: number) =>
  Effect.gen(function* () {
    const answer = yield* Effect.either(Ask.http(`${base}/img/${slug}.gif`))
    if (Either.isLeft(answer))
      return [
        unreachable(
          `DECNET_CANARY_HTTP_BASE: ${base} does not answer (${answer.left})`,
          `${startIt}, and see that its name leads here and its port to ${port}`,
        ),
      ]
    const { status, body, headers } = answer.right
    if (status !== 200 || !body.equals(Pixels.gif.body))
      return [
        fail(
          `${base} is answered by something else (status ${status})`,
          `let everything below it reach port ${port} unchanged`,
        ),
      ]
    const now = yield* Clock.currentTimeMillis
    return [ok(`${base} answers`), ...clock(headers, now)]
  })

const transport = (settings: Settings, base: string): Finding => {
  const proxies = settings.canaryTrustedProxies ?? []
  if (!base.startsWith("https:"))
    return warn(
      "bait calls by plain HTTP, which looks odd and shows slugs to everybody on the way",
      `put a proxy with a certificate in front and write https; ${proxyLines(settings.canaryHttpPort)}`,
    )
  return proxies.length === 0
    ? warn(
        "all callers will seem to come from the proxy that ends TLS",
        proxyLines(settings.canaryHttpPort),
      )
    : ok("callers are told apart behind the proxy that ends TLS")
}

const http = (settings: Settings, slug: string) =>
  Effect.gen(function* () {
    const { canaryHttpBase: base, canaryHttpBind: bind, canaryHttpPort: port } = settings
    if (base === undefined) return []
    const host = reached(bind)
    const local = yield* Effect.either(
      Ask.http(`http://${host.includes(":") ? `[${host}]` : host}:${port}/img/${slug}.gif`),
    )
    const listener = Either.isRight(local)
      ? ok(`the HTTP listener answers on ${bind} port ${port}`)
      : unreachable(
          `the HTTP listener does not answer on ${bind} port ${port} (${local.left})`,
          startIt,
        )
    return [listener, transport(settings, base), ...(yield* fromOutside(base, slug, port))]
  })

/** What names below the zone lead to; of two addresses the one that most resolvers ask for. */
const wanted = ({ canaryAnswerIp: ips = [] }: Settings) => {
  const v4 = ips.find((ip) => !ip.includes(":"))
  return v4 === undefined
    ? { ip: Ask.plain(ips[0] ?? "::"), family: "ipv6" as const }
    : { ip: v4, family: "ipv4" as const }
}

const listener = (settings: Settings, slug: string, over: "udp" | "tcp") =>
  Effect.gen(function* () {
    const { canaryDnsBind: bind, canaryDnsPort: port, canaryDnsZone: zone } = settings
    const { ip, family } = wanted(settings)
    const answer = yield* Effect.either(
      Ask.dns(over, reached(bind), port, `${slug}.${zone ?? ""}`, family),
    )
    const what = `the DNS listener over ${over.toUpperCase()} on ${bind} port ${port}`
    if (Either.isLeft(answer))
      return unreachable(`${what} does not answer (${answer.left})`, startIt)
    return answer.right === ip
      ? ok(`${what} answers`)
      : fail(`${what} gives ${answer.right}`, "something else listens there; start it again")
  })

/** As anybody's resolver would come here: over the zone above. */
const delegation = (settings: Settings, zone: string, slug: string) =>
  Effect.gen(function* () {
    const { ip, family } = wanted(settings)
    const resolver = new Resolver({ timeout: 2000, tries: 2 })
    const found = yield* Effect.either(
      Effect.tryPromise({
        try: () =>
          family === "ipv4"
            ? resolver.resolve4(`${slug}.${zone}`)
            : resolver.resolve6(`${slug}.${zone}`),
        catch: (error) => (error as NodeJS.ErrnoException).code ?? "no answer",
      }),
    )
    if (Either.isRight(found) && found.right.map(Ask.plain).includes(ip))
      return [ok(`${zone} is delegated to this listener`)]
    const why = Either.isLeft(found) ? found.left : `it gives ${found.right.join(", ")}`
    const first = zone.split(".")[0] ?? zone
    const port = settings.canaryDnsPort
    return [
      warn(
        `a lookup below ${zone} does not come here (${why})`,
        `in the zone above: ${first} NS ns1.${zone}. and ns1.${first} ${family === "ipv4" ? "A" : "AAAA"} ${ip}${
          port === 53 ? "" : `; and let port 53 of ${ip}, UDP and TCP, lead to port ${port}`
        }`,
      ),
    ]
  })

const dns = (settings: Settings, slug: string) =>
  Effect.gen(function* () {
    const zone = settings.canaryDnsZone
    if (zone === undefined) return []
    return [
      yield* listener(settings, slug, "udp"),
      yield* listener(settings, slug, "tcp"),
      ...(yield* delegation(settings, zone, slug)),
    ]
  })

/** Whether files are dated as answers are. */
const fileTime = (folder: string) =>
  Effect.map(Clock.currentTimeMillis, (now): Finding => {
    const probe = join(folder, `time.${process.pid}`)
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileSync(probe, "")
      const off = statSync(probe).mtimeMs - now
      rmSync(probe)
      return Math.abs(off) <= clockTolerance
        ? ok(`${folder} can be written, and dates files rightly`)
        : fail(`files in ${folder} are dated ${Math.round(off / 1000)} s off`, "mend its clock")
    } catch (error) {
      return fail(
        `${folder} cannot be written (${(error as NodeJS.ErrnoException).code ?? "unknown"})`,
        "give it to the user that runs `decnet canary`",
      )
    }
  })

/** Until the listeners' own slug has come through to the database. */
const arrival = (settings: Settings, folder: string, since: number) =>
  Opened.withStorage(
    settings,
    Effect.gen(function* () {
      const triggers = yield* CanaryTriggers
      const id = yield* Effect.orElseSucceed(
        Effect.try(() => Identity.read(folder)),
        () => undefined,
      )
      if (id === undefined)
        return fail(`no listener has written to ${folder}`, "ask on the host where they run")
      for (let tries = 0; tries < arrivalTries; tries++) {
        const { probedAt } = yield* triggers.cursor(Identity.cursorOf(id))
        if (probedAt !== undefined && probedAt >= since)
          return ok("a hit comes through to the database")
        yield* Effect.sleep(arrivalEvery)
      }
      return fail(
        "a hit does not come through to the database within 10 seconds",
        `see what the log of \`decnet canary\` says; it has to use the same database and key as this`,
      )
    }),
  ).pipe(
    // whatever keeps the database from being read, its own check says how to mend it
    Effect.catchAll(({ message }) =>
      Effect.succeed(unreachable(`hits cannot be looked up: ${message}`, "run `decnet doctor`")),
    ),
  )

/** One line a check; they do not stop each other. */
export const findings = (settings: Settings): Effect.Effect<ReadonlyArray<Finding>> =>
  Effect.gen(function* () {
    const plan = planOf(settings)
    if (typeof plan === "string") return [fail("the listeners are not configured", plan)]
    const { roots } = yield* Caller
    const key = KeyFile.secretKey(settings, roots)
    if (Either.isLeft(key)) return [fail("there is no secret key", key.left)]
    const slug = ProbeSlug.of(key.right.value)
    const since = yield* Clock.currentTimeMillis
    const asked = [...(yield* http(settings, slug)), ...(yield* dns(settings, slug))]
    const isHeard = asked.some(({ level, what }) => level === "ok" && what.includes("answers"))
    return [
      ok("the listeners are configured"),
      ...asked,
      yield* fileTime(journalFolder(roots)),
      ...(isHeard ? [yield* arrival(settings, journalFolder(roots), since)] : []),
    ]
  })
