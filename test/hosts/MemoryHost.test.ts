import * as Instant from "../../src/time/Instant.ts"
import { MemoryDecky, layer } from "../../src/engine/MemoryHost.ts"
import { hostContract } from "./HostContract.ts"

const uuid = "6f1c2f0e-55d7-4a8e-9c1b-d2f0a4b7e001"
const bornAt = Date.UTC(2026, 0, 5)
const visitedAt = Instant.make(Date.UTC(2026, 6, 1), 5)

hostContract("a host in memory", async () => {
  const decky = new MemoryDecky(uuid, [{ login: "anna", home: "/home/anna" }], bornAt, true, "root")
  const entry = (path: string) => decky.tree().find((each) => each.path === path)
  return {
    layer: layer(new Map([[uuid, decky]]), () => undefined),
    decky: uuid,
    read: async (path) => entry(path)?.read(),
    stat: async (path) => {
      const found = entry(path)
      return found && { mode: found.mode, owner: found.owner, mtime: found.mtime }
    },
    tamper: async (path) => decky.tamper(path, visitedAt, false),
    removeFile: async (path) => decky.tamper(path, visitedAt, true),
    stop: async () => {},
  }
})
