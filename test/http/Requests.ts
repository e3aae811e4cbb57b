/** Requests made from the document: such as it asks for, nearly such, and anything else. */
import * as fc from "fast-check"
import type { Document, Operation, Parameter } from "./Document.ts"
import type { JsonSchema } from "./JsonSchema.ts"
import type { Asked } from "./server.ts"

export interface Made {
  readonly operation: Operation
  readonly path: string
  readonly asked: Asked
}

type Definitions = Document["schemas"]

const depthMax = 6

/** Texts that programs trip over. */
const oddText = fc.oneof(
  { weight: 3, arbitrary: fc.string({ maxLength: 24 }) },
  { weight: 2, arbitrary: fc.fullUnicodeString({ maxLength: 24 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "",
      "\u0000",
      "\ud800",
      "../../etc/passwd",
      "%00",
      "' OR 1=1 --",
      "__proto__",
      "constructor",
      "NaN",
      "-1",
      "1e999",
      "9".repeat(40),
      "x".repeat(5000),
      "2026-13-45T99:99:99Z",
      "\r\nx: y",
      "local:web-1",
    ),
  },
)

const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(null, [], {}, "", 0, -1, 1e308, true, "\u0000"),
  oddText,
)

const numberOf = (schema: JsonSchema): fc.Arbitrary<unknown> => {
  const low = Number(schema["minimum"] ?? -1000)
  const high = Number(schema["maximum"] ?? 1_000_000)
  const inside =
    schema["type"] === "integer"
      ? fc.integer({ min: Math.ceil(low), max: Math.floor(high) })
      : fc.double({ min: low, max: high, noNaN: true })
  return fc.oneof(
    { weight: 8, arbitrary: inside },
    { weight: 1, arbitrary: fc.constantFrom(low - 1, high + 1, low, high, 0.5, 1e300) },
  )
}

/** Mostly what the schema asks for. */
const valueOf = (schema: unknown, definitions: Definitions, depth = 0): fc.Arbitrary<unknown> => {
  if (typeof schema !== "object" || schema === null || depth > depthMax) return anything
  const held = schema as JsonSchema
  const go = (inner: unknown) => valueOf(inner, definitions, depth + 1)
  const mostly = (arbitrary: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 24, arbitrary }, { weight: 1, arbitrary: anything })
  const ref = held["$ref"]
  if (typeof ref === "string") return go(definitions[ref.replace("#/components/schemas/", "")])
  if (Array.isArray(held["enum"]))
    return mostly(fc.constantFrom(...(held["enum"] as Array<unknown>)))
  const choices = held["anyOf"] ?? held["oneOf"]
  if (Array.isArray(choices)) return fc.oneof(...choices.map(go))
  const types = [held["type"]].flat()
  const [type] = types
  if (types.length > 1) return fc.oneof(...types.map((each) => go({ ...held, type: each })))
  if (type === "null") return fc.constant(null)
  if (type === "boolean") return mostly(fc.boolean())
  if (type === "integer" || type === "number") return mostly(numberOf(held))
  if (type === "string")
    return mostly(fc.oneof(oddText, fc.string({ minLength: 1, maxLength: 12 })))
  if (type === "array") return mostly(fc.array(go(held["items"]), { maxLength: 4 }))
  const properties = (held["properties"] ?? {}) as Readonly<Record<string, unknown>>
  const required = (held["required"] ?? []) as ReadonlyArray<string>
  if (type !== "object") return anything
  const whole = fc.record(
    Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, go(each)])),
    { requiredKeys: [...required] },
  )
  return mostly(
    fc.oneof(
      { weight: 6, arbitrary: whole },
      {
        weight: 1,
        arbitrary: fc
          .tuple(whole, fc.dictionary(oddText, anything, { maxKeys: 3 }))
          .map(([a, b]) => ({ ...b, ...a })),
      },
      {
        weight: 1,
        arbitrary: fc.record(
          Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, go(each)])),
          { requiredKeys: [] },
        ),
      },
    ),
  )
}

