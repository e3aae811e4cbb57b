/** What kind of thing called, and why that is thought, in a sentence that a person can act on. */
import type { DnsSeen, HttpSeen, Seen } from "../Hit.ts"
import * as Client from "./Client.ts"
import * as Incident from "./Incident.ts"
import * as Services from "./Services.ts"

export const classes = [
  "resolver-echo",
  "link-preview",
  "mail-scanner",
  "antivirus",
  "own-probe",
  "likely-person",
  "unknown-automation",
] as const

export type HitClass = (typeof classes)[number]

export interface Verdict {
  readonly class: HitClass
  readonly reason: string
  /** `git 2.39.5 fetched a repository`; undefined where it is not known. */
  readonly did: string | undefined
}

const agentMax = 120

const shown = (agent: string): string =>
  `"${agent.replace(/\p{Cc}/gu, "?").slice(0, agentMax)}${agent.length > agentMax ? "…" : ""}"`

/** What resolvers ask on their own: where a zone is cut (RFC 9156), and how it is signed. */
const housekeeping = new Set(["NS", "SOA", "DS", "DNSKEY", "RRSIG", "NSEC", "NSEC3", "CAA"])

const ofDns = (ip: string, dns: DnsSeen, before: Incident.Before, asked: string): Verdict => {
  const resolver = Services.nearby(Services.resolverRanges, ip)
  const by = resolver ?? `the resolver ${ip}`
  if (before.asked.includes(asked))
    return {
      class: "resolver-echo",
      reason: `${by} asked again for what it asked a moment ago; the first lookup is the one that counts.`,
      did: undefined,
    }
  if (housekeeping.has(dns.type))
    return {
      class: "resolver-echo",
      reason: `${dns.type} is what resolvers ask on their own account; look for the A or AAAA lookup beside it.`,
      did: undefined,
    }
  if (before.asked.length > 0 && /^(?:A|AAAA|HTTPS|TYPE65)$/.test(dns.type))
    return {
      class: "resolver-echo",
      reason: `It is the ${dns.type} half of a lookup that was already counted.`,
      did: undefined,
    }
  const whose =
    dns.subnet === undefined
      ? resolver === undefined
        ? `Whoever did it uses the resolver ${ip}: ask its operator, or look in its log.`
        : `The address is ${resolver}'s, so it does not tell who asked.`
      : `The resolver says that it asks for somebody in ${dns.subnet}.`
  return /^(?:A|AAAA|HTTPS|TYPE65|CNAME)$/.test(dns.type)
    ? {
        class: "likely-person",
        reason: `The name was looked up as programs do before they connect. ${whose}`,
        did: undefined,
      }
    : {
        class: "unknown-automation",
        reason: `${dns.type} is no lookup of a program that connects; somebody examines the name. ${whose}`,
        did: undefined,
      }
}

const ofHttp = (ip: string, request: HttpSeen): Verdict => {
  const agent = Client.headerOf(request.headers, "user-agent")
  const client = Client.of(request)
  const did = client?.did
  const said = agent === undefined ? "" : ` (${shown(agent)})`
  const scanner = Services.named(Services.mailScanners, agent)
  if (scanner !== undefined)
    return {
      class: "mail-scanner",
      reason: `${scanner} opened the link${said}: somebody mailed it to, or through, an organisation that uses it.`,
      did,
    }
  const preview = Services.named(Services.previews, agent)
  if (preview !== undefined)
    return {
      class: "link-preview",
      reason: `${preview} fetched a preview${said}: somebody pasted the link there, which is a person at work.`,
      did,
    }
  const virusScanner = Services.named(Services.antivirus, agent)
  if (virusScanner !== undefined)
    return {
      class: "antivirus",
      reason: `${virusScanner} looked at the link or file${said}: it is on a machine, or was uploaded, where that scans.`,
      did,
    }
  const gateway = Services.nearby(Services.mailScannerRanges, ip)
  if (gateway !== undefined)
    return {
      class: "mail-scanner",
      reason: `${ip} is in a network from which ${gateway} opens links: somebody mailed it to, or through, an organisation that uses it.`,
      did,
    }
  const robot = Services.named(Services.robots, agent)
  if (robot !== undefined)
    return {
      class: "unknown-automation",
      reason: `The caller says that it is ${robot}${said}; find out who runs it.`,
      did,
    }
  if (client === undefined)
    return {
      class: "unknown-automation",
      reason:
        agent === undefined
          ? "The caller did not say what it is, which scripts do and browsers do not."
          : `The caller is no program that is known here${said}.`,
      did,
    }
  return client.nature === "library"
    ? {
        class: "unknown-automation",
        reason: `A script or a program in ${client.program} called; what is behind it is not known.`,
        did,
      }
    : {
        class: "likely-person",
        reason: `${client.did}: somebody uses what was in the file.`,
        did,
      }
}

/** `isProbe`: whether it is our own test of the listeners. */
export const of = (seen: Seen, before: Incident.Before, isProbe: boolean): Verdict =>
  isProbe
    ? { class: "own-probe", reason: "It is the listeners' own test.", did: undefined }
    : seen.dns !== undefined
      ? ofDns(seen.ip, seen.dns, before, Incident.askedOf(seen))
      : seen.http !== undefined
        ? ofHttp(seen.ip, seen.http)
        : {
            class: "unknown-automation",
            reason: "What was asked is not known.",
            did: undefined,
          }
