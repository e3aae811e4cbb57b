/** `decnet canary`: the listeners, the bait that was laid, and where its use is told. */
import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { Settings } from "../config/Settings.ts"
import * as Input from "./Input.ts"

const Bait = Effect.promise(() => import("./canary/Bait.ts"))
const Exporting = Effect.promise(() => import("./canary/Exporting.ts"))
const Listening = Effect.promise(() => import("./canary/Listening.ts"))
const Routes = Effect.promise(() => import("./canary/RouteCommands.ts"))
const Tokens = Effect.promise(() => import("./canary/Tokens.ts"))

const withSettings = <A, E, R>(work: (settings: Settings) => Effect.Effect<A, E, R>) =>
  Effect.flatMap(Input.settings, work)

const json = Options.boolean("json").pipe(Options.withDescription("As JSON"))

const optional = (name: string, says: string) =>
  Options.text(name).pipe(
    Options.withDescription(says),
    Options.optional,
    Options.map(Option.getOrUndefined),
  )

const several = (name: string, says: string) =>
  Options.text(name).pipe(Options.repeated, Options.withDescription(says))

const id = Args.text({ name: "id" }).pipe(
  Args.withDescription("A token's id, or its first characters"),
)

const list = Command.make(
  "list",
  { decky: optional("decky", "Of this decky only, by name or uuid"), json },
  ({ decky, json }) =>
    withSettings((settings) => Effect.flatMap(Tokens, ({ list }) => list(settings, decky, json))),
).pipe(Command.withDescription("The bait that was laid, and how often it was used"))

const show = Command.make("show", { id, json }, ({ id, json }) =>
  withSettings((settings) => Effect.flatMap(Tokens, ({ show }) => show(settings, id, json))),
).pipe(Command.withDescription("One piece of bait with its last uses"))

const bait = {
  class: Args.text({ name: "class" }).pipe(
    Args.withDescription("What it is: env_file, aws_creds, honeydoc_pdf, …"),
  ),
  decky: Options.text("decky").pipe(Options.withDescription("Name or uuid of a decky")),
  persona: optional("persona", "Mail address of whose home it lies in (default somebody there)"),
  path: optional("path", "Where it lies, absolute (default a fitting place)"),
}

const preview = Command.make(
  "preview",
  { ...bait, out: optional("out", "A folder to write the files to (default: they are printed)") },
  ({ out, ...options }) =>
    withSettings((settings) =>
      Effect.flatMap(Bait, ({ preview }) => preview(settings, options, out)),
    ),
).pipe(Command.withDescription("Show what a piece of bait would be, and lay nothing"))

const create = Command.make(
  "create",
  { ...bait, file: optional("file", "A document of your own that is made into bait") },
  ({ file, ...options }) =>
    withSettings((settings) =>
      Effect.flatMap(Bait, ({ create }) => create(settings, options, file)),
    ),
).pipe(Command.withDescription("Lay a piece of bait on a decky now; prints its id"))

const revoke = Command.make(
  "revoke",
  { id, reason: optional("reason", "Why, for the record") },
  ({ id, reason }) =>
    withSettings((settings) => Effect.flatMap(Bait, ({ revoke }) => revoke(settings, id, reason))),
).pipe(
  Command.withDescription(
    "Take a piece of bait away; its uses are still recorded, and told no more",
  ),
)

const exporting = Command.make(
  "export",
  {
    format: Options.text("format").pipe(
      Options.withDefault("json"),
      Options.withDescription("json, csv, ndjson or stix (default json)"),
    ),
    since: optional("since", "From this date or moment on (ISO 8601)"),
    output: Options.text("output").pipe(
      Options.withAlias("o"),
      Options.withDescription("The file to write (default standard output)"),
      Options.optional,
      Options.map(Option.getOrUndefined),
    ),
  },
  ({ format, since, output }) =>
    withSettings((settings) =>
      Effect.flatMap(Exporting, ({ run }) => run(settings, format, since, output)),
    ),
).pipe(Command.withDescription("All uses of bait, for other programs"))

const doctor = Command.make("doctor", { json }, ({ json }) =>
  withSettings((settings) => Effect.flatMap(Listening, ({ doctor }) => doctor(settings, json))),
).pipe(
  Command.withDescription(
    "Check that somebody's use of bait would be noticed; status 1 where something fails, 3 where it does not answer",
  ),
)

const name = Args.text({ name: "name" }).pipe(Args.withDescription("The route's name"))

const addRoute = Command.make(
  "add",
  {
    name,
    kind: Args.text({ name: "kind" }).pipe(
      Args.withDescription("webhook, slack, discord, teams, email or syslog"),
    ),
    address: Args.text({ name: "address" }).pipe(
      Args.withDescription(
        "https://…, smtps://user@host, smtp://host, udp://host or tcp://host; @FILE reads it from a file",
      ),
    ),
    secretFile: optional(
      "secret-file",
      "A file with the key that signs webhooks, or the mail user's password",
    ),
    from: optional("from", "email: the sender's address"),
    to: several("to", "email: a recipient's address; may be given several times"),
    level: Options.text("level").pipe(
      Options.withDefault("use"),
      Options.withDescription(
        "person: what looks like somebody at work; use: whatever called; all: repeated lookups too (default use)",
      ),
    ),
    deckies: several("decky", "Of this decky only; may be given several times"),
    kinds: several("only", "Of this class, or http or dns, only; may be given several times"),
    exclude: several("exclude", "Not from this address or network; may be given several times"),
    digestMinutes: Options.text("digest-minutes").pipe(
      Options.withDefault("15"),
      Options.withDescription(
        "After a first alert, further uses come as one digest each so many minutes (default 15)",
      ),
    ),
    allowPrivate: Options.boolean("allow-private").pipe(
      Options.withDescription("The receiver may have a private address"),
    ),
  },
  (options) =>
    withSettings((settings) => Effect.flatMap(Routes, ({ add }) => add(settings, options))),
).pipe(Command.withDescription("Send alerts somewhere; the address is kept encrypted"))

const routes = Command.make("routes").pipe(
  Command.withDescription("Where alerts go"),
  Command.withSubcommands([
    Command.make("list", { json }, ({ json }) =>
      withSettings((settings) => Effect.flatMap(Routes, ({ list }) => list(settings, json))),
    ).pipe(Command.withDescription("The routes, and what became of their alerts")),
    addRoute,
    Command.make("test", { name }, ({ name }) =>
      withSettings((settings) => Effect.flatMap(Routes, ({ test }) => test(settings, name))),
    ).pipe(Command.withDescription("Send a test now")),
    Command.make("remove", { name }, ({ name }) =>
      withSettings((settings) => Effect.flatMap(Routes, ({ remove }) => remove(settings, name))),
    ).pipe(Command.withDescription("Send no more there; what waits is dropped")),
  ]),
)

export const command = Command.make("canary", {}, () =>
  withSettings((settings) => Effect.flatMap(Listening, ({ serve }) => serve(settings))),
).pipe(
  Command.withDescription("Run the listeners that bait calls, and send alerts"),
  Command.withSubcommands([list, show, preview, create, revoke, exporting, doctor, routes]),
)
