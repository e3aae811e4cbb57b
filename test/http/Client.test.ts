import * as FetchHttpClient from "@effect/platform/FetchHttpClient"
import * as HttpApiClient from "@effect/platform/HttpApiClient"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { Api } from "../../runtime/http/Api.ts"
import * as Problem from "../../runtime/http/Problem.ts"
import { start, type Api as Serving } from "./server.ts"

let api: Serving
beforeAll(async () => void (api = await start()))
afterAll(() => api.stop())

const client = (token: string) =>
  HttpApiClient.make(Api, {
    baseUrl: api.base,
    transformClient: HttpClient.mapRequest(HttpClientRequest.bearerToken(token)),
  }).pipe(Effect.provide(FetchHttpClient.layer))

describe("a client of the same definition", () => {
  it("has answers with their types", async () => {
    const found = await Effect.runPromise(
      Effect.gen(function* () {
        const { access, realism } = yield* client(api.admin)
        const minted = yield* access.mint({ payload: { name: "cy", role: "viewer" } })
        const pool = yield* realism.replacePersonas({
          headers: {},
          payload: { personas: [{ name: "Ana", email: "ana@corp.net", role: "Clerk" }] },
        })
        yield* access.revoke({ path: { id: minted.id } })
        return { role: minted.role, names: pool.personas.map((each) => each["name"]) }
      }),
    )
    expect(found).toEqual({ role: "viewer", names: ["Ana"] })
  })

  it.each([
    ["x".repeat(43), Problem.Unauthorized],
    ["viewer", Problem.Forbidden],
  ] as const)("has refusals with their types (%s)", async (token, problem) => {
    const exit = await Effect.runPromiseExit(
      Effect.flatMap(client(token === "viewer" ? api.viewer : token), ({ access }) =>
        Effect.flip(access.tokens()),
      ),
    )
    expect(Exit.isSuccess(exit) && exit.value).toBeInstanceOf(problem)
  })
})
