/** A listener to the event stream, who reads it as browsers do. */
import { request, type IncomingMessage } from "node:http"
import type { Api } from "../server.ts"

export interface Told {
  readonly id: string | undefined
  readonly event: string
  readonly data: Readonly<Record<string, unknown>>
}

export interface Heard {
  /** The next event, as soon as there is one; comments are passed over. */
  readonly next: () => Promise<Told>
  readonly comments: () => number
  /** Once the other side has ended it. */
  readonly ended: Promise<void>
  readonly stop: () => void
}

const told = (block: string): Told => {
  const fields = new Map(
    block.split("\n").map((line) => {
      const colon = line.indexOf(": ")
      return [line.slice(0, colon), line.slice(colon + 2)] as const
    }),
  )
  return {
    id: fields.get("id"),
    event: fields.get("event")!,
    data: JSON.parse(fields.get("data")!) as Told["data"],
  }
}

/** The answer as it comes; nothing of it is read yet. */
export const connect = (api: Pick<Api, "port">, token: string, lastId?: string) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    request({
      host: "127.0.0.1",
      port: api.port,
      path: "/api/v1/orchestrator/events/stream",
      headers: {
        authorization: `Bearer ${token}`,
        ...(lastId === undefined ? {} : { "last-event-id": lastId }),
      },
    })
      .on("response", resolve)
      .on("error", reject)
      .end()
  })

export const listen = async (
  api: Pick<Api, "port">,
  token: string,
  lastId?: string,
): Promise<Heard> => {
  const response = await connect(api, token, lastId)
  if (response.statusCode !== 200) throw new Error(`the stream answers ${response.statusCode}`)
  const waiting: Array<(one: Told) => void> = []
  const come: Array<Told> = []
  let comments = 0
  let rest = ""
  response.setEncoding("utf8")
  response.on("data", (part: string) => {
    const blocks = (rest + part).split("\n\n")
    rest = blocks.pop()!
    for (const block of blocks) {
      if (block.startsWith(":")) comments += 1
      else {
        const one = told(block)
        const next = waiting.shift()
        if (next === undefined) come.push(one)
        else next(one)
      }
    }
  })
  const ended = new Promise<void>((resolve) => {
    response.on("error", () => resolve()).on("close", () => resolve())
  })
  return {
    next: () =>
      new Promise((resolve) => {
        const one = come.shift()
        if (one === undefined) waiting.push(resolve)
        else resolve(one)
      }),
    comments: () => comments,
    ended,
    stop: () => void response.destroy(),
  }
}
