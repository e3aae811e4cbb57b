import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Layer from "effect/Layer"
import { afterAll, beforeAll, describe } from "vitest"
import * as DatabaseUrl from "../../../runtime/storage/DatabaseUrl.ts"
import * as Storage from "../../../runtime/storage/Storage.ts"
import * as MariaDb from "../../parts/MariaDb.ts"
import { dispatching } from "../alerts/Dispatching.ts"
import { contract } from "./Contract.ts"
import { killed } from "./Killed.ts"
import { reading } from "./Reading.ts"

describe.skipIf(MariaDb.lacks() !== undefined)("With a real server", () => {
  let server: MariaDb.MariaDb
  beforeAll(async () => void (server = await MariaDb.start()))
  afterAll(() => server?.stop())

  const mariaDb = {
    name: "MariaDB",
    undoes: true,
    open: () =>
      Layer.unwrapEffect(
        Effect.sync(() =>
          Storage.layer(Either.getOrThrow(DatabaseUrl.parse(server.url)), { hostUuid: "local" }),
        ),
      ),
  }
  contract(mariaDb)
  reading(mariaDb)
  dispatching(mariaDb)
  killed("MariaDB", () => server.url)
})
