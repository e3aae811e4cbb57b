/** Ports whose acts end in time: a host that is half dead holds up nobody for long. */
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Host, HostUnreachable } from "../../src/ports/Host.ts"
import { MailDelivery } from "../../src/ports/MailDelivery.ts"
import { TrafficDriver } from "../../src/ports/TrafficDriver.ts"

/** One act is several calls, each of which is bounded by eight seconds of its own. */
const actTimeout = Duration.seconds(20)

export const timed = <E, R>(
  ports: Layer.Layer<Host | MailDelivery | TrafficDriver, E, R>,
  timeout: Duration.Duration = actTimeout,
): Layer.Layer<Host | MailDelivery | TrafficDriver, E, R> => {
  const within = <A, F>(decky: string, act: Effect.Effect<A, F>) =>
    Effect.timeoutFail(act, {
      duration: timeout,
      onTimeout: () => new HostUnreachable({ decky, reason: "timeout" }),
    })
  return Layer.map(ports, (context) => {
    const host = Context.get(context, Host)
    const mail = Context.get(context, MailDelivery)
    const traffic = Context.get(context, TrafficDriver)
    return context.pipe(
      Context.add(Host, {
        plant: (decky, ...act) => within(decky, host.plant(decky, ...act)),
        replace: (decky, ...act) => within(decky, host.replace(decky, ...act)),
        append: (decky, ...act) => within(decky, host.append(decky, ...act)),
        rotate: (decky, ...act) => within(decky, host.rotate(decky, ...act)),
        remove: (decky, ...act) => within(decky, host.remove(decky, ...act)),
      }),
      Context.add(MailDelivery, {
        deliver: (decky, ...act) => within(decky, mail.deliver(decky, ...act)),
      }),
      Context.add(TrafficDriver, {
        connect: (decky, ...act) => within(decky, traffic.connect(decky, ...act)),
      }),
    )
  })
}
