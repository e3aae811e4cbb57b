import { readFileSync } from "node:fs"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { people, site } from "../canary/Site.ts"

let api: Awaited<ReturnType<typeof site>>
beforeAll(async () => void (api = await site()))
afterAll(() => api.stop())

const simulate = (body: unknown, token = api.viewer) =>
  api.ask("/api/v1/realism/simulate", { method: "POST", body, token })

interface Line {
  readonly type: string
  readonly percent?: number
}

interface Result extends Line {
  readonly start: string
  readonly end: string
  readonly deckies: ReadonlyArray<{
    readonly uuid: string
    readonly residents: ReadonlyArray<{ readonly email: string }>
  }>
  readonly summary: {
    readonly files_by_class: ReadonlyArray<{ readonly class: string; readonly created: number }>
    readonly by_person: ReadonlyArray<{ readonly email: string | null }>
    readonly hour_by_weekday: ReadonlyArray<ReadonlyArray<number>>
    readonly findings: ReadonlyArray<unknown>
    readonly mails: number
  }
  readonly tree: ReadonlyArray<{ readonly path: string; readonly mode: string }>
  readonly threads: ReadonlyArray<{ readonly messages: ReadonlyArray<unknown> }>
  readonly truncated: boolean
  readonly rejected: ReadonlyArray<{ readonly index: number; readonly reason: string }>
}

const lines = (text: string): ReadonlyArray<Line> =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Line)

const resultOf = (text: string): Result => {
  const last = lines(text).at(-1)!
  expect(last.type).toBe("result")
  return last as Result
}

const monday = "2026-01-05"

describe("POST /realism/simulate", () => {
  it("tells how far it is, and last what it came to", async () => {
    const answer = await simulate({ days: 5, deckies: 2, start: monday })
    expect(answer.headers["content-type"]).toBe("application/x-ndjson")
    const all = lines(answer.text)
    const percents = all
      .slice(0, -1)
      .map(({ type, percent }) => (type === "progress" ? percent : -1))
    expect(percents).toEqual([0, 17, 34, 51, 68, 85])
    const result = resultOf(answer.text)
    expect(result).toMatchObject({
      start: "2026-01-05T00:00:00.000Z",
      end: "2026-01-10T00:00:00.000Z",
      truncated: false,
      rejected: [],
    })
    expect(result.deckies).toHaveLength(2)
    const { summary } = result
    expect(summary.hour_by_weekday.map((row) => row.length)).toEqual(Array(7).fill(24))
    expect(summary.hour_by_weekday.flat().reduce((sum, count) => sum + count, 0)).toBeGreaterThan(
      20,
    )
    expect(summary.findings).toEqual([])
    expect(summary.files_by_class.find((each) => each.class === "note")!.created).toBeGreaterThan(0)
    expect(result.tree.find(({ path }) => path === "/tmp")!.mode).toBe("1777")
    expect(result.threads.length).toBeGreaterThan(0)
  })

  it("is the same again, and another one for another seed", async () => {
    const ask = (seed: string) => simulate({ days: 2, seed, start: monday })
    const [one, again, other] = [await ask("a"), await ask("a"), await ask("b")]
    expect(one.text).toBe(again.text)
    expect(other.text).not.toBe(one.text)
  })

  it("tries settings over what is stored", async () => {
    const quiet = await simulate({
      days: 3,
      start: monday,
      config: { user_class_weights: [{ content_class: "script", weight: 1 }] },
    })
    const classes = resultOf(quiet.text).summary.files_by_class.map((each) => each.class)
    expect(classes).toContain("script")
    expect(classes).not.toContain("note")
    const strays = await simulate({
      days: 1,
      config: {
        user_class_weights: [
          { content_class: "note", weight: 1 },
          { content_class: "log_cron", weight: 5 },
        ],
      },
    })
    expect(resultOf(strays.text)).toMatchObject({
      dropped_entries: ["user_class_weights: log_cron"],
    })
  })

  it("tries people, and names those that were left out", async () => {
    const [first, second] = JSON.parse(readFileSync(people, "utf8")) as ReadonlyArray<object>
    const answer = await simulate({
      days: 3,
      start: monday,
      personas: [first, { name: "x" }, second],
    })
    const { rejected, deckies } = resultOf(answer.text)
    expect(rejected).toEqual([{ index: 1, reason: "email: is missing" }])
    expect(deckies[0]!.residents).toHaveLength(2)
  })

  it("is of a running decky, with the people who live there", async () => {
    const answer = await simulate({ days: 2, start: monday, decky_uuid: "local:atlas" })
    const { deckies } = resultOf(answer.text)
    expect(deckies).toMatchObject([{ uuid: "local:atlas", name: "atlas" }])
    const draft = await api.ask("/api/v1/canary/preview", {
      method: "POST",
      token: api.viewer,
      body: { class: "env_file", decky: "atlas", persona: deckies[0]!.residents[0]!.email },
    })
    expect(draft.status).toBe(200)
  })

  it.each([
    [{}, 422, /^days: is missing$/],
    [{ days: 31 }, 422, /^days: write a whole number from 1 to 30/],
    [{ days: 1, deckies: 6 }, 422, /^deckies: write a whole number from 1 to 5/],
    [{ days: 1, seed: "" }, 422, /^seed: write 1 to 256 characters/],
    [{ days: 1, start: "soon" }, 400, /^start: write a date such as/],
    [{ days: 1, start: "2037-12-31" }, 400, /^start: write a date that keeps the days between/],
    [
      { days: 1, config: { edit_probability: 2 } },
      400,
      /^config: edit_probability: write a number/,
    ],
    [{ days: 1, config: [] }, 400, /^config: write an object/],
    [{ days: 1, personas: [] }, 400, /^personas: write at least one/],
    [{ days: 1, personas: [{ name: "x" }] }, 400, /^personas\.0: email: is missing$/],
    [{ days: 1, decky_uuid: "nobody" }, 400, /^decky_uuid: there is no running decky "nobody"/],
    [{ days: 1, decky_uuid: "atlas", deckies: 1 }, 400, /^deckies: leave it out/],
  ])("answers %j with %i and one line", async (body, status, line) => {
    const answer = await simulate(body)
    expect([answer.status, (answer.json as { detail: string }).detail]).toEqual([
      status,
      expect.stringMatching(line),
    ])
  })
})
