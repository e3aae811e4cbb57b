/** The part of the day in which somebody works: `HH:MM-HH:MM`, start inclusive, end exclusive. */

export interface ActiveHours {
  /** 0 to 1439 */
  readonly startMinute: number
  /** 0 to 1439; not after `startMinute` where the window wraps midnight, equal where it is always. */
  readonly endMinute: number
}

export const always: ActiveHours = { startMinute: 0, endMinute: 0 }

const pattern = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/

/** Undefined where the text is no window. */
export const parse = (text: string): ActiveHours | undefined => {
  const match = pattern.exec(text.trim())
  if (match === null) return undefined
  const [, startHour, startMinute, endHour, endMinute] = match.map(Number)
  return { startMinute: startHour! * 60 + startMinute!, endMinute: endHour! * 60 + endMinute! }
}

/** For windows read from an old database: a typo there must not silence a fleet. */
export const parseLenient = (text: string): ActiveHours => parse(text) ?? always

export const isAlways = (hours: ActiveHours): boolean => hours.startMinute === hours.endMinute

export const wraps = (hours: ActiveHours): boolean => hours.endMinute < hours.startMinute

/** Length in minutes, 1 to 1440. */
export const minutes = (hours: ActiveHours): number =>
  isAlways(hours) ? 1440 : (hours.endMinute - hours.startMinute + 1440) % 1440

/** Whether a minute of the day (0 to 1439) lies inside. */
export const contains = (hours: ActiveHours, minuteOfDay: number): boolean =>
  isAlways(hours) ||
  (wraps(hours)
    ? minuteOfDay >= hours.startMinute || minuteOfDay < hours.endMinute
    : minuteOfDay >= hours.startMinute && minuteOfDay < hours.endMinute)

/**
 * The local day to which a minute counts: the part of a night shift after midnight belongs to
 * the day on which it began.
 */
export const shiftDay = (hours: ActiveHours, day: number, minuteOfDay: number): number =>
  wraps(hours) && minuteOfDay < hours.endMinute ? day - 1 : day

const two = (value: number): string => String(value).padStart(2, "0")

const clock = (minute: number): string => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`

export const format = (hours: ActiveHours): string =>
  `${clock(hours.startMinute)}-${clock(hours.endMinute)}`
