/** S: what connections between hosts give away. */
import type { History, Tell, TrafficEvent } from "./History.ts"
import * as Evidence from "./Evidence.ts"
import * as View from "./View.ts"

interface Outgoing {
  readonly decky: string
  readonly traffic: TrafficEvent
  /** From this decky to that host. */
  readonly pair: string
}

const outgoing: (history: History) => ReadonlyArray<Outgoing> = Evidence.memo((history) =>
  history.deckies.flatMap(({ decky, traffic }) =>
    traffic.map((one) => ({
      decky: decky.uuid,
      traffic: one,
      pair: `${decky.hostname} -> ${one.to ?? one.toHost}`,
    })),
  ),
)

/** S01: connections that never authenticate, between hosts that otherwise do not talk. */
export const s01: Tell = (history) => {
  const all = outgoing(history)
  const talking = new Set(all.filter(({ traffic }) => traffic.success).map(({ pair }) => pair))
  const failed = all
    .filter(({ traffic, pair }) => !traffic.success && !talking.has(pair))
    .map(({ decky, traffic, pair }) =>
      Evidence.draft(
        decky,
        `${pair} as ${traffic.user} at ${Evidence.at(traffic.at)} never authenticates`,
      ),
    )
  const byIp = new Map(history.deckies.map(({ host, decky }) => [host.ip, decky.uuid]))
  const seen = history.deckies.flatMap((target) => {
    const { logs } = View.of(target)
    const known = new Set(logs.accepted.map(({ ip }) => ip))
    return logs.unauthenticated
      .filter(({ ip }) => byIp.has(ip) && !known.has(ip))
      .map(({ ip, ms }) => {
        const text = `${ip} (${byIp.get(ip)}) connected at ${Evidence.at(ms)} and never authenticated`
        return Evidence.draft(target.decky.uuid, text, "/var/log/auth.log")
      })
  })
  return Evidence.label("S01", [...failed, ...seen])
}

/** S02: pairs chosen evenly. */
export const s02: Tell = (history) => {
  const all = outgoing(history)
  const counts = new Map<string, number>()
  for (const { pair } of all) counts.set(pair, (counts.get(pair) ?? 0) + 1)
  if (all.length < 50 || counts.size < 5) return []
  const top = Evidence.ascending([...counts.values()])
    .reverse()
    .slice(0, Math.ceil(counts.size / 5))
  const carried = top.reduce((sum, count) => sum + count, 0)
  if (2 * carried >= all.length) return []
  const text =
    `the top ${top.length} of ${counts.size} pairs carry ` +
    `${Evidence.share(carried, all.length)} of sessions`
  return Evidence.label("S02", [Evidence.draft(all[0]!.decky, text)])
}

const tickMillis = 10_000
const jitterMillis = 50
const gapsMin = 60

const onTick = (gap: number): boolean => {
  const rest = gap % tickMillis
  return gap > jitterMillis && (rest <= jitterMillis || rest >= tickMillis - jitterMillis)
}

/**
 * S03: sessions a whole tick apart. Ticks are multiples of ten seconds; a gap lies within 50 ms of
 * one by chance in 1.01 % of cases.
 */
export const s03: Tell = (history) => {
  const gapsOf = (traffic: ReadonlyArray<TrafficEvent>): ReadonlyArray<number> => {
    const times = Evidence.ascending(traffic.map(({ at }) => at))
    return times.slice(1).map((at, index) => at - times[index]!)
  }
  const series: ReadonlyArray<readonly [string, ReadonlyArray<number>]> = [
    ["each decky", history.deckies.flatMap(({ traffic }) => gapsOf(traffic))],
    ["the whole fleet", gapsOf(history.deckies.flatMap(({ traffic }) => traffic))],
  ]
  return Evidence.label(
    "S03",
    series.flatMap(([name, gaps]) => {
      const ticks = gaps.filter(onTick)
      if (gaps.length < gapsMin || ticks.length <= Evidence.poissonMax(0.0101 * gaps.length))
        return []
      const often = Evidence.mode(ticks.map((gap) => Math.round(gap / tickMillis) * 10))!
      const text =
        `${Evidence.share(ticks.length, gaps.length)} of gaps between sessions of ` +
        `${name} are whole ticks, most often ${often.key} s`
      return [Evidence.draft(history.deckies[0]!.decky.uuid, text)]
    }),
  )
}

export const tells: Readonly<Record<string, Tell>> = { S01: s01, S02: s02, S03: s03 }
