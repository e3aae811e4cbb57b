import { describe, expect, it } from "vitest"
import * as Alert from "../../../src/canary/alerts/Alert.ts"
import * as Circuit from "../../../src/canary/alerts/Circuit.ts"
import * as Payload from "../../../src/canary/alerts/Payload.ts"
import * as Policy from "../../../src/canary/alerts/Policy.ts"
import * as Retry from "../../../src/canary/alerts/Retry.ts"
import { monday, token } from "../hits/Samples.ts"

const minute = 60_000
const hit = (at: number, ip = "185.220.101.7") =>
  ({ at: monday + at, ip, class: "likely-person", count: 1 }) as const

describe("what a route is told", () => {
  const play = (moments: ReadonlyArray<number>) => {
    let window: Policy.Window | undefined
    const told: Array<string> = []
    for (const at of moments) {
      if (window !== undefined && window.until <= monday + at) {
        const closed = Policy.close(window, window.until, Policy.everything)
        if (closed !== undefined) told.push(`digest ${closed.digest.count}`)
        window = closed?.next
      }
      const received = Policy.receive(window, hit(at), Policy.everything)
      window = received.window
      if (received.tellNow) told.push(`first ${at / minute}`)
    }
    return told
  }

  it("is the first use at once, and what follows as one digest", () => {
    expect(play([0, 1 * minute, 2 * minute, 14 * minute, 16 * minute])).toEqual([
      "first 0",
      "digest 3",
    ])
    expect(play([0, 1 * minute, 16 * minute, 31 * minute])).toEqual([
      "first 0",
      "digest 1",
      "digest 1",
    ])
  })

  it("is a first again after a window without any", () => {
    expect(play([0, 20 * minute, 21 * minute])).toEqual(["first 0", "first 20"])
  })

  it("loses no hit: firsts and digests add up", () => {
    let window: Policy.Window | undefined
    let count = 0
    for (let at = 0; at < 500; at++) {
      const time = at * at * 137
      const received = Policy.receive(window, hit(time, `10.0.0.${at % 30}`), Policy.everything)
      window = received.window
      if (received.tellNow) count++
      if (at % 17 === 0 && window.until <= monday + time) {
        const closed = Policy.close(window, monday + time, Policy.everything)
        count += closed?.digest.count ?? 0
        window = closed?.next
      }
    }
    expect(count + (window?.held?.count ?? 0)).toBe(500)
    expect(window?.held?.sources.length ?? 0).toBeLessThanOrEqual(8)
  })

  it.each([
    ["person", "likely-person", true],
    ["person", "unknown-automation", false],
    ["use", "unknown-automation", true],
    ["use", "link-preview", true],
    ["use", "resolver-echo", false],
    ["use", "own-probe", false],
    ["all", "resolver-echo", true],
    ["all", "own-probe", false],
  ] as const)("at level %s of %s: %s", (level, kind, is) => {
    const subject = { class: "canary_env_file", kind: "http", deckyName: "a" }
    const filter = { ...Policy.everything, level }
    expect(Policy.accepts(filter, subject, { class: kind, ip: "1.2.3.4" })).toBe(is)
  })

  it("is narrowed by decky, kind and network", () => {
    const subject = { class: "canary_env_file", kind: "http", deckyName: "atlas" }
    const of = (changes: Partial<Policy.Filter>, ip = "1.2.3.4") =>
      Policy.accepts({ ...Policy.everything, ...changes }, subject, { class: "likely-person", ip })
    expect(of({ deckies: ["atlas"] })).toBe(true)
    expect(of({ deckies: ["other"] })).toBe(false)
    expect(of({ kinds: ["canary_env_file"] })).toBe(true)
    expect(of({ kinds: ["dns"] })).toBe(false)
    expect(of({ exclude: ["1.2.0.0/16"] })).toBe(false)
    expect(of({ exclude: ["1.2.0.0/16"] }, "1.3.0.1")).toBe(true)
  })
})

