/** Back and forth through a list. */
import * as Format from "../Format.ts"

/** Deeper pages are reached by a narrower filter. */
const offsetMax = 4950

export const Pager = (props: {
  readonly total: number
  readonly limit: number
  readonly offset: number
  readonly what: string
  readonly go: (offset: number) => void
}) => {
  const { total, limit, offset, what, go } = props
  if (total <= limit && offset === 0) return null
  const last = Math.min(total, offset + limit)
  const isEnd = last >= total || offset + limit > offsetMax
  return (
    <nav class="pager" aria-label={`Pages of ${what}`}>
      <button type="button" disabled={offset === 0} onClick={() => go(Math.max(0, offset - limit))}>
        Back
      </button>
      <span>
        {Format.count(Math.min(offset + 1, total))} to {Format.count(last)} of {Format.count(total)}
      </span>
      <button type="button" disabled={isEnd} onClick={() => go(offset + limit)}>
        Next
      </button>
    </nav>
  )
}
