/** What the API knows of the process that serves it. */
import * as Context from "effect/Context"
import type { Roots } from "../config/Places.ts"
import type { Environment, Settings } from "../config/Settings.ts"

export class Installation extends Context.Tag("decnet/http/Installation")<
  Installation,
  {
    readonly settings: Settings
    readonly roots: Roots
    readonly environment: Environment
    readonly version: string
  }
>() {}
