/** What follows from a day alone is computed once and kept while it is asked for. */

/** How many days a cache holds before the oldest go. */
const daysKept = 6

/** Remembers what a function of a day returned, for the last few days asked for. */
export const perDay = <A>(compute: (day: number) => A): ((day: number) => A) => {
  const known = new Map<number, A>()
  return (day) => {
    let value = known.get(day)
    if (value === undefined) {
      value = compute(day)
      known.set(day, value)
      if (known.size > daysKept) known.delete(known.keys().next().value!)
    }
    return value
  }
}
