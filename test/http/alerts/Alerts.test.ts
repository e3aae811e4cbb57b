import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Receivers from "../../canary/alerts/Receivers.ts"
import { start, type Api, type Asked } from "../server.ts"

let api: Api
let web: Awaited<ReturnType<typeof Receivers.web>>
let mail: Awaited<ReturnType<typeof Receivers.mail>>

beforeAll(async () => {
  api = await start()
  web = await Receivers.web(200, 500)
  mail = await Receivers.mail()
})
afterAll(async () => {
  await api.stop()
  await web.stop()
  await mail.stop()
})

const admin = (path: string, asked: Asked = {}) =>
  api.ask(`/api/v1/alerts/routes${path}`, { ...asked, token: api.admin })

const add = (body: Readonly<Record<string, unknown>>) => admin("", { method: "POST", body })

const webhook = () => ({
  name: "soc",
  kind: "webhook",
  address: `http://127.0.0.1:${web.port}/hook/t0ken`,
  secret: "s3cret",
  level: "all",
  kinds: ["env_file", "dns"],
  exclude: ["10.0.0.0/8"],
  digest_minutes: 30,
  allow_private: true,
})

describe("/alerts/routes", () => {
  it("adds one, and never shows what is secret", async () => {
    const added = await add(webhook())
    expect(added.status).toBe(201)
    expect(added.json).toMatchObject({
      name: "soc",
      kind: "webhook",
      where: `127.0.0.1:${web.port}`,
      enabled: true,
      level: "all",
      kinds: ["canary_env_file", "dns"],
      exclude: ["10.0.0.0/8"],
      digest_minutes: 30,
      waiting: 0,
      last_error: null,
    })
    const listed = await api.ask("/api/v1/alerts/routes", { token: api.viewer })
    expect(listed.json).toEqual({ total: 1, data: [added.json] })
    expect(added.text + listed.text + api.log.join()).not.toMatch(/t0ken|s3cret/)
    const stored = readdirSync(api.folder)
      .filter((name) => name.startsWith("test.db"))
      .map((name) => readFileSync(join(api.folder, name), "latin1"))
    expect(stored.join()).toContain("soc")
    expect(stored.join()).not.toMatch(/t0ken|s3cret/)
    const again = await add(webhook())
    expect([again.status, again.text]).toEqual([409, expect.stringMatching(/a route soc already/)])
  })

  it("sends a test, and says why one was not taken", async () => {
    const { data } = (await admin("")).json as { data: ReadonlyArray<{ id: string }> }
    const { id } = data[0]!
    const sent = await admin(`/${id}/test`, { method: "POST" })
    expect([sent.status, sent.json]).toEqual([200, { delivered: true, reason: null, retry: false }])
    expect(JSON.parse(web.posts[0]!.body)).toMatchObject({ type: "canary.test" })
    expect(web.posts[0]!.headers["x-signature-256"]).toMatch(/^sha256=[0-9a-f]{64}$/)
    const failed = await admin(`/${id}/test`, { method: "POST" })
    expect(failed.json).toEqual({
      delivered: false,
      reason: `127.0.0.1:${web.port} answers 500 no`,
      retry: true,
    })
    const viewer = await api.ask(`/api/v1/alerts/routes/${id}/test`, {
      method: "POST",
      token: api.viewer,
    })
    expect(viewer.status).toBe(403)
    expect((await admin(`/${id}`, { method: "DELETE" })).status).toBe(204)
    expect((await admin(`/${id}`, { method: "DELETE" })).status).toBe(404)
    expect((await admin(`/${id}/test`, { method: "POST" })).status).toBe(404)
  })

  it("calls no private address that was not allowed", async () => {
    const added = await add({ ...webhook(), name: "near", allow_private: false })
    const { id } = added.json as { id: string }
    expect((await admin(`/${id}/test`, { method: "POST" })).json).toEqual({
      delivered: false,
      reason:
        "127.0.0.1 is 127.0.0.1, a private address; add the route with allow_private if that is meant",
      retry: false,
    })
    expect(web.posts).toHaveLength(2)
  })

  it("sends mail with a user's password", async () => {
    const added = await add({
      name: "post",
      kind: "email",
      address: `smtp+plain://127.0.0.1:${mail.port}`,
      from: "a@holmgate.net",
      to: ["b@holmgate.net", "c@holmgate.net"],
      allow_private: true,
    })
    const { id } = added.json as { id: string }
    expect((await admin(`/${id}/test`, { method: "POST" })).json).toMatchObject({ delivered: true })
    expect(mail.mails[0]).toMatch(/To: b@holmgate\.net, c@holmgate\.net/)
  })

  it.each([
    [{ name: "" }, 422, /^name: write 1 to 64 characters on one line/],
    [{ name: "-x" }, 400, /^name: write 1 to 64 letters, digits, dots or dashes/],
    [{ kind: "pager" }, 422, /^kind: write one of webhook, slack/],
    [{ address: "ftp://x" }, 400, /^address: write one such as https:\/\/soc\.example\.net/],
    [{ address: "nothing" }, 400, /^address: write one such as/],
    [{ level: "loud" }, 422, /^level: write one of person, use, all/],
    [{ kinds: ["mail"] }, 400, /^kinds: write http, dns, or a class such as env_file/],
    [{ exclude: ["10.0.0.0/99"] }, 400, /^exclude: write an address or a network/],
    [{ digest_minutes: 0 }, 422, /^digest_minutes: write a whole number from 1 to 1440/],
    [{ kind: "email", address: "smtp://u@h" }, 400, /^from, to: write the sender's address/],
    [
      { kind: "email", address: "smtp://u:p4ss@h", from: "a@b.c", to: ["d@e.f"] },
      400,
      /^address: leave the password out, and give it as secret$/,
    ],
    [
      { kind: "email", address: "smtp://%zz@h", from: "a@b.c", to: ["d@e.f"] },
      400,
      /^address: write one such as/,
    ],
    [
      { kind: "email", address: "smtp://h", from: "nobody", to: ["d@e.f"] },
      400,
      /^from: write an address such as/,
    ],
    [{ kind: "syslog", address: "udp://h/x" }, 400, /^address: write one such as udp:/],
  ])("refuses %j", async (changes, status, line) => {
    const answer = await add({ ...webhook(), name: "another", ...changes })
    const { detail } = answer.json as { detail: string }
    expect([answer.status, detail]).toEqual([status, expect.stringMatching(line)])
    expect(answer.text).not.toMatch(/t0ken|s3cret|p4ss/)
  })

  it("says what to do where there is no key", async () => {
    const bare = await start({ environment: { DECNET_SECRET_KEY: "" } })
    try {
      const answer = await bare.ask("/api/v1/alerts/routes", {
        method: "POST",
        token: bare.admin,
        body: webhook(),
      })
      expect([answer.status, answer.text]).toEqual([409, expect.stringMatching(/decnet init/)])
    } finally {
      await bare.stop()
    }
  })
})
