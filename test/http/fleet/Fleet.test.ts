import * as Effect from "effect/Effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Fleet } from "../../../runtime/storage/Fleet.ts"
import { Store } from "../../../runtime/storage/Store.ts"
import { Workers } from "../../../runtime/storage/Workers.ts"
import { EventBus } from "../../../src/ports/EventBus.ts"
import { SyntheticFiles } from "../../../src/ports/SyntheticFiles.ts"
import { fileEvent } from "../../storage/contracts/Samples.ts"
import * as Document from "../Document.ts"
import * as Lived from "./Lived.ts"

type Row = Readonly<Record<string, unknown>>

interface Page {
  readonly total: number
  readonly next_cursor: string | null
  readonly data: ReadonlyArray<Row>
}

describe("a fleet that was lived on for some days", () => {
  let lived: Lived.Lived
  beforeAll(async () => void (lived = await Lived.begin(8)), 240_000)
  afterAll(() => lived?.api.stop())

  const ask = async <A = Page>(path: string): Promise<A> => {
    const answer = await lived.api.ask(`/api/v1${path}`, { token: lived.api.viewer })
    expect([answer.status, answer.text.slice(0, 200)]).toEqual([200, expect.anything()])
    return answer.json as A
  }
  const of = (rest = "") => `/deckies/${encodeURIComponent(lived.deckies[0]!)}${rest}`

  it("is listed with who lives there, what has grown and what happened last", async () => {
    const { total, data } = await ask("/deckies")
    expect(total).toBe(2)
    expect(data.map(({ name }) => name)).toEqual(["atlas", "boreas"])
    const files = await lived.api.run(
      Effect.flatMap(SyntheticFiles, ({ list }) => list(lived.deckies[0]!)),
    )
    expect(data[0]).toMatchObject({
      hostname: "srv-atlas",
      ip: "10.20.30.40",
      release: "debian-12",
      state: "running",
      source: "fleet",
      files: files.length,
      touched: 0,
      tokens: { planted: 0, triggered: 0 },
      ailing: null,
      quiet: null,
    })
    expect(data[0]!["people"]).toBeGreaterThanOrEqual(3)
    const events = await ask(
      `/orchestrator/events?limit=200&decky_uuid=${encodeURIComponent(lived.deckies[0]!)}`,
    )
    const hour = Math.floor(Date.now() / 3_600_000)
    const recent = events.data.filter((event) => Number(event["ts"]) / 3600 >= hour - 22)
    const activity = data[0]!["activity"] as ReadonlyArray<number>
    expect(activity.length).toBe(24)
    expect(activity.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(Math.min(recent.length, 150))
    const last = data[0]!["last_action"] as { readonly at: string }
    const newest = Math.max(...events.data.map(({ ts }) => Number(ts)))
    expect(Math.abs(Date.parse(last.at) / 1000 - newest)).toBeLessThan(0.002)
  })

  it("is found by part of a name, an address or a service, page by page", async () => {
    expect((await ask("/deckies?q=BORE")).data.map(({ name }) => name)).toEqual(["boreas"])
    expect((await ask("/deckies?q=30.40")).total).toBe(1)
    expect((await ask("/deckies?q=imap")).total).toBe(2)
    expect((await ask("/deckies?q=nothing")).data).toEqual([])
    expect((await ask("/deckies?limit=1&offset=1")).data.map(({ name }) => name)).toEqual([
      "boreas",
    ])
  })

  it("says of one who lives there, by which accounts, and when they are at it", async () => {
    const whole = await ask<{
      readonly people: number
      readonly timezone: string
      readonly residents: ReadonlyArray<{ readonly login: string; readonly email: string }>
      readonly heat: ReadonlyArray<ReadonlyArray<number>>
    }>(of())
    expect(whole.timezone).toBe("Europe/Berlin")
    expect(whole.residents.length).toBe(whole.people)
    const { data } = await ask(of("/tree"))
    const homes = new Set(
      data.flatMap(({ path }) => /^\/home\/([^/]+)\//.exec(String(path))?.[1] ?? []),
    )
    const logins = whole.residents.map(({ login }) => login)
    expect([...homes].filter((home) => !logins.includes(home))).toEqual([])
    expect(whole.heat.map((hours) => hours.length)).toEqual(Array.from({ length: 7 }, () => 24))
    expect(whole.heat.flat().reduce((a, b) => a + b, 0)).toBeGreaterThan(50)
  })

  it("shows each file as it lies there, and its life", async () => {
    const { data } = await ask(of("/tree"))
    const rows = await lived.api.run(
      Effect.flatMap(SyntheticFiles, ({ list }) => list(lived.deckies[0]!)),
    )
    expect(data.map(({ path }) => path)).toEqual(rows.map(({ path }) => path))
    const script = rows.find(({ class: kind }) => kind === "script") ?? rows[0]!
    expect(data.find(({ path }) => path === script.path)).toEqual({
      path: script.path,
      bytes: script.bytes,
      mode: script.mode.toString(8).padStart(4, "0"),
      owner: script.owner,
      group: script.group,
      mtime: new Date(script.mtime.ms).toISOString(),
      class: script.class,
      touched: false,
    })
    const lives = (await ask(of("/lives"))).data
    const edited = rows.find(({ editCount, class: kind }) => editCount > 1 && kind !== "log_cron")!
    const life = lives.find(({ path }) => path === edited.path)!
    expect(life["removed_at"]).toBeNull()
    expect((life["changed_at"] as ReadonlyArray<string>).length).toBeGreaterThanOrEqual(1)
    expect(String(life["born_at"]) < String((life["changed_at"] as ReadonlyArray<string>)[0])).toBe(
      true,
    )
    const gone = lives.filter((each) => each["removed_at"] !== null)
    for (const { path } of gone) expect(rows.some((row) => row.path === path)).toBe(false)
  })

  it("shows its mail as threads and its sessions, each with all that is counted", async () => {
    const threads = await ask(of("/threads?limit=200"))
    expect(threads.data.length).toBe(Math.min(200, threads.total))
    const mails = await ask(
      `/orchestrator/events?kind=email&decky_uuid=${encodeURIComponent(lived.deckies[0]!)}`,
    )
    const messages = threads.data.flatMap(
      (thread) => thread["messages"] as ReadonlyArray<{ readonly ts: number }>,
    )
    expect(messages.length).toBe(mails.total)
    const newest = threads.data.map((thread) =>
      Math.max(...(thread["messages"] as ReadonlyArray<{ ts: number }>).map(({ ts }) => ts)),
    )
    expect(newest).toEqual([...newest].sort((a, b) => b - a))
    const sessions = await ask(of("/sessions"))
    const traffic = await ask(
      `/orchestrator/events?kind=traffic&decky_uuid=${encodeURIComponent(lived.deckies[0]!)}`,
    )
    expect(sessions).toEqual(traffic)
  })

  it("has each version of a file, the last as it is", async () => {
    const { data } = await ask(
      `/realism/synthetic-files?limit=200&decky_uuid=${encodeURIComponent(lived.deckies[0]!)}`,
    )
    const edited = data.filter(
      (row) =>
        Number(row["edit_count"]) > 0 &&
        ["note", "todo", "draft", "script"].includes(String(row["content_class"])),
    )
    expect(edited.length).toBeGreaterThan(0)
    for (const row of edited.slice(0, 5)) {
      const one = await ask<Row>(`/realism/synthetic-files/${String(row["uuid"])}`)
      const versions = (await ask(`/realism/synthetic-files/${String(row["uuid"])}/versions`)).data
      expect(versions.length).toBe(Number(row["edit_count"]) + 1)
      expect(versions.at(-1)).toMatchObject({
        body: one["last_body"],
        sha256: one["content_hash"],
        action: "edit",
      })
      expect(versions[0]!["action"]).toBe("create")
      expect(new Set(versions.map(({ body }) => body)).size).toBe(versions.length)
    }
  })

  it("is judged without a finding, by the tells that rows and events are enough for", async () => {
    // of a row that the Python DECNET wrote nobody knows mode, owner and nanoseconds
    const moment = "2026-01-05 09:12:44"
    const [row] = await lived.api.run(
      Effect.flatMap(Store, ({ sql }) => {
        const row = { uuid: "of-python", decky_uuid: lived.deckies[0]!, path: "/srv/rota.md" }
        const rest = { persona: "", content_class: "note", edit_count: 0, last_body: "" }
        const times = { created_at: moment, last_modified: moment, content_hash: "d".repeat(64) }
        return sql`INSERT INTO synthetic_files ${sql.insert({ ...row, ...rest, ...times })}
          RETURNING uuid`
      }),
    )
    expect(row).toEqual({ uuid: "of-python" })
    for (const uuid of lived.deckies) {
      const verdict = await ask<{
        readonly findings: ReadonlyArray<unknown>
        readonly checked: ReadonlyArray<string>
      }>(`/deckies/${encodeURIComponent(uuid)}/check`)
      expect(verdict.findings).toEqual([])
      expect(verdict.checked).toEqual(expect.arrayContaining(["T03", "T05", "N06", "X02", "X05"]))
    }
    await lived.api.run(
      Effect.flatMap(Store, ({ sql }) => sql`DELETE FROM synthetic_files WHERE uuid = 'of-python'`),
    )
  })

  it("is judged anew once something has happened, and what gives it away is found", async () => {
    const uuid = lived.deckies[1]!
    const { put, list } = await lived.api.run(SyntheticFiles)
    const rows = await lived.api.run(list(uuid))
    const note = rows.find(({ class: kind, body }) => kind === "note" && body !== undefined)!
    const path = note.path.replace(/[^/]+$/, "decnet-notes.md")
    await lived.api.run(
      put(uuid, {
        ...note,
        path,
        mode: 0o777,
        mtime: { ms: Math.floor(note.mtime.ms / 1000) * 1000, ns: 0 },
        body: "Lorem ipsum dolor sit amet\n",
      }),
    )
    const { findings } = await ask<{
      readonly findings: ReadonlyArray<{ readonly tell: string; readonly path: string | null }>
    }>(`/deckies/${encodeURIComponent(uuid)}/check`)
    const tells = findings.filter((finding) => finding.path === path).map(({ tell }) => tell)
    expect(tells).toEqual(expect.arrayContaining(["N06", "N08", "T05", "X02"]))
  })

  it("is judged by the texts that changed last, by all paths, and by turns", async () => {
    const uuid = lived.deckies[1]!
    const { put, list } = await lived.api.run(SyntheticFiles)
    const rows = await lived.api.run(list(uuid))
    const old = rows.find(({ path }) => path.endsWith("/decnet-notes.md"))!
    const body = "Disk of the archive looks fine after the change.\n".repeat(1200)
    await lived.api.run(
      Effect.forEach(Array.from({ length: 11 }), (_, index) =>
        put(uuid, {
          ...old,
          path: old.path.replace(/[^/]+$/, `archive-${index}.md`),
          mtime: { ms: old.mtime.ms + 5000, ns: 1 },
          body,
        }),
      ),
    )
    const done: Array<string> = []
    const verdictOf = async (decky: string) => {
      const verdict = await ask<{
        readonly findings: ReadonlyArray<{ readonly tell: string; readonly path: string | null }>
      }>(`/deckies/${encodeURIComponent(decky)}/check`)
      done.push(decky)
      return verdict
    }
    // what is known of another decky does not wait for this one
    const [{ findings }] = await Promise.all([verdictOf(uuid), verdictOf(lived.deckies[0]!)])
    expect(done).toEqual([lived.deckies[0]!, uuid])
    const tells = findings.filter(({ path }) => path === old.path).map(({ tell }) => tell)
    expect(tells).toContain("N08")
    expect(tells).not.toContain("X02")
  })

  it("says of a last action that is about no file what it was", async () => {
    const uuid = lived.deckies[1]!
    const event = fileEvent(uuid, "skipped", Date.now() / 1000 + 1)
    if (event.type !== "file") throw new Error("not a file")
    const payload = { ...event.payload, action: "moment:skipped", success: false, payload: {} }
    await lived.api.run(Effect.flatMap(EventBus, (bus) => bus.publish({ ...event, payload })))
    const { last_action: last } = await ask<Row>(`/deckies/${encodeURIComponent(uuid)}`)
    expect(last).toMatchObject({
      action: "moment:skipped",
      what: "moments passed while nothing could be done",
    })
  })

  it("says which deckies ail, as their worker said it last, and forgets what is old", async () => {
    const [uuid] = lived.deckies
    const extra = {
      ailing: { [uuid!]: { since: 1_767_600_000.5, why: "the container does not answer" } },
      quiet: { [uuid!]: { email: "no mail service" } },
    }
    const beat = (at: number) =>
      lived.api.run(
        Effect.flatMap(Workers, (workers) => workers.beat("local", "orchestrator", extra, at)),
      )
    await beat(Date.now())
    expect(await ask<Row>(of())).toMatchObject({
      ailing: { since: "2026-01-05T08:00:00.500Z", why: "the container does not answer" },
      quiet: { email: "no mail service" },
    })
    await beat(Date.now() - 120_000)
    expect(await ask<Row>(of())).toMatchObject({ ailing: null, quiet: null })
  })

  it("answers every route as the document says, and 404 for a decky that is none", async () => {
    const { api } = lived
    const document = await Document.read(api)
    const uuid = encodeURIComponent(lived.deckies[0]!)
    const own = document.operations.filter(({ id }) => /^(fleet|files|events)\./.test(id))
    expect(own.length).toBe(13)
    const { data } = await ask("/realism/synthetic-files?limit=1")
    for (const operation of own) {
      if (operation.id === "events.stream") continue
      const path = operation.path.replace(
        "{uuid}",
        operation.id.startsWith("files.") ? String(data[0]!["uuid"]) : uuid,
      )
      const answer = await api.ask(path, { token: api.viewer })
      expect([operation.id, answer.status]).toEqual([operation.id, 200])
      expect(Document.faults(document, operation, answer)).toEqual([])
      if (!operation.path.includes("{uuid}")) continue
      const missing = await api.ask(operation.path.replace("{uuid}", "nobody"), {
        token: api.viewer,
      })
      expect([operation.id, missing.status]).toEqual([operation.id, 404])
      expect(Document.faults(document, operation, missing)).toEqual([])
    }
  })

  it("shows a decky that nobody has met yet, as far as it is known", async () => {
    await lived.api.run(
      Effect.flatMap(Fleet, (fleet) =>
        fleet.put("local", { name: "new_one", ip: undefined, services: [], config: {} }),
      ),
    )
    await expect
      .poll(async () => (await ask("/deckies?q=new_one")).total, { timeout: 5000 })
      .toBe(1)
    expect((await ask("/deckies?q=new_one")).data[0]).toMatchObject({
      hostname: "new-one",
      ip: null,
      release: null,
      last_action: null,
      files: 0,
    })
  })
})
