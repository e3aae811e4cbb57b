/** The model that is asked now: settings, and the backend that they come to. */
import * as Redacted from "effect/Redacted"
import type { Backend } from "./Backend.ts"
import * as Fake from "./Fake.ts"
import type { ModelSettings } from "./ModelSettings.ts"
import * as Ollama from "./Ollama.ts"

export interface Site {
  readonly settings: ModelSettings
  readonly backend: Backend
}

/** Undefined where no model is switched on. */
export const backendOf = (settings: ModelSettings): Backend | undefined =>
  settings.provider === "off"
    ? undefined
    : settings.provider === "fake"
      ? Fake.make(settings.fakeOutput)
      : Ollama.make(settings)

const keyOf = ({ apiKey }: ModelSettings): string | undefined =>
  apiKey === undefined ? undefined : Redacted.value(apiKey)

/** Whether failures with the one say something of the other. */
export const isSamePlace = (a: ModelSettings, b: ModelSettings): boolean =>
  a.provider === b.provider &&
  a.baseUrl === b.baseUrl &&
  a.model === b.model &&
  a.fakeOutput === b.fakeOutput &&
  keyOf(a) === keyOf(b)
