/** Routes that answer in several types, as the document tells of them. */
import * as OpenApi from "@effect/platform/OpenApi"

/** The types of the good answer, each of any shape. */
export const answers = (types: ReadonlyArray<string>) =>
  OpenApi.annotations({
    transform: (operation) => {
      const responses = operation["responses"] as Readonly<Record<string, object>>
      const content = Object.fromEntries(types.map((type) => [type, { schema: {} }]))
      return { ...operation, responses: { ...responses, 200: { ...responses["200"], content } } }
    },
  })
