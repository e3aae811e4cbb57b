import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import PostalMime from "postal-mime"
import { describe, expect, it } from "vitest"
import type { Mail } from "../../src/scheduler/Action.ts"
import { grouped, made, monday, options, outcomesOf, pool } from "../worlds.ts"

const week = 7 * 86_400_000
const weeks = 9

/** Nine weeks of mail on a dozen mail hosts. */
const deckies = made("mail", 14).map((decky) => ({ ...decky, services: ["ssh", "imap"] }))
const given = options({ days: weeks * 7, deckies, seed: "mail" })
const mails = outcomesOf({
  ...given,
  config: { ...given.config, kindWeights: { traffic: 0, file: 1, email: 3 } },
}).flatMap(({ action }) => (action._tag === "Mail" ? [action] : []))

const latencyOf = new Map(pool.personas.map(({ email, replyLatency }) => [email, replyLatency]))
const byId = new Map(mails.map((mail) => [mail.message.messageId, mail]))
const threads = grouped(mails, ({ message }) => message.threadId)

/** Minutes from a parent to its reply. */
const delayOf = ({ message }: Mail): number =>
  (message.sentAt - byId.get(message.inReplyTo!)!.message.sentAt) / 60_000

const replies = mails.filter(({ message }) => message.inReplyTo !== undefined)
const delays = (latency: string): ReadonlyArray<number> =>
  replies
    .filter(({ message }) => latencyOf.get(message.from) === latency)
    .map(delayOf)
    .toSorted((a, b) => a - b)
const median = (values: ReadonlyArray<number>): number => values[Math.floor(values.length / 2)]!

describe("nine weeks of mail", () => {
  it("has replies within the hour and within the day, as people have", () => {
    const normal = delays("normal")
    const within = (minutes: number) =>
      normal.filter((delay) => delay <= minutes).length / normal.length
    console.log({
      replies: replies.length,
      normal: normal.length,
      hour: within(60),
      day: within(1440),
    })
    expect(replies.length).toBeGreaterThan(500)
    expect(within(60)).toBeGreaterThanOrEqual(0.4)
    expect(within(60)).toBeLessThanOrEqual(0.6)
    expect(within(1440)).toBeGreaterThanOrEqual(0.8)
  })

  it("shows who answers fast and who does not", () => {
    const medians = ["fast", "normal", "slow"].map((latency) => median(delays(latency)))
    console.log({ medians })
    expect(medians).toEqual(medians.toSorted((a, b) => a - b))
    expect(new Set(medians).size).toBe(3)
  })

  it("has threads as long as real ones", () => {
    const sizes = [...threads.values()]
      .filter((each) => each[0]!.message.sentAt < monday + (weeks - 1) * week)
      .map((each) => each.length)
    const replied = sizes.filter((size) => size > 1)
    const counted = [2, 3, 4].map(
      (size) => replied.filter((each) => each === size).length / replied.length,
    )
    const shares = [...counted, 1 - counted.reduce((sum, value) => sum + value, 0)]
    const reference = [0.56, 0.16, 0.1, 0.18]
    const distance =
      shares.reduce((sum, value, index) => sum + Math.abs(value - reference[index]!), 0) / 2
    console.log({
      threads: replied.length,
      shares,
      distance,
      single: 1 - replied.length / sizes.length,
    })
    expect(replied.length).toBeGreaterThan(500)
    expect(distance).toBeLessThanOrEqual(0.1)
  })

  it("is read by a parser that is not ours", async () => {
    for (const { message, copies } of mails.slice(0, 1500)) {
      const parsed = await PostalMime.parse(copies[0]!.content)
      expect(parsed.subject).toBe(message.subject)
      expect(parsed.messageId).toBe(message.messageId)
      expect(parsed.from?.address).toBe(message.from)
      expect(new Date(parsed.date!).getTime()).toBe(message.sentAt)
      expect(parsed.text!.length).toBeGreaterThan(0)
    }
  })

  it("is read by Python's parser without a defect", () => {
    const python = spawnSync("python3", ["--version"])
    if (process.env["CI"] === "true") expect(python.status).toBe(0)
    if (python.status !== 0) return
    const folder = mkdtempSync(join(tmpdir(), "mails-"))
    mails.slice(0, 400).forEach(({ copies }, index) => {
      writeFileSync(join(folder, `${index}.eml`), copies[0]!.content)
    })
    const judge = `
import sys, os, email, email.policy
policy = email.policy.strict
for name in sorted(os.listdir(sys.argv[1])):
    with open(os.path.join(sys.argv[1], name), 'rb') as file:
        message = email.message_from_binary_file(file, policy=policy)
    for part in message.walk():
        assert not part.defects, (name, part.defects)
    assert message['Subject'] and message['Date'].datetime.tzinfo, name
    message.get_body(('plain',)).get_content()
`
    const judged = spawnSync("python3", ["-c", judge, folder], { encoding: "utf8" })
    rmSync(folder, { recursive: true })
    expect(judged.stderr).toBe("")
  })
})
