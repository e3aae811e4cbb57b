import { describe, expect, it } from "vitest"
import * as OsRelease from "../../runtime/hosts/OsRelease.ts"
import * as PasswdFile from "../../runtime/hosts/PasswdFile.ts"
import * as ProcessList from "../../runtime/hosts/ProcessList.ts"
import * as TimeZoneFile from "../../runtime/hosts/TimeZoneFile.ts"

describe("os-release", () => {
  it.each([
    ['PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n', "debian-12"],
    ["ID=debian\nVERSION_ID=11\n", "debian-11"],
    ['NAME="Ubuntu"\nVERSION_ID="22.04"\nID=ubuntu\nID_LIKE=debian\n', "ubuntu-22.04"],
    ["VERSION_ID='24.04'\nID=ubuntu", "ubuntu-24.04"],
    ["ID=debian\nVERSION_ID=13\n", undefined],
    ["ID=alpine\nVERSION_ID=3.20\n", undefined],
    ['PRETTY_NAME="Debian GNU/Linux trixie/sid"\nID=debian\n', undefined],
    ["", undefined],
  ])("%j is %s", (text, release) => {
    expect(OsRelease.parse(text)).toBe(release)
  })
})

describe("passwd", () => {
  it("gives accounts, and passes over what is none", () => {
    const text = [
      "root:x:0:0:root:/root:/bin/bash",
      "_apt:x:42:65534::/nonexistent:/usr/sbin/nologin",
      "",
      "# a comment",
      "broken:x:12",
      "no-uid:x::100::/home/no-uid:/bin/sh",
      "letters:x:a:b::/home/letters:/bin/sh",
      "more:x:1:1::/home:/bin/sh:what",
      "+::::::",
      "anna:x:1000:1000:Anna Berg,,,:/home/anna:/bin/bash",
    ].join("\n")
    expect(PasswdFile.parse(text).map(({ login, uid, home }) => [login, uid, home])).toEqual([
      ["root", 0, "/root"],
      ["_apt", 42, "/nonexistent"],
      ["anna", 1000, "/home/anna"],
    ])
  })
})

describe("processes", () => {
  it.each([
    [["/usr/sbin/sshd -D -e"], { sshd: true, syslog: false, cron: false }],
    [
      ["sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups", "/usr/sbin/cron -f -P"],
      { sshd: true, syslog: false, cron: true },
    ],
    [["/usr/sbin/rsyslogd -n -iNONE"], { sshd: false, syslog: true, cron: false }],
    [["busybox syslogd -n", "crond -f"], { sshd: false, syslog: true, cron: true }],
    [["/usr/bin/sleep infinity", "vim sshd_config"], { sshd: false, syslog: false, cron: false }],
  ])("%j tell of daemons", (commands, daemons) => {
    expect(ProcessList.daemonsOf(commands)).toEqual(daemons)
  })
})

describe("the time zone", () => {
  it.each([
    ["/usr/share/zoneinfo/Europe/Madrid", "Europe/Berlin\n", "Europe/Madrid"],
    ["", "Europe/Berlin\n", "Europe/Berlin"],
    ["/usr/share/zoneinfo/posix/Asia/Tokyo", "", "Asia/Tokyo"],
    ["/etc/somewhere", "Not/AZone", "UTC"],
    ["", "", "UTC"],
  ])("is where localtime %j leads, else what timezone %j names: %s", (link, text, zone) => {
    expect(TimeZoneFile.zoneOf(link, text)).toBe(zone)
  })
})
