/** The composition root: the one file that knows the commands and the real world. */
import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { stripVTControlCharacters } from "node:util"
import { setFlagsFromString } from "node:v8"
import * as CliConfig from "@effect/cli/CliConfig"
import * as Command from "@effect/cli/Command"
import * as ValidationError from "@effect/cli/ValidationError"
import * as NodeContext from "@effect/platform-node/NodeContext"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { command as simulate, Surroundings } from "../simulate/command.ts"
import { Version } from "./cli/api/Seen.ts"
import { commands } from "./cli/Commands.ts"
import * as Console from "./cli/Console.ts"
import { statusOf } from "./cli/Failure.ts"

// V8 lets a heap on a large machine grow to several times what is alive; fleets are alive for long
setFlagsFromString("--heap-growing-percent=40")

/** From `dist/bin/` and from `runtime/` alike, the package lies some folders up. */
const packageFile = (name: string): string => {
  for (const up of ["..", "../.."]) {
    const file = fileURLToPath(new URL(`${up}/${name}`, import.meta.url))
    if (existsSync(file)) return file
  }
  throw new Error(`${name} is missing from this installation of decnet; install it again`)
}

const { version } = JSON.parse(readFileSync(packageFile("package.json"), "utf8")) as {
  readonly version: string
}

const decnet = Command.make("decnet").pipe(
  Command.withDescription("Makes decoy hosts look lived in"),
  Command.withSubcommands([simulate, ...commands]),
)

const cli = Command.run(decnet, { name: "decnet", version })

/** 128 and the signal's number, as shells have it. */
let interruptedStatus = 130

/** One line on standard error, and the status that scripts rely on. */
const exitStatus = (cause: Cause.Cause<unknown>): number => {
  if (Cause.isInterruptedOnly(cause)) return interruptedStatus
  const failure = Cause.failureOption(cause)
  if (failure._tag === "Some") {
    const error = failure.value as { readonly _tag?: string; readonly message?: string }
    // the command line's own mistakes were already explained
    if (ValidationError.isValidationError(error)) return 2
    process.stderr.write(`decnet: ${error.message ?? String(error)}\n`)
    return statusOf(error)
  }
  process.stderr.write(`decnet: a defect: ${Cause.pretty(cause).split("\n")[0]}\n`)
  if (/--log-level[= ]debug/.test(process.argv.join(" ")))
    process.stderr.write(`${Cause.pretty(cause)}\n`)
  return 1
}

const logs = Logger.replace(Logger.defaultLogger, Logger.withConsoleError(Logger.logfmtLogger))

const console = Console.make(version, packageFile)

/** Help is set in colours, which only a terminal shows. */
const withPlainHelp = <A, E, R>(program: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  console.colour
    ? program
    : Effect.consoleWith((shown) =>
        Effect.withConsole(program, {
          ...shown,
          log: (...args) => shown.log(...args.map((arg) => stripVTControlCharacters(String(arg)))),
        }),
      )

const program = withPlainHelp(cli(process.argv)).pipe(
  Effect.provide(
    Layer.mergeAll(
      NodeContext.layer,
      CliConfig.layer({ showBuiltIns: false }),
      Layer.sync(Surroundings, () => Console.make(version, packageFile)),
      Layer.succeed(Version, version),
      logs,
    ),
  ),
)

const fiber = Effect.runFork(program)
for (const [signal, status] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)
  process.once(signal, () => {
    interruptedStatus = status
    fiber.unsafeInterruptAsFork(fiber.id())
  })
fiber.addObserver((exit) => {
  process.exitCode = Exit.isSuccess(exit) ? 0 : exitStatus(exit.cause)
})
