/**
 * The difference of two texts by lines, as a script that makes one from the other: a positive
 * number keeps so many lines, a negative one drops them, a list of lines is put in.
 */

export type Step = number | ReadonlyArray<string>

/** Cells of the table of common subsequences; larger middles are replaced whole. */
const cellsMax = 400_000

/** Lengths of longest common subsequences of all pairs of tails, row by row. */
const table = (a: ReadonlyArray<string>, b: ReadonlyArray<string>): Uint32Array => {
  const width = b.length + 1
  const cells = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      cells[i * width + j] =
        a[i] === b[j]
          ? cells[(i + 1) * width + j + 1]! + 1
          : Math.max(cells[(i + 1) * width + j]!, cells[i * width + j + 1]!)
  return cells
}

class Steps {
  readonly list: Array<Step> = []
  #lines: Array<string> | undefined

  count(lines: number): void {
    if (lines === 0) return
    this.#lines = undefined
    const last = this.list.at(-1)
    if (typeof last === "number" && last > 0 === lines > 0)
      this.list[this.list.length - 1] = last + lines
    else this.list.push(lines)
  }

  put(line: string): void {
    if (this.#lines === undefined) this.list.push((this.#lines = []))
    this.#lines.push(line)
  }
}

const middle = (a: ReadonlyArray<string>, b: ReadonlyArray<string>, steps: Steps): void => {
  let i = 0
  let j = 0
  if (a.length * b.length <= cellsMax) {
    const cells = table(a, b)
    const width = b.length + 1
    while (i < a.length && j < b.length) {
      if (a[i] === b[j]) {
        steps.count(1)
        i++
        j++
      } else if (cells[(i + 1) * width + j]! >= cells[i * width + j + 1]!) {
        steps.count(-1)
        i++
      } else steps.put(b[j++]!)
    }
  }
  steps.count(i - a.length)
  while (j < b.length) steps.put(b[j++]!)
}

/** From `before` to `after`. */
export const between = (before: string, after: string): ReadonlyArray<Step> => {
  const a = before.split("\n")
  const b = after.split("\n")
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  )
    tail++
  const steps = new Steps()
  steps.count(head)
  middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail), steps)
  steps.count(tail)
  return steps.list
}

/** What a script makes of a text: the page's own script does the same. */
export const apply = (before: string, steps: ReadonlyArray<Step>): string => {
  const lines = before.split("\n")
  const out: Array<string> = []
  let at = 0
  for (const step of steps)
    if (typeof step !== "number") out.push(...step)
    else if (step < 0) at -= step
    else out.push(...lines.slice(at, (at += step)))
  return out.join("\n")
}
