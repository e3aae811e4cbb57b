/** Who is driven at present: the fleet as it was read last, and why some of it waits. */
import type { World } from "../../src/engine/World.ts"

export interface Roster {
  readonly world: World
  /** By uuid: why a decky is not driven yet; it may not be part of the world. */
  readonly waiting: ReadonlyMap<string, string>
}
