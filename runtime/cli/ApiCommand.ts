/** `decnet api` and `decnet token`: the REST interface, and who may use it. */
import * as Args from "@effect/cli/Args"
import * as Command from "@effect/cli/Command"
import * as Options from "@effect/cli/Options"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Input from "./Input.ts"

const Serving = Effect.promise(() => import("./api/Serving.ts"))
const Tokens = Effect.promise(() => import("./api/Tokens.ts"))

const optional = (name: string, says: string) =>
  Options.text(name).pipe(
    Options.withDescription(says),
    Options.optional,
    Options.map(Option.getOrUndefined),
  )

export const command = Command.make(
  "api",
  {
    host: optional("host", "The address to listen on (default DECNET_API_BIND, 127.0.0.1)"),
    port: optional("port", "The port (default DECNET_API_PORT, 8000)"),
    insecurePublic: Options.boolean("insecure-public").pipe(
      Options.withDescription(
        "Listen on an address that is not loopback without TLS in front: tokens cross the network readably",
      ),
    ),
  },
  (options) =>
    Effect.flatMap(Input.settings, (settings) =>
      Effect.flatMap(Serving, ({ run }) => run(settings, options)),
    ),
).pipe(Command.withDescription("Serve the REST interface and the dashboard"))

const json = Options.boolean("json").pipe(Options.withDescription("As JSON"))

const create = Command.make(
  "create",
  {
    name: Args.text({ name: "name" }).pipe(Args.withDescription("Who or what uses it")),
    role: Options.text("role").pipe(
      Options.withDefault("viewer"),
      Options.withDescription("viewer: reads; admin: reads and writes (default viewer)"),
    ),
  },
  ({ name, role }) =>
    Effect.flatMap(Input.settings, (settings) =>
      Effect.flatMap(Tokens, ({ create }) => create(settings, name, role)),
    ),
).pipe(Command.withDescription("Make a token; it is printed once, and only its hash is kept"))

const list = Command.make("list", { json }, ({ json }) =>
  Effect.flatMap(Input.settings, (settings) =>
    Effect.flatMap(Tokens, ({ list }) => list(settings, json)),
  ),
).pipe(Command.withDescription("All tokens, without their secrets"))

const revoke = Command.make(
  "revoke",
  {
    id: Args.text({ name: "id" }).pipe(
      Args.withDescription("A token's id, or its first characters"),
    ),
  },
  ({ id }) =>
    Effect.flatMap(Input.settings, (settings) =>
      Effect.flatMap(Tokens, ({ revoke }) => revoke(settings, id)),
    ),
).pipe(Command.withDescription("Refuse a token from the next request on"))

export const tokenCommand = Command.make("token").pipe(
  Command.withDescription("Who may use the REST interface"),
  Command.withSubcommands([create, list, revoke]),
)
