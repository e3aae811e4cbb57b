/** Files of the deckies, a page at a time, and one with its text and versions. */
import * as HttpApiBuilder from "@effect/platform/HttpApiBuilder"
import * as Effect from "effect/Effect"
import { Wordings, type WordingRow } from "../../../src/ports/Wordings.ts"
import * as Instant from "../../../src/time/Instant.ts"
import * as FilePages from "../../storage/FilePages.ts"
import * as FileVersions from "../../storage/FileVersions.ts"
import { Store } from "../../storage/Store.ts"
import * as Timestamp from "../../storage/Timestamp.ts"
import { Api } from "../Api.ts"
import { orUnavailable } from "../Away.ts"
import { Caller } from "../Caller.ts"
import { NotFound } from "../Problem.ts"
import * as Window from "../Window.ts"
import type { Params } from "./Api.ts"

const isoOf = (text: string | null): string | null => {
  const parsed = text === null ? undefined : Timestamp.parse(text)
  return parsed === undefined ? null : Instant.toIso(parsed.ms)
}

/** `0644` */
export const modeOf = (mode: number): string => mode.toString(8).padStart(4, "0")

const wireOf = (row: FilePages.Row, names: ReadonlyMap<string, string>) => ({
  uuid: row.uuid,
  decky_uuid: row.decky_uuid,
  decky_name: names.get(row.decky_uuid) ?? null,
  path: row.path,
  persona: row.persona ?? "",
  content_class: row.content_class,
  created_at: isoOf(row.created_at),
  last_modified: isoOf(row.last_modified),
  edit_count: row.edit_count ?? 0,
  content_hash: row.content_hash ?? "",
  bytes: row.bytes,
  mode: row.mode === null ? null : modeOf(row.mode),
  owner: row.owner,
  touched: row.touched === true,
})

const list = (asked: typeof Params.Type) =>
  Effect.gen(function* () {
    const { limit, offset, after } = yield* Window.of(asked)
    const filter = {
      decky: asked.decky_uuid,
      persona: asked.persona,
      class: asked.content_class,
    }
    const total = yield* FilePages.total(filter)
    const { rows, hasMore } = yield* FilePages.list(filter, {
      limit,
      offset,
      after: after && { modified: after[0], uuid: after[1] },
    })
    const last = rows.at(-1)
    const names = yield* FilePages.deckyNames(rows.map((row) => row.decky_uuid))
    return {
      total,
      limit,
      offset,
      next_cursor: Window.nextOf(hasMore, last && [last.last_modified ?? "", last.uuid]),
      data: rows.map((row) => wireOf(row, names)),
    }
  })

const wordingOf = ({ at, wording }: WordingRow) => ({
  at: Instant.toIso(at),
  outcome: wording.outcome,
  model: wording.model,
  digest: wording.digest,
  seed: wording.seed,
  duration_ms: wording.durationMillis,
  tokens: wording.tokens,
  detail: wording.detail === "" ? null : wording.detail,
})

const rowOf = (uuid: string) =>
  Effect.flatMap(FilePages.one(uuid), (row) =>
    row === undefined
      ? Effect.fail(new NotFound({ detail: "There is no such file" }))
      : Effect.succeed(row),
  )

/** Who knows what stands in bait can trip it, and make believe that somebody else did. */
const isHidden = (row: FilePages.Row) =>
  Effect.map(Caller, ({ role }) => role !== "admin" && row.content_class.startsWith("canary_"))

const one = (uuid: string) =>
  Effect.gen(function* () {
    const row = yield* rowOf(uuid)
    const hidden = yield* isHidden(row)
    const names = yield* FilePages.deckyNames([row.decky_uuid])
    const { history } = yield* Wordings
    return {
      ...wireOf(row, names),
      last_body: hidden ? "" : (row.last_body ?? ""),
      truncated: hidden || row.body === "cut",
      wordings: (yield* history(row.decky_uuid, row.path)).map(wordingOf),
    }
  })

/** The file as it is now, for those of which no version is kept. */
const present = (row: FilePages.Whole): FileVersions.Version => ({
  at: Timestamp.parse(row.last_modified ?? row.created_at ?? "")?.ms ?? 0,
  action: (row.edit_count ?? 0) > 0 ? "edit" : "create",
  bytes: row.bytes ?? Buffer.byteLength(row.last_body ?? ""),
  sha256: row.content_hash ?? "",
  body: row.body === "whole" || row.body === null ? (row.last_body ?? undefined) : undefined,
})

const versions = (uuid: string) =>
  Effect.gen(function* () {
    const row = yield* rowOf(uuid)
    const hidden = yield* isHidden(row)
    const kept = yield* FileVersions.ofFile(row.decky_uuid, row.path)
    const all = kept.at(-1)?.sha256 === row.content_hash ? kept : [...kept, present(row)]
    return {
      data: all.map(({ at, action, bytes, sha256, body }) => ({
        at: Instant.toIso(at),
        action,
        bytes,
        sha256,
        body: hidden ? null : (body ?? null),
      })),
    }
  })

export const layer = HttpApiBuilder.group(Api, "files", (handlers) =>
  Effect.map(Effect.context<Store | Wordings>(), (context) =>
    handlers
      .handle("list", ({ urlParams }) =>
        list(urlParams).pipe(orUnavailable, Effect.provide(context)),
      )
      .handle("get", ({ path }) => one(path.uuid).pipe(orUnavailable, Effect.provide(context)))
      .handle("versions", ({ path }) =>
        versions(path.uuid).pipe(orUnavailable, Effect.provide(context)),
      ),
  ),
)
