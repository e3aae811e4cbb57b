/** What the tiny model knows: recorded answers, with names of the fixtures' organisation. */
import { readFileSync } from "node:fs"
import * as Either from "effect/Either"
import * as Recorded from "../../../src/llm/Recorded.ts"
import * as Prompt from "../../../src/prompts/Prompt.ts"
import { all } from "../../prompts/FixtureTasks.ts"

export const languages = ["en", "de", "es", "pt"] as const
export const forms = ["note", "todo", "draft", "sh", "py", "mail", "reply"] as const
export type Language = (typeof languages)[number]
export type Form = (typeof forms)[number]

export interface Known {
  readonly language: Language
  readonly form: Form
  readonly text: string
}

const recordings = (language: Language): ReadonlyArray<Recorded.Recording> => {
  const path = new URL(`../../../fixtures/completions/${language}.json`, import.meta.url)
  return Either.getOrThrowWith(
    Recorded.parse(JSON.parse(readFileSync(path, "utf8"))),
    (line) => new Error(line),
  )
}

/** Recordings of a kind that are used, so that the vocabulary and with it the model stay small. */
const recordingsPerKind = 10

const formOf = (recording: Recorded.Recording): Form | undefined => {
  const { form, extension, follows } = recording
  if (form === "script") return extension === "py" ? "py" : "sh"
  return form === "mail" && follows === true ? "reply" : form
}

export const known = (): ReadonlyArray<Known> => {
  const gists = all.map((task) => Prompt.request(task).gist)
  const counts = new Map<string, number>()
  return languages.flatMap((language) => {
    const casts = gists.filter((gist) => gist.language === language)
    return recordings(language).flatMap((recording) => {
      const form = formOf(recording)
      if (form === undefined || !("text" in recording)) return []
      const count = (counts.get(language + form) ?? 0) + 1
      counts.set(language + form, count)
      if (count > recordingsPerKind) return []
      // the first who have all the names that it leaves open
      const text = casts
        .map(({ slots }) => Recorded.fill(recording.text, slots))
        .find((filled) => filled !== undefined)
      return text === undefined ? [] : [{ language, form, text }]
    })
  })
}
