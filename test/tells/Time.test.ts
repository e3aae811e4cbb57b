import { describe, expect, it } from "vitest"
import * as Instant from "../../src/time/Instant.ts"
import { at, extra, file, instant, mail, notes, resident, workday, code } from "./history.ts"
import { accepts, findings, finds } from "./tells.ts"

const text = "A remark\n"

describe("Time", () => {
  it("T01 finds an mtime after the moment of writing", () => {
    finds("T01", ({ atlas }) => {
      const mtime = instant(at("2026-03-03T11:00:03.120"))
      file(atlas, "a.md", "2026-03-03T11:00:00.120", text, { mtime })
    })
  })

  it("T01 finds an mtime before the decky existed", () => {
    finds("T01", ({ atlas }) => {
      const mtime = instant(at("2026-02-25T11:00:03.120"))
      file(atlas, "a.md", "2026-03-03T11:00:00.120", text, { mtime })
    })
  })

  it("T01 finds a file from the future", () => {
    finds("T01", ({ atlas }) => {
      atlas.extras.push(extra("/srv/x", text, at("2026-03-17T11:00:03.120")))
    })
  })

  it("T02 finds an edit whose mtime does not advance", () => {
    finds("T02", ({ atlas }) => {
      const mtime = instant(at("2026-03-03T11:00:00.120"))
      file(atlas, "a.md", "2026-03-03T11:00:00.120", text, { mtime })
      file(atlas, "a.md", "2026-03-03T11:06:00.120", text, { mtime, action: "edit" })
    })
  })

  it("T03 finds a note written at three in the morning", () => {
    finds("T03", ({ atlas }) => void file(atlas, "a.md", "2026-03-03T03:00:00.120", text))
  })

  it("T03 accepts both halves of a night shift", () => {
    accepts(({ atlas }) => {
      const night = {
        name: "Ben Kehl",
        email: "ben.kehl@nordwind.net",
        active_hours: "22:00-06:00",
      }
      atlas.residents[1] = resident("ben", 1001, night)
      // His reply of the clean history came at ten in the morning.
      atlas.mails.length = 0
      file(atlas, "a.md", "2026-03-03T23:40:00.120", text, { login: "ben" })
      file(atlas, "b.md", "2026-03-04T04:10:00.990", "Another\n", { login: "ben" })
    })
  })

  it("T03 reads the clock of the author and not the host's", () => {
    accepts(({ atlas }) => {
      atlas.residents[0] = { ...atlas.residents[0]!, timezone: "America/New_York" }
      atlas.files.length = 0
      file(atlas, "a.md", "2026-03-03T20:40:00.120", text)
    })
  })

  it("T04 finds a note written on leave", () => {
    finds("T04", ({ atlas }) => {
      const leave = [{ from: "2026-03-09", to: "2026-03-11" }]
      atlas.residents[0] = resident("ana", 1000, {
        name: "Ana Ruiz",
        email: "ana.ruiz@nordwind.net",
        leave,
      })
      file(atlas, "a.md", "2026-03-11T11:00:00.120", text)
    })
  })

  it("T04 counts the morning after a Friday's night shift to Friday", () => {
    accepts(({ atlas }) => {
      const entry = {
        name: "Ana Ruiz",
        email: "ana.ruiz@nordwind.net",
        active_hours: "22:00-06:00",
      }
      atlas.residents[0] = resident("ana", 1000, { ...entry, weekend_share: 0 })
      atlas.files.length = 0
      file(atlas, "a.md", "2026-03-07T04:00:00.120", text)
    })
  })

  it("T04 finds weekends that are too busy once 300 files are told", () => {
    const found = finds("T04", ({ atlas }) => {
      notes(atlas, 300)
      for (let index = 0; index < 40; index += 1)
        file(
          atlas,
          `w-${code(index)}.md`,
          at("2026-03-07T09:02:00.100") + index * 700_123,
          `${code(index)}\n`,
        )
    })
    expect(found.at(-1)!.evidence).toContain("more")
  })

  it("T04 accepts the weekend work that is configured", () => {
    accepts(({ atlas }) => {
      notes(atlas, 300)
      file(atlas, "w.md", "2026-03-07T11:00:00.120", text)
    })
  })

  it("T05 finds a whole second", () => {
    finds("T05", ({ atlas }) => {
      const mtime = Instant.make(at("2026-03-03T11:00:00.000"))
      file(atlas, "a.md", mtime.ms, text, { mtime })
    })
  })

  it("T05 finds two files with one mtime", () => {
    finds("T05", ({ atlas }) => {
      const mtime = instant(at("2026-03-03T11:00:00.120"))
      file(atlas, "a.md", mtime.ms, text, { mtime })
      file(atlas, "b.md", mtime.ms, "Another\n", { mtime })
    })
  })

  it("T06 finds files that were all written in one minute", () => {
    finds("T06", ({ atlas }) => {
      notes(atlas, 40)
      for (let index = 0; index < 4; index += 1)
        file(
          atlas,
          `m-${code(index)}.md`,
          at("2026-03-03T11:00:02.120") + index * 14_123,
          `${code(index)}\n`,
        )
    })
  })

  it("T06 finds files that were mostly written on one day", () => {
    finds("T06", ({ atlas }) => {
      notes(atlas, 40)
      for (let index = 0; index < 40; index += 1)
        file(
          atlas,
          `d-${code(index)}.md`,
          at("2026-03-03T09:02:02.120") + index * 770_123,
          `${code(index)}\n`,
        )
    })
  })

  it("T07 finds one distance between planting and mtime", () => {
    finds("T07", ({ atlas }) => {
      for (const [index, hour] of ["14", "16"].entries()) {
        const ms = at(`2026-03-03T${hour}:11:00.120`)
        file(atlas, `a-${index}.md`, ms, `${hour}\n`, { mtime: Instant.make(ms - 7_200_000, 77) })
      }
    })
  })

  it("T07 finds whole days between planting and mtime", () => {
    finds("T07", ({ atlas }) => {
      for (const days of [1, 2]) {
        const ms = at(`2026-03-05T1${days}:11:00.120`)
        const mtime = instant(ms - days * Instant.dayMillis)
        file(atlas, `a-${days}.md`, ms, `${days}\n`, { mtime })
      }
    })
  })

  it("T08 finds the seconds of a tick", () => {
    finds("T08", ({ atlas }) => void notes(atlas, 300, (index) => index % 5))
  })

  it("T08 accepts seconds that are spread", () => {
    accepts(({ atlas }) => void notes(atlas, 300, (index) => (index * 37) % 60))
  })

  it("T09 finds a directory older than the newest file in it", () => {
    finds("T09", ({ atlas }) => {
      atlas.directories.set("/home/ana/notes", instant(at("2026-03-02T11:00:00.120")))
    })
  })

  it("T09 finds a directory older than a removal in it", () => {
    finds("T09", ({ atlas }) => {
      file(atlas, "old/a.md", "2026-03-03T11:00:00.120", text)
      file(atlas, "old/b.md", "2026-03-03T11:20:00.120", "Another\n")
      file(atlas, "old/a.md", "2026-03-04T11:00:00.120", undefined, { action: "remove" })
      atlas.directories.set("/home/ana/old", instant(at("2026-03-03T11:20:00.120")))
    })
  })

  it("T10 finds a dump that was completed after its file's mtime", () => {
    finds("T10", ({ atlas }) => {
      const dump = "-- MariaDB dump\n-- Dump completed on 2026-03-05 11:00:00\n"
      atlas.extras.push(extra("/var/backups/ledger.sql", dump, at("2026-03-04T11:00:00.120")))
    })
  })

  it("T10 finds a PDF made after its file's mtime", () => {
    finds("T10", ({ atlas }) => {
      const pdf = "%PDF-1.7\n1 0 obj\n<< /CreationDate (D:20260305110000+01'00') >>\n"
      const owner = { owner: "ana", group: "ana", mode: 0o644 }
      atlas.extras.push(
        extra("/home/ana/Documents/offer.pdf", pdf, at("2026-03-04T11:00:00.120"), owner),
      )
    })
  })

  it("T10 accepts a dump completed a second before", () => {
    accepts(({ atlas }) => {
      const dump = "-- MariaDB dump\n-- Dump completed on 2026-03-04 11:00:00\n"
      atlas.extras.push(extra("/var/backups/ledger.sql", dump, at("2026-03-04T11:00:00.120")))
    })
  })

  it("T10 finds a log line later than its file", () => {
    const found = findings(({ atlas }) => {
      const lines = atlas.logs.get("/var/log/cron.log")!
      lines.splice(1, 0, lines[0]!.replace("T08", "T23"))
    })
    expect(found.map(({ tell }) => tell)).toContain("T10")
  })

  it("T10 and M08 find a mail delivered before its Date", () => {
    const found = findings(({ atlas }) => {
      const source = (plain: string) => plain.replace("11:00:00", "11:30:00")
      mail(atlas, {
        from: "ana.ruiz",
        to: "ben.kehl",
        when: "2026-03-04T11:00:00",
        subject: "x",
        body: "y",
        source,
      })
    })
    expect([...new Set(found.map(({ tell }) => tell))]).toEqual(["M08", "T10"])
  })

  it("T06 is silent below forty files", () => {
    accepts(({ atlas }) => {
      for (let index = 0; index < 30; index += 1)
        file(atlas, `m-${code(index)}.md`, workday(2, 30) + index * 1123, `${code(index)}\n`)
    })
  })
})
