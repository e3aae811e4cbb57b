/** `decnet orchestrate` and `decnet backfill`: the work itself. */
import { spawn } from "node:child_process"
import { openSync } from "node:fs"
import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Instant from "../../src/time/Instant.ts"
import * as Places from "../config/Places.ts"
import type { Settings } from "../config/Settings.ts"
import { Caller } from "./Caller.ts"
import { UsageFailure, WorkFailure } from "./Failure.ts"
import * as Input from "./Input.ts"
import * as Opened from "./Opened.ts"

const options = {
  interval: Options.text("interval").pipe(
    Options.withAlias("i"),
    Options.withDefault("60"),
    Options.withDescription("Seconds between two ticks, at least 1 (default 60)"),
  ),
  daemon: Options.boolean("daemon").pipe(
    Options.withAlias("d"),
    Options.withDescription("Go on in the background"),
  ),
  llm: Options.boolean("llm", { negationNames: ["no-llm"] }).pipe(
    Options.optional,
    Options.withDescription(
      "Whether a model words texts; else the stored settings say it, or DECNET_REALISM_LLM",
    ),
  ),
  cadence: Options.text("cadence").pipe(
    Options.withDefault("human"),
    Options.withDescription("human: people's own rhythms; tick: one action a tick (default human)"),
  ),
  once: Options.boolean("once").pipe(Options.withDescription("One tick, then an end")),
  dryRun: Options.boolean("dry-run").pipe(
    Options.withDescription("Show what is due and the next 24 hours; perform nothing"),
  ),
}

type Config = Command.Command.ParseConfig<typeof options>

const wholeNumber = (name: string, text: string, low: number, high: number) => {
  const value = Number(text)
  return /^\d+$/.test(text) && value >= low && value <= high
    ? Effect.succeed(value)
    : Effect.fail(
        new UsageFailure({
          message: `${name}: write a whole number from ${low} to ${high} (found ${JSON.stringify(text)})`,
        }),
      )
}

const given = Effect.gen(function* () {
  const settings = yield* Input.settings
  const { roots } = yield* Caller
  return { settings, roots, database: yield* Opened.existing(settings) }
})

/** Set for the process that goes on; it does not go into the background again. */
const inBackgroundMark = "ORCHESTRATOR_IN_BACKGROUND"

/** The same command without `--daemon`, with nobody's terminal. */
const inBackground = (settings: Settings, roots: Places.Roots) =>
  Effect.gen(function* () {
    const { write } = yield* Caller
    const file = settings.systemLogs ?? `${Places.configFolder(roots)}/orchestrator.log`
    const child = yield* Effect.try({
      try: () => {
        const log = openSync(file, "a", 0o640)
        return spawn(process.execPath, process.argv.slice(1), {
          detached: true,
          stdio: ["ignore", log, log],
          env: { ...process.env, [inBackgroundMark]: "1" },
        })
      },
      catch: () =>
        new WorkFailure({ message: `${file} cannot be written; set DECNET_SYSTEM_LOGS` }),
    })
    child.unref()
    yield* write(`started as process ${child.pid}; it logs to ${file}\n`)
  })

const orchestrate = (config: Config) =>
  Effect.gen(function* () {
    const { cadence, once } = config
    if (cadence !== "human" && cadence !== "tick")
      return yield* new UsageFailure({
        message: `--cadence: write human or tick (found ${JSON.stringify(cadence)})`,
      })
    const intervalSeconds = yield* wholeNumber("--interval", config.interval, 1, 86_400)
    const llm = Option.getOrUndefined(config.llm)
    const flags = { intervalSeconds, cadence, once, llm } as const
    const all = yield* given
    const isBehind = process.env[inBackgroundMark] !== undefined
    if (config.daemon && !once && !config.dryRun && !isBehind)
      return yield* inBackground(all.settings, all.roots)
    const [Orchestrate, Logs, DryRun] = yield* Effect.promise(() =>
      Promise.all([
        import("../orchestrator/Orchestrate.ts"),
        import("../orchestrator/Logs.ts"),
        import("../orchestrator/DryRun.ts"),
      ]),
    )
    const { write, note } = yield* Caller
    if (config.dryRun) {
      const { planned, waiting } = yield* Orchestrate.dryRun(all, flags)
      yield* write(planned.map((each) => `${DryRun.line(each)}\n`).join(""))
      for (const [uuid, why] of waiting) yield* note(`${uuid} waits: ${why}`)
      return yield* note(`${planned.length} planned; nothing was done`)
    }
    yield* Effect.provide(
      Orchestrate.run(all, flags),
      Logs.layer(all.settings.logFormat, all.settings.systemLogs),
    )
  })

export const command = Command.make("orchestrate", options, orchestrate).pipe(
  Command.withDescription("Make the registered deckies look lived in, from now on"),
)

const backfillOptions = {
  decky: Args.text({ name: "decky" }).pipe(
    Args.withDescription("The name of a running decky that has no history yet"),
  ),
  days: Options.text("days").pipe(
    Options.withDefault("14"),
    Options.withDescription("How many days of past, 1 to 365 (default 14)"),
  ),
}

const backfill = ({ decky, days }: { readonly decky: string; readonly days: string }) =>
  Effect.gen(function* () {
    const count = yield* wholeNumber("--days", days, 1, 365)
    const all = yield* given
    const Orchestrate = yield* Effect.promise(() => import("../orchestrator/Orchestrate.ts"))
    const { write } = yield* Caller
    const planted = yield* Orchestrate.backfill(all, decky, count)
    yield* write(
      `${planted.decky}: ${planted.files} files and ${planted.mails} mails planted, ` +
        `from ${Instant.toIso(planted.from)} to ${Instant.toIso(planted.to)}\n`,
    )
  })

export const backfillCommand = Command.make("backfill", backfillOptions, backfill).pipe(
  Command.withDescription("Give a fresh decky a past, planted in one upload"),
)
