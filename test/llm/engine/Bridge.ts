/** Ollama's wire over llama.cpp: one model, one text at a time, always as a stream. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import type { Llama, Model, Sequence } from "./Engine.ts"

export interface Options {
  readonly llama: Llama
  readonly modelPath: string
  /** As callers name it. */
  readonly name: string
  /** What stands after the prompt: here the answer begins. */
  readonly begin: string
  readonly contextTokens: number
}

/** What became of one request to generate. */
export interface Run {
  readonly promptTokens: number
  tokens: number
  text: string
  is: "waiting" | "running" | "stop" | "length" | "abandoned"
}

export interface Bridge {
  readonly url: string
  readonly runs: ReadonlyArray<Run>
  readonly stop: () => Promise<void>
}

interface Asked {
  readonly model: string
  readonly system: string
  readonly prompt: string
  readonly options: {
    readonly seed: number
    readonly temperature: number
    readonly num_predict: number
    readonly num_ctx: number
  }
}

/** What Ollama takes where it is not told. */
const sampling = { topK: 40, topP: 0.9 }

const read = async (request: IncomingMessage): Promise<Asked> => {
  const chunks: Array<Buffer> = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as Asked
}

const json = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" })
  response.end(JSON.stringify(value))
}

export const start = async (options: Options): Promise<Bridge> => {
  const { llama, modelPath, name, begin, contextTokens } = options
  const model: Model = await llama.loadModel({ modelPath })
  const context = await model.createContext({ contextSize: contextTokens, sequences: 1 })
  const sequence: Sequence = context.getSequence()
  const runs: Array<Run> = []
  let queue: Promise<void> = Promise.resolve()

  const generate = async (asked: Asked, response: ServerResponse): Promise<void> => {
    const { seed, temperature, num_predict: most, num_ctx: room } = asked.options
    const text = `${asked.system}\n\n${asked.prompt}\n`
    const prompt = [...model.tokenize(text), ...model.tokenize(begin, true)]
    if (prompt.length + most > Math.min(room, contextTokens))
      return json(response, 400, { error: `${prompt.length} tokens are too long a prompt` })
    const run: Run = { promptTokens: prompt.length, tokens: 0, text: "", is: "waiting" }
    runs.push(run)
    const part = (said: string, rest: object = { done: false }): void => {
      const created_at = new Date().toISOString()
      response.write(`${JSON.stringify({ model: name, created_at, response: said, ...rest })}\n`)
    }
    const work = async (): Promise<void> => {
      const begun = process.hrtime.bigint()
      if (!response.destroyed) {
        run.is = "running"
        response.writeHead(200, { "content-type": "application/x-ndjson" })
        for await (const token of sequence.evaluate(prompt, { seed, temperature, ...sampling })) {
          if (response.destroyed) break
          if (model.isEogToken(token)) run.is = "stop"
          else {
            const said = model.detokenize([token])
            run.tokens += 1
            run.text += said
            part(said)
            if (run.tokens >= most) run.is = "length"
          }
          if (run.is !== "running") break
        }
        await sequence.clearHistory()
      }
      if (response.destroyed) {
        run.is = "abandoned"
        return
      }
      part("", {
        done: true,
        done_reason: run.is,
        total_duration: Number(process.hrtime.bigint() - begun),
        prompt_eval_count: run.promptTokens,
        eval_count: run.tokens,
      })
      response.end()
    }
    queue = queue.then(work).catch(() => void response.destroy())
    await queue
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.url === "/api/tags") return json(response, 200, { models: [{ name, model: name }] })
    if (request.url !== "/api/generate") return json(response, 404, { error: "not found" })
    const asked = await read(request)
    return asked.model === name
      ? generate(asked, response)
      : json(response, 404, { error: `model '${asked.model}' not found` })
  }

  const server = createServer((request, response) => {
    response.on("error", () => undefined)
    answer(request, response).catch(() => void response.destroy())
  })
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    runs,
    stop: async () => {
      const closed = new Promise((resolve) => void server.close(resolve))
      server.closeAllConnections()
      await closed
      await queue
    },
  }
}
