/** What a basename says about the program that chose it. */

/** Changes between letter and digit. */
const transitions = (token: string): number => token.match(/[a-z](?=\d)|\d(?=[a-z])/gi)?.length ?? 0

/** Changes between lower and upper case inside a word, as mkstemp has them. */
const caseChanges = (token: string): number =>
  token.match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g)?.length ?? 0

const isRandomToken = (token: string): boolean => {
  if (/^[0-9a-f]{6,}$/i.test(token)) return transitions(token) >= 2
  if (!/^[A-Za-z0-9]{6,}$/.test(token)) return false
  return (
    (token.length >= 8 && transitions(token) >= 4) ||
    (transitions(token) >= 1 && caseChanges(token) >= 3)
  )
}

/** Why a name looks machine-made; undefined where it does not. */
export const fault = (name: string): string | undefined => {
  const digits = /\d{8,}/.exec(name)?.[0]
  if (digits !== undefined) return `${digits.length} digits in a row`
  const token = name.split(/[-_.~ ]+/).find(isRandomToken)
  return token === undefined ? undefined : `"${token}" looks random`
}

/** Names that ask to be opened. */
export const isBait = (name: string): boolean =>
  /passw(?:or)?d|secret|credential|(?:^|[^a-z])keys(?:[^a-z]|$)/i.test(name)
