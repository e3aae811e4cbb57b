// Writes src/time/zoneRules.ts from the pinned moment-timezone data: every zone's offset from
// 2020 to the end of 2037. Run by hand when the pinned version changes; histories may move then.
import { writeFileSync } from "node:fs"
import { createRequire } from "node:module"

const require = createRequire(import.meta.url)
const moment = require("moment-timezone")
const data = require("moment-timezone/data/packed/latest.json")

const from = Date.UTC(2020, 0, 1)
const to = Date.UTC(2038, 0, 1)
const byRule = new Map()
const add = (name, rule) => byRule.set(rule, [...(byRule.get(rule) ?? []), name])
const ruleOf = new Map()
for (const packed of data.zones) {
  const { name, untils, offsets } = moment.tz.unpack(packed)
  const parts = []
  for (let i = 0; i < offsets.length; i++) {
    const begin = i === 0 ? -Infinity : untils[i - 1]
    const end = untils[i] ?? Infinity
    if (end <= from || begin >= to) continue
    const offset = Math.round(-offsets[i])
    parts.push(
      parts.length === 0 ? `${offset}` : `${Math.round(begin / 60000).toString(36)}:${offset}`,
    )
  }
  ruleOf.set(name, parts.join(","))
}
for (const link of data.links) {
  const [target, alias] = link.split("|")
  ruleOf.set(alias, ruleOf.get(target))
}
for (const [name, rule] of [...ruleOf].sort(([a], [b]) => (a < b ? -1 : 1))) add(name, rule)
const lines = [...byRule].map(([rule, names]) => `${names.join(" ")}|${rule}`).sort()
writeFileSync(
  new URL("../src/time/zoneRules.ts", import.meta.url),
  `/** Made by scripts/zones.mjs from the IANA time zone database; do not edit. */

/** The database's release. */
export const version = ${JSON.stringify(data.version)}

/** Zone names, then the offset in 2020, then \`minute (base 36):offset\` changes until 2038, minutes east of UTC. */
export const packed = \`${lines.join("\n")}\`
`,
)
