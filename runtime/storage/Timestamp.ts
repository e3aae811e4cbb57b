/**
 * Times of day as DECNET's tables hold them: `2026-01-05 10:14:33.127481` in UTC, as text on SQLite
 * and as DATETIME(6) on MySQL, where the driver hands out the same text.
 */
import * as Instant from "../../src/time/Instant.ts"

/** To the microsecond; what lies beyond is cut. */
export const ofInstant = ({ ms, ns }: Instant.Instant): string =>
  Instant.toIso(ms).replace("T", " ").slice(0, 23) + String(Math.floor(ns / 1000)).padStart(3, "0")

export const ofMillis = (ms: number): string => ofInstant(Instant.make(ms))

/** Epoch seconds, as events carry them. */
export const ofSeconds = (seconds: number): string => {
  const micros = Math.round(seconds * 1e6)
  const ms = Math.floor(micros / 1000)
  return ofInstant(Instant.make(ms, (micros - ms * 1000) * 1000))
}

/** With or without a fraction; undefined where it is no time. */
export const parse = (text: string): Instant.Instant | undefined => Instant.parseIso(text)
