/** The API as the pages meet it, over a made-up fleet that can be changed; and the real pages. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import * as HttpApp from "@effect/platform/HttpApp"
import * as Either from "effect/Either"
import * as Dashboard from "../../runtime/http/Dashboard.ts"
import * as PersonaImport from "../../src/persona/PersonaImport.ts"
import * as PlannerConfig from "../../src/planner/PlannerConfig.ts"
import * as Data from "./FixtureData.ts"

export const admin = "admin-token-of-the-fixture-0123456789abcdefg"
export const viewer = "viewer-token-of-the-fixture-0123456789abcdef"

const deckies = 1000
const tokensCount = 64

interface Call {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: Buffer
  readonly headers: IncomingMessage["headers"]
  readonly isAdmin: boolean
  readonly response: ServerResponse
}

class Refused extends Error {
  readonly status: number
  constructor(status: number, detail: string) {
    super(detail)
    this.status = status
  }
}

type Handler = (call: Call, ...parts: ReadonlyArray<string>) => unknown

/** Has been answered by the handler itself. */
const answered = Symbol("answered")

const pageOf = <A>(all: ReadonlyArray<A>, query: URLSearchParams) => {
  const limit = Math.min(200, Number(query.get("limit") ?? 50))
  const offset = Number(query.get("offset") ?? 0)
  const data = all.slice(offset, offset + limit)
  return { total: all.length, limit, offset, next_cursor: null, data }
}

export interface Fixture {
  readonly url: string
  /** Sends an event to every open stream. */
  readonly send: (event: Data.Event) => void
  /** How many streams are open. */
  readonly streams: () => number
  /** Ends them, as a restart would. */
  readonly drop: () => void
  /** `Last-Event-ID` of the streams that were asked for, in order. */
  readonly resumed: ReadonlyArray<string | undefined>
  readonly personas: () => ReadonlyArray<Readonly<Record<string, unknown>>>
  readonly config: () => PlannerConfig.PlannerConfig
  readonly stop: () => Promise<void>
}

const json = (call: Call): unknown => JSON.parse(call.body.toString("utf8"))

const write = (call: Call): void => {
  if (!call.isAdmin) throw new Refused(403, "Insufficient permissions")
}

const indexOf = (uuid: string): number => {
  for (let index = 0; index < deckies; index++) if (Data.deckyUuid(index) === uuid) return index
  throw new Refused(404, "There is no such decky")
}

const fileRow = (index: number, file: Data.MadeFile) => ({
  uuid: file.uuid,
  decky_uuid: Data.deckyUuid(index),
  decky_name: Data.deckyName(index),
  path: file.path,
  persona: file.person?.name ?? "",
  content_class: file.class,
  created_at: Data.iso(file.born),
  last_modified: Data.iso(file.changes.at(-1) ?? file.born),
  edit_count: file.changes.length,
  content_hash: "0".repeat(64),
  bytes: file.bytes,
  mode: file.mode,
  owner: file.owner,
  touched: file.touched,
})

const textOf = (path: string, slug: string): string | null =>
  path.endsWith(".pdf")
    ? null
    : path.endsWith(".env")
      ? `APP_ENV=production\nDB_HOST=db-01.tarnfield.net\nCONFIG_URL=https://updates.example.net/c/${slug}/config.json\n`
      : `[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\nendpoint = https://${slug}.updates.example.net\n`

const artifact = (path: string, slug: string) => {
  const text = textOf(path, slug)
  return {
    path,
    mode: "0600",
    bytes: text === null ? 48_211 : Buffer.byteLength(text),
    sha256: "0".repeat(64),
    text,
  }
}

const outcomes = [
  ["accepted", "note", 412],
  ["accepted", "email", 233],
  ["accepted", "todo", 120],
  ["placeholder", "email", 41],
  ["language", "note", 12],
  ["timeout", "note", 9],
  ["wrapped", "draft", 22],
  ["syntax", "script", 31],
] as const

