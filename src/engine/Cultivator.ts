/**
 * Lays bait: the token's row is there before any of its bytes, and says in the end whether all of
 * them are. What is made of a token can be made again, so that a process that was killed goes on
 * with the same.
 */
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Bytes from "../bytes/Bytes.ts"
import * as Uuid from "../bytes/Uuid.ts"
import type { ArtifactFile } from "../canary/Generator.ts"
import * as Generators from "../canary/Generators.ts"
import * as Token from "../canary/Token.ts"
import * as Nonce from "../canary/fingerprint/Nonce.ts"
import type { Decky } from "../fleet/Decky.ts"
import * as CanaryEvent from "../events/Canary.ts"
import { CanaryTokens, type TokenRow, type Upload } from "../ports/CanaryTokens.ts"
import { Entropy } from "../ports/Entropy.ts"
import { EventBus } from "../ports/EventBus.ts"
import { Host, type HostUnreachable } from "../ports/Host.ts"
import type { StoreUnavailable } from "../ports/StoreUnavailable.ts"
import { SyntheticFiles } from "../ports/SyntheticFiles.ts"
import { Transactions } from "../ports/Transactions.ts"
import type { Wordings } from "../ports/Wordings.ts"
import type { Action, Bait, Create } from "../scheduler/Action.ts"
import * as Instant from "../time/Instant.ts"
import * as Record from "./Record.ts"

const uuidBytes = 16

/** A token from entropy, with the id of its row. */
export const draw = (
  name: string,
): Effect.Effect<{ readonly id: string; readonly token: Token.Token }, never, Entropy> =>
  Effect.map(
    Effect.flatMap(Entropy, ({ bytes }) => bytes(uuidBytes + Token.entropyBytes, name)),
    (bytes) => ({
      id: Uuid.of(bytes, 4),
      token: Token.ofEntropy(bytes.subarray(uuidBytes)),
    }),
  )

/** A file that an operator gave, to be made into bait. */
export interface Uploaded {
  readonly as: Upload
  /** Its bytes with the token in them. */
  readonly instrument: (token: Token.Token) => Effect.Effect<Uint8Array>
}

/** Opens a token's row for bait, or finds the one that was opened before. */
export const open = (
  decky: Pick<Decky, "uuid" | "name" | "topologyId">,
  bait: Bait,
  createdBy: string,
  upload?: Uploaded,
): Effect.Effect<
  { readonly row: TokenRow; readonly files: ReadonlyArray<ArtifactFile> },
  StoreUnavailable,
  CanaryTokens | Entropy
> =>
  Effect.gen(function* () {
    const tokens = yield* CanaryTokens
    const known = yield* tokens.ofMoment(decky.uuid, bait.momentId)
    if (known !== undefined) {
      const files = yield* Generators.all[known.class].files(known, known.context)
      return { row: known, files }
    }
    const { id, token } = yield* draw(`${decky.uuid}/${bait.momentId}`)
    const files =
      upload === undefined
        ? yield* Generators.all[bait.class].files(token, bait.context)
        : [{ path: bait.context.path, bytes: yield* upload.instrument(token), mode: 0o644 }]
    const isFingerprint =
      bait.class === "canary_fingerprint_html" || bait.class === "canary_fingerprint_svg"
    const row: TokenRow = {
      id,
      kind: bait.kind,
      class: bait.class,
      decky: decky.uuid,
      deckyName: decky.name,
      topologyId: decky.topologyId,
      momentId: bait.momentId,
      path: bait.context.path,
      ...token,
      nonce: isFingerprint ? Nonce.nonceOf(token) : undefined,
      context: bait.context,
      ...(upload === undefined ? {} : { upload: upload.as }),
      createdBy,
      state: "pending",
      lastError: undefined,
      files: files.map(({ path, mode, bytes }) => ({
        path,
        mode,
        bytes: bytes.length,
        sha256: Bytes.sha256(bytes),
      })),
      placedAt: undefined,
      lastTriggeredAt: undefined,
      triggerCount: 0,
    }
    yield* tokens.open(row)
    return { row, files }
  })

const decoder = new TextDecoder("utf-8", { fatal: true })

const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/**
 * The files of a token as they are planted: the primary last, so that bait is whole once it is
 * there, each some milliseconds after the one before, as whatever writes several files does.
 */
export const creates = (
  row: TokenRow,
  files: ReadonlyArray<ArtifactFile>,
  persona: string | undefined,
): ReadonlyArray<Create> => {
  const { owner, mtime } = row.context
  const rng = Token.stream(row).within("writing")
  let before = 0
  return files
    .map(({ path, bytes, mode }, index): Create => {
      const ns = index === 0 ? mtime.ns : rng.below(1_000_000)
      const at = Instant.make(mtime.ms - before, ns)
      before += rng.between(1, 9)
      return {
        _tag: "Create",
        path,
        class: row.class,
        persona,
        mtime: at,
        mode,
        owner: owner.login,
        group: owner.login,
        content: bytes,
        sha256: Bytes.sha256(bytes),
        body: textOf(bytes),
        hotness: 1,
        removeAt: undefined,
        bait: { token: row.id, kind: row.kind, slug: row.slug, isPrimary: index === 0 },
      }
    })
    .reverse()
}

