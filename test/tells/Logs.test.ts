import { gzipSync } from "fflate"
import { describe, it } from "vitest"
import { at, bytesOf, cronRun, extra, file, line, log, session, type Place } from "./history.ts"
import { accepts, finds } from "./tells.ts"

const auth = (here: Place): Array<string> => here.logs.get("/var/log/auth.log")!

const replaceIn = (here: Place, name: string, pattern: string | RegExp, by: string): void => {
  const path = `/var/log/${name}`
  here.logs.set(
    path,
    here.logs.get(path)!.map((text) => text.replace(pattern, by)),
  )
}

const sunday = "2026-03-08T00:00:05.000"

/** Lines of cron in `auth.log.1` and the live file, split at a moment. */
const rotated = (here: Place, splitAt: string): void => {
  const lines = auth(here).splice(0)
  const text = `${lines.join("\n")}\n`
  here.logs.delete("/var/log/auth.log")
  here.extras.push(extra("/var/log/auth.log.1", text, at("2026-03-03T10:41:00.000")))
  cronRun(here, at(splitAt), 9000)
}

describe("Logs", () => {
  it("L01 finds lines out of order", () => {
    finds("L01", ({ atlas }) => {
      const lines = auth(atlas)
      const [a, b] = [lines[1]!, lines[2]!]
      lines.splice(1, 2, b, a)
    })
  })

  it("L01 finds a rotation newer than the live file", () => {
    finds("L01", ({ atlas }) => {
      const text = `${line(atlas, at("2026-03-08T00:40:00.000"), "kernel", "x")}\n`
      log(atlas, "kern.log", line(atlas, at("2026-03-08T00:30:00.000"), "kernel", "y"))
      atlas.extras.push(extra("/var/log/kern.log.1", text, at("2026-03-08T00:40:01.000")))
    })
  })

  it("L02 finds the name of another host", () => {
    finds("L02", ({ atlas }) => replaceIn(atlas, "cron.log", " atlas ", " localhost "))
  })

  it("L03 finds process ids that do not rise", () => {
    finds("L03", ({ web }) => {
      for (let index = 0; index < 60; index += 1)
        cronRun(web, at("2026-03-04T00:17:01.000") + index * 3_600_000, 90_000 - 30 * index)
    })
  })

  it("L03 finds one pid for two processes", () => {
    finds("L03", ({ web }) => {
      log(
        web,
        "auth.log",
        line(web, at("2026-03-03T11:00:00.000"), "sshd[7000]", "Server listening"),
      )
      log(web, "auth.log", line(web, at("2026-03-03T11:02:00.000"), "sudo[7000]", "x"))
    })
  })

  it("L03 accepts ids that wrap at pid_max", () => {
    accepts(({ web }) => {
      web.host.pids = { base: 900, perHour: 9000, max: 32_768 }
      for (let index = 0; index < 100; index += 1)
        cronRun(
          web,
          at("2026-03-04T00:17:01.000") + index * 3_600_000,
          400 + ((9000 * (index + 1)) % 32_000),
        )
    })
  })

  it("L04 finds a job at a minute that no crontab has", () => {
    finds("L04", ({ web }) => cronRun(web, at("2026-03-03T11:23:01.000"), 7000))
  })

  it("L04 finds a command that no crontab has", () => {
    finds("L04", ({ web }) =>
      replaceIn(web, "cron.log", /CMD \(.*\)$/, "CMD (run-parts /etc/cron.hourly)"),
    )
  })

  it("L04 finds a job whose script was not there yet", () => {
    finds("L04", ({ web }) => {
      const command = "/home/carla/bin/sweep.sh"
      const job = { ...web.host.crontab[0]!, id: "sweep", user: "carla", minutes: [40], command }
      web.host.crontab = [...web.host.crontab, job]
      const text = `(carla) CMD (${command})`
      log(web, "cron.log", line(web, at("2026-03-03T10:40:01.000"), "CRON[5290]", text))
      const options = { class: "script", mode: 0o755 } as const
      file(web, "bin/sweep.sh", "2026-03-03T11:00:00.120", "#!/bin/sh\n", options)
    })
  })

  it("L05 accepts a weekly rotation on Sunday", () => {
    accepts(({ atlas }) => rotated(atlas, "2026-03-08T00:17:01.000"))
  })

  it("L05 finds a rotation in the middle of the week", () => {
    finds("L05", ({ atlas }) => {
      log(atlas, "kern.log", line(atlas, at("2026-03-11T02:00:00.000"), "kernel", "z"))
      const older = ["2026-03-06T10:00:00.000", "2026-03-09T10:00:00.000"]
      const text = older.map((when) => `${line(atlas, at(when), "kernel", "x")}\n`).join("")
      atlas.extras.push(extra("/var/log/kern.log.1", text, at("2026-03-09T10:00:01.000")))
    })
  })

  it("L05 accepts that a log which was empty on Sunday is rotated later", () => {
    accepts(({ atlas }) => {
      log(atlas, "kern.log", line(atlas, at("2026-03-11T02:00:00.000"), "kernel", "z"))
      const text = `${line(atlas, at("2026-03-09T10:00:00.000"), "kernel", "x")}\n`
      atlas.extras.push(extra("/var/log/kern.log.1", text, at("2026-03-09T10:00:01.000")))
    })
  })

  it("L05 finds a rotate event at noon", () => {
    finds("L05", ({ atlas }) => {
      const ms = at("2026-03-08T12:00:05.210")
      const event = file(atlas, "/var/log/user.log.1", ms, undefined, {
        action: "rotate",
        class: "log_daemon",
        owner: "root",
        mode: 0o640,
      })
      Object.assign(event, { group: "adm", persona: undefined })
    })
  })

  it("L05 finds a second generation that is not compressed", () => {
    finds("L05", ({ atlas }) => {
      rotated(atlas, "2026-03-08T00:17:01.000")
      const text = `${line(atlas, at("2026-02-28T10:00:00.000"), "systemd-logind[400]", "x")}\n`
      atlas.extras.push(extra("/var/log/auth.log.2", text, at("2026-02-28T10:00:01.000")))
    })
  })

  it("L05 reads compressed generations", () => {
    accepts(({ atlas }) => {
      rotated(atlas, "2026-03-08T00:17:01.000")
      const text = `${line(atlas, at("2026-02-28T10:00:00.000"), "systemd-logind[400]", "x")}\n`
      const bytes = gzipSync(bytesOf(text), { mtime: 0 })
      atlas.extras.push(
        extra("/var/log/auth.log.2.gz", "", at("2026-02-28T10:00:01.000"), { bytes }),
      )
    })
  })

  it("L06 finds a session that the far end knows nothing of", () => {
    finds("L06", ({ web }) => {
      web.logs.set(
        "/var/log/auth.log",
        auth(web).filter((text) => !text.includes("sshd[")),
      )
    })
  })

  it("L06 finds a login that the near end knows nothing of", () => {
    finds("L06", ({ atlas }) => void atlas.traffic.splice(0))
  })

  it("L06 finds a client without known_hosts", () => {
    finds("L06", ({ atlas }) => void atlas.extras.splice(0))
  })

  it("L06 finds a session that is never closed", () => {
    finds("L06", ({ web }) => {
      const lines = auth(web)
      lines.splice(
        lines.findIndex((text) => text.includes("sshd:session): session closed")),
        1,
      )
    })
  })

  it("L06 accepts a far end that is no decky", () => {
    accepts(({ atlas }) => {
      const { to: _, ...rest } = atlas.traffic[0]!
      atlas.traffic.push({
        ...rest,
        at: at("2026-03-04T11:00:00.123"),
        to: undefined,
        toHost: "db-01",
      })
    })
  })

  it("L06 accepts a second session", () => {
    accepts(({ atlas, web }) => session(atlas, web, at("2026-03-04T11:00:00.123"), 8000))
  })

  it("L07 finds the stamp of an older release", () => {
    finds("L07", ({ atlas }) => log(atlas, "kern.log", "Mar  3 11:00:00 atlas kernel: x"))
  })

  it("L07 accepts that stamp where it belongs", () => {
    accepts(({ atlas, web }) => {
      atlas.decky.release = "debian-11"
      atlas.logs.clear()
      web.logs.clear()
      web.host.rsyslogRuns = false
      const text =
        "Mar  8 00:00:05 atlas rsyslogd: rsyslogd was HUPed\nMar  8 00:17:01 atlas kernel: x\n"
      atlas.extras.push(extra("/var/log/syslog", text, at("2026-03-08T00:17:01.400")))
      atlas.extras.push(
        extra(
          "/var/log/syslog.1",
          "Mar  7 23:17:01 atlas kernel: y\n",
          at("2026-03-07T23:17:01.400"),
        ),
      )
    })
  })

  it("L05 knows that rotation happens at night", () => {
    accepts(({ atlas }) => {
      const event = file(atlas, "/var/log/user.log.1", at(sunday) + 210, undefined, {
        action: "rotate",
        class: "log_daemon",
        owner: "root",
        mode: 0o640,
      })
      Object.assign(event, { group: "adm", persona: undefined })
    })
  })
})