/** What a preview of somebody with these hours shows. */
const simulated = (body: Readonly<Record<string, unknown>>) => {
  const pool = body["personas"] as ReadonlyArray<Readonly<Record<string, unknown>>> | undefined
  const person = pool?.[0]
  // nobody writes mail to themselves
  const isAlone = pool?.length === 1
  const [from = 9, to = 17] = String(person?.["active_hours"] ?? "09:00-17:00")
    .split("-")
    .map((text) => Number(text.slice(0, 2)))
  const config = body["config"] as
    | { user_class_weights?: ReadonlyArray<{ content_class: string; weight: number }> }
    | undefined
  const weights = config?.user_class_weights ?? [{ content_class: "note", weight: 30 }]
  const now = Date.now()
  const at = Math.max(
    0,
    Data.people.findIndex(({ email }) => email === person?.["email"]),
  )
  return {
    type: "result",
    summary: {
      files_by_class: [
        ...weights.map(({ content_class, weight }) => ({ class: content_class, created: weight })),
        { class: "log_cron", created: 4 },
      ],
      hour_by_weekday: Data.heat(from, to, 3, 6),
      mails: isAlone ? 0 : 14,
      threads: isAlone ? 0 : 6,
      sessions: 22,
      findings: [],
    },
    tree: Data.files(at, now)
      .filter((file) => !isAlone || file.person === undefined || file.person === Data.people[at])
      .map((file) => ({
        path: file.path,
        kind: "file",
        bytes: file.bytes,
        mode: file.mode,
        owner: file.owner,
        mtime: Data.iso(file.born),
      })),
    threads: [],
    truncated: false,
  }
}

