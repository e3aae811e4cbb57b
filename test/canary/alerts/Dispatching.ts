/** How alerts reach their receivers, held against one kind of database. */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { describe, expect, it } from "vitest"
import * as Alert from "../../../src/canary/alerts/Alert.ts"
import * as Policy from "../../../src/canary/alerts/Policy.ts"
import { AlertFailed, AlertSink, type Target } from "../../../src/ports/AlertSink.ts"
import { CanaryTokens } from "../../../src/ports/CanaryTokens.ts"
import * as Dispatcher from "../../../runtime/canary/alerts/Dispatcher.ts"
import * as Routes from "../../../runtime/canary/alerts/Routes.ts"
import * as Sink from "../../../runtime/canary/alerts/Sink.ts"
import { AlertDeliveries } from "../../../runtime/storage/AlertDeliveries.ts"
import { AlertRoutes } from "../../../runtime/storage/AlertRoutes.ts"
import { using, type Subject } from "../../storage/contracts/Contract.ts"
import type { Everything } from "../hits/Reading.ts"
import { monday, token } from "../hits/Samples.ts"
import * as Receivers from "./Receivers.ts"

const secretKey = "5a".repeat(32)

let series = 700_000

const add = (name: string, target: Target) =>
  Effect.flatMap(AlertRoutes, (routes) =>
    routes.add(
      Routes.rowOf(
        secretKey,
        { id: name, name, target, filter: Policy.everything, enabled: true },
        monday,
      ),
    ),
  )

const enqueue = (route: string, event: string, at = monday) =>
  Effect.flatMap(AlertDeliveries, (deliveries) =>
    deliveries.enqueue({
      id: Dispatcher.deliveryId(route, event),
      route,
      event,
      alert: Alert.test(event, at),
      createdAt: at,
    }),
  )

/** Shows one moment, and sleeps as the real one does, so that timeouts run. */
const stopped = (at: number): Clock.Clock => {
  const real = Clock.make()
  const nanos = BigInt(at) * 1_000_000n
  return {
    [Clock.ClockTypeId]: Clock.ClockTypeId,
    unsafeCurrentTimeMillis: () => at,
    unsafeCurrentTimeNanos: () => nanos,
    currentTimeMillis: Effect.succeed(at),
    currentTimeNanos: Effect.succeed(nanos),
    sleep: (duration) => real.sleep(duration),
  }
}

/** One look at that moment. */
const look = (state: Dispatcher.Standing, at: number) =>
  Effect.withClock(Dispatcher.look(secretKey, state), stopped(at))

const standingOf = (route: string) =>
  Effect.flatMap(AlertDeliveries, ({ standing }) => Effect.map(standing, (all) => all.get(route)))

const webhook = (port: number, secret: string | null = "s3cret"): Target => ({
  kind: "webhook",
  url: `http://127.0.0.1:${port}/hook/t0ken`,
  secret,
  allowPrivate: true,
})

