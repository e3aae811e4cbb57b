import { createSocket } from "node:dgram"
import * as packet from "dns-packet"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import * as Query from "../../../runtime/canary/dns/Query.ts"
import { RateLimit } from "../../../runtime/canary/dns/RateLimit.ts"
import * as Reply from "../../../runtime/canary/dns/Reply.ts"
import * as Zone from "../../../runtime/canary/dns/Zone.ts"
import * as Listeners from "./Listeners.ts"
import { slug } from "./Probes.ts"
import * as Questions from "./Questions.ts"

let ours: Listeners.Started
beforeAll(async () => {
  ours = await Listeners.dns({ now: () => 1_767_607_200_000 })
})
afterAll(() => ours.stop())
beforeEach(() => void ours.seen.splice(0))

const ask = async (parts: Parameters<typeof Questions.question>[0]) => {
  const answer = await Questions.overUdp(ours.port, Questions.question(parts))
  return packet.decode(answer!)
}

const name = `${slug}.c.example.net`

describe("the zone", () => {
  it("gives addresses to slugs, to what lies below them and to its name servers", async () => {
    for (const each of [name, `a.b.${name}`, "ns1.c.example.net", "ns2.c.example.net"]) {
      const { answers, flag_aa } = await ask({ name: each })
      expect(answers).toMatchObject([{ name: each, type: "A", data: "10.9.8.7" }])
      expect(flag_aa).toBe(true)
    }
  })

  it("has an apex with SOA and NS, whose serial is the day's", async () => {
    const soa = await ask({ name: "c.example.net", type: Questions.types.SOA })
    expect(soa.answers).toMatchObject([
      {
        type: "SOA",
        data: {
          mname: "ns1.c.example.net",
          rname: "hostmaster.c.example.net",
          serial: 2_026_010_540,
          refresh: 7200,
          retry: 3600,
          expire: 1_209_600,
          minimum: 300,
        },
      },
    ])
    const ns = await ask({ name: "c.example.net", type: Questions.types.NS })
    expect(ns.answers).toMatchObject([{ data: "ns1.c.example.net" }, { data: "ns2.c.example.net" }])
    expect(ns.additionals).toMatchObject([{ data: "10.9.8.7" }, { data: "10.9.8.7" }])
  })

  it("echoes a name as it was spelled", async () => {
    const spelled = "K7dZq3mWL5PFHX2VBN6YSARGTE.c.ExAmPlE.nEt"
    const { answers, questions } = await ask({ name: spelled })
    expect(questions).toMatchObject([{ name: spelled }])
    expect(answers).toMatchObject([{ name: spelled }])
  })

  it("answers a slug that nobody has alike", async () => {
    const one = await ask({ name })
    const other = await ask({ name: `${"a".repeat(26)}.c.example.net` })
    expect(JSON.stringify(other).replaceAll("a".repeat(26), slug)).toBe(JSON.stringify(one))
  })

  it("has IPv6 addresses where one is configured", () => {
    const zone = Zone.make("c.example.net", ["10.9.8.7", "2001:db9::a:1"], 1)
    const parts = { type: Questions.types.AAAA, tail: Questions.opt() }
    const query = Query.parse(Questions.question(parts)) as Query.Query
    const reply = Reply.of(query, Zone.answer(zone, query, false).content, false)
    expect(packet.decode(reply).answers).toMatchObject([{ type: "AAAA", data: "2001:db9::a:1" }])
    expect(packet.decode(reply).additionals).toHaveLength(5)
  })

  it("asks for TCP where the answer does not fit, and leaves out what is not asked for first", () => {
    const ips = Array.from({ length: 40 }, (_, at) => `10.0.0.${at}`)
    const zone = (count: number): Zone.Zone => Zone.make("c.example.net", ips.slice(0, count), 1)
    const query = Query.parse(Questions.question()) as Query.Query
    const reply = (count: number, isTcp: boolean) =>
      packet.decode(Reply.of(query, Zone.answer(zone(count), query, isTcp).content, isTcp))
    expect(reply(10, false)).toMatchObject({ flag_tc: false, additionals: [] })
    expect(reply(10, false).answers).toHaveLength(10)
    expect(reply(40, false)).toMatchObject({ flag_tc: true, answers: [] })
    expect(reply(40, true).answers).toHaveLength(40)
  })
})

