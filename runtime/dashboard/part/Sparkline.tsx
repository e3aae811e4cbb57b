/** Activity of a day in the height of a line of text. */
import { area, curveMonotoneX, line } from "d3-shape"

const width = 96
const height = 22

/** Areas of one page are drawn to the same height, so that quiet deckies look quiet. */
export const Sparkline = ({
  values,
  most,
  label,
}: {
  readonly values: ReadonlyArray<number>
  readonly most: number
  readonly label: string
}) => {
  const x = (index: number) => (index / Math.max(1, values.length - 1)) * width
  const y = (value: number) =>
    height - 1 - (Math.sqrt(value) / Math.sqrt(Math.max(1, most))) * (height - 3)
  const all = [...values]
  const filled = area<number>()
    .x((_, index) => x(index))
    .y0(height)
    .y1(y)
    .curve(curveMonotoneX)(all)
  const edge = line<number>()
    .x((_, index) => x(index))
    .y(y)
    .curve(curveMonotoneX)(all)
  return (
    <svg
      class="spark"
      preserveAspectRatio="none"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={label}
    >
      <path class="spark-area" d={filled ?? ""} />
      <path class="spark-line" d={edge ?? ""} />
    </svg>
  )
}
