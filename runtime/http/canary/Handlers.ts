/** Answers the routes of bait. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { CanaryTokens } from "../../../src/ports/CanaryTokens.ts"
import * as Instant from "../../../src/time/Instant.ts"
import * as ClassName from "../../canary/ClassName.ts"
import * as Export from "../../canary/Export.ts"
import type { Asked } from "../../canary/Laying.ts"
import * as CanaryPages from "../../storage/CanaryPages.ts"
import { Api } from "../Api.ts"
import * as Away from "../Away.ts"
import { Caller } from "../Caller.ts"
import { BadRequest, Conflict, Unprocessable } from "../Problem.ts"
import { Bait } from "./Bait.ts"
import * as Exporting from "./Exporting.ts"
import * as Failing from "./Failing.ts"
import * as Listing from "./Listing.ts"
import * as Masked from "./Masked.ts"
import * as Uploaded from "./Uploaded.ts"
import * as Wire from "./Wire.ts"

/** A token by its whole id. */
const tokenOf = (uuid: string) =>
  Effect.flatMap(CanaryTokens, ({ get }) => get(uuid)).pipe(
    Away.orUnavailable,
    Effect.filterOrFail(
      (row) => row !== undefined,
      () => Failing.noToken(uuid),
    ),
  )

const blobOf = (uuid: string) =>
  CanaryPages.upload(uuid).pipe(
    Away.orUnavailable,
    Effect.filterOrFail(
      (row) => row !== undefined,
      () => Failing.noBlob(uuid),
    ),
  )

interface Payload {
  readonly class: string
  readonly decky: string
  readonly persona?: string | undefined
  readonly path?: string | undefined
}

const askedOf = ({ class: name, decky, persona, path }: Payload) =>
  Effect.suspend(() => {
    const found = ClassName.parse(name)
    if (found === undefined)
      return Effect.fail(new BadRequest({ detail: `class: ${ClassName.advice}` }))
    const asked: Asked = {
      class: found,
      decky,
      ...(persona === undefined ? {} : { persona }),
      ...(path === undefined ? {} : { path }),
    }
    return Effect.succeed(asked)
  })

const momentOf = (text: string | undefined): Effect.Effect<number | undefined, Unprocessable> => {
  if (text === undefined) return Effect.succeed(undefined)
  const parsed = Instant.parseIso(text)
  return parsed === undefined
    ? Effect.fail(
        new Unprocessable({
          detail: "since: write a date such as 2026-01-05 or 2026-01-05T10:00:00Z",
        }),
      )
    : Effect.succeed(parsed.ms)
}

export const routes = HttpApiBuilder.group(Api, "canary", (handlers) =>
  handlers
    .handle("tokens", ({ urlParams }) => Listing.tokens(urlParams))
    .handle("token", ({ path }) =>
      Effect.gen(function* () {
        const { role } = yield* Caller
        const row = yield* tokenOf(path.uuid)
        const fingerprints = yield* Listing.fingerprints(row, role)
        return { ...Wire.token(row, role), fingerprints }
      }),
    )
    .handle("create", ({ payload }) =>
      Effect.gen(function* () {
        const { name, role } = yield* Caller
        const bait = yield* Bait
        const asked = yield* askedOf(payload)
        const blob = payload.blob === undefined ? undefined : yield* blobOf(payload.blob)
        const upload = blob && (yield* bait.uploadOf(blob))
        if (blob !== undefined && upload === undefined)
          return yield* Effect.fail(
            new Conflict({ detail: `The file of ${blob.filename} is gone; upload it again` }),
          )
        const { token, statement } = yield* bait.create(
          upload === undefined ? asked : { ...asked, upload },
          name,
        )
        if (token.state !== "planted")
          return yield* Effect.fail(
            new Conflict({
              detail: `${token.deckyName}:${token.path} was not laid (${token.lastError ?? token.state}); give another path`,
            }),
          )
        return { ...Wire.token(token, role), statement: statement ?? null }
      }),
    )
    .handle("revoke", ({ path, urlParams }) =>
      Effect.gen(function* () {
        const { revoke } = yield* Bait
        const { state } = yield* tokenOf(path.uuid)
        const isDone = state === "revoked"
        const revoked = isDone ? { left: [] } : yield* revoke(path.uuid, urlParams.reason)
        if (revoked === undefined) return yield* Effect.fail(Failing.noToken(path.uuid))
        return { uuid: path.uuid, state: "revoked" as const, left: revoked.left }
      }),
    )
    .handle("preview", ({ path }) =>
      Effect.gen(function* () {
        const { role } = yield* Caller
        const row = yield* tokenOf(path.uuid)
        const isHidden = Masked.isTextHidden(role, row.class)
        const files = isHidden ? undefined : yield* (yield* Bait).filesOf(row)
        return {
          uuid: row.id,
          files: files === undefined ? Wire.withoutText(row) : Wire.files(files, role, row.slug),
        }
      }),
    )
    .handle("draft", ({ payload }) =>
      Effect.gen(function* () {
        const { role } = yield* Caller
        const { bait, files } = yield* (yield* Bait).draft(yield* askedOf(payload))
        return {
          class: bait.class,
          kind: bait.kind,
          persona: bait.context.owner.email,
          path: bait.context.path,
          files: Wire.files(files, role, undefined),
        }
      }),
    )
    .handle("triggers", ({ path, urlParams }) =>
      Effect.flatMap(tokenOf(path.uuid), (row) => Listing.uses(urlParams, row)),
    )
    .handle("allTriggers", ({ urlParams }) => Listing.uses(urlParams, undefined))
    .handle("export", ({ urlParams }) =>
      Effect.gen(function* () {
        const { role } = yield* Caller
        const since = yield* momentOf(urlParams.since)
        return yield* Exporting.begin(urlParams.format ?? "json", Export.uses(since), role)
      }),
    )
    .handle("blobs", ({ urlParams }) => Listing.blobs(urlParams))
    .handleRaw("upload", ({ request }) =>
      Effect.gen(function* () {
        const { name } = yield* Caller
        const upload = yield* Uploaded.read(request)
        const { blob, examined } = yield* (yield* Bait).keep(upload, name)
        return yield* Effect.orDie(
          HttpServerResponse.json(
            {
              ...Wire.blob(blob),
              class: examined.class,
              format: examined.tried.format,
              statement: examined.tried.statement,
            },
            { status: 201 },
          ),
        )
      }),
    )
    .handle("forget", ({ path }) =>
      Effect.gen(function* () {
        const blob = yield* blobOf(path.uuid)
        if (blob.tokens > 0)
          return yield* Effect.fail(
            new Conflict({
              detail: `Bait that was made of ${blob.filename} is in place (${blob.tokens}); revoke it first`,
            }),
          )
        yield* (yield* Bait).forget(blob)
      }),
    ),
)

/** With bait laid on real deckies. */
export const layer = Layer.provide(routes, Bait.layer)
