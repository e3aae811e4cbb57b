/** An oddity's template. */
import type { HostProfile } from "../host/HostProfile.ts"
import type { Stream } from "../rng/Rng.ts"
import type { Desk } from "./Desk.ts"
import type { Facts } from "./Facts.ts"

export interface Template {
  /** Unique; part of stream names. */
  readonly id: string
  /** Expected occurrences in 100,000 hours (11.4 years); 4,167 is once a day. */
  readonly per100kHours: number
  /** Once a boot at most, between these hours of uptime, instead of by the rate. */
  readonly onceHours?: readonly [from: number, to: number]
  /** Only when people sit there: Monday to Friday, 8 to 18 h; the rate is for those hours. */
  readonly byDay?: boolean
  /** All hosts where missing. */
  readonly fits?: (host: HostProfile, facts: Facts) => boolean
  readonly tell: (desk: Desk, atMicros: number, rng: Stream) => void
}

export const daily = 4167
export const weekly = 595
export const monthly = 137
