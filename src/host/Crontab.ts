/** Lines of a crontab, written as people write them and expanded as cron expands them. */
import type { CronJob } from "./HostProfile.ts"

/** Every value of a crontab field: `*`, `7`, `1-5`, `5-55/10`, `9,39` (crontab(5)). */
export const expand = (field: string, low: number, high: number): ReadonlyArray<number> => {
  const values = new Set<number>()
  for (const part of field.split(",")) {
    const [range = "*", step = "1"] = part.split("/")
    const [from = "*", to] = range.split("-")
    const first = from === "*" ? low : Number(from)
    const last = from === "*" ? high : to === undefined ? first : Number(to)
    for (let value = first; value <= last; value += Number(step)) values.add(value)
  }
  return [...values].sort((a, b) => a - b)
}

const optional = (field: string, low: number, high: number): ReadonlyArray<number> | "*" =>
  field === "*" ? "*" : expand(field, low, high)

/** `job("hourly", "/etc/crontab", "17 * * * *", "root", "cd / && …")`; Sunday may be 0 or 7. */
export const job = (
  id: string,
  table: string,
  when: string,
  user: string,
  command: string,
): CronJob => {
  const [minute = "*", hour = "*", dayOfMonth = "*", month = "*", dayOfWeek = "*"] = when.split(" ")
  const days = optional(dayOfWeek, 0, 7)
  return {
    id,
    user,
    minutes: expand(minute, 0, 59),
    hours: expand(hour, 0, 23),
    daysOfMonth: optional(dayOfMonth, 1, 31),
    months: optional(month, 1, 12),
    daysOfWeek: days === "*" ? "*" : [...new Set(days.map((day) => day % 7))].sort((a, b) => a - b),
    command,
    table,
  }
}

/** Whether cron takes the field: whole numbers in their bounds, and steps that go on. */
const isField = (field: string, low: number, high: number): boolean =>
  field.split(",").every((part) => {
    const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part)
    if (match === null) return false
    const [, from = String(low), to = from, step = "1"] = match
    return Number(from) >= low && Number(to) <= high && Number(step) >= 1
  })

const entryLine =
  /^\s*([\d*,/-]+\s+[\d*,/-]+\s+[\d*,/-]+\s+[\d*,/a-z-]+\s+[\d*,/a-z-]+)\s+([a-z_][\w.-]*)\s+(\S.*?)\s*$/i

const names = (field: string, list: ReadonlyArray<string>, first: number): string =>
  list.reduce(
    (text, name, index) => text.replace(new RegExp(name, "gi"), String(index + first)),
    field,
  )

const bounds = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const

const monthNames = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ")
const dayNames = "sun mon tue wed thu fri sat".split(" ")

/**
 * The jobs of a table with a user column (crontab(5)), in its order; `@reboot` and its like, settings
 * and lines that cron would reject have none.
 */
export const parse = (table: string, text: string): ReadonlyArray<CronJob> =>
  text.split("\n").flatMap((line, index) => {
    const found = line.trimStart().startsWith("#") ? null : entryLine.exec(line)
    if (found === null) return []
    const [minute = "*", hour = "*", dayOfMonth = "*", month = "*", dayOfWeek = "*"] =
      found[1]!.split(/\s+/)
    const when = [
      minute,
      hour,
      dayOfMonth,
      names(month, monthNames, 1),
      names(dayOfWeek, dayNames, 0),
    ].join(" ")
    const fields = when.split(" ")
    const isTaken = bounds.every(([low, high], at) => isField(fields[at] ?? "", low, high))
    return isTaken ? [job(`${table}:${index}`, table, when, found[2]!, found[3]!)] : []
  })

/** Whether a job runs on that day; cron takes either day field where both are given. */
export const runsOnDay = (
  entry: CronJob,
  dayOfMonth: number,
  month: number,
  dayOfWeek: number,
): boolean => {
  if (entry.months !== "*" && !entry.months.includes(month)) return false
  const byMonth = entry.daysOfMonth
  const byWeek = entry.daysOfWeek
  if (byMonth === "*") return byWeek === "*" || byWeek.includes(dayOfWeek)
  if (byWeek === "*") return byMonth.includes(dayOfMonth)
  return byMonth.includes(dayOfMonth) || byWeek.includes(dayOfWeek)
}
