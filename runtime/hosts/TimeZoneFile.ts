/** A host's time zone: where `/etc/localtime` leads, else what `/etc/timezone` names. */
import * as Zone from "../../src/time/Zone.ts"

const folder = "/usr/share/zoneinfo/"

/** UTC where neither names a zone, as libc has it. */
export const zoneOf = (localtimeTarget: string, timezoneText: string): string => {
  const linked = localtimeTarget.startsWith(folder)
    ? localtimeTarget.slice(folder.length).replace(/^(posix|right)\//, "")
    : ""
  const named = timezoneText.trim()
  return [linked, named].find((zone) => zone !== "" && Zone.isKnown(zone)) ?? "UTC"
}
