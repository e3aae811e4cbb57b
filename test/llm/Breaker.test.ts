import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as Breaker from "../../src/llm/Breaker.ts"

const limits = Breaker.standard
const { pauseMillis } = limits

type Step =
  | readonly [step: "begin", now: number, expected: boolean]
  | readonly [step: "succeed" | "abandon", call: number]
  | readonly [step: "fail", call: number, now: number]
  | readonly [step: "is", expected: Breaker.Breaker["is"]]
  | readonly [step: "reset"]

/** Calls are named by their order among those that began. */
const play = (steps: ReadonlyArray<Step>): void => {
  let breaker = Breaker.closed
  const tickets: Array<Breaker.Ticket> = []
  for (const [index, step] of steps.entries()) {
    const where = `step ${index}: ${step.join(" ")}`
    if (step[0] === "begin") {
      const begun = Breaker.begin(breaker, step[1], limits)
      expect(begun !== undefined, where).toBe(step[2])
      if (begun === undefined) continue
      breaker = begun.breaker
      tickets.push(begun.ticket)
    } else if (step[0] === "succeed") breaker = Breaker.succeeded(breaker, tickets[step[1]]!)
    else if (step[0] === "abandon") breaker = Breaker.abandoned(breaker, tickets[step[1]]!)
    else if (step[0] === "fail")
      breaker = Breaker.failed(breaker, tickets[step[1]]!, step[2], limits)
    else if (step[0] === "reset") breaker = Breaker.reset(breaker)
    else expect(breaker.is, where).toBe(step[1])
  }
}

/** Three calls begin and fail at 0: open since 0. */
const opened: ReadonlyArray<Step> = [
  ["begin", 0, true],
  ["begin", 0, true],
  ["begin", 0, true],
  ["fail", 0, 0],
  ["fail", 1, 0],
  ["is", "closed"],
  ["fail", 2, 0],
  ["is", "open"],
]

const table: ReadonlyArray<readonly [sentence: string, steps: ReadonlyArray<Step>]> = [
  ["opens at the third failure in a row", opened],
  [
    "counts from nothing after a success",
    [
      ["begin", 0, true],
      ["fail", 0, 0],
      ["fail", 0, 0],
      ["succeed", 0],
      ["fail", 0, 0],
      ["fail", 0, 0],
      ["is", "closed"],
    ],
  ],
  [
    "does not count calls that were interrupted",
    [
      ["begin", 0, true],
      ["fail", 0, 0],
      ["fail", 0, 0],
      ["abandon", 0],
      ["is", "closed"],
      ["fail", 0, 0],
      ["is", "open"],
    ],
  ],
  [
    "lets nobody through for the pause, then exactly one",
    [
      ...opened,
      ["begin", pauseMillis - 1, false],
      ["is", "open"],
      ["begin", pauseMillis, true],
      ["is", "half-open"],
      ["begin", pauseMillis, false],
      ["begin", pauseMillis * 100, false],
    ],
  ],
  [
    "closes when the probe succeeds",
    [
      ...opened,
      ["begin", pauseMillis, true],
      ["succeed", 3],
      ["is", "closed"],
      ["begin", pauseMillis, true],
      ["begin", pauseMillis, true],
    ],
  ],
  [
    "opens for a fresh pause when the probe fails",
    [
      ...opened,
      ["begin", pauseMillis, true],
      ["fail", 3, pauseMillis + 500],
      ["is", "open"],
      ["begin", pauseMillis * 2 + 499, false],
      ["begin", pauseMillis * 2 + 500, true],
    ],
  ],
  [
    "needs three failures again after it closed",
    [
      ...opened,
      ["begin", pauseMillis, true],
      ["succeed", 3],
      ["begin", pauseMillis, true],
      ["fail", 4, pauseMillis],
      ["fail", 4, pauseMillis],
      ["is", "closed"],
    ],
  ],
  [
    "is not kept open by late failures of earlier calls",
    [
      ["begin", 0, true],
      ...opened.map((step): Step => (step[0] === "fail" ? ["fail", step[1] + 1, step[2]] : step)),
      ["fail", 0, 59_000],
      ["begin", pauseMillis, true],
      ["fail", 0, pauseMillis + 1],
      ["is", "half-open"],
      ["succeed", 4],
      ["fail", 0, pauseMillis + 2],
      ["fail", 0, pauseMillis + 2],
      ["fail", 0, pauseMillis + 2],
      ["is", "closed"],
    ],
  ],
  [
    "is not closed by late successes of earlier calls",
    [
      ["begin", 0, true],
      ...opened.map((step): Step => (step[0] === "fail" ? ["fail", step[1] + 1, step[2]] : step)),
      ["succeed", 0],
      ["is", "open"],
      ["begin", pauseMillis, true],
      ["succeed", 0],
      ["is", "half-open"],
    ],
  ],
  [
    "gives the place of an interrupted probe to the next call at once",
    [
      ...opened,
      ["begin", pauseMillis, true],
      ["abandon", 3],
      ["is", "open"],
      ["begin", pauseMillis, true],
      ["abandon", 3],
      ["fail", 3, pauseMillis],
      ["succeed", 3],
      ["is", "half-open"],
    ],
  ],
  [
    "does not wait for a clock that went back",
    [...opened.slice(0, 6), ["fail", 2, 1e12], ["is", "open"], ["begin", 5, true]],
  ],
  [
    "is as new for another model, whatever calls to the first one come to",
    [
      ...opened,
      ["reset"],
      ["is", "closed"],
      ["begin", 1, true],
      ["fail", 0, 1],
      ["fail", 1, 1],
      ["fail", 2, 1],
      ["is", "closed"],
    ],
  ],
]

