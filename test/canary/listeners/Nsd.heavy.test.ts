import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Listeners from "./Listeners.ts"
import * as NsdPart from "./NsdPart.ts"
import * as Program from "./Program.ts"
import * as Questions from "./Questions.ts"

/** Monday, the fifth of January 2026, ten o'clock. */
const now = 1_767_607_200_000

/** Where we answer otherwise, and why that tells nobody anything. */
const argued: Readonly<Record<string, string>> = {}

describe.skipIf(Program.isAbsent(NsdPart.program))("beside a real nsd", () => {
  let ours: Listeners.Started
  let theirs: Program.Program
  let port = 0

  beforeAll(async () => {
    ours = await Listeners.dns({ now: () => now })
    port = await Program.freePort()
    theirs = await NsdPart.start(port)
  })

  afterAll(async () => {
    await theirs?.stop()
    await ours?.stop()
  })

  const hex = (bytes: Buffer | undefined): string | undefined => bytes?.toString("hex")
  const same = (name: string, mine: string | undefined, its: string | undefined): void => {
    if (argued[name] === undefined) expect(mine).toBe(its)
    else expect(mine, "no difference is left to argue").not.toBe(its)
  }

  it.each(Questions.all)("answers %s over UDP with the same bytes", async (name, message) => {
    const mine = await Questions.overUdp(ours.port, message)
    const its = await Questions.overUdp(port, message)
    same(name, hex(mine), hex(its))
  })

  it.each(Questions.all)("answers %s over TCP with the same bytes", async (name, message) => {
    const mine = await Questions.overTcp(ours.port, Questions.framed(message))
    const its = await Questions.overTcp(port, Questions.framed(message))
    same(`${name} over TCP`, hex(mine), hex(its))
  })

  it("answers several questions of one connection in order", async () => {
    const several = Buffer.concat(
      [Questions.question(), Questions.question({ name: "x.c.example.net" })].map(Questions.framed),
    )
    const mine = await Questions.overTcp(ours.port, several)
    expect(mine.length).toBeGreaterThan(100)
    expect(hex(mine)).toBe(hex(await Questions.overTcp(port, several)))
  })
})
