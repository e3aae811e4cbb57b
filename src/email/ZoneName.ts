/** Abbreviations of zones as `date +%Z` prints them; figures where the database has no letters. */
import * as Zone from "../time/Zone.ts"

/** By country or city, the abbreviation per offset in minutes. */
const families: ReadonlyArray<readonly [RegExp, Readonly<Record<number, string>>]> = [
  [/^(?:Etc\/)?(?:UTC|UCT|Zulu)$/, { 0: "UTC" }],
  [/^Europe\/London$|^GB$|^Europe\/(?:Jersey|Guernsey|Isle_of_Man)$/, { 0: "GMT", 60: "BST" }],
  [/^Europe\/Dublin$/, { 0: "GMT", 60: "IST" }],
  [/^Europe\/(?:Istanbul|Minsk|Samara|Saratov|Volgograd|Ulyanovsk|Astrakhan)$/, {}],
  [/^Europe\/(?:Moscow|Simferopol|Kirov)$/, { 180: "MSK" }],
  [
    /^Europe\/|^Africa\/(?:Ceuta|Tunis|Algiers)|^Arctic\/|^Atlantic\/(?:Canary|Madeira|Faroe)$/,
    { 0: "WET", 60: "CET", 120: "CEST", 180: "EEST" },
  ],
  [
    /^America\/(?:Sao_Paulo|Argentina|Buenos_Aires|Bogota|Lima|Santiago|Caracas|Montevideo|La_Paz)/,
    {},
  ],
  [/^America\/(?:Anchorage|Juneau)/, { "-540": "AKST", "-480": "AKDT" }],
  [
    /^(?:US|Canada)\/|^America\/(?:New_York|Toronto|Detroit|Indiana)/,
    { "-300": "EST", "-240": "EDT", "-360": "CST", "-420": "MST", "-480": "PST" },
  ],
  [
    /^America\/(?:Chicago|Mexico_City|Winnipeg|Monterrey|Guatemala|Costa_Rica)/,
    { "-360": "CST", "-300": "CDT" },
  ],
  [/^America\/(?:Denver|Phoenix|Edmonton|Boise)/, { "-420": "MST", "-360": "MDT" }],
  [/^America\/(?:Los_Angeles|Vancouver|Tijuana)/, { "-480": "PST", "-420": "PDT" }],
  [/^America\/Halifax/, { "-240": "AST", "-180": "ADT" }],
  [/^Asia\/(?:Kolkata|Calcutta)$/, { 330: "IST" }],
  [/^Asia\/Tokyo$|^Japan$/, { 540: "JST" }],
  [/^Asia\/Seoul$/, { 540: "KST" }],
  [/^Asia\/(?:Shanghai|Taipei|Macau)$/, { 480: "CST" }],
  [/^Asia\/Hong_Kong$/, { 480: "HKT" }],
  [/^Asia\/Karachi$/, { 300: "PKT" }],
  [/^Asia\/Jerusalem$/, { 120: "IST", 180: "IDT" }],
  [/^Australia\/(?:Sydney|Melbourne|Hobart|Canberra)$/, { 600: "AEST", 660: "AEDT" }],
  [/^Australia\/Brisbane$/, { 600: "AEST" }],
  [/^Australia\/Perth$/, { 480: "AWST" }],
  [/^Pacific\/Auckland$/, { 720: "NZST", 780: "NZDT" }],
  [/^Africa\/Johannesburg$/, { 120: "SAST" }],
  [/^Africa\/(?:Nairobi|Kampala)$/, { 180: "EAT" }],
  [/^Africa\/Lagos$/, { 60: "WAT" }],
  [/^Africa\/Cairo$/, { 120: "EET", 180: "EEST" }],
]

/** Zones of Europe's east and west keep other letters than the middle for the same offsets. */
const eastern =
  /^Europe\/(?:Athens|Bucharest|Helsinki|Kiev|Kyiv|Riga|Sofia|Tallinn|Vilnius|Chisinau)$/
const western = /^Europe\/Lisbon$|^Atlantic\//

const numeric = (minutes: number): string => Zone.formatOffset(minutes).replace(/00$/, "")

/** `CET`, `BST`, `-03`. */
export const of = (zone: string, ms: number): string => {
  const minutes = Zone.offsetMinutes(zone, ms)
  if (eastern.test(zone)) return minutes === 180 ? "EEST" : "EET"
  if (western.test(zone) && (minutes === 0 || minutes === 60))
    return minutes === 60 ? "WEST" : "WET"
  const family = families.find(([pattern]) => pattern.test(zone))
  return family?.[1][minutes] ?? numeric(minutes)
}
