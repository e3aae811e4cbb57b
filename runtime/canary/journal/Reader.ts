/** The journal as another process reads it, which shares nothing with the writer but the folder. */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { SeenJournal } from "../hits/SeenJournal.ts"
import * as Identity from "./Identity.ts"
import * as Segments from "./Segments.ts"

const lookEvery = Duration.millis(250)

export const make = (folder: string): SeenJournal => {
  const id = Identity.obtain(folder)
  const mark = Identity.markOf(id)
  let readTo = Segments.origin
  const hasMore = (): boolean => {
    const last = Segments.list(folder).at(-1)
    return (
      last !== undefined &&
      Segments.isBefore(readTo, { segment: last, offset: Segments.sizeOf(folder, last) })
    )
  }
  return {
    id,
    read: (position, max) =>
      Effect.sync(() => {
        const batch = Segments.read(folder, position, max, mark)
        readTo = batch.next
        return batch
      }),
    release: (position) => Effect.sync(() => Segments.release(folder, position)),
    awaitMore: Effect.asVoid(
      Effect.iterate(false, {
        while: (more) => !more,
        body: () => Effect.delay(Effect.sync(hasMore), lookEvery),
      }),
    ),
  }
}
