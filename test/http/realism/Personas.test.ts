import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import * as Effect from "effect/Effect"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { Store } from "../../../runtime/storage/Store.ts"
import { start, type Answer, type Api } from "../server.ts"

let api: Api
let file: string
beforeAll(async () => {
  api = await start()
  file = join(api.roots.etc, "email_personas.json")
})
beforeEach(() => rmSync(file, { force: true, recursive: true }))
afterAll(() => api.stop())

const ana = { name: "Ana Ruiz", email: "ana@corp.net", role: "Developer", badge: { no: 7 } }
const bo = {
  name: "Bo Lind",
  email: "bo@corp.net",
  role: "Accountant",
  active_hours: "08:00-16:30",
}
const bad = { name: "Cy", email: "cy@corp.net", role: "Clerk", active_hours: "9-5" }
const reason = 'active_hours: write HH:MM-HH:MM such as 09:00-18:00 (found "9-5")'

const get = (path = "/api/v1/realism/personas") => api.ask(path, { token: api.viewer })
const put = (
  personas: unknown,
  match?: string | undefined,
  path = "/api/v1/realism/personas",
): Promise<Answer> =>
  api.ask(path, {
    method: "PUT",
    token: api.admin,
    body: { personas },
    headers: match === undefined ? {} : { "if-match": match },
  })

describe("the host-wide pool", () => {
  it("is empty where there is no file", async () => {
    expect(await get()).toMatchObject({
      status: 200,
      json: { path: file, personas: [], rejected: [], problem: null },
    })
  })

  it("comes back as it was written, fields of others included", async () => {
    const written = await put([ana, bad, bo])
    expect(written).toMatchObject({
      status: 200,
      json: { path: file, personas: [ana, bo], rejected: [{ index: 1, reason }] },
    })
    expect((await get()).json).toEqual({
      path: file,
      personas: [ana, bo],
      rejected: [],
      problem: null,
    })
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual([ana, bo])
  })

  it("is read anew each time", async () => {
    await put([ana])
    const { mtime, atime } = statSync(file)
    writeFileSync(file, JSON.stringify([bo]))
    // a look at the time alone would not see it
    utimesSync(file, atime, mtime)
    expect((await get()).json).toMatchObject({ personas: [bo] })
  })

  it("is emptied by an empty list, and left alone where nothing is valid", async () => {
    await put([ana])
    const refused = await put([bad, 5])
    expect(refused).toMatchObject({
      status: 400,
      json: { detail: `No valid persona, nothing was written; mend persona 0: ${reason}` },
    })
    expect((await get()).json).toMatchObject({ personas: [ana] })
    expect(await put([])).toMatchObject({ status: 200, json: { personas: [], rejected: [] } })
    expect(readFileSync(file, "utf8")).toBe("[]\n")
  })

  it("keeps the file's mode", async () => {
    writeFileSync(file, "[]")
    chmodSync(file, 0o640)
    await put([ana])
    expect(statSync(file).mode & 0o777).toBe(0o640)
  })

  it("says what to do where a folder stands in its place", async () => {
    mkdirSync(file)
    const problem = `${file} is a folder; put a file there`
    expect(await put([ana])).toMatchObject({
      status: 500,
      json: { detail: `${problem}. Nothing was written` },
    })
    expect((await get()).json).toMatchObject({ personas: [], problem })
  })

  it.each(["[{", "{}", '[{"name":"x"}]'])(
    "says what is wrong with a file that holds %s, and leaves it as it is",
    async (text) => {
      writeFileSync(file, text)
      const read = await get()
      const { problem } = read.json as { readonly problem: string }
      expect(problem).toMatch(/email_personas\.json (is not valid|write a list|holds no valid)/)
      // its tag is known, and names the broken version
      for (const match of [undefined, String(read.headers["etag"]), "*"])
        expect(await put([ana], match)).toMatchObject({
          status: 409,
          json: {
            detail: `${problem}. Nothing was written; to begin anew, move that file away`,
          },
        })
      expect(readFileSync(file, "utf8")).toBe(text)
      rmSync(file)
      expect((await put([ana])).status).toBe(200)
    },
  )

  it("is written where a link leads to that leads nowhere yet", async () => {
    const elsewhere = join(api.folder, "elsewhere.json")
    symlinkSync("../elsewhere.json", file)
    expect((await put([ana])).status).toBe(200)
    expect(lstatSync(file).isSymbolicLink()).toBe(true)
    expect(JSON.parse(readFileSync(elsewhere, "utf8"))).toEqual([ana])
    rmSync(elsewhere)
  })

  it("takes a change of the version that was read only, where a version is named", async () => {
    const first = await put([ana])
    const tag = String(first.headers["etag"])
    expect((await get()).headers["etag"]).toBe(tag)
    expect((await put([ana, bo], tag)).status).toBe(200)
    expect(await put([bo], tag)).toMatchObject({
      status: 412,
      json: { detail: "The pool changed meanwhile; read it again and repeat the change" },
    })
    expect((await get()).json).toMatchObject({ personas: [ana, bo] })
    // without a version the last write wins
    expect((await put([bo])).status).toBe(200)
    expect((await put([ana], "*")).status).toBe(200)
  })

  it("lets one of many at once through that name the same version", async () => {
    const tag = String((await put([ana])).headers["etag"])
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, n) => put([{ ...ana, role: `Developer ${n}` }], tag)),
    )
    expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(412)])
  })

  it("is checked without being written", async () => {
    const checked = await api.ask("/api/v1/realism/personas/check", {
      method: "POST",
      token: api.viewer,
      body: { personas: [ana, bad] },
    })
    expect(checked.json).toEqual({ accepted: [ana], rejected: [{ index: 1, reason }] })
    expect(existsSync(file)).toBe(false)
  })

  it("is checked up to a size that holds nobody else up", async () => {
    const check = (body: unknown) =>
      api.ask("/api/v1/realism/personas/check", { method: "POST", token: api.viewer, body })
    const people = (many: number) => Array.from({ length: many }, () => bad)
    expect((await check({ personas: people(1000) })).status).toBe(200)
    expect(await check({ personas: people(1001) })).toMatchObject({
      status: 422,
      json: { detail: "personas: write at most 1,000 personas" },
    })
    expect(await check({ personas: [{ ...ana, role: "x".repeat(2 ** 21) }] })).toMatchObject({
      status: 413,
      json: { detail: "The body is larger than 2 MiB" },
    })
  })
})

