/** The former place of hosts in memory. */
export { MemoryDecky as SimulatedDecky, layer, visitorsLine } from "../../src/engine/MemoryHost.ts"
export type { Account, Reachable } from "../../src/engine/MemoryHost.ts"
