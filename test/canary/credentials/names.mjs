/**
 * Runs programs in a network and mount namespace of their own, in which every name is answered by
 * this process, and prints the names that they asked for:
 * `unshare --net --mount node names.mjs RESOLV_CONF`, with a JSON list of
 * `{ name, command, arguments, env }` on standard input.
 */
import { spawn, spawnSync } from "node:child_process"
import { createSocket } from "node:dgram"
import packet from "dns-packet"

const [resolver] = process.argv.slice(2)

const must = (command, ...arguments_) => {
  const { status, stderr } = spawnSync(command, arguments_, { encoding: "utf8" })
  if (status !== 0) throw new Error(`${command}: ${stderr}`)
}
must("ip", "link", "set", "lo", "up")
must("mount", "--bind", resolver, "/etc/resolv.conf")

const asked = new Set()
const socket = createSocket("udp4")
socket.on("message", (bytes, from) => {
  const query = packet.decode(bytes)
  const answers = query.questions
    .filter(({ type }) => type === "A")
    .map(({ name }) => ({ type: "A", name, ttl: 1, data: "127.0.0.9" }))
  for (const { name } of query.questions) asked.add(name)
  const flags = packet.RECURSION_DESIRED | packet.RECURSION_AVAILABLE
  const { id, questions } = query
  socket.send(
    packet.encode({ type: "response", id, flags, questions, answers }),
    from.port,
    from.address,
  )
})
await new Promise((resolve) => socket.bind(53, "127.0.0.1", resolve))

const input = []
for await (const part of process.stdin) input.push(part)

const out = []
for (const { name, command, arguments: arguments_, env } of JSON.parse(Buffer.concat(input))) {
  asked.clear()
  const said = []
  await new Promise((resolve) => {
    const child = spawn(command, arguments_, { env: { ...process.env, ...env }, timeout: 20_000 })
    child.stderr.on("data", (data) => said.push(data))
    child.once("error", resolve)
    child.once("close", resolve)
    child.stdin.on("error", () => undefined)
    child.stdin.end()
  })
  out.push({ name, asked: [...asked], said: Buffer.concat(said).toString("utf8").slice(0, 2000) })
}
process.stdout.write(JSON.stringify(out))
socket.close()
