/**
 * What is true below the zone: its apex, two name servers, and every name that a slug could stand
 * in, whether one does or not.
 */
import { isIP } from "node:net"
import * as Callback from "../../../src/canary/Callback.ts"
import type { Query } from "./Query.ts"
import { classes, opcodes, rcodes, types } from "./Query.ts"
import type { Content, Labels, ResourceRecord } from "./Reply.ts"

export interface Zone {
  readonly name: string
  readonly labels: Labels
  /** Where all names lead. */
  readonly answerIps: ReadonlyArray<string>
  readonly serial: number
}

/** What a query is about, for the limit of answers a second. */
export type Topic = "positive" | "nodata" | "nxdomain" | "error" | "any"

export interface Answered {
  readonly content: Content
  readonly topic: Topic
}

const slugTtl = 300
const apexTtl = 3600
/** Refresh, retry, expire, negative answers (RFC 1912, 2.2; RFC 2308). */
const timers = [7200, 3600, 1_209_600, 300] as const
const servers = ["ns1", "ns2"]

/** RFC 8914 */
const reasons = { prohibited: 18, notAuthoritative: 20, notSupported: 21 }

const millisOfDay = 86_400_000

/** `YYYYMMDDnn` of a moment in epoch milliseconds; nn is the quarter hour of the day. */
export const serialOf = (now: number): number => {
  const day = new Date(now).toISOString().slice(0, 10).replaceAll("-", "")
  return Number(day) * 100 + Math.floor((now % millisOfDay) / 900_000)
}

export const make = (name: string, answerIps: ReadonlyArray<string>, serial: number): Zone => ({
  name: name.toLowerCase(),
  labels: name.toLowerCase().split("."),
  answerIps,
  serial,
})

const addressBytes = (ip: string): Buffer => {
  if (isIP(ip) === 4) return Buffer.from(ip.split(".").map(Number))
  const [before = "", after] = ip.split("::")
  const groups = (text: string | undefined): ReadonlyArray<number> =>
    (text ?? "").split(":").flatMap((group) => (group === "" ? [] : [Number.parseInt(group, 16)]))
  const [head, tail] = [groups(before), groups(after)]
  const bytes = Buffer.alloc(16)
  head.forEach((group, at) => bytes.writeUInt16BE(group, at * 2))
  tail.forEach((group, at) => bytes.writeUInt16BE(group, 16 - (tail.length - at) * 2))
  return bytes
}

const addresses = (
  { answerIps }: Zone,
  owner: Labels,
  ttl: number,
): ReadonlyArray<ResourceRecord> =>
  answerIps.map((ip) => ({
    owner,
    type: isIP(ip) === 4 ? types.a : types.aaaa,
    ttl,
    data: [addressBytes(ip)],
  }))

const soa = ({ labels, serial }: Zone, ttl: number): ResourceRecord => {
  const numbers = Buffer.alloc(20)
  for (const [at, value] of [serial, ...timers].entries()) numbers.writeUInt32BE(value, at * 4)
  return {
    owner: labels,
    type: types.soa,
    ttl,
    data: [[servers[0]!, ...labels], ["hostmaster", ...labels], numbers],
  }
}

const nameServers = ({ labels }: Zone): ReadonlyArray<ResourceRecord> =>
  servers.map((server) => ({
    owner: labels,
    type: types.ns,
    ttl: apexTtl,
    data: [[server, ...labels]],
  }))

/** Addresses of the name servers, but of the one that was asked for. */
const glue = (zone: Zone, asked: string | undefined): ReadonlyArray<ResourceRecord> =>
  servers
    .filter((server) => server !== asked)
    .flatMap((server) => addresses(zone, [server, ...zone.labels], apexTtl))

const nothing: Content = {
  rcode: rcodes.ok,
  isAuthoritative: true,
  answer: [],
  authority: [],
  additional: [],
  reason: undefined,
  hasQuestion: true,
}

const error = (rcode: number, reason: number | undefined, hasQuestion = true): Answered => ({
  content: { ...nothing, rcode, isAuthoritative: false, reason, hasQuestion },
  topic: "error",
})

