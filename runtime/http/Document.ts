/** The OpenAPI document of the API, with every status that a route may answer. */
import type * as HttpApi from "@effect/platform/HttpApi"
import type * as HttpApiGroup from "@effect/platform/HttpApiGroup"
import * as OpenApi from "@effect/platform/OpenApi"

const problem = { $ref: "#/components/schemas/Problem" } as const

const says: Readonly<Record<number, string>> = {
  400: "What was asked for cannot be done as it stands",
  401: "No valid bearer token",
  403: "The token's role does not allow it",
  413: "The body is larger than is taken",
  415: "The body is of another type than is taken",
  422: "A field is not what it has to be",
  429: "More requests than are taken; Retry-After says when to come again",
  500: "Something went wrong here; the log has it",
  503: "A part that is needed does not answer; try again later",
}

const refusal = (status: number, description?: string) => ({
  description: says[status] ?? description ?? "Refused",
  content: { "application/json": { schema: problem } },
})

/** Statuses that follow from what a route takes. */
const statusesOf = (
  method: string,
  operation: OpenApi.OpenAPISpecOperation,
): ReadonlyArray<number> => [
  ...(operation.security.length > 0 ? [401] : []),
  // a body is looked at whether or not it is wanted
  ...(method === "get" ? [] : [413, 415]),
  ...(operation.requestBody === undefined ? [] : [400, 422]),
  ...(operation.parameters.some(({ in: place }) => place !== "header") ? [422] : []),
  429,
  500,
  503,
]

/** Whether a route itself answers so, beyond what is answered for every route. */
const isOwn = (status: string, operation: OpenApi.OpenAPISpecOperation): boolean =>
  status === "400"
    ? // what the platform itself would say never leaves the server
      JSON.stringify(operation.responses[400]).includes("/BadRequest")
    : status !== "422"

const withRefusals = (method: string, operation: OpenApi.OpenAPISpecOperation) => {
  const responses: Record<string, unknown> = {}
  for (const [text, response] of Object.entries(operation.responses)) {
    const status = Number(text)
    if (status < 400) responses[text] = response
    else if (isOwn(text, operation)) responses[text] = refusal(status, response.description)
  }
  for (const status of statusesOf(method, operation)) responses[status] ??= refusal(status)
  return {
    ...operation,
    responses: Object.fromEntries(Object.entries(responses).sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/** Schemas that are named somewhere. */
const reached = (document: unknown, schemas: Readonly<Record<string, unknown>>) => {
  const found = new Set<string>()
  const look = (value: unknown): void => {
    for (const [, name] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (name === undefined || found.has(name)) continue
      found.add(name)
      look(schemas[name])
    }
  }
  look(document)
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => found.has(name)))
}

export const of = <Id extends string, Groups extends HttpApiGroup.HttpApiGroup.Any, E, R>(
  api: HttpApi.HttpApi<Id, Groups, E, R>,
  version: string,
): Readonly<Record<string, unknown>> => {
  const spec = OpenApi.fromApi(api, { additionalPropertiesStrategy: "allow" })
  const paths = Object.fromEntries(
    Object.entries(spec.paths).map(([path, item]) => [
      path,
      Object.fromEntries(
        Object.entries(item).map(([method, operation]) => [
          method,
          withRefusals(method, operation),
        ]),
      ),
    ]),
  )
  const schemas = {
    ...spec.components.schemas,
    Problem: {
      type: "object",
      required: ["detail"],
      properties: {
        detail: { type: "string", description: "One line that a person can act on" },
      },
    },
  }
  return {
    ...spec,
    info: { ...spec.info, version },
    paths,
    components: { ...spec.components, schemas: reached(paths, schemas) },
  }
}
