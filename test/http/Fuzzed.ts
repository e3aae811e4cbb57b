/** Sends requests that were made from the document, and looks at each answer. */
import * as fc from "fast-check"
import * as Document from "./Document.ts"
import * as Requests from "./Requests.ts"
import type { Api } from "./server.ts"

/** What takes long by its nature has tests of its own. */
const isSlow = ({ id }: Document.Operation): boolean => id.startsWith("preview.")

export interface Outcome {
  readonly byStatus: Readonly<Record<string, number>>
  readonly operations: number
}

/** Fails with the smallest request whose answer is a 5xx, or is not in the document. */
export const run = async (api: Api, requests: number): Promise<Outcome> => {
  const document = await Document.read(api)
  const byStatus: Record<string, number> = {}
  const seen = new Set<string>()
  const tokens = { admin: api.admin, viewer: api.viewer, none: undefined, bad: "x".repeat(43) }
  await fc.assert(
    fc.asyncProperty(Requests.request(document, tokens, isSlow), async (made) => {
      const answer = await api.ask(made.path, made.asked)
      byStatus[answer.status] = (byStatus[answer.status] ?? 0) + 1
      seen.add(made.operation.id)
      if (answer.status >= 500) throw new Error(`${answer.status}: ${answer.text}`)
      // a segment that cannot be one leads to no path, and an empty one to another
      if (answer.status === 404 && /no such path/.test(answer.text)) return
      if (answer.status === 405) return
      const faults = Document.faults(document, made.operation, answer)
      if (faults.length > 0) throw new Error(faults.join("\n"))
    }),
    {
      numRuns: requests,
      seed: Number(process.env["DECNET_TEST_SEED"] ?? 1),
      endOnFailure: false,
      interruptAfterTimeLimit: 280_000,
      markInterruptAsFailure: true,
    },
  )
  return { byStatus, operations: seen.size }
}
