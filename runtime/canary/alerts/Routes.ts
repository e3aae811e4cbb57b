/** Alert routes with their targets sealed and opened. */
import * as Either from "effect/Either"
import * as ParseResult from "effect/ParseResult"
import * as Schema from "effect/Schema"
import { Target, type Route } from "../../../src/ports/AlertSink.ts"
import * as Sealed from "../../config/Sealed.ts"
import type { RouteRow } from "../../storage/AlertRoutes.ts"

/** Names the key; another name would open nothing that was sealed before. */
const purpose = "alert-targets"

const decode = Schema.decodeUnknownEither(Schema.parseJson(Target))

export const rowOf = (secretKey: string, route: Route, createdAt: number): RouteRow => ({
  id: route.id,
  name: route.name,
  kind: route.target.kind,
  sealed: Sealed.seal(secretKey, purpose, route.id, JSON.stringify(route.target)),
  filter: route.filter,
  enabled: route.enabled,
  createdAt,
})

/** Left says how to mend it. */
export const open = (secretKey: string, row: RouteRow): Either.Either<Route, string> => {
  const { id, name, filter, enabled } = row
  const text = Sealed.open(secretKey, purpose, id, row.sealed)
  const target = Either.flatMap(text, (found) =>
    Either.mapLeft(decode(found), () => "it is of another version"),
  )
  return Either.mapBoth(target, {
    onLeft: (why) =>
      `the target of route ${name} cannot be read: ${why}; remove the route and add it again`,
    onRight: (found) => ({ id, name, target: found, filter, enabled }),
  })
}

/** A target as an operator gave it; left names the field and says what to write. */
export const parseTarget = (value: unknown): Either.Either<Target, string> =>
  Either.mapLeft(Schema.decodeUnknownEither(Target)(value), (error) => {
    const issue = ParseResult.ArrayFormatter.formatErrorSync(error)[0]
    return issue?.path.map(String).join(".") ?? "target"
  })
