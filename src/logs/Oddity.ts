/**
 * The long tail: lines that a machine writes now and then, each template by a rate of its own. In
 * real syslogs 19 to 81 % of templates occur once.
 */
import type { HostProfile } from "../host/HostProfile.ts"
import type { Stream } from "../rng/Rng.ts"
import * as Civil from "../time/Civil.ts"
import { hourMillis, minuteMillis } from "../time/Instant.ts"
import * as Zone from "../time/Zone.ts"
import type { Act, Desk } from "./Desk.ts"
import * as Facts from "./Facts.ts"
import * as Mix from "./Mix.ts"
import { kernel } from "./oddities/kernel.ts"
import { services } from "./oddities/services.ts"
import { ubuntu } from "./oddities/ubuntu.ts"
import { workstation } from "./oddities/workstation.ts"
import * as Recent from "./Recent.ts"
import type { Template } from "./Template.ts"

const all: ReadonlyArray<Template> = [...kernel, ...services, ...ubuntu, ...workstation]

/** Rates are per this many hours. */
const rateHours = 100_000

const known = new WeakMap<HostProfile, ReadonlyArray<Template>>()

const templatesOf = (host: HostProfile): ReadonlyArray<Template> => {
  const before = known.get(host)
  if (before !== undefined) return before
  const facts = Facts.of(host)
  const templates = all.filter((template) => template.fits?.(host, facts) ?? true)
  known.set(host, templates)
  return templates
}

/** The hour of uptime at which a thing comes that comes once a boot. */
const onceAt = (host: HostProfile, id: string, [from, to]: readonly [number, number]): number =>
  from + (Mix.hash(`${id}/${host.bootedAt}/${host.decky.uuid}`) % (to - from))

const isAtWork = (host: HostProfile, hour: number): boolean => {
  const at = hour * hourMillis
  const local = Math.floor(at / minuteMillis) + Zone.offsetMinutes(host.decky.timezone, at)
  const day = Math.floor(local / 1440)
  const minuteOfDay = local - day * 1440
  return minuteOfDay >= 480 && minuteOfDay < 1080 && Civil.weekday(day) < 5
}

const draw = (rng: Stream, host: HostProfile, hour: number): ReadonlyArray<Act> => {
  const stream = rng.within("oddities", hour)
  const bootHour = Math.floor(host.bootedAt / hourMillis)
  const acts: Array<Act> = []
  const atWork = isAtWork(host, hour)
  for (const template of templatesOf(host)) {
    const once = template.onceHours
    if (once === undefined && stream.below(rateHours) >= template.per100kHours) continue
    if (template.byDay === true && !atWork) continue
    if (once !== undefined && hour - bootHour !== onceAt(host, template.id, once)) continue
    const atMicros = hour * hourMillis * 1000 + stream.below(hourMillis * 1000)
    acts.push({
      atMicros,
      run: (desk: Desk) => {
        template.tell(desk, atMicros, desk.rng.within("oddity", template.id, hour))
      },
    })
  }
  return acts
}

/** What happens in one UTC hour, unsorted. */
export const ofHour = Recent.remember(draw)
