/** A test of a route, sent now. */
import * as Effect from "effect/Effect"
import * as Alert from "../../../src/canary/alerts/Alert.ts"
import { AlertSink, type Route } from "../../../src/ports/AlertSink.ts"
import * as Uuid from "../../storage/Uuid.ts"
import * as Sink from "./Sink.ts"

/** `at`: epoch milliseconds. */
export const send = (route: Route, at: number) =>
  Effect.flatMap(AlertSink, (sink) =>
    sink.deliver(route, { id: Uuid.random(), alert: Alert.test(route.name, at) }),
  ).pipe(Effect.provide(Sink.layer))
