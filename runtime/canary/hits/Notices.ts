/** Who is to be told of new uses: deliveries and windows, written with the uses themselves. */
import * as Effect from "effect/Effect"
import * as Alert from "../../../src/canary/alerts/Alert.ts"
import * as Policy from "../../../src/canary/alerts/Policy.ts"
import { AlertDeliveries, type OpenWindow } from "../../storage/AlertDeliveries.ts"
import { AlertRoutes, type RouteRow } from "../../storage/AlertRoutes.ts"
import { deliveryId } from "../alerts/Dispatcher.ts"
import type { Use } from "./Judged.ts"

const keyOf = (route: string, token: string): string => `${route} ${token}`

const tell = ({ id }: RouteRow, { id: event, token, row }: Use) =>
  Effect.flatMap(AlertDeliveries, ({ enqueue }) =>
    enqueue({
      id: deliveryId(id, event),
      route: id,
      event,
      alert: Alert.first(token, { ...row, trigger: row.id }),
      createdAt: row.at,
    }),
  )

/** Bait that was revoked is counted, and nobody is told any more. */
const isTold = ({ token }: Use): boolean => token.state !== "revoked"

export const write = (uses: ReadonlyArray<Use>) =>
  Effect.gen(function* () {
    const told = uses.filter(isTold)
    if (told.length === 0) return
    const routes = (yield* (yield* AlertRoutes).list).filter(({ enabled }) => enabled)
    if (routes.length === 0) return
    const { windows, putWindow } = yield* AlertDeliveries
    const open = new Map<string, OpenWindow>()
    for (const window of yield* windows([...new Set(told.map(({ token }) => token.id))]))
      open.set(keyOf(window.route, window.token), window)
    const changed = new Map<string, OpenWindow>()
    for (const use of told)
      for (const route of routes) {
        const { token, row, seen } = use
        if (!Policy.accepts(route.filter, token, row)) continue
        const key = keyOf(route.id, token.id)
        const hit = { at: seen.at, ip: seen.ip, class: row.class, count: 1 }
        const { window, tellNow } = Policy.receive(open.get(key), hit, route.filter)
        const next = { route: route.id, token: token.id, ...window }
        open.set(key, next)
        changed.set(key, next)
        if (tellNow) yield* tell(route, use)
      }
    for (const window of changed.values()) yield* putWindow(window)
  })
