import { describe, it } from "vitest"
import type { TrafficEvent } from "../../src/tells/History.ts"
import { at, line, log, workday, type Place } from "./history.ts"
import { accepts, finds } from "./tells.ts"

const visit = (here: Place, ms: number, toHost: string, success = true): void => {
  const event: TrafficEvent = {
    at: ms,
    to: undefined,
    toHost,
    user: "deploy",
    command: "uptime",
    durationSeconds: 9,
    success,
  }
  here.traffic.push(event)
}

describe("Sessions", () => {
  it("S01 finds a connection that never authenticates", () => {
    finds("S01", ({ atlas }) => visit(atlas, at("2026-03-04T11:00:00.123"), "db-01", false))
  })

  it("S01 accepts a mistyped password between hosts that talk", () => {
    accepts(({ atlas }) => {
      visit(atlas, at("2026-03-04T11:00:00.123"), "db-01", false)
      visit(atlas, at("2026-03-04T11:00:08.456"), "db-01")
    })
  })

  it("S01 finds a connection that the far end alone has noticed", () => {
    finds("S01", ({ atlas, web }) => {
      const text = `Connection closed by authenticating user root ${web.host.ip} port 50311 [preauth]`
      log(atlas, "auth.log", line(atlas, at("2026-03-04T11:00:00.123"), "sshd[4100]", text))
    })
  })

  it("S02 finds pairs chosen evenly", () => {
    finds("S02", ({ atlas }) => {
      for (let index = 0; index < 60; index += 1)
        visit(atlas, workday(index, 60) + index * 71, `host-${"abcdef"[index % 6]}`)
    })
  })

  it("S02 accepts a few pairs that carry most", () => {
    accepts(({ atlas }) => {
      for (let index = 0; index < 60; index += 1)
        visit(
          atlas,
          workday(index, 60) + index * 71,
          `host-${"abcdef"[index % 7 < 2 ? index % 6 : 0]}`,
        )
    })
  })

  it("S03 finds sessions a minute apart", () => {
    finds("S03", ({ atlas }) => {
      for (let index = 0; index < 70; index += 1)
        visit(atlas, at("2026-03-04T09:00:00.123") + index * 60_003, "db-01")
    })
  })
})
