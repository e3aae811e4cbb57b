/** The document as tests read it: its operations, and whether an answer is one of theirs. */
import { type JsonSchema, problems } from "./JsonSchema.ts"
import type { Answer, Api } from "./server.ts"

export interface Parameter {
  readonly name: string
  readonly in: "query" | "header" | "path"
  readonly schema: JsonSchema
  readonly required: boolean
}

interface Media {
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>
}

export interface Operation {
  readonly path: string
  readonly method: string
  readonly id: string
  readonly isSecured: boolean
  /** Whether only admins may. */
  readonly isAdmins: boolean
  readonly parameters: ReadonlyArray<Parameter>
  readonly body: Media | undefined
  readonly responses: Readonly<Record<string, Media>>
}

export interface Document {
  readonly operations: ReadonlyArray<Operation>
  readonly schemas: Readonly<Record<string, JsonSchema>>
}

interface Spec {
  readonly paths: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly operationId: string
            readonly security: ReadonlyArray<unknown>
            readonly parameters: ReadonlyArray<Parameter>
            readonly requestBody?: Media
            readonly responses: Readonly<Record<string, Media>>
          }
        >
      >
    >
  >
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> }
}

export const read = async (api: Api): Promise<Document> => {
  const spec = (await api.ask("/api/v1/openapi.json")).json as Spec
  return {
    schemas: spec.components.schemas,
    operations: Object.entries(spec.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({
        path,
        method: method.toUpperCase(),
        id: operation.operationId,
        isSecured: operation.security.length > 0,
        isAdmins: "403" in operation.responses,
        parameters: operation.parameters,
        body: operation.requestBody,
        responses: operation.responses,
      })),
    ),
  }
}

/** What is wrong with an answer by the document; empty where nothing is. */
export const faults = (
  { schemas }: Document,
  { id, responses }: Operation,
  { status, text, json, headers }: Answer,
): ReadonlyArray<string> => {
  const response = responses[String(status)]
  if (response === undefined) return [`${id}: ${status} is not in the document (${text})`]
  const type = String(headers["content-type"] ?? "").split(";")[0]!
  if (response.content === undefined) return text === "" ? [] : [`${id}: ${status} has a body`]
  const media = response.content[type]
  if (media === undefined) return [`${id}: ${status} is of type ${type}`]
  if (type !== "application/json") return []
  return problems(media.schema, json, schemas).map((problem) => `${id} ${status} ${problem}`)
}
