/** Bait, its uses and uploads page by page. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Schema from "effect/Schema"
import { CanaryTokens, type TokenRow } from "../../../src/ports/CanaryTokens.ts"
import { CanaryTriggers } from "../../../src/ports/CanaryTriggers.ts"
import type { StoreUnavailable } from "../../../src/ports/StoreUnavailable.ts"
import * as Instant from "../../../src/time/Instant.ts"
import * as ClassName from "../../canary/ClassName.ts"
import type { Role } from "../../storage/ApiTokens.ts"
import * as CanaryPages from "../../storage/CanaryPages.ts"
import type { Store } from "../../storage/Store.ts"
import * as Timestamp from "../../storage/Timestamp.ts"
import * as Away from "../Away.ts"
import { Caller } from "../Caller.ts"
import * as Page from "../Page.ts"
import { Unprocessable } from "../Problem.ts"
import * as Masked from "./Masked.ts"
import * as Wire from "./Wire.ts"

interface Asked {
  readonly limit?: number | undefined
  readonly offset?: number | undefined
  readonly cursor?: string | undefined
}

interface Window<A> {
  readonly limit: number
  readonly offset: number
  readonly after: A | undefined
}

/** A cursor's place counts from there, so that an offset beside it does not. */
const windowOf = <A>(
  { limit = Page.limitStandard, offset = 0, cursor }: Asked,
  schema: Schema.Schema<A, string>,
): Effect.Effect<Window<A>, Unprocessable> => {
  if (cursor === undefined) return Effect.succeed({ limit, offset, after: undefined })
  const place = Page.placeOf(cursor, schema)
  return Either.isLeft(place)
    ? Effect.fail(new Unprocessable({ detail: place.left }))
    : Effect.succeed({ limit, offset: 0, after: place.right })
}

interface Cut<A> {
  readonly rows: ReadonlyArray<A>
  readonly hasMore: boolean
}

/** A page of what was read with one more than it has. */
const cut = <A>(read: ReadonlyArray<A>, limit: number): Cut<A> => ({
  rows: read.slice(0, limit),
  hasMore: read.length > limit,
})

/** The next page's cursor; null at the end. */
const nextOf = <A>(
  { rows, hasMore }: Cut<A>,
  place: (last: A) => ReadonlyArray<string | number>,
): string | null => {
  const last = rows.at(-1)
  return hasMore && last !== undefined ? Page.cursorOf(place(last)) : null
}

/** As `Timestamp` writes it; empty for never. */
const isStored = (text: string): boolean =>
  text === "" ||
  (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/.test(text) && Timestamp.parse(text) !== undefined)

/** A moment as stored, and an id. */
const Moment = Schema.parseJson(
  Schema.Tuple(
    Schema.String.pipe(Schema.filter(isStored)),
    Schema.String.pipe(Schema.maxLength(64)),
  ),
)

const placedAt = ({ placedAt: at }: TokenRow): string =>
  at === undefined ? "" : Timestamp.ofInstant(at)

interface AskedTokens extends Asked {
  readonly decky?: string | undefined
  readonly state?: string | undefined
  readonly class?: string | undefined
  readonly kind?: string | undefined
  readonly used?: "true" | "false" | undefined
}

/** Bait whose row cannot be read is left out, and the page begins behind it where nothing is left. */
const readTokens = (
  filter: CanaryPages.TokenFilter,
  { limit, offset, after }: Window<readonly [string, string]>,
): Effect.Effect<
  Cut<TokenRow> & { readonly total: number },
  StoreUnavailable,
  CanaryTokens | Store
> =>
  Effect.gen(function* () {
    const { total, slugs } = yield* CanaryPages.tokens(
      filter,
      { limit: limit + 1, offset },
      after && { placedAt: after[0], id: after[1] },
    )
    const asked = cut(slugs, limit)
    const found = yield* (yield* CanaryTokens).bySlugs(asked.rows)
    const bySlug = new Map(found.map((row) => [row.slug, row]))
    const rows = asked.rows.flatMap((slug) => bySlug.get(slug) ?? [])
    return rows.length === 0 && asked.hasMore
      ? yield* readTokens(filter, { limit, offset: offset + limit, after })
      : { total, rows, hasMore: asked.hasMore }
  })

export const tokens = (asked: AskedTokens) =>
  Effect.gen(function* () {
    const { role } = yield* Caller
    const window = yield* windowOf(asked, Moment)
    const { total, ...page } = yield* readTokens(
      {
        decky: asked.decky,
        state: asked.state,
        class:
          asked.class === undefined ? undefined : (ClassName.parse(asked.class) ?? asked.class),
        kind: asked.kind,
        used: asked.used === undefined ? undefined : asked.used === "true",
      },
      window,
    )
    return {
      total,
      limit: window.limit,
      offset: window.offset,
      next_cursor: nextOf(page, (row) => [placedAt(row), row.id]),
      data: page.rows.map((row) => Wire.token(row, role)),
    }
  }).pipe(Away.orUnavailable)

/** Epoch milliseconds, and an id. */
const Use = Schema.parseJson(
  Schema.Tuple(
    Schema.Int.pipe(Schema.between(0, 253_402_300_799_999)),
    Schema.String.pipe(Schema.maxLength(64)),
  ),
)

/** Of one token, or of all. */
export const uses = (asked: Asked, token: TokenRow | undefined) =>
  Effect.gen(function* () {
    const { role } = yield* Caller
    const { limit, offset, after } = yield* windowOf(asked, Use)
    const total = yield* CanaryPages.usesCount(token?.id)
    const read = yield* (yield* CanaryTriggers).list({
      limit: limit + 1,
      offset,
      ...(after === undefined ? {} : { after: { at: after[0], id: after[1] } }),
      ...(token === undefined ? {} : { token: token.id }),
    })
    const page = cut(read, limit)
    const { rows } = page
    const slugs =
      role === "admin"
        ? new Map<string, string>()
        : token === undefined
          ? yield* CanaryPages.slugs(rows.map((row) => row.token))
          : new Map([[token.id, token.slug]])
    return {
      total,
      limit,
      offset,
      next_cursor: nextOf(page, ({ at, id }) => [at, id]),
      data: rows.map((row) => Wire.use(row, role, slugs.get(row.token))),
    }
  }).pipe(Away.orUnavailable)

/** A browser tells its page's address too, which carries the slug. */
export const fingerprints = ({ id, slug }: TokenRow, role: Role) =>
  Effect.flatMap(CanaryTriggers, (triggers) => triggers.fingerprints(id)).pipe(
    Effect.map((rows) =>
      rows.map(({ digest, trigger, body, collectedAt }) => ({
        digest,
        trigger_uuid: trigger,
        collected_at: Instant.toIso(collectedAt),
        body: Masked.forRole(role, slug, body),
      })),
    ),
    Away.orUnavailable,
  )

export const blobs = (asked: Asked) =>
  Effect.gen(function* () {
    const { limit, offset, after } = yield* windowOf(asked, Moment)
    const { total, rows: read } = yield* CanaryPages.uploads(
      { limit: limit + 1, offset },
      after && { at: after[0], id: after[1] },
    )
    const page = cut(read, limit)
    return {
      total,
      limit,
      offset,
      next_cursor: nextOf(page, (row) => [Timestamp.ofMillis(row.uploadedAt), row.id]),
      data: page.rows.map(Wire.blob),
    }
  }).pipe(Away.orUnavailable)