describe("the breaker", () => {
  it.each(table)("%s", (_, steps) => play(steps))

  it("has one probe at a time at most, and one is let through a pause after the last failure", () => {
    const command = fc.oneof(
      { weight: 5, arbitrary: fc.record({ do: fc.constant("begin" as const) }) },
      {
        weight: 5,
        arbitrary: fc.record({
          do: fc.constantFrom(...(["succeed", "fail", "fail", "fail", "fail", "abandon"] as const)),
          which: fc.nat(5),
        }),
      },
      {
        weight: 3,
        arbitrary: fc.record({
          do: fc.constant("clock" as const),
          by: fc.oneof(
            fc.integer({ min: -200_000, max: 200_000 }),
            fc.constantFrom(-1, 0, 1, pauseMillis - 1, pauseMillis, pauseMillis + 1),
          ),
        }),
      },
    )
    const seen = { probes: 0, backwards: 0, openings: 0 }
    fc.assert(
      fc.property(fc.array(command, { maxLength: 120, size: "max" }), (commands) => {
        let breaker = Breaker.closed
        let now = 1_000_000
        /** The model: what is said of it in words, kept apart from the machine. */
        let failures = 0
        let openSince: number | undefined
        let probe: number | undefined
        let epoch = 0
        let next = 0
        const calls = new Map<number, { ticket: Breaker.Ticket; epoch: number }>()
        for (const command of commands) {
          if (command.do === "clock") {
            if (command.by < 0) seen.backwards += 1
            now += command.by
          } else if (command.do === "begin") {
            const begun = Breaker.begin(breaker, now, limits)
            const isDue =
              openSince === undefined ||
              (probe === undefined && (now < openSince || now - openSince >= pauseMillis))
            expect(begun !== undefined).toBe(isDue)
            if (begun === undefined) continue
            breaker = begun.breaker
            if (openSince !== undefined) {
              expect(probe).toBeUndefined()
              probe = next
              seen.probes += 1
            }
            calls.set(next, { ticket: begun.ticket, epoch })
            next += 1
          } else {
            const [id, call] = [...calls][command.which % Math.max(1, calls.size)] ?? []
            if (id === undefined || call === undefined) continue
            calls.delete(id)
            const counts = openSince === undefined ? call.epoch === epoch : id === probe
            if (command.do === "succeed") breaker = Breaker.succeeded(breaker, call.ticket)
            else if (command.do === "abandon") breaker = Breaker.abandoned(breaker, call.ticket)
            else breaker = Breaker.failed(breaker, call.ticket, now, limits)
            if (!counts) continue
            if (id === probe) probe = undefined
            if (command.do === "succeed") {
              if (openSince !== undefined) epoch += 1
              failures = 0
              openSince = undefined
            } else if (command.do === "fail") {
              failures += 1
              if (openSince !== undefined || failures >= limits.failures) {
                openSince = now
                failures = 0
                epoch += 1
                seen.openings += 1
              }
            }
          }
          expect(breaker.is).toBe(
            openSince === undefined ? "closed" : probe === undefined ? "open" : "half-open",
          )
        }
        // whatever happened: once nobody probes, a pause later somebody may
        if (probe !== undefined) breaker = Breaker.abandoned(breaker, calls.get(probe)!.ticket)
        expect(Breaker.admits(breaker, Math.max(now, breaker.openedAt) + pauseMillis, limits)).toBe(
          true,
        )
      }),
      { seed: Number(process.env["DECNET_TEST_SEED"] ?? 1), numRuns: 400 },
    )
    expect(seen.probes).toBeGreaterThan(100)
    expect(seen.openings).toBeGreaterThan(100)
    expect(seen.backwards).toBeGreaterThan(100)
  })
})
