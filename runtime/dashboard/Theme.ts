/** Light or dark: the system's choice unless the reader made one, which the browser keeps. */

export const choices = ["auto", "light", "dark"] as const
export type Choice = (typeof choices)[number]

const key = "theme"

export const chosen = (): Choice => {
  const kept = localStorage.getItem(key)
  return choices.find((each) => each === kept) ?? "auto"
}

export const apply = (choice: Choice): void => {
  if (choice === "auto") {
    localStorage.removeItem(key)
    delete document.documentElement.dataset["theme"]
  } else {
    localStorage.setItem(key, choice)
    document.documentElement.dataset["theme"] = choice
  }
}
