/** What changed between two texts, line by line. */

export interface Line {
  readonly sign: " " | "+" | "-"
  readonly text: string
}

/** Cells of the table of common subsequences; larger middles are shown as replaced whole. */
const cellsMax = 1_000_000

const middle = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): ReadonlyArray<Line> => {
  const gone = (text: string): Line => ({ sign: "-", text })
  const come = (text: string): Line => ({ sign: "+", text })
  if (a.length * b.length > cellsMax) return [...a.map(gone), ...b.map(come)]
  const width = b.length + 1
  const cells = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      cells[i * width + j] =
        a[i] === b[j]
          ? cells[(i + 1) * width + j + 1]! + 1
          : Math.max(cells[(i + 1) * width + j]!, cells[i * width + j + 1]!)
  const out: Array<Line> = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length)
    if (i < a.length && j < b.length && a[i] === b[j]) {
      out.push({ sign: " ", text: a[i]! })
      i++
      j++
    } else if (
      j >= b.length ||
      (i < a.length && cells[(i + 1) * width + j]! >= cells[i * width + j + 1]!)
    )
      out.push(gone(a[i++]!))
    else out.push(come(b[j++]!))
  return out
}

const linesOf = (text: string): ReadonlyArray<string> =>
  text === "" ? [] : text.replace(/\n$/, "").split("\n")

export const between = (before: string, after: string): ReadonlyArray<Line> => {
  const a = linesOf(before)
  const b = linesOf(after)
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  const most = Math.min(a.length, b.length) - head
  while (tail < most && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  const same = (text: string): Line => ({ sign: " ", text })
  return [
    ...a.slice(0, head).map(same),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...a.slice(a.length - tail).map(same),
  ]
}

export interface Gap {
  readonly hidden: number
}

/** With long stretches of unchanged lines folded to `around` lines on either side of a change. */
export const folded = (all: ReadonlyArray<Line>, around = 3): ReadonlyArray<Line | Gap> => {
  const near = all.map(() => false)
  for (const [index, { sign }] of all.entries())
    if (sign !== " ")
      for (let at = Math.max(0, index - around); at <= index + around && at < all.length; at++)
        near[at] = true
  const out: Array<Line | Gap> = []
  let hidden = 0
  for (const [index, line] of all.entries()) {
    if (!near[index]) {
      hidden += 1
      continue
    }
    if (hidden > 0) out.push({ hidden })
    hidden = 0
    out.push(line)
  }
  if (hidden > 0) out.push({ hidden })
  return out
}
