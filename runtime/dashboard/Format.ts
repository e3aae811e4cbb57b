/** Numbers and times as people read them. */

const plain = new Intl.NumberFormat("en")
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 })

export const count = (value: number): string => plain.format(value)

/** `1.2K`, for tight places. */
export const short = (value: number): string => compact.format(value)

/** `3 files`, `1 file`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`

export const percent = (share: number): string =>
  share > 0 && share < 0.001
    ? "under 0.1 %"
    : `${(share * 100).toLocaleString("en", { maximumFractionDigits: 1 })} %`

export const bytes = (value: number | null | undefined): string => {
  if (value === null || value === undefined) return ""
  if (value < 1000) return `${value} B`
  const units = ["kB", "MB", "GB"]
  let size = value / 1000
  let unit = 0
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000
    unit += 1
  }
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`
}

/** Epoch milliseconds of an ISO text or epoch seconds; NaN for neither. */
export const millis = (at: string | number): number =>
  typeof at === "number" ? at * 1000 : Date.parse(at)

/** `2026-11-21 14:05`, UTC. */
export const time = (at: string | number | null | undefined): string => {
  if (at === null || at === undefined) return ""
  const ms = millis(at)
  return Number.isNaN(ms) ? String(at) : new Date(ms).toISOString().slice(0, 16).replace("T", " ")
}

/** `14:05:09`, UTC. */
export const clock = (at: string | number): string => {
  const ms = millis(at)
  return Number.isNaN(ms) ? String(at) : new Date(ms).toISOString().slice(11, 19)
}

const steps = [
  [60, "s"],
  [60, "min"],
  [24, "h"],
  [7, "d"],
] as const

/** `5 min ago`; a date from two weeks on. */
export const ago = (at: string | number, now: number): string => {
  let value = Math.max(0, (now - millis(at)) / 1000)
  if (Number.isNaN(value)) return ""
  if (value < 5) return "just now"
  if (value > 14 * 86_400) return time(at).slice(0, 10)
  for (const [size, unit] of steps) {
    if (value < size) return `${Math.floor(value)} ${unit} ago`
    value /= size
  }
  return `${Math.floor(value)} wk ago`
}

/** `0644` and `rw-r--r--` alike as `rw-r--r--`. */
export const mode = (value: string | number | null | undefined): string => {
  if (value === null || value === undefined) return ""
  const octal = typeof value === "number" ? value : /^[0-7]+$/.test(value) ? parseInt(value, 8) : -1
  if (octal < 0) return String(value)
  return [6, 3, 0]
    .map((shift) => {
      const bits = (octal >> shift) & 7
      return `${bits & 4 ? "r" : "-"}${bits & 2 ? "w" : "-"}${bits & 1 ? "x" : "-"}`
    })
    .join("")
}

/** `canary_env_file` is `env file`. */
export const classOf = (name: string): string => name.replace(/^canary_/, "").replaceAll("_", " ")

export const familyOf = (name: string): "user" | "system" | "canary" | "trace" | "email" =>
  name.startsWith("canary_")
    ? "canary"
    : name === "email"
      ? "email"
      : ["shell_history", "known_hosts", "login_record"].includes(name)
        ? "trace"
        : ["log_cron", "log_daemon", "cache_tmp"].includes(name)
          ? "system"
          : "user"

export const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const
export const weekdaysWhole = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const
