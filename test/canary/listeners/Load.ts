/**
 * What the listeners hold out, beside what others do in their place; no test. `Load.mjs http
 * SECONDS`, `dns SECONDS`, `memory HITS`: each prints lines of `name<TAB>figure`, medians of five.
 */
import { execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync, rmSync, statSync, readdirSync, writeFileSync } from "node:fs"
import { connect } from "node:net"
import { join } from "node:path"
import { promisify } from "node:util"
import { bundled } from "../../parts/Bundled.ts"
import * as NsdPart from "./NsdPart.ts"
import { slug } from "./Probes.ts"
import * as Program from "./Program.ts"
import * as Raw from "./Raw.ts"

const runs = 5
const connections = 32

const median = (values: ReadonlyArray<number>): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1]!

const tell = (name: string, figure: number): void =>
  void process.stdout.write(`${name}\t${figure.toFixed(figure < 10 ? 2 : 0)}\n`)

interface Server {
  readonly pid: number
  readonly http: number
  readonly dns: number
  readonly folder: string
  readonly stop: () => Promise<void>
}

const listeners = async (): Promise<Server> => {
  const bundle = await bundled("test/canary/listeners/Listening.ts")
  const folder = Program.folder()
  const [http, dns] = [await Program.freePort(), await Program.freePort()]
  const child = spawn(process.execPath, [bundle.path, folder, String(http), String(dns)], {
    stdio: ["ignore", "pipe", "inherit"],
  })
  await once(child.stdout, "data")
  return {
    pid: child.pid!,
    http,
    dns,
    folder,
    stop: async () => {
      child.kill("SIGTERM")
      await once(child, "exit")
      bundle.remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const bareSource = (port: number): string => `
import { createServer } from "node:http"
const body = Buffer.alloc(68)
createServer((request, response) => {
  response.writeHead(200, { "content-type": "image/png", "content-length": 68 }).end(body)
}).listen(${port}, "127.0.0.1")`

const bare = async (): Promise<{ readonly port: number; readonly stop: () => Promise<void> }> => {
  const port = await Program.freePort()
  const folder = Program.folder()
  const arguments_ = ["--input-type=module", "--eval", bareSource(port)]
  const { stop } = await Program.start(folder, process.execPath, arguments_, () => Raw.isUp(port))
  return { port, stop }
}

const request = `GET /img/${slug}.png HTTP/1.1\r\nHost: files.example.net\r\nUser-Agent: Mozilla/5.0\r\nAccept: */*\r\n\r\n`
const ending = Buffer.from("HTTP/1.1 200 OK")

const countOf = (chunk: Buffer): number => {
  let count = 0
  for (let at = chunk.indexOf(ending); at >= 0; at = chunk.indexOf(ending, at + 1)) count += 1
  return count
}

/** Answers a second, one request at a time on each connection, or `depth` of them. */
const rate = (port: number, seconds: number, depth = 1, most = Infinity): Promise<number> =>
  new Promise((resolve) => {
    const begun = process.hrtime.bigint()
    let answered = 0
    let sent = 0
    let open = 0
    const isOver = (): boolean =>
      sent >= most || Number(process.hrtime.bigint() - begun) / 1e9 >= seconds
    const visit = (): void => {
      const socket = connect(port, "127.0.0.1")
      let waiting = 0
      const send = (): void => {
        waiting = depth
        sent += depth
        socket.write(request.repeat(depth))
      }
      open += 1
      socket.once("connect", send)
      socket.on("data", (chunk: Buffer) => {
        const count = countOf(chunk)
        answered += count
        waiting -= count
        if (waiting > 0) return
        if (isOver()) socket.destroy()
        else if (!socket.writableEnded) send()
      })
      socket.on("error", () => {})
      socket.once("close", () => {
        open -= 1
        // the server ends a connection after a thousand requests
        if (!isOver()) visit()
        else if (open === 0) resolve(answered / (Number(process.hrtime.bigint() - begun) / 1e9))
      })
    }
    for (let each = 0; each < connections; each++) visit()
  })

const http = async (seconds: number): Promise<void> => {
  const [ours, other] = [await listeners(), await bare()]
  const [mine, its]: [Array<number>, Array<number>] = [[], []]
  await rate(ours.http, 1)
  await rate(other.port, 1)
  for (let run = 0; run < runs; run++) {
    mine.push(await rate(ours.http, seconds))
    its.push(await rate(other.port, seconds))
  }
  await Promise.all([ours.stop(), other.stop()])
  tell("HTTP hits a second, each in the journal", median(mine))
  tell("HTTP requests a second of bare node:http", median(its))
  tell("ratio", median(mine) / median(its))
}

const dnsperf = async (port: number, file: string, seconds: number): Promise<number> => {
  const words = `-s 127.0.0.1 -p ${port} -d ${file} -l ${seconds} -c 4 -T 1 -q 200`.split(" ")
  const { stdout } = await promisify(execFile)("dnsperf", words)
  return Number(/Queries per second:\s+([\d.]+)/.exec(stdout)![1])
}

const dns = async (seconds: number): Promise<void> => {
  const ours = await listeners()
  const port = await Program.freePort()
  const other = await NsdPart.start(port)
  const file = join(other.folder, "queries")
  const names = Array.from({ length: 1000 }, (_, at) => `q${at}.${slug}.c.example.net A\n`)
  writeFileSync(file, names.join(""))
  const [mine, its]: [Array<number>, Array<number>] = [[], []]
  for (let run = 0; run < runs; run++) {
    mine.push(await dnsperf(ours.dns, file, seconds))
    its.push(await dnsperf(port, file, seconds))
  }
  await Promise.all([ours.stop(), other.stop()])
  tell("DNS questions a second, each in the journal", median(mine))
  tell("DNS questions a second of nsd with one process", median(its))
  tell("ratio", median(mine) / median(its))
}

const residentMebibytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) / 1024

const memory = async (hits: number): Promise<void> => {
  const ours = await listeners()
  await rate(ours.http, 1)
  tell("MiB after a second", residentMebibytes(ours.pid))
  await rate(ours.http, Infinity, 10, hits)
  tell(`MiB after ${hits} hits of one slug`, residentMebibytes(ours.pid))
  const bytes = readdirSync(ours.folder).reduce(
    (sum, name) => sum + statSync(join(ours.folder, name)).size,
    0,
  )
  tell("MiB of journal", bytes / 1024 / 1024)
  await ours.stop()
}

const [, , what = "", figure = ""] = process.argv
const jobs: Readonly<Record<string, (figure: number) => Promise<void>>> = { http, dns, memory }
await jobs[what]?.(Number(figure))
