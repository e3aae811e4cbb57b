/** Answers that come in parts: lines of JSON, and server-sent events. */

/** Text of a body as it arrives, cut at `\n`; a last line without one counts. */
export async function* lines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ""
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      const parts = (rest + decoder.decode(value, { stream: true })).split("\n")
      rest = parts.pop()!
      yield* parts
    }
    if (rest !== "") yield rest
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

export interface Sent {
  readonly id: string | undefined
  readonly event: string
  readonly data: string
}

/** As the HTML standard parses them (section 9.2.6), `retry` aside. */
export class Parser {
  #event = ""
  #data: Array<string> = []
  #id: string | undefined

  /** The event that a line completes, if it does. */
  line(text: string): Sent | undefined {
    const line = text.endsWith("\r") ? text.slice(0, -1) : text
    if (line === "") return this.#take()
    if (line.startsWith(":")) return undefined
    const colon = line.indexOf(":")
    const field = colon < 0 ? line : line.slice(0, colon)
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "")
    if (field === "event") this.#event = value
    else if (field === "data") this.#data.push(value)
    else if (field === "id" && !value.includes("\0")) this.#id = value
    return undefined
  }

  #take(): Sent | undefined {
    const event = this.#event === "" ? "message" : this.#event
    const data = this.#data
    this.#event = ""
    this.#data = []
    return data.length === 0 ? undefined : { id: this.#id, event, data: data.join("\n") }
  }
}

export async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<Sent> {
  const parser = new Parser()
  for await (const line of lines(body)) {
    const sent = parser.line(line)
    if (sent !== undefined) yield sent
  }
}
