/** Where bait of a preview would call home: names that never resolve (RFC 2606). */
import type { Callback } from "../../src/canary/Callback.ts"

export const standIn: Callback = {
  httpBase: "https://assets.preview.invalid",
  dnsZone: "c.preview.invalid",
}