const negative = (zone: Zone, rcode: number): Answered => ({
  content: { ...nothing, rcode, authority: [soa(zone, timers[3])] },
  topic: rcode === rcodes.ok ? "nodata" : "nxdomain",
})

const positive = (
  zone: Zone,
  query: Query,
  answer: ReadonlyArray<ResourceRecord>,
  asked: string | undefined,
): Answered => {
  const isServers = query.type === types.ns
  return {
    content: {
      ...nothing,
      answer,
      authority: isServers ? [] : nameServers(zone),
      additional: glue(zone, asked),
    },
    topic: "positive",
  }
}

/** What there is at a name; undefined where there is no such name. */
const recordsAt = (
  zone: Zone,
  labels: Labels,
  below: number,
): ReadonlyArray<ResourceRecord> | undefined => {
  if (below === 0) return [soa(zone, apexTtl), ...nameServers(zone)]
  if (below === 1 && servers.includes(labels[0]!.toLowerCase()))
    return addresses(zone, labels, apexTtl)
  return Callback.ofName(labels, zone.name) === undefined
    ? undefined
    : addresses(zone, labels, slugTtl)
}

const isWithin = ({ labels: own }: Zone, labels: Labels): boolean =>
  labels.length >= own.length &&
  own.every((label, at) => labels[labels.length - own.length + at]!.toLowerCase() === label)

const inZone = (zone: Zone, query: Query): Answered => {
  const { labels, type } = query
  const below = labels.length - zone.labels.length
  const there = recordsAt(zone, labels, below)
  if (there === undefined) return negative(zone, rcodes.name)
  // of a name that is asked for all, the first set will do (RFC 8482)
  const wanted = type === types.any ? there[0]?.type : type
  const found = there.filter((record) => record.type === wanted)
  if (found.length === 0) return negative(zone, rcodes.ok)
  if (type === types.any) return { content: { ...nothing, answer: found }, topic: "any" }
  return positive(zone, query, found, below === 1 ? labels[0]!.toLowerCase() : undefined)
}

/** Whoever asks for any class gets no word of authority with it. */
const ofAnyClass = ({ content, topic }: Answered): Answered => ({
  topic,
  content: { ...content, isAuthoritative: false, authority: [], additional: [] },
})

const isApex = (zone: Zone, { labels }: Query): boolean =>
  labels.length === zone.labels.length && isWithin(zone, labels)

/** Nobody is told what is in the zone as a whole. */
const transfer = (zone: Zone, query: Query, isTcp: boolean): Answered => {
  if (!isTcp && query.type === types.axfr) return error(rcodes.notImplemented, undefined)
  return isApex(zone, query)
    ? error(rcodes.refused, reasons.prohibited)
    : error(rcodes.notAuthoritative, undefined)
}

/** What the server says of itself, `hide-version` and `hide-identity` set. */
const hidden = new Set(["version.bind", "version.server", "hostname.bind", "id.server"])

const chaos = ({ labels, type }: Query): Answered => {
  const isHidden =
    hidden.has(labels.join(".").toLowerCase()) && (type === types.txt || type === types.any)
  return error(rcodes.refused, isHidden ? reasons.prohibited : reasons.notSupported)
}

export const answer = (zone: Zone, query: Query, isTcp: boolean): Answered => {
  if (query.opcode === opcodes.notify)
    return error(isApex(zone, query) ? rcodes.refused : rcodes.name, undefined, false)
  if (query.edns !== undefined && query.edns.version > 0) return error(rcodes.ok, undefined)
  if (query.class === classes.chaos) return chaos(query)
  if (query.class !== classes.internet && query.class !== classes.any)
    return error(rcodes.refused, reasons.notSupported, false)
  if (query.type === types.axfr || query.type === types.ixfr) return transfer(zone, query, isTcp)
  if (!isWithin(zone, query.labels)) return error(rcodes.refused, reasons.notAuthoritative)
  const answered = inZone(zone, query)
  return query.class === classes.any ? ofAnyClass(answered) : answered
}
