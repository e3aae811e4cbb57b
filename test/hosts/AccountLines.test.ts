import { describe, expect, it } from "vitest"
import * as AccountLines from "../../runtime/hosts/AccountLines.ts"

const texts: AccountLines.Texts = new Map([
  [AccountLines.passwd, "root:x:0:0:root:/root:/bin/bash\nanna:x:1000:1000::/home/anna:/bin/sh"],
  [AccountLines.group, "root:x:0:\nanna:x:1000:\ndocker:x:1001:\n"],
  [AccountLines.shadow, "root:*:19700:0:99999:7:::\nanna:!:19720:0:99999:7:::\n"],
  [AccountLines.subuid, "anna:100000:65536\n"],
])

const account = (login: string, uid: number) => ({
  login,
  uid,
  gid: uid,
  gecos: "Ben Ray,,,",
  home: `/home/${login}`,
  shell: "/bin/bash",
})

describe("lines of accounts", () => {
  it("are added once, after those that are there", () => {
    const made = AccountLines.add(texts, [account("anna", 1004), account("ben", 1005)], 20_458)
    expect(made.accounts.map(({ login }) => login)).toEqual(["ben"])
    expect(made.texts.get(AccountLines.passwd)).toBe(
      `${texts.get(AccountLines.passwd)}\nben:x:1005:1005:Ben Ray,,,:/home/ben:/bin/bash\n`,
    )
    expect(made.texts.get(AccountLines.group)).toMatch(/\ndocker:x:1001:\nben:x:1005:\n$/)
    expect(made.texts.get(AccountLines.shadow)).toMatch(/\nben:\*:20458:0:99999:7:::\n$/)
    expect(made.texts.get(AccountLines.subuid)).toBe("anna:100000:65536\nben:165536:65536\n")
    expect(made.texts.has(AccountLines.gshadow)).toBe(false)
    const again = AccountLines.add(made.texts, [account("ben", 1005)], 20_460)
    expect(again).toEqual({ texts: made.texts, accounts: [] })
  })

  it("take the next number where the wanted one is taken, by an account or a group", () => {
    const made = AccountLines.add(texts, [account("ben", 1000), account("cy", 1001)], 1)
    expect(made.accounts.map(({ uid, gid }) => [uid, gid])).toEqual([
      [1002, 1002],
      [1003, 1003],
    ])
  })

  it("count downwards for services, which get no subordinate ids", () => {
    const taken = new Map([...texts, [AccountLines.passwd, "a:x:998:998::/:/bin/sh\n"]])
    const made = AccountLines.add(taken, [account("deploy", 998)], 1)
    expect(made.accounts.map(({ uid }) => uid)).toEqual([997])
    expect(made.texts.get(AccountLines.subuid)).toBe(texts.get(AccountLines.subuid))
  })

  it("join a group of that name that is there", () => {
    const made = AccountLines.add(texts, [account("docker", 1007)], 1)
    expect(made.accounts.map(({ uid, gid }) => [uid, gid])).toEqual([[1007, 1001]])
    expect(made.texts.get(AccountLines.group)).toBe(texts.get(AccountLines.group))
  })
})

describe("homes", () => {
  it.each([
    ["debian-11", 0o755],
    ["debian-12", 0o700],
    ["ubuntu-22.04", 0o750],
    ["ubuntu-24.04", 0o750],
  ] as const)("of people on %s have mode %o", (release, mode) => {
    expect(AccountLines.homeMode(release, account("ben", 1005))).toBe(mode)
    expect(AccountLines.homeMode(release, account("deploy", 998))).toBe(0o755)
  })
})
