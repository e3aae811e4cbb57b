/** What a model's server may do to whoever asks it, and what that has to come to. */
import * as StandIn from "./StandIn.ts"

/** Of those that never come to an end; the others have time on a busy machine too. */
export const timeoutMillis = 400
export const roomyMillis = 8000

const french =
  "Le serveur de messagerie est tombé cette nuit, il faudra regarder demain avec les autres."
const page = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
export const json = (error: string): string => JSON.stringify({ error })

export interface Case {
  readonly model: string
  readonly script: StandIn.Script
  readonly expected: Partial<Record<string, unknown>>
}

const text = (script: StandIn.Script, expected: string): Omit<Case, "model"> => ({
  script,
  expected: { _tag: "Answered", text: expected, isCutOff: false },
})
const silent = (script: StandIn.Script, reason: string, detail: string): Omit<Case, "model"> => ({
  script,
  expected: { _tag: "Unanswered", reason, detail },
})
const noAnswer = `no answer in ${timeoutMillis} ms`
export const some = StandIn.part("m", "checked ")
const umlaut = new TextEncoder().encode(StandIn.part("m", "für Jörg 👍"))

export const cases: ReadonlyArray<Case> = Object.entries({
  plain: text(StandIn.says("checked the backup of tuesday"), "checked the backup of tuesday"),
  fences: text(StandIn.says("```\nchecked it\n```"), "```\nchecked it\n```"),
  refusal: text(StandIn.says("I'm sorry, but I can't"), "I'm sorry, but I can't"),
  language: text(StandIn.says(french), french),
  "slow-first-token": text(async (exchange) => {
    exchange.response.writeHead(200)
    exchange.response.flushHeaders()
    await StandIn.pause(120)
    exchange.response.end(`${some}${StandIn.last("m")}`)
  }, "checked "),
  "slow-headers": text(async (exchange) => {
    await StandIn.pause(120)
    exchange.response.end(`${some}${StandIn.last("m")}`)
  }, "checked "),
  // every byte on its own: characters, lines and objects are all cut
  "split-characters": text(
    StandIn.sends(umlaut.slice(0, -30), ...split(umlaut.slice(-30)), StandIn.last("m")),
    "für Jörg 👍",
  ),
  "two-lines-in-one": text(
    StandIn.sends(`${some}${some}\n\r\n${StandIn.last("m")}`),
    "checked checked ",
  ),
  "one-object": text(
    StandIn.sends(StandIn.last("m", "stop", "all at once").trimEnd()),
    "all at once",
  ),
  "stays-open": text(StandIn.stallsAfter(some, StandIn.last("m")), "checked "),
  "cut-off": {
    script: StandIn.says("and then we", "length"),
    expected: { _tag: "Answered", text: "and then we", isCutOff: true },
  },
  stall: silent(StandIn.stallsAfter(some), "timeout", noAnswer),
  "stall-before-a-word": silent(StandIn.stallsAfter(), "timeout", noAnswer),
  never: silent(StandIn.never, "timeout", noAnswer),
  "half-headers": silent(
    ({ socket }) => void socket.write("HTTP/1.1 200 OK\r\nContent-Ty"),
    "timeout",
    noAnswer,
  ),
  reset: silent(
    async ({ response, socket }) => {
      response.writeHead(200)
      response.write(some)
      await StandIn.pause(20)
      socket.resetAndDestroy()
    },
    "failed",
    "the connection was cut",
  ),
  "reset-at-once": silent(
    ({ socket }) => void socket.resetAndDestroy(),
    "failed",
    "the connection was cut",
  ),
  "ends-early": silent(StandIn.sends(some), "failed", "the answer broke off"),
  "no-body": silent(StandIn.sends(), "failed", "the answer broke off"),
  "error-after-a-word": silent(
    StandIn.sends(some, `${json("llama runner process has terminated:\n\u001b[31mexit 2")}\n`),
    "failed",
    "an error in mid-answer: llama runner process has terminated: [31mexit 2",
  ),
  "not-json": silent(
    StandIn.sends(some, "data: checked\n"),
    "failed",
    "a line of the answer is not JSON",
  ),
  "not-an-object": silent(
    StandIn.sends("null\n"),
    "failed",
    "a line of the answer is not an object",
  ),
  "not-utf8": silent(
    StandIn.sends(new Uint8Array([0xff, 0xfe, 0x0a])),
    "failed",
    "the answer is not UTF-8",
  ),
  "not-http": silent(
    ({ socket }) => void socket.end("OLLAMA 1\r\n\r\n"),
    "failed",
    "HPE_INVALID_CONSTANT",
  ),
  endless: silent(
    StandIn.endless(StandIn.part("m", "again ".repeat(500))),
    "failed",
    "the answer is over 64 KiB",
  ),
  "endless-nothing": silent(
    StandIn.endless(
      `${JSON.stringify({ response: "", thinking: "x".repeat(50_000), done: false })}\n`,
    ),
    "failed",
    "the answer does not end",
  ),
  "huge-line": silent(
    StandIn.endless("a".repeat(65_536)),
    "failed",
    "a line of the answer does not end",
  ),
  empty: silent(StandIn.sends(StandIn.last("m")), "failed", "an empty answer"),
  blank: silent(StandIn.says(" \n "), "failed", "an empty answer"),
  "only-loaded": silent(StandIn.sends(StandIn.last("m", "load")), "failed", "an empty answer"),
  "page-502": silent(
    StandIn.refuses(502, page, "text/html"),
    "failed",
    "HTTP 502 with a web page as its answer",
  ),
  "page-200": silent(
    StandIn.refuses(200, page, "text/html"),
    "failed",
    "a web page in place of an answer",
  ),
  "status-400": silent(
    StandIn.refuses(400, json("invalid options")),
    "failed",
    "HTTP 400: invalid options",
  ),
  "status-401": silent(StandIn.refuses(401, "no"), "failed", "HTTP 401: the key is not accepted"),
  "status-499": silent(
    StandIn.refuses(499, json("client closed")),
    "failed",
    "HTTP 499: client closed",
  ),
  "status-500": silent(
    StandIn.refuses(500, json("out of memory")),
    "failed",
    "HTTP 500: out of memory",
  ),
  "status-503": silent(StandIn.refuses(503, ""), "failed", "HTTP 503"),
  "status-204": silent(StandIn.refuses(204, ""), "failed", "HTTP 204"),
  "long-refusal": silent(
    StandIn.refuses(500, "x".repeat(5_000_000), "text/plain"),
    "failed",
    `HTTP 500: ${"x".repeat(197)}...`,
  ),
  missing: silent(
    StandIn.refuses(404, json("model 'missing' not found")),
    "failed",
    "the model is missing; run: ollama pull missing",
  ),
  redirect: silent(
    ({ response }) =>
      void response.writeHead(307, { location: "http://192.0.2.7/api/generate" }).end(),
    "failed",
    "HTTP 307: it points to 192.0.2.7",
  ),
}).map(([model, rest]) => ({ model, ...rest }))

function split(bytes: Uint8Array): ReadonlyArray<Uint8Array> {
  // at most so many that the moments between them stay within the time
  return Array.from({ length: 10 }, (_, at) => bytes.slice(at * 3, at * 3 + 3))
}
