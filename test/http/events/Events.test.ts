import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { Event } from "../../../src/events/Event.ts"
import { EventBus } from "../../../src/ports/EventBus.ts"
import { emailEvent, fileEvent } from "../../storage/contracts/Samples.ts"
import { start, type Api } from "../server.ts"

interface Page {
  readonly total: number
  readonly next_cursor: string | null
  readonly data: ReadonlyArray<Readonly<Record<string, unknown>>>
}

const path = "/api/v1/orchestrator/events"

const failed = (decky: string, id: string, ts: number, inner: object): Event => {
  const event = fileEvent(decky, id, ts)
  if (event.type !== "file") throw new Error("not a file")
  return { ...event, payload: { ...event.payload, success: false, payload: { ...inner } } }
}

describe("events", () => {
  let api: Api
  let now = 0
  beforeAll(async () => {
    api = await start()
    now = Date.now() / 1000
    const events = [
      ...Array.from({ length: 12 }, (_, index) =>
        fileEvent(index % 2 === 0 ? "a" : "b", `${index}`, now - index * 600),
      ),
      failed("a", "touched", now - 30, { path: "/home/anna/x.md", result: "touched" }),
      failed("b", "late", now - 7200, { path: "/home/anna/y.md", result: "skipped" }),
      emailEvent("a", "mail"),
    ]
    await api.run(
      Effect.flatMap(EventBus, ({ publish }) => Effect.forEach(events, publish, { discard: true })),
    )
  })
  afterAll(() => api?.stop())

  const ask = async <A = Page>(query = ""): Promise<A> => {
    const answer = await api.ask(`${path}${query}`, { token: api.viewer })
    expect([answer.status, answer.text.slice(0, 200)]).toEqual([200, expect.anything()])
    return answer.json as A
  }

  it("are one list with mails among them, newest first", async () => {
    const { total, data } = await ask()
    expect([total, data.length]).toEqual([15, 15])
    const times = data.map(({ ts }) => Number(ts))
    expect(times).toEqual([...times].sort((a, b) => b - a))
    expect(data.find(({ kind }) => kind === "email")).toEqual({
      uuid: expect.any(String),
      ts: Date.UTC(2026, 0, 5) / 1000 + 0.25,
      kind: "email",
      action: "email:sent",
      src_decky_uuid: "a",
      dst_decky_uuid: null,
      success: true,
      payload: {},
      mail_decky_uuid: "a",
      thread_id: "t1",
      message_id: "<1@holmgate.net>",
      in_reply_to: null,
      sender_email: "a@holmgate.net",
      recipient_email: "b@holmgate.net",
      subject: expect.stringMatching(/^Zertifikat läuft ab/),
      language: "de",
    })
  })

  it("are filtered and counted by kind, decky and outcome", async () => {
    for (const [query, total] of [
      ["?kind=file", 14],
      ["?kind=traffic", 0],
      ["?decky_uuid=a", 8],
      ["?decky_uuid=a&kind=email", 1],
      ["?success=false", 2],
      ["?decky_uuid=b&success=false&kind=file", 1],
    ] as const) {
      const page = await ask(query)
      expect([query, page.total, page.data.length]).toEqual([query, total, total])
    }
  })

  it("go on behind a cursor to the end, each once", async () => {
    const seen: Array<unknown> = []
    let cursor: string | null = ""
    while (cursor !== null) {
      const page: Page = await ask(`?limit=4${cursor === "" ? "" : `&cursor=${cursor}`}`)
      seen.push(...page.data.map(({ uuid }) => uuid))
      cursor = page.next_cursor
    }
    expect(seen).toEqual((await ask()).data.map(({ uuid }) => uuid))
  })

  it("are summed up for a stretch of time, with what went wrong and why", async () => {
    const stats = await ask<Readonly<Record<string, unknown>>>("/stats?since=1h&success=false")
    expect(stats).toEqual({
      since: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      counts: { traffic: 0, file: 1, email: 0 },
      failures: [
        {
          ts: expect.closeTo(now - 30, 3),
          kind: "file",
          action: "file:create",
          decky_uuid: "a",
          why: "a visitor was at the file",
        },
      ],
    })
    const all = await ask<{ readonly counts: unknown; readonly failures: ReadonlyArray<unknown> }>(
      "/stats?since=3h",
    )
    expect(all.counts).toEqual({ traffic: 0, file: 14, email: 0 })
    expect(all.failures.length).toBe(2)
    const good = await ask<{ readonly failures: unknown }>("/stats?success=true")
    expect(good.failures).toEqual([])
  })

  it("refuse what is no stretch, kind or truth", async () => {
    for (const query of [
      "?kind=other",
      "?success=yes",
      "/stats?since=1y",
      "/stats?since=8d",
      "/stats?since=1s",
    ])
      expect([query, (await api.ask(`${path}${query}`, { token: api.viewer })).status]).toEqual([
        query,
        422,
      ])
    expect((await api.ask(`${path}/stats`)).status).toBe(401)
  })
})
