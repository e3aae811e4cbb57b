/** `decnet deckies`: the running fleet of this host. */
import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Input from "./Input.ts"

const Listing = Effect.promise(() => import("./DeckiesListing.ts"))
const Change = Effect.promise(() => import("./DeckiesChange.ts"))

const list = Command.make(
  "list",
  { json: Options.boolean("json").pipe(Options.withDescription("As a JSON list")) },
  ({ json }) =>
    Effect.flatMap(Input.settings, (settings) =>
      Effect.flatMap(Listing, ({ list }) => list(settings, json)),
    ),
).pipe(Command.withDescription("The deckies of this host, from fleet, topologies and shards"))

const importFleet = Command.make(
  "import",
  { file: Args.text({ name: "file" }).pipe(Args.withDescription("A fleet file")) },
  ({ file }) =>
    Effect.flatMap(Input.settings, (settings) =>
      Effect.flatMap(Change, ({ importFleet }) => importFleet(settings, file)),
    ),
).pipe(Command.withDescription("Add the deckies of a fleet file, or change them"))

const exportFleet = Command.make(
  "export",
  {
    output: Options.text("output").pipe(
      Options.withAlias("o"),
      Options.optional,
      Options.withDescription("The file to write (default standard output)"),
    ),
  },
  ({ output }) =>
    Effect.flatMap(Input.settings, (settings) =>
      Effect.flatMap(Listing, ({ exportFleet }) =>
        exportFleet(settings, Option.getOrUndefined(output)),
      ),
    ),
).pipe(
  Command.withDescription("Write a fleet file of the running deckies, with what their hosts are"),
)

const discover = Command.make("discover", {}, () =>
  Effect.flatMap(Input.settings, (settings) =>
    Effect.flatMap(Change, ({ discover }) => discover(settings)),
  ),
).pipe(
  Command.withDescription(
    "Add the deckies that Docker's labels name: decnet.decky=NAME, decnet.services=ssh,imap",
  ),
)

const remove = Command.make("remove", { name: Args.text({ name: "name" }) }, ({ name }) =>
  Effect.flatMap(Input.settings, (settings) =>
    Effect.flatMap(Change, ({ remove }) => remove(settings, name)),
  ),
).pipe(
  Command.withDescription(
    "Take a decky out of the fleet, with its history; its files stay where they are",
  ),
)

export const command = Command.make("deckies").pipe(
  Command.withDescription("The running fleet"),
  Command.withSubcommands([list, importFleet, exportFleet, discover, remove]),
)