/** Nothing is closed to root. */
const itAsUser: typeof it | ((...words: ReadonlyArray<unknown>) => void) =
  process.getuid?.() === 0 ? () => console.log("left out: nothing is closed to root") : it

itAsUser("says what to do where this user may not write", async () => {
  // where there is none yet, the user's own folder would be taken
  writeFileSync(file, "[]")
  chmodSync(api.roots.etc, 0o500)
  const { status, json } = await put([ana])
  chmodSync(api.roots.etc, 0o700)
  expect([status, json]).toEqual([
    500,
    {
      detail: `${file} cannot be written: this user may not write there; name another path, or run as the owner`,
    },
  ])
})

itAsUser("replaces no file that this user may not read, or not write", async () => {
  writeFileSync(file, "[]")
  chmodSync(file, 0o000)
  const problem = `${file} cannot be read; let this user read it`
  expect((await get()).json).toMatchObject({ problem })
  expect(await put([ana])).toMatchObject({
    status: 500,
    json: { detail: `${problem}. Nothing was written` },
  })
  chmodSync(file, 0o400)
  expect(await put([ana])).toMatchObject({
    status: 500,
    json: { detail: expect.stringContaining("cannot be written: this user may not write") },
  })
  expect(readFileSync(file, "utf8")).toBe("[]")
})

describe("a topology's people", () => {
  const path = "/api/v1/topologies/t1/personas"
  beforeAll(() =>
    api.run(
      Effect.flatMap(Store, ({ sql }) =>
        Effect.zipRight(
          sql`INSERT INTO topologies ${sql.insert({
            id: "t1",
            name: "Lab",
            mode: "local",
            status: "active",
            created_at: "2026-01-05 10:00:00",
            status_changed_at: "2026-01-05 10:00:00",
            config_snapshot: "{}",
            version: 1,
            needs_resync: 0,
            language_default: "de",
          })}`,
          sql`INSERT INTO topology_deckies ${sql.insert({
            uuid: "d1",
            topology_id: "t1",
            name: "web-1",
            services: "[]",
            state: "running",
            updated_at: "2026-01-05 10:00:00",
          })}`,
        ),
      ),
    ),
  )

  it("are listed with their topology", async () => {
    expect((await get("/api/v1/topologies")).json).toEqual({
      total: 1,
      data: [
        {
          id: "t1",
          name: "Lab",
          mode: "local",
          status: "active",
          deckies: 1,
          language_default: "de",
        },
      ],
    })
  })

  it("are replaced like those of the host", async () => {
    const about = { topology_id: "t1", topology_name: "Lab", language_default: "de" }
    expect((await get(path)).json).toEqual({ ...about, personas: [], rejected: [] })
    const written = await put([ana, bad], undefined, path)
    expect(written.json).toEqual({ ...about, personas: [ana], rejected: [{ index: 1, reason }] })
    const tag = String(written.headers["etag"])
    const read = await get(path)
    expect([read.json, read.headers["etag"]]).toEqual([
      { ...about, personas: [ana], rejected: [] },
      tag,
    ])
    expect((await put([bo], tag, path)).status).toBe(200)
    expect((await put([ana], tag, path)).status).toBe(412)
    expect((await put([bad], undefined, path)).status).toBe(400)
    expect((await put([], undefined, path)).json).toEqual({ ...about, personas: [], rejected: [] })
    expect(existsSync(file)).toBe(false)
  })

  it("are of a topology that there is", async () => {
    expect((await get("/api/v1/topologies/t2/personas")).status).toBe(404)
    expect((await put([ana], undefined, "/api/v1/topologies/t2/personas")).status).toBe(404)
  })
})
