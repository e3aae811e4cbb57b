/**
 * In which order rows were told. Where several processes write on MySQL a lower number may come
 * after a higher one, so whoever comes back goes on behind a place in this order, not a number.
 */

/** Numbers that are remembered, and events that one who comes back is told one by one. */
export const keptMax = 5000

export interface Order {
  readonly add: (id: number) => void
  /** Undefined where nothing was told yet. */
  readonly last: () => number | undefined
  /** What was told behind it; undefined where it was not told, or too long ago. */
  readonly after: (id: number) => ReadonlyArray<number> | undefined
}

export const make = (): Order => {
  const told: Array<number> = []
  return {
    add: (id) => {
      told.push(id)
      if (told.length > 2 * keptMax) told.splice(0, told.length - keptMax - 1)
    },
    last: () => told.at(-1),
    after: (id) => {
      const index = told.lastIndexOf(id)
      return index < 0 ? undefined : told.slice(index + 1)
    },
  }
}
