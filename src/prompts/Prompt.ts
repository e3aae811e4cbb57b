/** What a model is asked for a text that somebody is about to write; equal tasks ask the same. */
import type { Request } from "../llm/Request.ts"
import * as Email from "./Email.ts"
import * as FileBody from "./FileBody.ts"
import type { Task } from "./Task.ts"

/** Of system and prompt together, in UTF-8, whatever stands in personas, files and mails. */
export const bytesMax = 8192

/** Total, and the same for equal tasks. */
export const request = (task: Task): Request =>
  task._tag === "File" ? FileBody.request(task) : Email.request(task)

/** False for the next version of a file that is too long to be given whole: not worth a call. */
export const isWorthAsking = (task: Task): boolean => task._tag === "Mail" || FileBody.isWhole(task)
