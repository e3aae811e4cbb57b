/** The listeners put together: journal, HTTP, DNS, and the process that records the hits. */
import { join } from "node:path"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import { Caller } from "../cli/Caller.ts"
import { type DependencyFailure, UsageFailure } from "../cli/Failure.ts"
import * as Opened from "../cli/Opened.ts"
import * as Places from "../config/Places.ts"
import type { Settings } from "../config/Settings.ts"
import * as DnsListener from "./DnsListener.ts"
import * as HttpListener from "./HttpListener.ts"
import { Journal, type JournalUnavailable } from "./Journal.ts"
import * as Recording from "./Recording.ts"

/** Where hits wait for the database. */
export const journalFolder = (roots: Places.Roots): string =>
  join(Places.isWritableFolder(roots.state) ? roots.state : roots.own, "canary", "journal")

interface Plan {
  readonly http: HttpListener.Options | undefined
  readonly dns: DnsListener.Options | undefined
}

/** What the settings ask for; a string says what to set. */
export const planOf = (settings: Settings): Plan | string => {
  const { canaryHttpBase, canaryDnsZone, canaryAnswerIp } = settings
  if (canaryHttpBase === undefined && canaryDnsZone === undefined)
    return "nothing to listen for: set DECNET_CANARY_HTTP_BASE (such as https://files.example.net), DECNET_CANARY_DNS_ZONE (such as c.example.net), or both"
  const http = canaryHttpBase === undefined ? undefined : httpOf(settings)
  if (canaryDnsZone === undefined) return { http, dns: undefined }
  if (canaryAnswerIp === undefined)
    return `DECNET_CANARY_ANSWER_IP: write the address that names below ${canaryDnsZone} lead to, which is this host's as callers see it`
  const dns = {
    bind: settings.canaryDnsBind,
    port: settings.canaryDnsPort,
    zone: canaryDnsZone,
    answerIps: canaryAnswerIp,
  }
  return canaryAnswerIp.flatMap((ip) => DnsListener.refusal(ip) ?? [])[0] ?? { http, dns }
}

const httpOf = (settings: Settings): HttpListener.Options => ({
  bind: settings.canaryHttpBind,
  port: settings.canaryHttpPort,
  trustedProxies: settings.canaryTrustedProxies ?? [],
})

/** Opens what the plan asks for, until the scope closes. */
const listen = ({ http, dns }: Plan, journal: Journal) =>
  Effect.gen(function* () {
    if (http !== undefined) {
      const { port } = yield* HttpListener.listen(http, journal)
      yield* Effect.logInfo(`answers HTTP on ${http.bind} port ${port}`)
    }
    if (dns !== undefined) {
      const { port } = yield* DnsListener.listen(dns, journal)
      yield* Effect.logInfo(`answers DNS for ${dns.zone} on ${dns.bind} port ${port}`)
    }
  })

/** Listens until it is interrupted; what is under way then is still answered. */
export const serve = (
  settings: Settings,
): Effect.Effect<
  void,
  UsageFailure | DependencyFailure | JournalUnavailable | HttpListener.ListenFailure
> =>
  Effect.scoped(
    Effect.gen(function* () {
      const plan = planOf(settings)
      if (typeof plan === "string") return yield* new UsageFailure({ message: plan })
      const database = yield* Opened.existing(settings)
      const { roots, environment } = yield* Caller
      const folder = journalFolder(roots)
      if (Recording.isAsked(environment)) {
        const { run } = yield* Effect.promise(() => import("./Recorder.ts"))
        return yield* run(settings, database, folder)
      }
      const journal: Journal = yield* Journal.open(folder)
      yield* listen(plan, journal)
      const startedAt = yield* Clock.currentTimeMillis
      return yield* Recording.keep(() => ({
        started_at: startedAt / 1000,
        http: plan.http !== undefined,
        dns: plan.dns !== undefined,
        seen: journal.written,
        lost: journal.lost,
      }))
    }),
  )
