/** What a check found: one line, with how to mend it. */
import * as Columns from "../Columns.ts"

export interface Finding {
  readonly level: "ok" | "warn" | "fail"
  readonly what: string
  /** Empty where nothing is to be mended. */
  readonly mend: string
  /** Something that this depends on does not answer. */
  readonly unreachable: boolean
}

export const ok = (what: string): Finding => ({ level: "ok", what, mend: "", unreachable: false })

export const warn = (what: string, mend: string): Finding => ({
  level: "warn",
  what,
  mend,
  unreachable: false,
})

export const fail = (what: string, mend: string): Finding => ({
  level: "fail",
  what,
  mend,
  unreachable: false,
})

export const unreachable = (what: string, mend: string): Finding => ({
  level: "fail",
  what,
  mend,
  unreachable: true,
})

const colours = { ok: 32, warn: 33, fail: 31 } as const

const coloured = (line: string, level: Finding["level"]): string =>
  `\u001b[${colours[level]}m${level}\u001b[0m${line.slice(level.length)}`

/** `ok|warn|fail  what  how to mend`, in columns. */
export const lines = (findings: ReadonlyArray<Finding>, colour: boolean): ReadonlyArray<string> =>
  Columns.lines(
    findings.map(({ level, what, mend }) => [level, Columns.clean(what), Columns.clean(mend)]),
  ).map((line, at) => (colour ? coloured(line, findings[at]!.level) : line))

/** 3 where something does not answer, 1 where something else fails. */
export const statusOf = (findings: ReadonlyArray<Finding>): 0 | 1 | 3 =>
  findings.some((each) => each.unreachable)
    ? 3
    : findings.some(({ level }) => level === "fail")
      ? 1
      : 0