export const dispatching = (subject: Subject<Everything>): void => {
  describe(`alerts out of ${subject.name}`, () => {
    const test = (
      name: string,
      body: (route: string) => Effect.Effect<void, unknown, Everything | AlertSink>,
    ) =>
      it(name, () =>
        using(subject, (run) => run(Effect.provide(body(`r-${++series}`), Sink.layer))),
      )

    test("arrive signed, once, and again after failures with the same key", (route) =>
      Effect.gen(function* () {
        const server = yield* Effect.promise(() => Receivers.web(500, 503, 200))
        yield* add(route, webhook(server.port))
        yield* enqueue(route, "e-1")
        yield* enqueue(route, "e-1")
        const state = Dispatcher.standing()
        yield* look(state, monday + 1)
        yield* look(state, monday + 2)
        expect(server.posts.length).toBe(1)
        expect(yield* standingOf(route)).toMatchObject({
          pending: 1,
          lastError: expect.stringMatching(/^127\.0\.0\.1:\d+ answers 500 no$/),
        })
        yield* look(state, monday + 1100)
        yield* look(state, monday + 5000)
        yield* look(state, monday + 1e7)
        expect(server.posts.length).toBe(3)
        expect(yield* standingOf(route)).toEqual({
          pending: 0,
          delivered: 1,
          failed: 0,
          lastError: undefined,
        })
        const [first] = server.posts
        for (const { headers, body, path } of server.posts) {
          expect(path).toBe("/hook/t0ken")
          expect(headers["idempotency-key"]).toBe(first!.headers["idempotency-key"])
          expect(headers["x-signature-256"]).toBe(
            Sink.signature("s3cret", String(headers["x-timestamp"]), body),
          )
          expect(JSON.parse(body)).toMatchObject({ id: headers["idempotency-key"] })
        }
        yield* Effect.promise(server.stop)
      }))

    test("are given up where trying again cannot help, and where it never did", (route) =>
      Effect.gen(function* () {
        const server = yield* Effect.promise(() => Receivers.web(404, 301, 500))
        yield* add(route, webhook(server.port))
        const state = Dispatcher.standing()
        yield* enqueue(route, "gone")
        yield* look(state, monday + 1)
        expect((yield* standingOf(route))!.lastError).toMatch(/answers 404/)
        yield* enqueue(route, "redirected", monday + 10)
        yield* look(state, monday + 11)
        expect((yield* standingOf(route))!.lastError).toMatch(/redirects \(301\)/)
        yield* enqueue(route, "never", monday + 20)
        let at = monday + 20
        for (let tries = 0; tries < 200 && (yield* standingOf(route))!.pending > 0; tries++)
          yield* look(state, (at += 3_600_000))
        expect((yield* standingOf(route))!).toMatchObject({ pending: 0, failed: 3 })
        expect(at - monday).toBeGreaterThan(71 * 3_600_000)
        expect(at - monday).toBeLessThan(75 * 3_600_000)
        expect(server.posts.some(({ path }) => path === "/elsewhere")).toBe(false)
        yield* Effect.promise(server.stop)
      }))

    test("leave a broken route alone for a minute, and keep the others going", (route) =>
      Effect.gen(function* () {
        const broken = yield* Effect.promise(() => Receivers.web(500, 500, 500, 500, 500, 200))
        const good = yield* Effect.promise(() => Receivers.web(200))
        yield* add(route, webhook(broken.port))
        yield* add(`${route}-good`, webhook(good.port, null))
        for (let at = 0; at < 20; at++) {
          yield* enqueue(route, `e-${at}`, monday + at)
          yield* enqueue(`${route}-good`, `e-${at}`, monday + at)
        }
        const state = Dispatcher.standing()
        yield* look(state, monday + 100)
        expect(broken.posts.length).toBe(5)
        expect(good.posts.length).toBe(10)
        expect(good.posts[0]!.headers["x-signature-256"]).toBeUndefined()
        yield* look(state, monday + 200)
        yield* look(state, monday + 30_000)
        expect(broken.posts.length).toBe(5)
        expect(good.posts.length).toBe(20)
        yield* look(state, monday + 61_000)
        expect(broken.posts.length).toBe(6)
        yield* look(state, monday + 62_000)
        yield* look(state, monday + 62_001)
        expect((yield* standingOf(route))!).toMatchObject({ pending: 0, delivered: 20 })
        yield* Effect.promise(broken.stop)
        yield* Effect.promise(good.stop)
      }))

    test("wait for no other route's receiver that hangs", (route) =>
      Effect.gen(function* () {
        const sent: Array<string> = []
        const sink = AlertSink.of({
          deliver: ({ name }, { alert }) =>
            Effect.zipRight(
              Effect.sync(() => void sent.push(`${name} ${alert.subject.split(" ").at(-1)}`)),
              name === route ? Effect.never : Effect.void,
            ),
        })
        yield* add(route, webhook(1))
        yield* add(`${route}-good`, webhook(1))
        const now = yield* Clock.currentTimeMillis
        yield* enqueue(route, "hangs", now)
        yield* enqueue(`${route}-good`, "one", now)
        const fiber = yield* Effect.fork(
          Effect.provideService(Dispatcher.run(secretKey), AlertSink, sink),
        )
        while (sent.length < 2) yield* Effect.sleep("20 millis")
        yield* enqueue(route, "waits", now)
        yield* enqueue(`${route}-good`, "two", now)
        while (sent.length < 3) yield* Effect.sleep("20 millis")
        yield* Fiber.interrupt(fiber)
        expect(sent.toSorted()).toEqual([
          `${route} hangs`,
          `${route}-good one`,
          `${route}-good two`,
        ])
      }))

    test("are sent by one of two processes, and by the other where one was killed", (route) =>
      Effect.gen(function* () {
        const sent: Array<string> = []
        const slow = AlertSink.of({
          deliver: (_, { id }) =>
            Effect.zipRight(
              Effect.sync(() => void sent.push(id)),
              Effect.sleep("30 millis"),
            ),
        })
        yield* add(route, webhook(1))
        for (let at = 0; at < 8; at++) yield* enqueue(route, `e-${at}`)
        const dispatch = look(Dispatcher.standing(), monday + 1)
        yield* Effect.all([dispatch, look(Dispatcher.standing(), monday + 1)], {
          concurrency: 2,
        }).pipe(Effect.provideService(AlertSink, slow))
        expect(sent.length).toBe(8)
        expect(new Set(sent).size).toBe(8)
        // claimed by somebody who never came back
        yield* enqueue(route, "left", monday + 10)
        const { claim } = yield* AlertDeliveries
        const [claimed] = yield* claim(route, monday + 10, monday + 60_010, 5)
        const again = (at: number) =>
          Effect.provideService(look(Dispatcher.standing(), at), AlertSink, slow)
        yield* again(monday + 50_000)
        expect(sent).not.toContain(claimed!.id)
        yield* again(monday + 60_011)
        expect(sent.filter((id) => id === claimed!.id).length).toBe(1)
        // and what he says afterwards is not heard
        const { settle } = yield* AlertDeliveries
        yield* settle(claimed!.id, claimed!.attempt, { is: "failed", reason: "late" })
        expect((yield* standingOf(route))!).toMatchObject({ failed: 0, delivered: 9 })
      }))

    test("close windows as digests", (route) =>
      Effect.gen(function* () {
        const server = yield* Effect.promise(() => Receivers.web(200))
        yield* add(route, webhook(server.port))
        const seed = ++series
        yield* (yield* CanaryTokens).open(token(seed))
        const { putWindow, windows } = yield* AlertDeliveries
        const window = { route, token: token(seed).id, until: monday + 900_000 }
        const hit = { at: monday + 5, ip: "1.2.3.4", class: "likely-person", count: 7 } as const
        const { held } = Policy.receive(
          { until: monday + 10, held: undefined },
          hit,
          Policy.everything,
        ).window
        yield* putWindow({ ...window, held })
        const state = Dispatcher.standing()
        yield* look(state, monday + 899_000)
        expect(server.posts.length).toBe(0)
        yield* look(state, monday + 900_001)
        expect(
          server.posts.map(({ body }) => (JSON.parse(body) as { count: number }).count),
        ).toEqual([7])
        expect(yield* windows([window.token])).toEqual([
          { ...window, until: monday + 1_800_001, held: undefined },
        ])
        yield* look(state, monday + 1_800_002)
        expect(yield* windows([window.token])).toEqual([])
        expect(server.posts.length).toBe(1)
        yield* Effect.promise(server.stop)
      }))

    test("go by mail, with a login, and again where the server was busy", (route) =>
      Effect.gen(function* () {
        const server = yield* Effect.promise(() => Receivers.mail(3, 451))
        yield* add(route, {
          kind: "email",
          host: "127.0.0.1",
          port: server.port,
          tls: "none",
          user: "alerts",
          password: "pw",
          from: "alerts@holmgate.net",
          to: ["soc@holmgate.net", "anna.berg@holmgate.net"],
          allowPrivate: true,
        })
        yield* enqueue(route, "e-1")
        const state = Dispatcher.standing()
        yield* look(state, monday + 1)
        expect((yield* standingOf(route))!.lastError).toMatch(
          /^the mail server 127\.0\.0\.1 refused or failed \(451 to RCPT TO\)$/,
        )
        yield* look(state, monday + 2000)
        expect(server.mails.length).toBe(1)
        expect(yield* standingOf(route)).toMatchObject({ pending: 0, delivered: 1 })
        expect(server.logins.at(-1)).toBe("|alerts|pw")
        expect(server.mails[0]).toMatch(/^Subject: Test of the alert route e-1\r$/m)
        expect(server.mails[0]).toMatch(/^To: soc@holmgate\.net, anna\.berg@holmgate\.net\r$/m)
        expect(server.mails[0]).toContain(
          `Message-ID: <${Dispatcher.deliveryId(route, "e-1")}@holmgate.net>`,
        )
        yield* Effect.promise(server.stop)
      }))

    test("go to log servers, as datagrams and as counted octets", (route) =>
      Effect.gen(function* () {
        for (const transport of ["udp", "tcp"] as const) {
          const server = yield* Effect.promise(() => Receivers.log(transport))
          const name = `${route}-${transport}`
          yield* add(name, {
            kind: "syslog",
            host: "127.0.0.1",
            port: server.port,
            transport,
            allowPrivate: true,
          })
          yield* enqueue(name, "e-1")
          yield* look(Dispatcher.standing(), monday + 1)
          while (server.messages.length === 0) yield* Effect.sleep("5 millis")
          const [message] = server.messages
          const [, octets, line] = /^(?:(\d+) )?(<110>1 2026-01-05T10:00:00\.000Z .*)$/su.exec(
            message!,
          )!
          expect(octets === undefined).toBe(transport === "udp")
          if (octets !== undefined) expect(Buffer.byteLength(line!)).toBe(Number(octets))
          yield* Effect.promise(server.stop)
        }
      }))

    test("call no private address unless the route allows it", (route) =>
      Effect.gen(function* () {
        const server = yield* Effect.promise(() => Receivers.web(200))
        const refused = (url: string) =>
          Effect.gen(function* () {
            const sink = yield* AlertSink
            const target = { ...webhook(server.port), url, allowPrivate: false } as Target
            return yield* Effect.flip(
              sink.deliver(
                { id: route, name: route, target, filter: Policy.everything, enabled: true },
                { id: "d", alert: Alert.test("x", monday) },
              ),
            )
          })
        for (const host of [
          "127.0.0.1",
          "localhost",
          "[::1]",
          "[::ffff:127.0.0.1]",
          "0.0.0.0",
          "169.254.169.254",
          "2130706433",
          "0x7f.1",
        ]) {
          const error = yield* refused(`http://${host}:${server.port}/hook/t0ken`)
          expect(error, host).toBeInstanceOf(AlertFailed)
          expect(error.reason, host).toMatch(/private address/)
          expect(error.reason).not.toContain("t0ken")
          expect(error.retry).toBe(false)
        }
        expect(server.posts).toEqual([])
        yield* Effect.promise(server.stop)
      }))

    test("wait where a target was sealed with another key, and name the route", (route) =>
      Effect.gen(function* () {
        yield* add(route, webhook(1))
        const [row] = (yield* (yield* AlertRoutes).list).filter(({ name }) => name === route)
        expect(row!.sealed).not.toMatch(/127|t0ken|s3cret/)
        expect(Routes.open("00".repeat(32), row!)).toMatchObject({
          left: expect.stringMatching(
            /route r-\d+ cannot be read: it was sealed with another secret key/,
          ),
        })
        expect(Routes.open(secretKey, { ...row!, id: "another" })._tag).toBe("Left")
        expect(Routes.open(secretKey, row!)).toMatchObject({ right: { target: webhook(1) } })
        expect(yield* (yield* AlertRoutes).add(row!)).toBe(false)
        yield* enqueue(route, "e-1")
        expect(yield* (yield* AlertRoutes).remove(route)).toBe(true)
        expect(yield* standingOf(route)).toBeUndefined()
        expect(yield* (yield* AlertRoutes).remove(route)).toBe(false)
      }))
  })
}
