/** Tokens and hits to test with. */
import type { HttpSeen, Seen } from "../../../src/canary/Hit.ts"
import type { TokenRow } from "../../../src/ports/CanaryTokens.ts"

/** Monday, the fifth of January 2026, ten o'clock. */
export const monday = 1_767_607_200_000

const letters = "abcdefghijklmnopqrstuvwxyz234567"

/** 26 characters that nobody else has. */
export const slug = (seed: number): string =>
  Array.from(
    { length: 26 },
    (_, at) => letters[at < 6 ? (seed >> (5 * at)) & 31 : (seed + at * at) % 32],
  ).join("")

export const token = (seed: number, changes: Partial<TokenRow> = {}): TokenRow => ({
  id: `00000000-0000-4000-8000-${String(seed).padStart(12, "0")}`,
  kind: "http",
  class: "canary_env_file",
  decky: `local:srv-${seed}`,
  deckyName: `srv-${seed}`,
  topologyId: undefined,
  momentId: `m/${seed}`,
  path: "/home/anna/app/.env",
  slug: slug(seed),
  secret: "ab".repeat(32),
  nonce: undefined,
  context: {
    class: "canary_env_file",
    salt: "5a".repeat(16),
    path: "/home/anna/app/.env",
    owner: {
      name: "Anna Berg",
      email: "anna.berg@holmgate.net",
      role: "Developer",
      language: "en",
      signature: undefined,
      login: "anna",
      home: "/home/anna",
      timezone: "Europe/Berlin",
      activeHours: { startMinute: 540, endMinute: 1080 },
    },
    organisation: {
      name: "Holmgate",
      domain: "holmgate.net",
      hosts: [],
      projects: [],
      teams: [],
      vendors: [],
      customers: [],
      meetings: [],
      databases: [],
      tickets: [],
      people: [],
      automation: "deploy",
    },
    hostname: `srv-${seed}`,
    release: "debian-12",
    mtime: { ms: monday - 86_400_000, ns: 0 },
    document: undefined,
    callback: { httpBase: "https://assets.example.net", dnsZone: "c.example.net" },
  },
  createdBy: "orchestrator",
  state: "planted",
  lastError: undefined,
  files: [],
  placedAt: undefined,
  lastTriggeredAt: undefined,
  triggerCount: 0,
  ...changes,
})

export const http = (agent: string | undefined, changes: Partial<HttpSeen> = {}): HttpSeen => ({
  method: "GET",
  target: "/api/v1/x",
  headers: [
    ["Host", "assets.example.net"],
    ...(agent === undefined ? [] : [["User-Agent", agent] as const]),
  ],
  body: "",
  ...changes,
})

let count = 0

export const seen = (changes: Partial<Seen> = {}): Seen => ({
  id: `1:${++count}`,
  at: monday,
  slug: slug(1),
  ip: "185.220.101.7",
  http: changes.dns === undefined ? http("curl/8.5.0") : undefined,
  dns: undefined,
  ...changes,
})

export const lookup = (
  type = "A",
  name = `${slug(1)}.c.example.net`,
): NonNullable<Seen["dns"]> => ({
  name,
  type,
  transport: "udp",
  subnet: undefined,
})