/** The files of bait that was decided; none where it was laid or given up before. */
export const prepare = (
  decky: Decky,
  bait: Bait,
): Effect.Effect<ReadonlyArray<Action>, StoreUnavailable, CanaryTokens | Entropy> =>
  Effect.map(open(decky, bait, "orchestrator"), ({ row, files }) =>
    row.state === "pending" ? creates(row, files, bait.persona) : [],
  )

/** The engine has a file of its own there; bait goes elsewhere. */
export class PlaceTaken extends Schema.TaggedError<PlaceTaken>()("PlaceTaken", {
  decky: Schema.String,
  path: Schema.String,
}) {
  override get message(): string {
    return `${this.decky} has a file at ${this.path} already; write another path`
  }
}

/** Lays bait at an operator's word, outside of any history; answers with what became of it. */
export const lay = (
  decky: Pick<Decky, "uuid" | "name" | "topologyId">,
  bait: Bait,
  at: Instant.Instant,
  createdBy: string,
  upload?: Uploaded,
): Effect.Effect<
  TokenRow,
  StoreUnavailable | HostUnreachable | PlaceTaken,
  CanaryTokens | Entropy | Host | SyntheticFiles | Wordings | Transactions | EventBus
> =>
  Effect.gen(function* () {
    const known = yield* SyntheticFiles
    for (const path of bait.paths)
      if ((yield* known.get(decky.uuid, path)) !== undefined)
        return yield* new PlaceTaken({ decky: decky.name, path })
    const { row, files } = yield* open(decky, bait, createdBy, upload)
    const { plant } = yield* Host
    const { atomically } = yield* Transactions
    const tokens = yield* CanaryTokens
    for (const [index, action] of creates(row, files, bait.persona).entries()) {
      const result = yield* plant(decky.uuid, action, "first").pipe(
        Effect.as("done" as const),
        Effect.catchTags({
          FileTouched: () => Effect.succeed("touched" as const),
          PathRefused: () => Effect.succeed("failed" as const),
        }),
        Effect.tapErrorTag("HostUnreachable", ({ message }) =>
          tokens.settle(row.id, { state: "failed", reason: message }),
        ),
      )
      const outcome = { decky: decky.uuid, momentId: bait.momentId, at, action, result }
      yield* atomically(Record.record(outcome, index))
      if (result !== "done") break
    }
    return (yield* tokens.get(row.id)) ?? row
  })

export interface Revoked {
  readonly token: TokenRow
  /** Files that were changed or replaced since, or cannot be reached: they stay. */
  readonly left: ReadonlyArray<string>
}

/**
 * Takes bait away, as far as it is still ours; its paths are left alone from then on. Undefined
 * where there is no such token.
 */
export const revoke = (
  id: string,
  at: Instant.Instant,
  reason?: string,
): Effect.Effect<
  Revoked | undefined,
  StoreUnavailable | HostUnreachable,
  CanaryTokens | Host | SyntheticFiles | Transactions | EventBus
> =>
  Effect.gen(function* () {
    const tokens = yield* CanaryTokens
    const token = yield* tokens.get(id)
    if (token === undefined) return undefined
    const { remove } = yield* Host
    const rows = yield* SyntheticFiles
    const { atomically } = yield* Transactions
    const { publish } = yield* EventBus
    const { login } = token.context.owner
    const left: Array<string> = []
    // what makes it bait goes first
    for (const { path, mode, sha256 } of token.files)
      yield* remove(
        token.decky,
        {
          _tag: "Remove",
          path,
          class: token.class,
          persona: undefined,
          mtime: at,
          mode,
          owner: login,
          group: login,
          previousSha256: sha256,
        },
        "again",
      ).pipe(
        Effect.catchTags({
          FileTouched: () => Effect.sync(() => void left.push(path)),
          PathRefused: () => Effect.sync(() => void left.push(path)),
        }),
      )
    yield* atomically(
      Effect.gen(function* () {
        for (const { path } of token.files) {
          const row = yield* rows.get(token.decky, path)
          if (row?.class === token.class) yield* rows.put(token.decky, { ...row, touched: true })
        }
        if (token.state === "revoked") return
        yield* tokens.settle(id, { state: "revoked" })
        yield* publish(CanaryEvent.revoked(token, at.ms, reason))
      }),
    )
    return { token, left }
  })
