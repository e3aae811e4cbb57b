/** A token's name: who or what uses it. */

export const charactersMax = 128

export const isValid = (text: string): boolean =>
  text.trim().length >= 1 && text.length <= charactersMax && !/\p{Cc}/u.test(text)

export const advice = `write 1 to ${charactersMax} characters on one line`