const encoded = (value: unknown): string => {
  const text = typeof value === "string" ? value : JSON.stringify(value)
  // half a pair cannot be encoded
  return encodeURIComponent((text ?? "").replaceAll(/[\ud800-\udfff]/gu, "\ufffd"))
}

const inPath = (path: string, parameters: ReadonlyArray<Parameter>, definitions: Definitions) =>
  fc
    .tuple(
      ...parameters.map(({ name, schema }) =>
        valueOf(schema, definitions).map((value) => [name, value] as const),
      ),
    )
    .map((values) =>
      values.reduce(
        (text, [name, value]) => text.replace(`{${name}}`, encoded(value) || "x"),
        path,
      ),
    )

const queryOf = (parameters: ReadonlyArray<Parameter>, definitions: Definitions) =>
  fc
    .tuple(
      ...parameters.map(({ name, schema, required }) =>
        fc.option(
          valueOf(schema, definitions).map((value) => `${name}=${encoded(value)}`),
          { freq: required ? 20 : 2, nil: "" },
        ),
      ),
      fc.constantFrom("", "", "", "", "limit=1&limit=2", "%", "a[b]=c", "=", "__proto__=1"),
    )
    .map((parts) => parts.filter((part) => part !== "").join("&"))

const rawBodies = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.constantFrom("{", "[1,]", "\u0000", '{"a":1e999}', "nul", '"\\ud800"', "[".repeat(2000)),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
)

type Token = "admin" | "viewer" | "none" | "bad"

const bodyOf = (
  { body }: Operation,
  definitions: Definitions,
): fc.Arbitrary<Pick<Asked, "body" | "raw" | "headers" | "chunked">> => {
  const json = body?.content?.["application/json"]
  const types = [
    "application/json",
    "text/plain",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "a",
  ]
  const raw = fc.record({
    raw: rawBodies,
    headers: fc.constantFrom(...types).map((type) => ({ "content-type": type })),
    chunked: fc.boolean(),
  })
  if (body === undefined) return fc.oneof({ weight: 9, arbitrary: fc.constant({}) }, raw)
  const shaped = (json === undefined ? anything : valueOf(json.schema, definitions)).map(
    (value) => ({
      body: value,
    }),
  )
  return fc.oneof({ weight: 9, arbitrary: shaped }, { weight: 1, arbitrary: raw }, fc.constant({}))
}

const ifMatch = fc.constantFrom(undefined, undefined, "*", '"x"', 'W/"x", "y"', "")

/** One request to any operation but those that are left out. */
export const request = (
  document: Document,
  tokens: Readonly<Record<Token, string | undefined>>,
  isLeftOut: (operation: Operation) => boolean = () => false,
): fc.Arbitrary<Made> =>
  fc.constantFrom(...document.operations.filter((each) => !isLeftOut(each))).chain((operation) => {
    const of = (place: Parameter["in"]) => operation.parameters.filter((each) => each.in === place)
    return fc
      .record({
        path: inPath(operation.path, of("path"), document.schemas),
        query: queryOf(of("query"), document.schemas),
        body: bodyOf(operation, document.schemas),
        token: fc.oneof(
          { weight: 8, arbitrary: fc.constant<Token>("admin") },
          fc.constantFrom<Token>("viewer", "none", "bad"),
        ),
        match: ifMatch,
      })
      .map(({ path, query, body, token, match }) => ({
        operation,
        path: query === "" ? path : `${path}?${query}`,
        asked: {
          ...body,
          method: operation.method,
          token: tokens[token],
          headers: { ...body.headers, ...(match === undefined ? {} : { "if-match": match }) },
        },
      }))
      .map((made) => ({
        ...made,
        [fc.toStringMethod]: () =>
          `${operation.method} ${made.path} ${JSON.stringify(made.asked).slice(0, 2000)}`,
      }))
  })
