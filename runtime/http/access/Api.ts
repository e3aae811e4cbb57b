/** Who asks, and who may: the session and the tokens. */
import * as HttpApiEndpoint from "@effect/platform/HttpApiEndpoint"
import * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"
import * as Schema from "effect/Schema"
import { Reading, Writing } from "../Caller.ts"
import * as Field from "../Field.ts"
import { Conflict, NotFound } from "../Problem.ts"
import * as TokenName from "./TokenName.ts"

export const Role = Field.choice("viewer", "admin")

const Name = Schema.String.pipe(
  Schema.filter((text) => TokenName.isValid(text) || TokenName.advice, {
    jsonSchema: { type: "string", minLength: 1, maxLength: TokenName.charactersMax },
  }),
)

export const Session = Schema.Struct({
  name: Schema.String.annotations({ description: "The token's name" }),
  role: Role,
  version: Schema.String,
  host_uuid: Schema.String,
})

export const Token = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  role: Role,
  created_at: Field.moment,
  revoked_at: Schema.NullOr(Field.moment),
})

export const Tokens = Schema.Struct({ total: Schema.Int, data: Schema.Array(Token) })

export const Minted = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  role: Role,
  created_at: Field.moment,
  token: Schema.String.annotations({ description: "Shown this once; only its hash is kept" }),
})

export class AccessGroup extends HttpApiGroup.make("access")
  .add(
    HttpApiEndpoint.get("session", "/session")
      .addSuccess(Session)
      .middleware(Reading)
      .annotateContext(OpenApi.annotations({ summary: "Whose token this is" })),
  )
  .add(
    HttpApiEndpoint.get("tokens", "/tokens")
      .addSuccess(Tokens)
      .middleware(Writing)
      .annotateContext(
        OpenApi.annotations({ summary: "All tokens, oldest first, revoked ones included" }),
      ),
  )
  .add(
    HttpApiEndpoint.post("mint", "/tokens")
      .setPayload(Schema.Struct({ name: Name, role: Role }))
      .addSuccess(Minted, { status: 201 })
      .middleware(Writing)
      .annotateContext(
        OpenApi.annotations({
          summary: "Make a token",
          description: "The answer is the only place where the token itself stands.",
        }),
      ),
  )
  .add(
    HttpApiEndpoint.del("revoke", "/tokens/:id")
      .setPath(Schema.Struct({ id: Field.textParam(64) }))
      .addSuccess(Schema.Void, { status: 204 })
      .addError(NotFound)
      .addError(Conflict)
      .middleware(Writing)
      .annotateContext(
        OpenApi.annotations({
          summary: "Revoke a token",
          description: "It is refused from the next request on. The last admin token stays: 409.",
        }),
      ),
  )
  .annotateContext(OpenApi.annotations({ description: "Who may use the API" })) {}
