/** Which version of a resource a caller has, and which it means to replace. */
import * as HttpApp from "@effect/platform/HttpApp"
import * as HttpServerResponse from "@effect/platform/HttpServerResponse"
import * as Effect from "effect/Effect"
import { Stale } from "./Problem.ts"

/** Sets the ETag of the answer. */
export const tell = (tag: string): Effect.Effect<void> =>
  HttpApp.appendPreResponseHandler((_, response) =>
    Effect.succeed(
      response.status < 300 ? HttpServerResponse.setHeader(response, "etag", tag) : response,
    ),
  )

/** A proxy that compresses marks the tags it passes on as weak ones. */
const plain = (tag: string): string => tag.trim().replace(/^W\//, "")

/** Fails where `If-Match` names other versions only; without it the last write wins. */
export const match = (
  wanted: string | undefined,
  tag: string,
  what: string,
): Effect.Effect<void, Stale> =>
  wanted === undefined ||
  wanted.trim() === "*" ||
  wanted.split(",").some((each) => plain(each) === tag)
    ? Effect.void
    : Effect.fail(
        new Stale({ detail: `${what} changed meanwhile; read it again and repeat the change` }),
      )
