/** Working hours on the ring of a day, midnight at the top, in the person's own zone. */
import { arc } from "d3-shape"

const turn = 2 * Math.PI

const ring = arc<{ readonly from: number; readonly to: number }>()
  .innerRadius(33)
  .outerRadius(43)
  .startAngle(({ from }) => (from / 1440) * turn)
  .endAngle(({ to }) => (to / 1440) * turn)
  .cornerRadius(2)

/** `09:00-18:00` as minutes; the end may be the next day. */
export const minutesOf = (
  hours: string,
): { readonly from: number; readonly to: number } | undefined => {
  const match = /^(\d{1,2}):(\d\d)\s*-\s*(\d{1,2}):(\d\d)$/.exec(hours.trim())
  if (match === null) return undefined
  const [fromHour, fromMinute, toHour, toMinute] = match.slice(1).map(Number)
  const from = fromHour! * 60 + fromMinute!
  const to = toHour! * 60 + toMinute!
  if (from >= 1440 || to > 1440 || fromMinute! > 59 || toMinute! > 59 || from === to)
    return undefined
  return { from, to: to > from ? to : to + 1440 }
}

/** What time it is in a zone now; undefined for zones that the browser does not know. */
const minuteNow = (zone: string | undefined, now: number): number | undefined => {
  try {
    const text = new Intl.DateTimeFormat("en-GB", {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      ...(zone === undefined || zone === "" ? {} : { timeZone: zone }),
    }).format(now)
    const [hour, minute] = text.split(":").map(Number)
    return hour! * 60 + minute!
  } catch {
    return undefined
  }
}

const point = (minute: number, radius: number): readonly [number, number] => {
  const angle = (minute / 1440) * turn
  return [Math.sin(angle) * radius, -Math.cos(angle) * radius]
}

export const DayRing = (props: {
  readonly hours: string
  readonly zone: string | undefined
  readonly now: number
  readonly size?: number
}) => {
  const { hours, zone, now, size = 72 } = props
  const span = minutesOf(hours)
  const minute = minuteNow(zone, now)
  const place = zone === undefined || zone === "" ? "the decky's zone" : zone
  const label = span === undefined ? "Working hours are not readable" : `Works ${hours}, ${place}`
  return (
    <svg
      class="ring"
      width={size}
      height={size}
      viewBox="-50 -50 100 100"
      role="img"
      aria-label={label}
    >
      <path class="ring-day" d={ring({ from: 0, to: 1440 }) ?? ""} />
      {span !== undefined && <path class="ring-work" d={ring(span) ?? ""} />}
      {[0, 360, 720, 1080].map((at) => {
        const [x, y] = point(at, 25)
        return (
          <text key={at} x={x} y={y} dy="0.35em">
            {at / 60}
          </text>
        )
      })}
      {minute !== undefined && zone !== undefined && zone !== "" && (
        <line
          class="ring-now"
          x1={point(minute, 31)[0]}
          y1={point(minute, 31)[1]}
          x2={point(minute, 46)[0]}
          y2={point(minute, 46)[1]}
        />
      )}
    </svg>
  )
}
