/** `decnet model`: which model words what people write, and what became of it. */
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Settings } from "../config/Settings.ts"
import * as Input from "./Input.ts"

const Showing = Effect.promise(() => import("./model/Showing.ts"))
const Storing = Effect.promise(() => import("./model/Storing.ts"))

const withSettings = <A, E, R>(work: (settings: Settings) => Effect.Effect<A, E, R>) =>
  Effect.flatMap(Input.settings, work)

const optional = (name: string, says: string) =>
  Options.text(name).pipe(
    Options.withDescription(says),
    Options.optional,
    Options.map(Option.getOrUndefined),
  )

const json = Options.boolean("json").pipe(Options.withDescription("As JSON"))

const show = Command.make("show", { json }, ({ json }) =>
  withSettings((settings) => Effect.flatMap(Showing, ({ show }) => show(settings, json))),
).pipe(
  Command.withDescription("What is in force and from where, and what became of what was asked"),
)

const set = Command.make(
  "set",
  {
    provider: optional("provider", "ollama, fake or off"),
    base_url: optional("base-url", "Where Ollama listens, such as http://127.0.0.1:11434"),
    model: optional("model", "The model's name, such as llama3.1"),
    timeout: optional("timeout", "How many seconds a text may take, 1 to 3600"),
    concurrency: optional("concurrency", "Texts asked for at a time, 1 to 8"),
    budget_calls: optional("budget-calls", "How often a model is asked on one day (UTC)"),
    budget_tokens: optional("budget-tokens", "Tokens of prompts and answers on one day (UTC)"),
    apiKeyStdin: Options.boolean("api-key-stdin").pipe(
      Options.withDescription("Read the key that a proxy asks for from standard input"),
    ),
  },
  ({ apiKeyStdin, ...given }) =>
    withSettings((settings) =>
      Effect.flatMap(Storing, ({ set }) => set(settings, given, apiKeyStdin)),
    ),
).pipe(Command.withDescription("Store some of the settings; they count before the environment's"))

const reset = Command.make("reset", {}, () =>
  withSettings((settings) => Effect.flatMap(Storing, ({ reset }) => reset(settings))),
).pipe(Command.withDescription("Forget what is stored; the environment's values stand again"))

export const command = Command.make("model").pipe(
  Command.withDescription("The model that may word what people write"),
  Command.withSubcommands([show, set, reset]),
)