describe("what is noted", () => {
  it("is every type of question about a slug, with what stands before it", async () => {
    const subnet = Buffer.concat([Buffer.from([0, 8, 0, 7, 0, 1, 24, 0, 198, 18, 4])])
    await ask({ name: `Secret.data.${name}`, type: 16, tail: Questions.opt({ data: subnet }) })
    await ask({ type: 65 })
    await ask({ type: 4711 })
    expect(ours.seen).toMatchObject([
      {
        slug,
        ip: "127.0.0.1",
        http: undefined,
        dns: {
          name: `Secret.data.${name}`,
          type: "TXT",
          transport: "udp",
          subnet: "198.18.4.0/24",
        },
      },
      { dns: { type: "HTTPS", subnet: undefined } },
      { dns: { type: "TYPE4711" } },
    ])
  })

  it("is the slug in lower case, over TCP too", async () => {
    const message = Questions.question({ name: name.toUpperCase() })
    await Questions.overTcp(ours.port, Questions.framed(message))
    expect(ours.seen).toMatchObject([{ slug, dns: { name: name.toUpperCase(), transport: "tcp" } }])
  })

  it("writes labels of any bytes as master files do", async () => {
    await ask({ name: `a\u0000\u00ff"b.${name}` })
    expect(ours.seen[0]!.dns!.name).toBe(`a\\000\\255\\"b.${name}`)
  })

  it("is nothing where there is no slug", async () => {
    for (const each of ["c.example.net", "x.c.example.net", "ns1.c.example.net", `${slug}.org`])
      await ask({ name: each })
    expect(ours.seen).toEqual([])
  })
})

describe("the limit of answers", () => {
  it("cuts every other answer above it, drops the rest, and forgets with the second", () => {
    const limit = new RateLimit(3)
    const verdicts = Array.from({ length: 7 }, () => limit.verdict("198.18.0.1", "positive", 1000))
    expect(verdicts).toEqual(["answer", "answer", "answer", "cut", "drop", "cut", "drop"])
    expect(limit.verdict("198.18.0.200", "positive", 1500)).toBe("cut")
    expect(limit.verdict("198.18.1.1", "positive", 1500)).toBe("answer")
    expect(limit.verdict("198.18.0.1", "nxdomain", 1500)).toBe("answer")
    expect(limit.verdict("198.18.0.1", "positive", 2000)).toBe("answer")
  })

  it("takes 64 bits of IPv6 for one network, however they are written", () => {
    const limit = new RateLimit(1)
    const verdict = (ip: string) => limit.verdict(ip, "positive", 1000)
    expect(verdict("2001:db9::1")).toBe("answer")
    expect(verdict("2001:db9:0:0:5::")).toBe("cut")
    expect(verdict("2001:db9:0:1::1")).toBe("answer")
    expect(verdict("::1")).toBe("answer")
    expect(verdict("::2")).toBe("cut")
  })

  it("notes what it does not answer, and never limits TCP", async () => {
    const strict = await Listeners.dns({ rateLimit: 1, now: () => 1_767_607_200_000 })
    const nothing = () =>
      Questions.overUdp(strict.port, Questions.question({ name: "x.c.example.net" }))
    expect(packet.decode((await nothing())!)).toMatchObject({ flag_tc: false })
    expect(packet.decode((await nothing())!)).toMatchObject({ flag_tc: true, authorities: [] })
    const socket = createSocket("udp4")
    for (let count = 0; count < 5; count++)
      socket.send(Questions.question(), strict.port, "127.0.0.1")
    await expect.poll(() => strict.seen.length).toBe(5)
    socket.close()
    const many = Buffer.concat(
      Array.from({ length: 9 }, () => Questions.framed(Questions.question())),
    )
    expect((await Questions.overTcp(strict.port, many)).length).toBeGreaterThan(9 * 100)
    expect(strict.seen).toHaveLength(14)
    await strict.stop()
  })
})

it.each(["192.0.2.1", "198.51.100.200", "203.0.113.9"])(
  "refuses to answer with %s, which is for documents",
  async (ip) => {
    await expect(Listeners.dns({ answerIps: [ip] })).rejects.toThrow(
      `DECNET_CANARY_ANSWER_IP: ${ip} lies in a range for documents`,
    )
  },
)

it("says in one line that its port is in use", async () => {
  await expect(Listeners.dns({ port: ours.port })).rejects.toThrow(
    /^DECNET_CANARY_DNS_PORT: 127\.0\.0\.1 port \d+ is in use; stop what listens there/,
  )
})
