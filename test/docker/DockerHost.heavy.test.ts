import { afterAll, beforeAll, describe } from "vitest"
import * as DockerHost from "../../runtime/docker/DockerHost.ts"
import { hostContract } from "../hosts/HostContract.ts"
import * as DecoyImage from "../parts/DecoyImage.ts"
import * as DockerEngine from "../parts/DockerEngine.ts"
import { connect, decoysOf, inside, uuid } from "./decoys.ts"

describe.skipIf(DockerEngine.isAbsent())("the host port on a Docker engine", () => {
  let part: DockerEngine.DockerEngine
  let image: string

  beforeAll(async () => {
    part = await DockerEngine.start()
    image = await DecoyImage.build(part)
  })
  afterAll(() => part?.stop())

  for (const [name, transport, options] of [
    ["by archive", "archive", []],
    ["by exec", "exec", []],
    ["by what fits, on a volume", "auto", ["-v", "homes:/home"]],
    ["by what fits, in memory", "auto", ["--tmpfs", "/home"]],
  ] as const)
    hostContract(name, async () => {
      const container = `host-${name.replace(/\W+/g, "-")}`
      await part.docker("run", "-d", "--name", container, "--network=none", ...options, image)
      const look = inside(part, container)
      await look.exec("install", "-d", "-o", "anna", "-g", "anna", "/home/anna")
      const { engine, close } = await connect(part)
      return {
        layer: DockerHost.layer(decoysOf(engine, container, transport)),
        decky: uuid,
        read: look.read,
        stat: async (path) => {
          const found = await look.stat(path)
          return found && { mode: found.mode, owner: found.owner, mtime: found.mtime }
        },
        tamper: async (path) => void (await look.exec("bash", "-c", 'echo "id" >> "$0"', path)),
        removeFile: async (path) => void (await look.exec("rm", "--", path)),
        stop: async () => {
          await close()
          await part.docker("rm", "-f", container)
        },
      }
    })
})
