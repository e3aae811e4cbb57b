/**
 * A short memory of what was worked out for a stream: neighbouring intervals share hours and days.
 * It changes no result, and is of use where the caller keeps a decky's stream instead of naming it
 * anew for each call.
 */
import type { HostProfile } from "../host/HostProfile.ts"
import type { Stream } from "../rng/Rng.ts"

/** An interval of an hour touches two hours and up to three days. */
const entriesMax = 4

interface Memory<V> {
  readonly host: HostProfile
  readonly entries: Map<number, V>
}

/** `make(rng, host, key)`, remembered for the last few keys of a stream. */
export const remember = <V>(make: (rng: Stream, host: HostProfile, key: number) => V) => {
  const memories = new WeakMap<Stream, Memory<V>>()
  return (rng: Stream, host: HostProfile, key: number): V => {
    let memory = memories.get(rng)
    if (memory === undefined || memory.host !== host) {
      memory = { host, entries: new Map() }
      memories.set(rng, memory)
    }
    const known = memory.entries.get(key)
    if (known !== undefined) return known
    const value = make(rng, host, key)
    const [oldest] = memory.entries.keys()
    if (memory.entries.size >= entriesMax && oldest !== undefined) memory.entries.delete(oldest)
    memory.entries.set(key, value)
    return value
  }
}
