/** What kind of edit leads from one text to the next, by its lines; as the reference counts them. */

export type Kind = "append" | "prepend" | "insert" | "inPlace" | "remove" | "none"

/** Longest common subsequence; true for lines of `to` that are new, and how many of `from` went. */
const added = (from: ReadonlyArray<string>, to: ReadonlyArray<string>) => {
  const width = to.length + 1
  const table = new Uint16Array((from.length + 1) * width)
  for (let i = from.length - 1; i >= 0; i--)
    for (let j = to.length - 1; j >= 0; j--)
      table[i * width + j] =
        from[i] === to[j]
          ? table[(i + 1) * width + j + 1]! + 1
          : Math.max(table[(i + 1) * width + j]!, table[i * width + j + 1]!)
  const isNew: Array<boolean> = []
  let i = 0
  let j = 0
  while (j < to.length) {
    if (i < from.length && from[i] === to[j]) {
      isNew.push(false)
      i++
      j++
    } else if (i < from.length && table[(i + 1) * width + j]! >= table[i * width + j + 1]!) i++
    else {
      isNew.push(true)
      j++
    }
  }
  return isNew
}

export const compare = (
  from: ReadonlyArray<string>,
  to: ReadonlyArray<string>,
): { readonly kind: Kind; readonly added: number; readonly deleted: number } => {
  const isNew = added(from, to)
  const count = isNew.filter(Boolean).length
  const deleted = from.length - (to.length - count)
  const first = isNew.indexOf(true)
  const last = isNew.lastIndexOf(true)
  const kind: Kind =
    count === 0
      ? deleted === 0
        ? "none"
        : "remove"
      : deleted > 0
        ? "inPlace"
        : first === to.length - count
          ? "append"
          : last === count - 1
            ? "prepend"
            : "insert"
  return { kind, added: count, deleted }
}
