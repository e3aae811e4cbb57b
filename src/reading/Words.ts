/** Lists of words that are written over several lines, for those who read texts. */

/** The words of a list. */
export const split = (list: string): ReadonlyArray<string> => list.trim().split(/\s+/)

/** Any of the words of a list, as part of a pattern. */
export const anyOf = (list: string): string => `(?:${split(list).join("|")})`
