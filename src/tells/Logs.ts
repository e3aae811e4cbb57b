/** L: what system logs give away. The reading itself is `LogJudge.ts`. */
import type { DeckyHistory, History, Tell, TrafficEvent } from "./History.ts"
import * as Evidence from "./Evidence.ts"
import * as LogJudge from "./LogJudge.ts"
import * as View from "./View.ts"

type Own = "L01" | "L02" | "L03" | "L04" | "L05" | "L07"

/** A tell that `LogJudge` settled when it read the decky's logs. */
const own =
  (tell: Own): Tell =>
  (history) =>
    Evidence.label(
      tell,
      history.deckies.flatMap((decky) => View.of(decky).logs[tell]),
    )

/** L01: lines out of time order. */
export const l01 = own("L01")
/** L02: a host field that is not the decky's. */
export const l02 = own("L02")
/** L03: process ids that repeat or do not rise. */
export const l03 = own("L03")
/** L04: cron lines that no crontab explains. */
export const l04 = own("L04")
/** L05: rotations that logrotate would not have made. */
export const l05 = own("L05")
/** L07: the stamp of another release. */
export const l07 = own("L07")

/** How far an accepted login may lie from the session's start. */
const beforeMillis = 5_000
const afterMillis = 60_000

const near = (login: LogJudge.Login, at: number): boolean =>
  login.ms >= at - beforeMillis && login.ms <= at + afterMillis

/** Whether a login record holds the name or address; `ut_host` is plain text. */
const recorded = (view: View.View, words: ReadonlyArray<string>): boolean => {
  const records = ["/var/log/wtmp", "/var/log/wtmp.1"].flatMap(
    (path) => view.byPath.get(path) ?? [],
  )
  if (records.length === 0) return true
  return records.some((entry) => {
    const text = new TextDecoder("latin1").decode(entry.read())
    return words.some((word) => text.includes(word))
  })
}

const logsLogins = ({ host }: DeckyHistory): boolean => host.sshdRuns && host.rsyslogRuns

/** Logs are written at most once an hour, so that the newest session may not be in them yet. */
const flushMillis = 3_600_000 + afterMillis

const farEnd = (
  source: DeckyHistory,
  target: DeckyHistory,
  traffic: TrafficEvent,
): ReadonlyArray<Evidence.Draft> => {
  const view = View.of(target)
  const { accepted, authFrom } = view.logs
  // Rotated away, or a host that keeps no such log.
  if (!logsLogins(target) || (authFrom !== undefined && traffic.at < authFrom)) return []
  const name = `session of ${traffic.user} from ${source.decky.hostname} at ${Evidence.at(traffic.at)}`
  const login = accepted.find(
    (one) => one.ip === source.host.ip && one.user === traffic.user && near(one, traffic.at),
  )
  if (login === undefined)
    return [Evidence.draft(target.decky.uuid, `${name} is not in auth.log`, "/var/log/auth.log")]
  const interactive = traffic.command === "" && traffic.durationSeconds > 0
  if (interactive && !recorded(view, [source.host.ip, source.decky.hostname]))
    return [Evidence.draft(target.decky.uuid, `${name} is not in wtmp`, "/var/log/wtmp")]
  return []
}

const knowsHosts = (view: View.View): boolean =>
  [...view.contents].some(
    ([path, { bytes }]) => /\/(?:\.ssh\/|ssh_)known_hosts$/.test(path) && bytes > 0,
  )

const clientSide = (history: History): ReadonlyArray<Evidence.Draft> =>
  history.deckies.flatMap((source) => {
    const first = source.traffic.find(({ to, success }) => to !== undefined && success)
    if (first === undefined || knowsHosts(View.of(source))) return []
    const text = `logged in to ${first.toHost} at ${Evidence.at(first.at)}, but nobody has a known_hosts`
    return [Evidence.draft(source.decky.uuid, text)]
  })

/** Logins from another decky that this one knows nothing about. */
const uncalled = (history: History): ReadonlyArray<Evidence.Draft> => {
  const byIp = new Map(history.deckies.map((one) => [one.host.ip, one]))
  return history.deckies.flatMap((target) =>
    View.of(target).logs.accepted.flatMap((login) => {
      const source = byIp.get(login.ip)
      if (source === undefined || source === target || login.ms < history.start) return []
      const called = source.traffic.some(
        ({ to, at }) => to === target.decky.uuid && near(login, at),
      )
      if (called) return []
      const text =
        `${login.user} came from ${source.decky.hostname} (${login.ip}) at ` +
        `${Evidence.at(login.ms)}, which has no such session`
      return [Evidence.draft(target.decky.uuid, text, "/var/log/auth.log")]
    }),
  )
}

/** L06: a session between two deckies without its counterpart, or never closed. */
export const l06: Tell = (history) => {
  const byUuid = new Map(history.deckies.map((one) => [one.decky.uuid, one]))
  const far = history.deckies.flatMap((source) =>
    source.traffic.flatMap((traffic) => {
      const target =
        traffic.to === undefined || !traffic.success ? undefined : byUuid.get(traffic.to)
      const flushed = traffic.at < history.end - flushMillis
      return target === undefined || !flushed ? [] : farEnd(source, target, traffic)
    }),
  )
  const open = history.deckies.flatMap((decky) =>
    View.of(decky)
      .logs.open.filter(({ ms }) => ms < history.end - LogJudge.sessionMillisMax)
      .map(({ line, path }) =>
        Evidence.draft(decky.decky.uuid, `never closed: ${Evidence.quote(line)}`, path),
      ),
  )
  return Evidence.label("L06", [...far, ...clientSide(history), ...uncalled(history), ...open])
}

export const tells: Readonly<Record<string, Tell>> = {
  L01: l01,
  L02: l02,
  L03: l03,
  L04: l04,
  L05: l05,
  L06: l06,
  L07: l07,
}
