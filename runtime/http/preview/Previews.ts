/** Previews under way: a few at a time, each in a thread that ends with whoever waits for it. */
import { existsSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Worker } from "node:worker_threads"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as Preview from "../../../src/figures/Preview.ts"

export type Message =
  | { readonly type: "progress"; readonly percent: number }
  | { readonly type: "result"; readonly result: Preview.Result }

/** It takes too much, or a mistake of ours; trying the same again does not help. */
export class PreviewBroken extends Schema.TaggedError<PreviewBroken>()("PreviewBroken", {
  why: Schema.String,
}) {
  override get message(): string {
    return `a preview broke off: ${this.why}`
  }
}

type Runner = (draft: Preview.Draft) => Stream.Stream<Message, PreviewBroken>

export const atOnceMax = 2

/** A preview of five deckies and thirty days takes a tenth of it. */
const withinMillis = 300_000

/** Thirty days of five deckies take about 150 MB. */
const heapMegabytesMax = 768

export class Previews extends Context.Tag("decnet/http/Previews")<
  Previews,
  {
    /** Undefined where as many are under way as may be; its place is free again with the scope. */
    readonly begin: (
      draft: Preview.Draft,
    ) => Effect.Effect<Stream.Stream<Message, PreviewBroken> | undefined, never, Scope.Scope>
  }
>() {
  static readonly inThread = (file: URL): Layer.Layer<Previews> => made(threaded(file))

  /** Where there is no bundle: nothing else is answered meanwhile. */
  static readonly inProcess: Layer.Layer<Previews> = Layer.suspend(() => made(here))

  static readonly layer: Layer.Layer<Previews> = Layer.suspend(() =>
    existsSync(fileURLToPath(threadFile)) ? Previews.inThread(threadFile) : Previews.inProcess,
  )
}

/** Beside the bundle of this module. */
const threadFile = new URL("./preview-thread.js", import.meta.url)

const threaded =
  (file: URL): Runner =>
  (draft) =>
    Stream.asyncScoped((emit) =>
      Effect.acquireRelease(
        Effect.sync(() => {
          const worker = new Worker(file, {
            workerData: draft,
            // it needs none of what the process was started with
            env: {},
            execArgv: [],
            resourceLimits: { maxOldGenerationSizeMb: heapMegabytesMax },
          })
          const broken = (why: string): void => void emit.fail(new PreviewBroken({ why }))
          worker.on("message", (message: Message) => {
            void emit.single(message)
            if (message.type === "result") void emit.end()
          })
          worker.on("error", (error) => broken(error.message))
          worker.on("exit", (code) => broken(`its thread ended with status ${code}`))
          return worker
        }),
        (worker) => Effect.promise(() => worker.terminate()),
      ),
    )

const here: Runner = (draft) =>
  Stream.asyncEffect((emit) =>
    Preview.run(draft, (percent) =>
      Effect.zipRight(
        Effect.promise(() => emit.single({ type: "progress", percent })),
        Effect.sleep(0),
      ),
    ).pipe(
      Effect.flatMap((result) => Effect.promise(() => emit.single({ type: "result", result }))),
      Effect.zipRight(Effect.promise(() => emit.end())),
      Effect.catchAllDefect((defect) => Effect.fail(new PreviewBroken({ why: String(defect) }))),
    ),
  )

const made = (run: Runner): Layer.Layer<Previews> =>
  Layer.sync(Previews, () => {
    let underWay = 0
    const place = Effect.acquireRelease(
      Effect.sync(() => {
        if (underWay >= atOnceMax) return false
        underWay++
        return true
      }),
      (isOurs) => Effect.sync(() => void (underWay -= isOurs ? 1 : 0)),
    )
    return {
      begin: (draft) =>
        Effect.map(place, (isOurs) =>
          isOurs
            ? run(draft).pipe(
                Stream.interruptWhen(
                  Effect.delay(
                    Effect.fail(new PreviewBroken({ why: "it takes longer than it may" })),
                    withinMillis,
                  ),
                ),
              )
            : undefined,
        ),
    }
  })
