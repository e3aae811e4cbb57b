/** The API in a process of its own; says where it listens, and ends with its standard input. */
import { readFileSync } from "node:fs"
import { start } from "../server.ts"

const api = await start({
  environment: { DECNET_SEED: "1", DECNET_REALISM_PERSONAS: process.argv[2]! },
})
process.stdout.write(`${JSON.stringify({ port: api.port, token: api.viewer })}\n`)
process.stdin.resume()
process.stdin.once("end", () => void api.stop().then(() => process.exit(0)))
process.stdin.on("data", () => {
  const [, threads] = /^Threads:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))!
  process.stdout.write(`${threads}\n`)
})
