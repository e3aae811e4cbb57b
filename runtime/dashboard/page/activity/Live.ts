/** The event stream, kept up over lost connections: what was missed comes first. */
import * as Client from "../../Client.ts"
import * as Stream from "../../Stream.ts"
import type { Event } from "../../Wire.ts"

export type State = "connecting" | "live" | "waiting" | "refused"

export interface Shown extends Event {
  /** Bait carries no row's uuid. */
  readonly key: string
}

export interface Listener {
  readonly events: (events: ReadonlyArray<Shown>) => void
  /** `why` where there is something to say. */
  readonly state: (state: State, why?: string) => void
}

interface Snapshot {
  readonly events?: ReadonlyArray<Event>
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null

/** From an envelope, whose payload is the event. */
const eventOf = (sent: Stream.Sent): Shown | undefined => {
  const envelope: unknown = JSON.parse(sent.data)
  if (!isRecord(envelope) || !isRecord(envelope["payload"])) return undefined
  const inner = envelope["payload"]
  const uuid = String(envelope["uuid"] ?? envelope["id"] ?? sent.id ?? "")
  return {
    ...(inner as unknown as Partial<Event>),
    uuid,
    key: uuid,
    ts: Number(envelope["ts"]),
    kind: sent.event,
    action:
      sent.event === "canary"
        ? `canary:${String(envelope["type"])}`
        : sent.event === "email"
          ? "email:sent"
          : String(inner["action"]),
    success: inner["success"] !== false,
    payload: isRecord(inner["payload"]) ? inner["payload"] : inner,
  }
}

const snapshotOf = (sent: Stream.Sent): ReadonlyArray<Shown> => {
  const parsed = JSON.parse(sent.data) as Snapshot
  return (parsed.events ?? []).map((event) => ({ ...event, key: event.uuid }))
}

const pauseMillisMax = 30_000

const pause = (millis: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, millis)
    signal.addEventListener("abort", () => {
      clearTimeout(timer)
      resolve()
    })
  })

/** Until it is stopped. */
export const follow = (listener: Listener): (() => void) => {
  const stop = new AbortController()
  const { signal } = stop
  const run = async (): Promise<void> => {
    let last: string | undefined
    let failures = 0
    while (!signal.aborted) {
      listener.state("connecting")
      try {
        const response = await Client.ask("/orchestrator/events/stream", {
          signal,
          headers: {
            accept: "text/event-stream",
            ...(last === undefined ? {} : { "last-event-id": last }),
          },
        })
        listener.state("live")
        failures = 0
        for await (const sent of Stream.events(response.body!)) {
          if (signal.aborted) return
          last = sent.id ?? last
          if (sent.event === "snapshot") listener.events(snapshotOf(sent))
          else if (sent.event !== "health") {
            const event = eventOf(sent)
            if (event !== undefined) listener.events([event])
          }
        }
        if (!signal.aborted) listener.state("waiting")
      } catch (error) {
        if (signal.aborted) return
        const status = error instanceof Client.Problem ? error.status : 0
        if (status === 401 || status === 403) return listener.state("refused", Client.lineOf(error))
        listener.state(
          "waiting",
          error instanceof Client.Problem ? Client.lineOf(error) : "The connection was lost.",
        )
      }
      await pause(Math.min(pauseMillisMax, 1000 * 2 ** failures), signal)
      failures += 1
    }
  }
  void run()
  return () => stop.abort()
}
