/** `decnet realism`: the people, and the planner's settings. */
import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Settings } from "../config/Settings.ts"
import * as Input from "./Input.ts"

const onMaster = <A, E, R>(work: (settings: Settings) => Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const settings = yield* Input.settings
    yield* Input.refuseOnAgent("realism", settings)
    return yield* work(settings)
  })

const People = Effect.promise(() => import("./PersonasImport.ts"))
const Weights = Effect.promise(() => import("./PlannerSettings.ts"))

const importPersonas = Command.make(
  "import-personas",
  {
    path: Args.text({ name: "path" }).pipe(
      Args.withDescription("A JSON file with a list of people"),
    ),
    output: Options.text("output").pipe(
      Options.withAlias("o"),
      Options.optional,
      Options.withDescription("Where the pool lies (default the one that deckies are given)"),
    ),
  },
  ({ path, output }) =>
    onMaster((settings) =>
      Effect.flatMap(People, ({ run }) => run(settings, path, Option.getOrUndefined(output))),
    ),
).pipe(Command.withDescription("Replace the pool of people by those of a file that are valid"))

const show = Command.make("show", {}, () =>
  onMaster((settings) => Effect.flatMap(Weights, ({ show }) => show(settings))),
).pipe(Command.withDescription("Print the planner's settings as JSON"))

const set = Command.make(
  "set",
  {
    file: Args.text({ name: "file" }).pipe(
      Args.withDescription("A JSON file with any of the fields; others get their defaults"),
    ),
  },
  ({ file }) => onMaster((settings) => Effect.flatMap(Weights, ({ set }) => set(settings, file))),
).pipe(Command.withDescription("Store the planner's settings"))

const reset = Command.make("reset", {}, () =>
  onMaster((settings) => Effect.flatMap(Weights, ({ reset }) => reset(settings))),
).pipe(Command.withDescription("Go back to the defaults"))

export const command = Command.make("realism").pipe(
  Command.withDescription("The people, and the planner's settings"),
  Command.withSubcommands([
    importPersonas,
    Command.make("config").pipe(
      Command.withDescription("The planner's settings"),
      Command.withSubcommands([show, set, reset]),
    ),
  ]),
)
