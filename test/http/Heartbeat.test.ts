import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import * as Heartbeat from "../../runtime/http/Heartbeat.ts"
import { Outbox } from "../../runtime/storage/Outbox.ts"
import { Workers } from "../../runtime/storage/Workers.ts"
import { start } from "./server.ts"

it("is heard in the database and on the bus", async () => {
  const api = await start()
  const [workers, rows] = await api.run(
    Effect.scoped(
      Effect.gen(function* () {
        yield* Effect.forkScoped(Heartbeat.run("rack-7", () => ({ port: 8000 })))
        const outbox = yield* Outbox
        for (;;) {
          const rows = yield* outbox.since(0, ["system.api.health"], 10)
          if (rows.length > 0) return [yield* (yield* Workers).list, rows] as const
          yield* Effect.sleep("20 millis")
        }
      }),
    ),
  )
  await api.stop()
  expect(workers).toMatchObject([{ hostUuid: "rack-7", name: "api", extra: { port: 8000 } }])
  expect(rows).toMatchObject([
    {
      topic: "system.api.health",
      envelope: { v: 1, type: "health", payload: { worker: "api", host_uuid: "rack-7" } },
    },
  ])
})
