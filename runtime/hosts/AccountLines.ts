/**
 * The lines that make an account, in the form that adduser(8) and useradd(8) leave them: a function
 * from the files as they are to the files as they are to be.
 */
import type { Release } from "../../src/fleet/Decky.ts"
import type { Account } from "../../src/fleet/HostFacts.ts"

/** Texts by path; a file that a host does not have stays absent. */
export type Texts = ReadonlyMap<string, string>

export const passwd = "/etc/passwd"
export const group = "/etc/group"
export const shadow = "/etc/shadow"
export const gshadow = "/etc/gshadow"
export const subuid = "/etc/subuid"
export const subgid = "/etc/subgid"

/** In the order in which the tools write them. */
export const paths = [passwd, group, shadow, gshadow, subuid, subgid] as const

/** People's accounts begin here (`FIRST_UID` of adduser.conf, `UID_MIN` of login.defs). */
const firstUid = 1000
/** `SUB_UID_MIN` and `SUB_UID_COUNT` of login.defs. */
const subordinateMin = 100_000
const subordinateCount = 65_536

const fields = (text: string): ReadonlyArray<ReadonlyArray<string>> =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split(":"))

const has = (text: string, name: string): boolean => fields(text).some(([first]) => first === name)

const withLine = (text: string, line: string): string =>
  `${text === "" || text.endsWith("\n") ? text : `${text}\n`}${line}\n`

const numbers = (text: string, column: number): ReadonlySet<number> =>
  new Set(fields(text).map((line) => Number(line[column])))

/** The wanted number, else the next that is free: upwards for people, downwards for services. */
const free = (wanted: number, taken: ReadonlySet<number>): number => {
  const step = wanted >= firstUid ? 1 : -1
  let uid = wanted
  while (taken.has(uid)) uid += step
  return uid
}

/** After the last range, whoever has it. */
const subordinate = (text: string): number =>
  Math.max(
    subordinateMin,
    ...fields(text).map(([, start, count]) => Number(start) + Number(count) || 0),
  )

export interface Made {
  readonly texts: Texts
  /** Those that were missing, with the numbers that they got. */
  readonly accounts: ReadonlyArray<Account>
}

export const isPerson = ({ uid }: Account): boolean => uid >= firstUid

/** `dayOfChange`: days since 1970 at which the passwords were last changed. */
export const add = (texts: Texts, wanted: ReadonlyArray<Account>, dayOfChange: number): Made => {
  const out = new Map(texts)
  const made: Array<Account> = []
  const change = (path: string, edit: (text: string) => string): void => {
    const text = out.get(path)
    if (text !== undefined) out.set(path, edit(text))
  }
  for (const account of wanted) {
    const { login, gecos, home, shell } = account
    if (has(out.get(passwd) ?? "", login)) continue
    const groups = fields(out.get(group) ?? "")
    // a group of that name may be there without its account
    const ownGroup = groups.find(([name]) => name === login)?.[2]
    const taken = new Set([
      ...numbers(out.get(passwd) ?? "", 2),
      ...(ownGroup === undefined ? numbers(out.get(group) ?? "", 2) : []),
    ])
    const uid = free(account.uid, taken)
    const gid = ownGroup === undefined ? uid : Number(ownGroup)
    made.push({ ...account, uid, gid })
    change(passwd, (text) => withLine(text, [login, "x", uid, gid, gecos, home, shell].join(":")))
    // no password, as adduser --disabled-password has it; where it is !, sshd may refuse keys too
    change(shadow, (text) => withLine(text, `${login}:*:${dayOfChange}:0:99999:7:::`))
    if (ownGroup === undefined) {
      change(group, (text) => withLine(text, `${login}:x:${gid}:`))
      change(gshadow, (text) => withLine(text, `${login}:!::`))
    }
    if (uid >= firstUid)
      for (const path of [subuid, subgid])
        change(path, (text) =>
          has(text, login)
            ? text
            : withLine(text, `${login}:${subordinate(text)}:${subordinateCount}`),
        )
  }
  return { texts: out, accounts: made }
}

/**
 * Modes of homes: adduser's `DIR_MODE` is 0755 in Debian 11, 0700 since Debian 12 (adduser 3.122),
 * and 0750 in Ubuntu since 21.04.
 */
export const homeMode = (release: Release, account: Account): number => {
  if (!isPerson(account)) return 0o755
  return {
    "debian-11": 0o755,
    "debian-12": 0o700,
    "ubuntu-22.04": 0o750,
    "ubuntu-24.04": 0o750,
  }[release]
}
