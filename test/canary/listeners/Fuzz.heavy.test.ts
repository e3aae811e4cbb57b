import { createSocket } from "node:dgram"
import { connect } from "node:net"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { fromSeed, type Stream } from "../../../src/rng/Rng.ts"
import * as Listeners from "./Listeners.ts"
import * as Probes from "./Probes.ts"
import * as Questions from "./Questions.ts"
import * as Raw from "./Raw.ts"

const seed = process.env["DECNET_TEST_SEED"] ?? "1"
const count = 10_000
const root = fromSeed(seed).within("fuzz")

let web: Listeners.Started
let names: Listeners.Started
beforeAll(async () => {
  console.info(`DECNET_TEST_SEED=${seed}`)
  web = await Listeners.http()
  names = await Listeners.dns()
})
afterAll(async () => {
  await web.stop()
  await names.stop()
})

/** One or a few changes of bytes that are nearly right. */
const mutated = (stream: Stream, bytes: Buffer): Buffer => {
  let out = Buffer.from(bytes)
  for (let changes = 1 + stream.below(4); changes > 0; changes--) {
    const at = stream.below(out.length + 1)
    const kind = stream.below(5)
    const [before, after] = [out.subarray(0, at), out.subarray(at)]
    if (kind === 0) out = Buffer.concat([before, after.subarray(1)])
    else if (kind === 1) out = Buffer.concat([before, Buffer.from([stream.below(256)]), after])
    else if (kind === 2) out = Buffer.from(before)
    else if (kind === 3)
      out = Buffer.concat([before, out.subarray(stream.below(at + 1), at), after])
    else if (out.length > 0) out[Math.min(at, out.length - 1)] = stream.below(256)
  }
  return out
}

/** Sends it in pieces, and answers with what came. */
const inPieces = (port: number, bytes: Buffer, stream: Stream): Promise<string> =>
  new Promise((resolve, reject) => {
    const parts: Array<Buffer> = []
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true }, () => {
      for (let at = 0; at < bytes.length;) {
        const end = at + 1 + stream.below(bytes.length)
        socket.write(bytes.subarray(at, end))
        at = end
      }
      socket.end()
    })
    const done = (): void => {
      socket.destroy()
      resolve(Buffer.concat(parts).toString("latin1"))
    }
    socket.setTimeout(20_000, () => reject(new Error(JSON.stringify(bytes.toString("latin1")))))
    socket.on("data", (chunk: Buffer) => parts.push(chunk))
    socket.once("end", done)
    socket.once("error", done)
  })

const isPlain = (answer: string): boolean =>
  answer === "" ||
  /^(?:\r\n|HTTP\/1\.1 (?:100 Continue\r\n\r\n|\d{3} [A-Z][\w -]+\r\nServer: nginx\r\nDate: ))/.test(
    answer,
  ) ||
  // HTTP/0.9
  !answer.includes("HTTP/1.1 ")

describe("hostile bytes", () => {
  it(`neither stop the HTTP listener nor make it say anything unusual, in ${count} tries`, async () => {
    const samples = Probes.all.filter(({ bytes }) => bytes.length < 2000)
    const workers = 32
    const odd: Array<string> = []
    await Promise.all(
      Array.from({ length: workers }, async (_, worker) => {
        for (let number = worker; number < count; number += workers) {
          const stream = root.within("http", number)
          const sample = samples[stream.below(samples.length)]!
          const bytes = mutated(stream, Buffer.from(sample.bytes, "latin1"))
          const answer = await inPieces(web.port, bytes, stream)
          if (!isPlain(answer)) odd.push(`${number}: ${JSON.stringify(answer.slice(0, 200))}`)
        }
      }),
    )
    expect(odd).toEqual([])
    expect(await Raw.exchange(web.port, "GET /x HTTP/1.0\r\n\r\n")).toContain("404 Not Found")
    await expect.poll(() => web.count()).toBe(0)
  })

  it("are answered the same in one piece and in many", async () => {
    const without = (text: string): string =>
      text.replace(/^Date: .*$/gm, "").replace(/\b0{12}\d{8}\b/g, "")
    for (const { name, bytes } of Probes.all) {
      const whole = await Raw.exchange(web.port, bytes)
      const pieces = await inPieces(web.port, Buffer.from(bytes, "latin1"), root.within("p", name))
      expect(without(pieces), name).toBe(without(whole))
    }
  })

  it(`neither stop the DNS listener nor get more than a plain answer, in ${count} tries`, async () => {
    const samples = [
      ...Questions.all.map(([, message]) => message),
      // a name that points to itself, and one to the next
      Buffer.concat([Questions.question().subarray(0, 12), Buffer.from([0xc0, 12, 0, 1, 0, 1])]),
      Buffer.concat([
        Questions.question().subarray(0, 12),
        Buffer.from([0xc0, 14, 0xc0, 12, 0, 1, 0, 1]),
      ]),
      Buffer.concat([Questions.question().subarray(0, 12), Buffer.alloc(500, 63)]),
    ]
    const socket = createSocket("udp4")
    const odd: Array<string> = []
    let last = -1
    let answers = 0
    socket.on("message", (answer) => {
      answers += 1
      const rcode = answer[3]! & 15
      if ((answer[2]! & 0x80) === 0 || ![0, 1, 3, 4, 5, 9].includes(rcode) || answer.length > 1232)
        odd.push(answer.toString("hex"))
      if (answer[0] === 0xab && answer[1] === 0xcd) last = Math.max(last, answers)
    })
    const sentinel = Questions.question({ name: "c.example.net", type: 6 })
    sentinel.writeUInt16BE(0xabcd, 0)
    for (let number = 0; number < count; number++) {
      const stream = root.within("dns", number)
      const bytes = mutated(stream, samples[stream.below(samples.length)]!)
      socket.send(bytes, names.port, "127.0.0.1")
      if (number % 100 < 99) continue
      // one batch at a time, so that no buffer runs over
      const before = last
      socket.send(sentinel, names.port, "127.0.0.1")
      await expect.poll(() => last, { interval: 1, timeout: 10_000 }).toBeGreaterThan(before)
    }
    socket.close()
    expect(odd).toEqual([])
    expect(answers).toBeGreaterThan(count / 4)
  })

  it("over TCP close the connection and nothing else", async () => {
    for (let number = 0; number < 1000; number++) {
      const stream = root.within("dns over tcp", number)
      const message = Questions.all[stream.below(Questions.all.length)]![1]
      await Questions.overTcp(names.port, mutated(stream, Questions.framed(message)))
    }
    await expect.poll(() => names.count()).toBe(0)
    const answer = await Questions.overTcp(names.port, Questions.framed(Questions.question()))
    expect(answer.length).toBeGreaterThan(50)
  })
})
