/** `decnet simulate`: previews what the next days would put on a decoy. */
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { UsageFailure } from "./Failure.ts"
import * as Input from "./Input.ts"

const text = (name: string, fallback: string, description: string) =>
  Options.text(name).pipe(
    Options.withDefault(fallback),
    Options.withDescription(`${description} (default ${fallback})`),
  )

const optional = (name: string, description: string) =>
  Options.text(name).pipe(Options.optional, Options.withDescription(description))

const options = {
  days: text("days", "14", "How many days, 1 to 3650"),
  seed: text("seed", "1", "Names the run: the same seed gives the same bytes"),
  start: text("start", "2026-01-05T00:00:00Z", "When it begins: ISO 8601, or now"),
  personas: optional("personas", "The people, a JSON file; a fixture of twelve where absent"),
  fleet: optional("fleet", "The deckies, a JSON file; one that serves ssh and imap where absent"),
  deckies: optional("deckies", "How many deckies to make up, where there is no fleet file"),
  config: optional("config", "The planner's settings, a JSON file with any of its fields"),
  cadence: text("cadence", "human", "human: people's own rhythms; tick: one action a tick"),
  interval: text("interval", "60", "Seconds between ticks, for --cadence tick"),
  llm: text(
    "llm",
    "off",
    "off: templates only; fake: texts from recordings, as a model's would come",
  ),
  faults: text("faults", "none", "none, light, heavy, or a JSON file"),
  format: text("format", "summary", "summary, tree, ndjson or json"),
  bodies: Options.boolean("bodies").pipe(
    Options.withDescription("With ndjson and json: the texts of the files"),
  ),
  out: optional("out", "Write the files: a folder, a .tar or a .tar.gz"),
  report: optional("report", "Write one HTML page to look at"),
  check: Options.boolean("check").pipe(
    Options.withDescription("Look for what gives a decoy away; status 1 where something does"),
  ),
}

type Config = Command.Command.ParseConfig<typeof options>

const run = (config: Config) =>
  Effect.gen(function* () {
    const format = Input.formats.find((each) => each === config.format)
    if (format === undefined)
      return yield* new UsageFailure({
        message: `--format: write one of ${Input.formats.join(", ")} (found ${JSON.stringify(config.format)})`,
      })
    // what makes and shows histories is loaded once the words are right
    const Preview = yield* Effect.promise(() => import("./Preview.ts"))
    yield* Preview.run(
      {
        ...config,
        personas: Option.getOrUndefined(config.personas),
        fleet: Option.getOrUndefined(config.fleet),
        deckies: Option.getOrUndefined(config.deckies),
        config: Option.getOrUndefined(config.config),
      },
      {
        format,
        bodies: config.bodies,
        out: Option.getOrUndefined(config.out),
        report: Option.getOrUndefined(config.report),
        check: config.check,
      },
    )
  })

export const command = Command.make("simulate", options, run).pipe(
  Command.withDescription("Preview how a decoy's files, logs, mail and sessions grow"),
)

export { Surroundings } from "./Surroundings.ts"
