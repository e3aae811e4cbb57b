/** Who asks: every route but the dashboard's own files wants a bearer token. */
import * as HttpApiMiddleware from "@effect/platform/HttpApiMiddleware"
import * as HttpApiSecurity from "@effect/platform/HttpApiSecurity"
import * as Context from "effect/Context"
import * as Schema from "effect/Schema"
import type { Role } from "../storage/ApiTokens.ts"
import { Forbidden, TooMany, Unauthorized, Unavailable } from "./Problem.ts"

export class Caller extends Context.Tag("decnet/http/Caller")<
  Caller,
  { readonly id: string; readonly name: string; readonly role: Role }
>() {}

/** Viewers and admins. */
export class Reading extends HttpApiMiddleware.Tag<Reading>()("decnet/http/Reading", {
  failure: Schema.Union(Unauthorized, TooMany, Unavailable),
  provides: Caller,
  security: { bearer: HttpApiSecurity.bearer },
}) {}

/** Admins only. */
export class Writing extends HttpApiMiddleware.Tag<Writing>()("decnet/http/Writing", {
  failure: Schema.Union(Unauthorized, Forbidden, TooMany, Unavailable),
  provides: Caller,
  security: { bearer: HttpApiSecurity.bearer },
}) {}
