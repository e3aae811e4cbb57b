/**
 * A process that reads a journal: `Reader.ts <folder> <database url>`. It says `begun` once it
 * reads, and ends when the journal has been read to its end.
 */
import * as Effect from "effect/Effect"
import * as Either from "effect/Either"
import * as Consumer from "../../../runtime/canary/hits/Consumer.ts"
import { Journal } from "../../../runtime/canary/Journal.ts"
import * as DatabaseUrl from "../../../runtime/storage/DatabaseUrl.ts"
import * as Storage from "../../../runtime/storage/Storage.ts"

const [folder, url] = process.argv.slice(2) as [string, string]

await Effect.runPromise(
  Effect.scoped(
    Effect.gen(function* () {
      const journal = yield* Journal.open(folder, { segmentBytes: 64 * 1024 })
      const memory = Consumer.memory()
      process.stdout.write("begun\n")
      while ((yield* Consumer.take(journal, "j", undefined, memory)) > 0);
      process.stdout.write("done\n")
    }),
  ).pipe(
    Effect.provide(Storage.layer(Either.getOrThrow(DatabaseUrl.parse(url)), { hostUuid: "local" })),
  ),
).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`)
  process.exitCode = 1
})
