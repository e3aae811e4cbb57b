/** A preview in a thread of its own: an entry of the bundle, so that the server goes on answering. */
import { constants, setPriority } from "node:os"
import { parentPort, workerData } from "node:worker_threads"
import * as Effect from "effect/Effect"
import * as Preview from "../../../src/figures/Preview.ts"
import type { Message } from "./Previews.ts"

const tell = (message: Message): void => parentPort?.postMessage(message, [])

// on Linux that is the thread's own: where processors are few, requests go first
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL)

const draft = workerData as Preview.Draft

void Effect.runPromise(
  Effect.map(
    Preview.run(draft, (percent) => Effect.sync(() => tell({ type: "progress", percent }))),
    (result) => tell({ type: "result", result }),
  ),
)
