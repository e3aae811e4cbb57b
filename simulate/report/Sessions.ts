/** Who went where from a decky. */
import type { DeckyHistory } from "../../src/tells/History.ts"
import * as Listing from "../summary/Listing.ts"
import * as Table from "../summary/Table.ts"
import type { Limits } from "./Budget.ts"
import * as Html from "./Html.ts"

/** `48 s`, `12 min`, `3 h 05 min` */
export const duration = (seconds: number): string => {
  const minutes = Math.round(seconds / 60)
  return seconds < 1
    ? "under 1 s"
    : seconds < 90
      ? `${Math.round(seconds)} s`
      : minutes < 90
        ? `${minutes} min`
        : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`
}

/** `indexes` are the places of deckies on the page, by uuid. */
export const render = (
  history: DeckyHistory,
  indexes: ReadonlyMap<string, number>,
  limits: Limits,
): string => {
  const { traffic } = history
  if (traffic.length === 0) return "<p>No outgoing sessions.</p>\n"
  const rows = traffic.slice(0, limits.sessionsMax).map((each) => {
    const index = each.to === undefined ? undefined : indexes.get(each.to)
    const host = Html.text(each.toHost)
    return [
      Listing.stamp(history.decky.timezone, each.at),
      Html.text(each.user),
      index === undefined ? host : `<a href="#d${index}">${host}</a> <small>decky</small>`,
      each.command === ""
        ? "<small>interactive</small>"
        : `<code>${Html.text(each.command)}</code>`,
      duration(each.durationSeconds),
      each.success ? "" : '<span class="bad">failed</span>',
    ]
  })
  const left = traffic.length - limits.sessionsMax
  return (
    Html.table(
      `Outgoing sessions, times of ${history.decky.timezone}`,
      ["when", "user", "to", "command", "lasted", ""],
      rows,
      [4],
    ) + (left > 0 ? Html.omitted(`${Table.plural(left, "later session")} left out.`) : "")
  )
}
