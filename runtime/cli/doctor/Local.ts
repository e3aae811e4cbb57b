/** Checks of what lies on this computer: settings, keys, people, folders. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Logger from "effect/Logger"
import * as LogLevel from "effect/LogLevel"
import * as KeyFile from "../../config/KeyFile.ts"
import * as Places from "../../config/Places.ts"
import * as Settings from "../../config/Settings.ts"
import * as PoolFile from "../../personas/PoolFile.ts"
import type { Finding } from "./Finding.ts"
import { fail, ok, warn } from "./Finding.ts"

/** Names that have no effect, and a model's name that is a guess. */
export const environment = (
  settings: Settings.Settings,
  environment: Settings.Environment,
): ReadonlyArray<Finding> => {
  const unknown = Settings.unknownNames(environment).map((name) =>
    warn(
      `environment: ${name} has no effect`,
      name.startsWith("DECNET_EMAILGEN_")
        ? "it belongs to another program; take it away here"
        : "correct its name (docs/environment.md), or take it away",
    ),
  )
  const llm = settings.realismLlm.unknown
  const guessed =
    llm === undefined
      ? []
      : [
          warn(
            `environment: DECNET_REALISM_LLM is ${JSON.stringify(llm.slice(0, 40))} and means Ollama`,
            "write ollama, fake or off",
          ),
        ]
  return unknown.length + guessed.length === 0
    ? [ok("environment: every variable is known")]
    : [...unknown, ...guessed]
}

const key = (name: string, read: Either.Either<KeyFile.Key, string>): Finding =>
  Either.isRight(read)
    ? ok(`${name}: from ${read.right.from}`)
    : fail(`${name}: ${read.left.split("; ")[0]}`, read.left.split("; ").slice(1).join("; "))

export const keys = (settings: Settings.Settings, roots: Places.Roots): ReadonlyArray<Finding> => [
  key("seed", KeyFile.seed(settings, roots)),
  key("secret key", KeyFile.secretKey(settings, roots)),
]

/** Mail is between people: with one there is none. */
const fewest = 2

export const personas = (
  settings: Settings.Settings,
  roots: Places.Roots,
): Effect.Effect<ReadonlyArray<Finding>> =>
  Effect.gen(function* () {
    const file = yield* PoolFile.make(Places.personasFile(settings, roots))
    const { accepted, rejected, problem } = yield* file.current
    if (problem !== undefined) {
      const [what, ...mend] = problem.split("; ")
      return [fail(`persona pool: ${what}`, mend.join("; ") || "mend the file")]
    }
    const findings: Array<Finding> = rejected.map(({ index, reason }) =>
      warn(`persona pool: persona ${index} is left out`, reason),
    )
    const count = `persona pool: ${accepted} of ${accepted + rejected.length} people in ${file.path}`
    if (accepted === 0) findings.push(fail(count, "import some; until then deckies stay quiet"))
    else if (accepted < fewest)
      findings.push(warn(count, `add another one; with fewer than ${fewest} there is no mail`))
    else findings.push(ok(count))
    return findings
  }).pipe(
    // what it logs is what is found
    Logger.withMinimumLogLevel(LogLevel.None),
  )

/** The part of a pattern before its first placeholder. */
export const mailFolder = (mailRoot: string): string =>
  mailRoot.slice(0, mailRoot.indexOf("%")).replace(/\/[^/]*$/, "") || "/"

const isBelow = (path: string, root: string): boolean =>
  path === root || path.startsWith(`${root}/`)

export const plantRoots = ({ plantRoots, mailRoot }: Settings.Settings): ReadonlyArray<Finding> => {
  const needed = [
    ["/home", "people have no homes to write to"],
    ["/tmp", "no temporary files are made"],
    ["/var/log", "no system logs are made"],
    [mailFolder(mailRoot), "no mail is delivered (DECNET_MAIL_ROOT)"],
  ] as const
  const missing = needed.filter(([path]) => !plantRoots.some((root) => isBelow(path, root)))
  return missing.length === 0
    ? [ok(`plant roots: ${plantRoots.join(":")}`)]
    : missing.map(([path, effect]) =>
        warn(
          `plant roots: ${path} is not below any; ${effect}`,
          `add ${path} to DECNET_PLANT_ROOTS`,
        ),
      )
}
