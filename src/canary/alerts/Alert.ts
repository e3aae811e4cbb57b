/** What somebody is told of a use of bait: plain sentences and facts, and nothing secret. */
import * as Schema from "effect/Schema"
import * as Instant from "../../time/Instant.ts"
import type { CanaryClass } from "../../taxonomy/ContentClass.ts"
import type { Kind } from "../Callback.ts"
import type { HitClass } from "../hits/Classify.ts"
import type { Decoded } from "../hits/Decoded.ts"
import type { Held } from "./Policy.ts"

export const Alert = Schema.Struct({
  kind: Schema.Literal("first", "digest", "test"),
  /** Epoch milliseconds, of the newest hit. */
  at: Schema.Number,
  /** One line. */
  subject: Schema.String,
  sentence: Schema.String,
  facts: Schema.Array(Schema.Tuple(Schema.String, Schema.String)),
  count: Schema.Int,
  token: Schema.NullOr(Schema.String),
  trigger: Schema.NullOr(Schema.String),
  decky: Schema.NullOr(Schema.String),
  class: Schema.NullOr(Schema.String),
})
export type Alert = typeof Alert.Type

/** The token's part of what is told. */
export interface Bait {
  readonly id: string
  readonly class: CanaryClass
  readonly kind: Kind
  readonly decky: string
  readonly deckyName: string
  readonly path: string
}

/** The hit's part. */
export interface Told {
  readonly trigger: string
  readonly at: number
  readonly ip: string
  readonly protocol: "http" | "dns"
  readonly qname: string | undefined
  readonly userAgent: string | undefined
  readonly class: HitClass
  readonly reason: string
  readonly extras: Decoded
}

const nouns: Readonly<Record<CanaryClass, string>> = {
  canary_aws_creds: "AWS credentials",
  canary_env_file: "environment file",
  canary_git_config: "git repository",
  canary_ssh_key: "SSH key",
  canary_honeydoc: "document",
  canary_honeydoc_docx: "Word document",
  canary_honeydoc_pdf: "PDF document",
  canary_mysql_dump: "database dump",
  canary_fingerprint_html: "web page",
  canary_fingerprint_svg: "drawing",
  canary_kubeconfig: "kubeconfig",
  canary_docker_config: "Docker credentials",
  canary_npmrc: "npm credentials",
  canary_netrc: ".netrc file",
  canary_pypirc: "PyPI credentials",
  canary_wireguard: "WireGuard configuration",
  canary_xlsx: "spreadsheet",
  canary_mcp_json: "MCP configuration",
}

export const nounOf = (kind: CanaryClass): string => nouns[kind]

const valueMax = 300

/** What others sent: one line, and not endless. */
const oneLine = (text: string): string => {
  const clean = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "?")
  return clean.length > valueMax ? `${clean.slice(0, valueMax)}…` : clean
}

const time = (at: number): string => `${Instant.toIso(at).slice(0, 19).replace("T", " ")} UTC`

const times = (count: number): string => (count === 1 ? "once" : `${count} times`)

type Fact = readonly [name: string, value: string | undefined]

const facts = (all: ReadonlyArray<Fact>): Alert["facts"] =>
  all.flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, oneLine(value)] as const],
  )

const baitFacts = (bait: Bait): ReadonlyArray<Fact> => [
  ["Host", bait.deckyName],
  ["File", bait.path],
  ["Kind", `${nounOf(bait.class)}, tripped over ${bait.kind === "dns" ? "DNS" : "HTTP"}`],
]

const where = (bait: Bait): string => `${bait.deckyName}:${bait.path}`

export const first = (bait: Bait, hit: Told): Alert => {
  const { ip, extras, protocol } = hit
  const noun = nounOf(bait.class)
  return {
    kind: "first",
    at: hit.at,
    subject: oneLine(
      protocol === "dns"
        ? `Bait used: ${noun} of ${bait.deckyName}, looked up through ${ip}`
        : `Bait used: ${noun} of ${bait.deckyName}, from ${ip}`,
    ),
    sentence: oneLine(
      `The ${noun} at ${where(bait)} was used at ${time(hit.at)}, ` +
        `${protocol === "dns" ? "by a name lookup through" : "from"} ${ip}. ${hit.reason}`,
    ),
    facts: facts([
      ...baitFacts(bait),
      [protocol === "dns" ? "Resolver" : "Address", ip],
      ["Client", extras.did ?? hit.userAgent],
      ["Name", hit.qname],
      ["User", extras.user],
      ["Password", extras.passwordGiven === true ? "given" : undefined],
      ["Access key", extras.accessKeyId],
      ["Message", extras.message],
      ["Judged as", hit.class],
      ["Time", time(hit.at)],
      ["Token", bait.id],
    ]),
    count: 1,
    token: bait.id,
    trigger: hit.trigger,
    decky: bait.deckyName,
    class: hit.class,
  }
}

export const digest = (bait: Bait, held: Held): Alert => {
  const noun = nounOf(bait.class)
  const others = held.others === 0 ? "" : `, and ${held.others} hits from others`
  const sources = `${held.sources.join(", ")}${others}`
  const kinds = Object.entries(held.classes)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([kind, count]) => `${kind} ${count}`)
  return {
    kind: "digest",
    at: held.lastAt,
    subject: oneLine(`Bait used ${times(held.count)} more: ${noun} of ${bait.deckyName}`),
    sentence: oneLine(
      `The ${noun} at ${where(bait)} was used ${times(held.count)} more ` +
        `between ${time(held.firstAt)} and ${time(held.lastAt)}, from ${sources}.`,
    ),
    facts: facts([
      ...baitFacts(bait),
      ["Hits", String(held.count)],
      ["Addresses", sources],
      ["Judged as", kinds.join(", ")],
      ["First", time(held.firstAt)],
      ["Last", time(held.lastAt)],
      ["Token", bait.id],
    ]),
    count: held.count,
    token: bait.id,
    trigger: null,
    decky: bait.deckyName,
    class: kinds[0]?.split(" ")[0] ?? null,
  }
}

/** What `routes test` sends. */
export const test = (route: string, at: number): Alert => ({
  kind: "test",
  at,
  subject: `Test of the alert route ${oneLine(route)}`,
  sentence: `This is a test of the alert route ${oneLine(route)}. Nothing was used.`,
  facts: facts([["Time", time(at)]]),
  count: 0,
  token: null,
  trigger: null,
  decky: null,
  class: null,
})
