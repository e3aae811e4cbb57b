// Writes src/diurnal/holidayDates.ts from the pinned date-holidays data: the public holidays of
// every country from 2020 to 2037. Run by hand when the pinned version changes.
import { writeFileSync } from "node:fs"
import { createRequire } from "node:module"

const Holidays = createRequire(import.meta.url)("date-holidays")
const { version } = createRequire(import.meta.url)("date-holidays/package.json")
const first = 2020
const last = 2037
const lines = []
for (const country of Object.keys(new Holidays().getCountries()).sort()) {
  const calendar = new Holidays(country)
  const years = []
  for (let year = first; year <= last; year++) {
    const days = new Set()
    for (const holiday of calendar.getHolidays(year)) {
      if (holiday.type !== "public") continue
      const [y, m, d] = holiday.date.slice(0, 10).split("-").map(Number)
      if (y !== year) continue
      days.add((Date.UTC(y, m - 1, d) - Date.UTC(y, 0, 1)) / 86_400_000)
    }
    years.push(
      [...days]
        .sort((a, b) => a - b)
        .map((day) => day.toString(36).padStart(2, "0"))
        .join(""),
    )
  }
  lines.push(`${country}|${years.join(",")}`)
}
writeFileSync(
  new URL("../src/diurnal/holidayDates.ts", import.meta.url),
  `/** Made by scripts/holidays.mjs from date-holidays ${version}; do not edit. */

/** The first year of each line below. */
export const firstYear = ${first}

/** Country (ISO 3166-1 alpha-2), then per year the zero-based days of the year, two base-36 digits each. */
export const packed = \`${lines.join("\n")}\`
`,
)
