/** A process that migrates a database and then writes to it: `Writer.ts <url> <name> <count>`. */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as DatabaseUrl from "../../runtime/storage/DatabaseUrl.ts"
import * as Storage from "../../runtime/storage/Storage.ts"
import { EventBus } from "../../src/ports/EventBus.ts"
import { SyntheticFiles } from "../../src/ports/SyntheticFiles.ts"
import { Transactions } from "../../src/ports/Transactions.ts"
import { fileEvent, row } from "./contracts/Samples.ts"

const [url, name, count] = process.argv.slice(2) as [string, string, string]

await Effect.runPromise(
  Effect.gen(function* () {
    const files = yield* SyntheticFiles
    const { publish } = yield* EventBus
    const { atomically } = yield* Transactions
    for (let index = 0; index < Number(count); index++)
      yield* atomically(
        Effect.gen(function* () {
          const shared = yield* files.get("shared", "/counter")
          yield* files.put(
            "shared",
            row("/counter", { editCount: (shared?.editCount ?? 0) + 1, body: name }),
          )
          yield* files.put(name, row(`/${index}`))
          yield* publish(fileEvent(name, String(index)))
        }),
      )
    process.stdout.write(`${name} done\n`)
  }).pipe(
    Effect.provide(Storage.layer(Either.getOrThrow(DatabaseUrl.parse(url)), { hostUuid: "local" })),
  ),
).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exitCode = 1
})