export const start = async (): Promise<Fixture> => {
  const now = Date.now()
  let personas: ReadonlyArray<Readonly<Record<string, unknown>>> = Data.people
  let version = 1
  let config = PlannerConfig.defaults
  let tokens = Array.from({ length: tokensCount }, (_, index) => Data.token(index, now))
  let blobs = [
    {
      uuid: "b-1",
      sha256: "0".repeat(64),
      filename: "price-list-2026.xlsx",
      content_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      size_bytes: 48_211,
      uploaded_by: "ops",
      uploaded_at: Data.iso(now - 86_400_000),
      tokens: 1,
    },
  ]
  let routes = [
    {
      id: "r-1",
      name: "on-call",
      kind: "slack",
      where: "hooks.slack.com",
      enabled: true,
      level: "person",
      deckies: [],
      kinds: [],
      exclude: [],
      digest_minutes: 15,
      created_at: Data.iso(now),
      waiting: 0,
      sent: 12,
      failed: 0,
      last_error: null as string | null,
    },
  ]
  const rows = Array.from({ length: deckies }, (_, index) => Data.decky(index, now))
  const events = Array.from({ length: 300 }, (_, at) => Data.event(at, (now - at * 47_000) / 1000))
  const open = new Set<ServerResponse>()
  const resumed: Array<string | undefined> = []
  let sent = 1000

  const checked = (body: unknown) => {
    const found = PersonaImport.parse(body, "en")
    if (found === undefined) throw new Refused(422, "personas: write a list")
    return found
  }

  const putPersonas = (call: Call) => {
    write(call)
    const match = call.headers["if-match"]
    if (match !== undefined && match !== `"${version}"`)
      throw new Refused(412, "The pool was changed meanwhile; load it again")
    const { entries, rejected } = checked(json(call))
    if (entries.length === 0 && rejected.length > 0)
      throw new Refused(400, `No entry is valid: ${rejected[0]!.reason}`)
    personas = entries
    version += 1
    return { path: "/etc/decnet/personas.json", personas, rejected }
  }

  const getPersonas = (call: Call) => {
    call.response.setHeader("etag", `"${version}"`)
    return { path: "/etc/decnet/personas.json", personas, rejected: [], problem: null }
  }

  const tokenOf = (uuid: string) => {
    const found = tokens.find((each) => each.uuid === uuid)
    if (found === undefined) throw new Refused(404, "There is no such bait")
    return found
  }

  const stream = (call: Call) => {
    const { response, headers } = call
    const last = headers["last-event-id"]
    resumed.push(typeof last === "string" ? last : undefined)
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" })
    response.write(
      `id: ${sent}\nevent: snapshot\ndata: ${JSON.stringify({ events: events.slice(0, 50), deckies })}\n\n`,
    )
    open.add(response)
    response.on("close", () => open.delete(response))
    return answered
  }

  const simulate = async (call: Call) => {
    const { response } = call
    response.writeHead(200, { "content-type": "application/x-ndjson" })
    for (const percent of [10, 50, 90]) {
      response.write(`${JSON.stringify({ type: "progress", percent })}\n`)
      await new Promise((resolve) => setImmediate(resolve))
    }
    response.end(`${JSON.stringify(simulated(json(call) as Readonly<Record<string, unknown>>))}\n`)
    return answered
  }

  const putConfig = (call: Call) => {
    write(call)
    const parsed = PlannerConfig.parse(json(call), config)
    if (Either.isLeft(parsed)) throw new Refused(422, parsed.left)
    config = parsed.right.config
    return PlannerConfig.toWire(config)
  }

  const handlers: ReadonlyArray<readonly [string, RegExp, Handler]> = [
    [
      "GET",
      /^\/session$/,
      ({ isAdmin }) => ({
        name: isAdmin ? "ops" : "reader",
        role: isAdmin ? "admin" : "viewer",
        version: "0.1.0",
        host_uuid: "local",
      }),
    ],
    [
      "GET",
      /^\/workers$/,
      () => ({
        data: ["orchestrator", "canary", "api"].map((worker) => ({
          host_uuid: "local",
          worker,
          beat_at: Data.iso(Date.now()),
          age_seconds: 3,
          alive: true,
          extra: {},
        })),
      }),
    ],
    [
      "GET",
      /^\/deckies$/,
      ({ query }) => {
        const q = (query.get("q") ?? "").toLowerCase()
        return pageOf(
          rows.filter(({ name, hostname, ip }) => `${name} ${hostname} ${ip}`.includes(q)),
          query,
        )
      },
    ],
    [
      "GET",
      /^\/deckies\/([^/]+)$/,
      (_, uuid) => {
        const index = indexOf(uuid!)
        return {
          ...rows[index],
          timezone: "Europe/London",
          residents: Data.residents(index),
          heat: Data.heat(8, 18, index),
        }
      },
    ],
    [
      "GET",
      /^\/deckies\/([^/]+)\/tree$/,
      (_, uuid) => ({
        data: Data.files(indexOf(uuid!), now)
          .filter(({ removed }) => removed === undefined)
          .map((file) => ({
            path: file.path,
            bytes: file.bytes,
            mode: file.mode,
            owner: file.owner,
            group: file.owner,
            mtime: Data.iso(file.changes.at(-1) ?? file.born),
            class: file.class,
            touched: file.touched,
          })),
      }),
    ],
    [
      "GET",
      /^\/deckies\/([^/]+)\/lives$/,
      (_, uuid) => ({
        data: Data.files(indexOf(uuid!), now).map((file) => ({
          path: file.path,
          class: file.class,
          persona: file.person?.name ?? null,
          born_at: Data.iso(file.born),
          changed_at: file.changes.map(Data.iso),
          removed_at: file.removed === undefined ? null : Data.iso(file.removed),
        })),
      }),
    ],
    [
      "GET",
      /^\/deckies\/([^/]+)\/threads$/,
      ({ query }) =>
        pageOf(
          Array.from({ length: 44 }, (_, at) => Data.thread(at, now)),
          query,
        ),
    ],
    [
      "GET",
      /^\/deckies\/([^/]+)\/sessions$/,
      ({ query }, uuid) =>
        pageOf(
          events
            .filter(({ kind }) => kind === "traffic")
            .map((event) => ({ ...event, src_decky_uuid: uuid })),
          query,
        ),
    ],
    [
      "GET",
      /^\/deckies\/([^/]+)\/check$/,
      (_, uuid) => ({
        findings:
          indexOf(uuid!) % 6 === 1
            ? [
                {
                  tell: "T02",
                  path: "/home/hmarsh/todo.txt",
                  evidence: "changed at 03:12 on a Sunday, outside of working hours",
                },
              ]
            : [],
        checked: ["T01", "T02", "T03", "N01", "N08", "L01", "M02"],
      }),
    ],
    [
      "GET",
      /^\/realism\/synthetic-files$/,
      ({ query }) => {
        const index = indexOf(query.get("decky_uuid") ?? Data.deckyUuid(0))
        return pageOf(
          Data.files(index, now).map((file) => fileRow(index, file)),
          query,
        )
      },
    ],
    [
      "GET",
      /^\/realism\/synthetic-files\/f-(\d+)-([^/]+)$/,
      (_, index, rest) => {
        const file = Data.files(Number(index), now).find(
          ({ uuid }) => uuid === `f-${index}-${rest}`,
        )!
        return {
          ...fileRow(Number(index), file),
          last_body: Data.lastText,
          truncated: false,
          wordings: [
            {
              at: Data.iso(file.born),
              outcome: "accepted",
              model: "llama3.1",
              digest: null,
              seed: null,
              duration_ms: 2100,
              tokens: 140,
              detail: "",
            },
          ],
        }
      },
    ],
    [
      "GET",
      /^\/realism\/synthetic-files\/f-(\d+)-([^/]+)\/versions$/,
      (_, index, rest) => ({
        data: Data.versions(
          Data.files(Number(index), now).find(({ uuid }) => uuid === `f-${index}-${rest}`)!,
        ),
      }),
    ],
    ["GET", /^\/realism\/personas$/, getPersonas],
    ["PUT", /^\/realism\/personas$/, putPersonas],
    [
      "GET",
      /^\/topologies$/,
      () => ({
        total: 1,
        data: [
          {
            id: "t-1",
            name: "branch-leeds",
            mode: "agent",
            status: "running",
            deckies: 12,
            language_default: "en",
          },
        ],
      }),
    ],
    [
      "GET",
      /^\/topologies\/([^/]+)\/personas$/,
      (_, id) => ({
        topology_id: id,
        topology_name: "branch-leeds",
        language_default: "en",
        personas: personas.slice(0, 2),
        rejected: [],
      }),
    ],
    [
      "POST",
      /^\/realism\/personas\/check$/,
      (call) => {
        const { entries, rejected } = checked(json(call))
        return { accepted: entries, rejected }
      },
    ],
    ["GET", /^\/realism\/config$/, () => PlannerConfig.toWire(config)],
    ["PUT", /^\/realism\/config$/, putConfig],
    [
      "DELETE",
      /^\/realism\/config$/,
      (call) => {
        write(call)
        config = PlannerConfig.defaults
        return PlannerConfig.toWire(config)
      },
    ],
    ["POST", /^\/realism\/simulate$/, simulate],
    [
      "GET",
      /^\/realism\/words$/,
      () => ({
        enabled: true,
        backend: "ollama",
        model: "llama3.1",
        breaker: "closed",
        latency_ms: 2140,
        calls_today: 312,
        tokens_today: 48_220,
        budget_calls: 2000,
        budget_tokens: 500_000,
        outcomes: outcomes.map(([outcome, kind, count]) => ({ outcome, class: kind, count })),
      }),
    ],
    [
      "GET",
      /^\/realism\/llm$/,
      () => ({
        provider: "ollama",
        base_url: "http://127.0.0.1:11434",
        model: "llama3.1",
        timeout: 60,
        api_key_set: false,
        concurrency: 2,
        budget_calls: 2000,
        budget_tokens: 500_000,
        from: { provider: "environment", base_url: "default", model: "stored" },
        warnings: [],
      }),
    ],
    [
      "GET",
      /^\/orchestrator\/events\/stats$/,
      () => ({
        since: Data.iso(now - 3_600_000),
        counts: { traffic: 20, file: 40, email: 20 },
        failures: events
          .filter(({ success }) => !success)
          .slice(0, 3)
          .map(({ ts, kind, action, src_decky_uuid }) => ({
            ts,
            kind,
            action,
            decky_uuid: src_decky_uuid,
            why: "a visitor was at the file",
          })),
      }),
    ],
    ["GET", /^\/orchestrator\/events\/stream$/, stream],
    [
      "GET",
      /^\/canary\/tokens$/,
      ({ query }) => {
        const [state, used] = [query.get("state"), query.get("used")]
        return pageOf(
          tokens.filter(
            (each) =>
              (state === null || each.state === state) &&
              (used === null || each.trigger_count > 0 === (used === "true")),
          ),
          query,
        )
      },
    ],
    [
      "POST",
      /^\/canary\/tokens$/,
      (call) => {
        write(call)
        const body = json(call) as { readonly class: string; readonly decky: string }
        const made = {
          ...Data.token(0, now),
          uuid: `c-${tokens.length}`,
          class: `canary_${body.class}`,
          decky_name: body.decky,
        }
        tokens = [made, ...tokens]
        call.response.statusCode = 201
        return { ...made, statement: null }
      },
    ],
    [
      "POST",
      /^\/canary\/preview$/,
      () => ({
        class: "canary_env_file",
        kind: "http",
        persona: Data.people[0]!.email,
        path: "/home/hmarsh/app/.env",
        files: [artifact("/home/hmarsh/app/.env", "p4k2m8s1x7")],
      }),
    ],
    ["GET", /^\/canary\/tokens\/([^/]+)$/, (_, uuid) => ({ ...tokenOf(uuid!), fingerprints: [] })],
    [
      "DELETE",
      /^\/canary\/tokens\/([^/]+)$/,
      (call, uuid) => {
        write(call)
        tokenOf(uuid!)
        tokens = tokens.map((each) => (each.uuid === uuid ? { ...each, state: "revoked" } : each))
        return { uuid, state: "revoked", left: ["/home/hmarsh/.aws/credentials"] }
      },
    ],
    [
      "GET",
      /^\/canary\/tokens\/([^/]+)\/preview$/,
      ({ isAdmin }, uuid) => ({
        uuid,
        files: [artifact(tokenOf(uuid!).path, isAdmin ? "w7k2q9x4m1" : "**********")],
      }),
    ],
    [
      "GET",
      /^\/canary\/tokens\/([^/]+)\/triggers$/,
      ({ query }, uuid) =>
        pageOf(
          Array.from({ length: tokenOf(uuid!).trigger_count }, (_, at) => Data.use(uuid!, at, now)),
          query,
        ),
    ],
    [
      "GET",
      /^\/canary\/triggers$/,
      ({ query }) =>
        pageOf(
          [0, 1, 2, 3, 4].map((at) => Data.use("c-001", at, now)),
          query,
        ),
    ],
    [
      "GET",
      /^\/canary\/export$/,
      ({ response }) => (response.end("occurred_at,src_ip\n"), answered),
    ],
    ["GET", /^\/canary\/blobs$/, ({ query }) => pageOf(blobs, query)],
    [
      "POST",
      /^\/canary\/blobs$/,
      (call) => {
        write(call)
        const filename = /filename="([^"]*)"/.exec(call.body.toString("latin1"))?.[1] ?? "file"
        const made = { ...blobs[0]!, uuid: `b-${blobs.length + 1}`, filename, tokens: 0 }
        blobs = [made, ...blobs]
        call.response.statusCode = 201
        return { ...made, class: "canary_xlsx", format: "xlsx", statement: `${filename} is kept.` }
      },
    ],
    ["GET", /^\/alerts\/routes$/, () => ({ total: routes.length, data: routes })],
    [
      "POST",
      /^\/alerts\/routes$/,
      (call) => {
        write(call)
        const body = json(call) as { readonly name: string; readonly kind: string }
        routes = [
          ...routes,
          { ...routes[0]!, id: `r-${routes.length + 1}`, ...body, where: "example.net" },
        ]
        call.response.statusCode = 201
        return routes.at(-1)
      },
    ],
    [
      "POST",
      /^\/alerts\/routes\/([^/]+)\/test$/,
      (call) => {
        write(call)
        return { delivered: true, reason: null, retry: false }
      },
    ],
  ]

  const api = async (call: Call) => {
    const [, handler, match] =
      handlers
        .filter(([method]) => method === call.method)
        .map(([method, pattern, handler]) => [method, handler, pattern.exec(call.path)] as const)
        .find(([, , match]) => match !== null) ?? []
    if (handler === undefined) throw new Refused(404, "There is no such path")
    return handler(call, ...match!.slice(1).map(decodeURIComponent))
  }

  const pages = HttpApp.toWebHandler(Dashboard.app(Dashboard.read()))

  const page = async (request: IncomingMessage, response: ServerResponse) => {
    const found = await pages(
      new Request(`http://localhost${request.url}`, {
        method: request.method!,
        headers: request.headers as Record<string, string>,
      }),
    )
    response.writeHead(found.status, Object.fromEntries(found.headers))
    response.end(Buffer.from(await found.arrayBuffer()))
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url!, "http://localhost")
    if (!url.pathname.startsWith("/api/v1/")) return page(request, response)
    const parts: Array<Buffer> = []
    for await (const part of request) parts.push(part as Buffer)
    const given = /^Bearer (.*)$/.exec(request.headers.authorization ?? "")?.[1]
    try {
      if (given !== admin && given !== viewer)
        throw new Refused(401, "Could not validate credentials")
      const answer = await api({
        method: request.method!,
        path: url.pathname.slice("/api/v1".length),
        query: url.searchParams,
        body: Buffer.concat(parts),
        headers: request.headers,
        isAdmin: given === admin,
        response,
      })
      if (answer !== answered) response.end(JSON.stringify(answer))
    } catch (error) {
      const status = error instanceof Refused ? error.status : 500
      response.writeHead(status, { "content-type": "application/json" })
      response.end(JSON.stringify({ detail: error instanceof Error ? error.message : "" }))
    }
    return undefined
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    send: (event) => {
      sent += 1
      for (const each of open)
        each.write(
          `id: ${sent}\nevent: ${event.kind}\ndata: ${JSON.stringify(Data.envelope(event))}\n\n`,
        )
    },
    streams: () => open.size,
    drop: () => {
      for (const each of open) each.end()
    },
    resumed,
    personas: () => personas,
    config: () => config,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