describe("a circuit", () => {
  const limits = { failures: 5, pauseMillis: 60_000 }
  const after = (count: number, circuit: Circuit.Circuit = Circuit.closed) => {
    let now: Circuit.Circuit = circuit
    for (let at = 0; at < count; at++) now = Circuit.failed(now, at, at, limits)
    return now
  }

  it("opens at the fifth failure, and lets one through after a pause", () => {
    expect(Circuit.admits(after(4), 4, limits)).toBe("all")
    const open = after(5)
    expect(Circuit.admits(open, 60_003, limits)).toBe("none")
    expect(Circuit.admits(open, 60_004, limits)).toBe("one")
    const trying = Circuit.tried(60_004)
    expect(Circuit.admits(trying, 60_005, limits)).toBe("none")
    expect(Circuit.failed(trying, 60_004, 61_000, limits)).toEqual({ is: "open", since: 61_000 })
  })

  it("is not kept open by calls that were begun before", () => {
    expect(Circuit.failed(after(5), 0, 30_000, limits)).toEqual(after(5))
    const trying = Circuit.tried(60_004)
    expect(Circuit.failed(trying, 3, 60_100, limits)).toEqual(trying)
  })
})

describe("the wait before another attempt", () => {
  it("grows from a second to an hour, differs by name, and is the same again", () => {
    const waits = Array.from({ length: 20 }, (_, at) => Retry.waitMillis("a", at + 1))
    for (const [at, wait] of waits.entries()) {
      const whole = Math.min(3_600_000, 1000 * 2 ** at)
      expect(wait).toBeGreaterThanOrEqual(Math.floor(whole / 2))
      expect(wait).toBeLessThanOrEqual(whole)
    }
    expect(Retry.waitMillis("a", 12)).toBe(waits[11])
    expect(Retry.waitMillis("b", 12)).not.toBe(waits[11])
  })
})

describe("what is sent", () => {
  const evil = 'x <!channel> @everyone [a](http://e) *b*\u0000\n`c` "]'
  const alert = Alert.first(token(1), {
    trigger: "t-1",
    at: monday,
    ip: "185.220.101.7",
    protocol: "http",
    qname: undefined,
    userAgent: evil,
    class: "likely-person",
    reason: `It said ${evil}.`,
    extras: { user: "deploy", passwordGiven: true },
  })

  it("holds no secret of the token", () => {
    const all = [Payload.webhook("d-1", alert), Payload.slack(alert), Payload.mail(alert)]
    expect(JSON.stringify(all)).not.toContain(token(1).secret)
    expect(JSON.stringify(all)).not.toContain(token(1).slug)
  })

  it("is one line where it has to be", () => {
    for (const text of [alert.subject, alert.sentence, ...alert.facts.flat()])
      expect(text).not.toMatch(/[\p{Cc}\u2028]/u)
  })

  it("rings nobody and formats nothing that others chose", () => {
    const slack = JSON.stringify(Payload.slack(alert))
    expect(slack).not.toContain('"mrkdwn"')
    expect(JSON.parse(slack)).toMatchObject({ text: expect.not.stringContaining("<!") })
    const discord = JSON.stringify(Payload.discord(alert))
    expect(discord).toContain('"allowed_mentions":{"parse":[]}')
    expect(discord).not.toMatch(/[^\\]\[a\]\(|@everyone/)
    expect(JSON.stringify(Payload.teams(alert))).not.toMatch(/[^\\]\[a\]\(/)
  })

  it("is a syslog message by the book", () => {
    const line = Payload.syslog(alert, "d-1", "host name.example", 42)
    expect(line).toMatch(
      /^<105>1 2026-01-05T10:00:00\.000Z hostname\.example decnet 42 first \[alert@32473 delivery="d-1" host="srv-1" (?:[\x21-\x3c\x3e-\x7e]+="(?:[^"\\\]]|\\["\\\]])*" ?)+\] \ufeffThe environment file/,
    )
    expect(line).not.toMatch(/[\r\n\0]/)
  })

  it("is a mail that can be read", () => {
    expect(Payload.mail(alert)).toMatch(
      /^The environment file at srv-1:\/home\/anna\/app\/\.env was used at .*\n\nHost: {6}srv-1\n/,
    )
  })

  it("sums up a digest", () => {
    const digest = Alert.digest(token(1), {
      count: 12,
      firstAt: monday,
      lastAt: monday + minute,
      classes: { "unknown-automation": 3, "likely-person": 9 },
      sources: ["1.2.3.4", "5.6.7.8"],
      others: 2,
    })
    expect(digest.subject).toBe("Bait used 12 times more: environment file of srv-1")
    expect(digest.sentence).toBe(
      "The environment file at srv-1:/home/anna/app/.env was used 12 times more between 2026-01-05 10:00:00 UTC and 2026-01-05 10:01:00 UTC, from 1.2.3.4, 5.6.7.8, and 2 hits from others.",
    )
    expect(digest.class).toBe("likely-person")
  })
})
