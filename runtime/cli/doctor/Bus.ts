/** Check of the bus, where one is configured. */
import * as Effect from "effect/Effect"
import type { Settings } from "../../config/Settings.ts"
import type { Finding } from "./Finding.ts"
import { ok, unreachable } from "./Finding.ts"

/** Without the user and password that it may carry. */
const shown = (url: string): string => {
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}

/** Connects as the orchestrator does, and leaves again. */
export const check = ({ busUrl }: Settings): Effect.Effect<ReadonlyArray<Finding>> => {
  if (busUrl === undefined) return Effect.succeed([ok("bus: the database's outbox alone")])
  return Effect.promise(() => import("../../bus/Nats.ts")).pipe(
    Effect.flatMap(({ connect }) => Effect.scoped(connect(busUrl))),
    Effect.match({
      onSuccess: () => [ok(`bus: ${shown(busUrl)} answers`)],
      onFailure: () => [
        unreachable(`bus: ${shown(busUrl)} does not answer`, "start it, or mend DECNET_BUS_URL"),
      ],
    }),
  )
}
