/** Checks a value against the JSON Schema of the document, as far as the document uses it. */

export type JsonSchema = Readonly<Record<string, unknown>>

type Definitions = Readonly<Record<string, JsonSchema>>

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const typeOf = (value: unknown): string =>
  value === null
    ? "null"
    : Array.isArray(value)
      ? "array"
      : typeof value === "number" && Number.isInteger(value)
        ? "integer"
        : typeof value

const isOfType = (type: string, value: unknown): boolean =>
  typeOf(value) === type || (type === "number" && typeOf(value) === "integer")

/** Words of JSON Schema that are looked at, or say nothing about a value. */
const known = new Set([
  "$ref",
  "$id",
  "$comment",
  "title",
  "description",
  "default",
  "examples",
  "type",
  "enum",
  "const",
  "anyOf",
  "oneOf",
  "allOf",
  "properties",
  "required",
  "additionalProperties",
  "patternProperties",
  "propertyNames",
  "items",
  "prefixItems",
  "minItems",
  "maxItems",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
  "pattern",
  "format",
])

const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** What does not fit, each with its place; empty where all does. */
export const problems = (
  schema: unknown,
  value: unknown,
  definitions: Definitions,
  at = "$",
): ReadonlyArray<string> => {
  if (schema === true || schema === undefined) return []
  if (schema === false) return [`${at}: nothing may stand here`]
  if (!isObject(schema)) return [`${at}: the schema is no schema`]
  const unread = Object.keys(schema).filter((word) => !known.has(word))
  if (unread.length > 0) return [`${at}: the schema says ${unread.join(", ")}`]
  const go = (inner: unknown, held: unknown, where = at) =>
    problems(inner, held, definitions, where)
  const out: Array<string> = []
  const say = (text: string): void => void out.push(`${at}: ${text}`)

  const ref = schema["$ref"]
  if (typeof ref === "string") {
    const name = ref.replace("#/components/schemas/", "")
    if (definitions[name] === undefined) say(`${ref} leads nowhere`)
    else out.push(...go(definitions[name], value))
  }
  const types = schema["type"]
  if (types !== undefined && ![types].flat().some((type) => isOfType(String(type), value)))
    say(`${typeOf(value)} in place of ${String(types)}`)
  const words = schema["enum"]
  if (Array.isArray(words) && !words.includes(value)) say(`${JSON.stringify(value)} is no choice`)
  if ("const" in schema && schema["const"] !== value) say(`not ${String(schema["const"])}`)
  for (const word of ["anyOf", "oneOf"]) {
    const choices = schema[word]
    if (Array.isArray(choices) && !choices.some((choice) => go(choice, value).length === 0))
      say(`fits none of ${word}: ${choices.map((each) => go(each, value)[0]).join("; ")}`)
  }
  for (const each of Array.isArray(schema["allOf"]) ? schema["allOf"] : [])
    out.push(...go(each, value))

  if (typeof value === "number") {
    if (typeof schema["minimum"] === "number" && value < schema["minimum"]) say("too small")
    if (typeof schema["maximum"] === "number" && value > schema["maximum"]) say("too large")
  }
  if (typeof value === "string") {
    if (typeof schema["minLength"] === "number" && value.length < schema["minLength"])
      say("too short")
    if (typeof schema["maxLength"] === "number" && value.length > schema["maxLength"])
      say("too long")
    if (typeof schema["pattern"] === "string" && !new RegExp(schema["pattern"], "u").test(value))
      say(`does not match ${schema["pattern"]}`)
    if (schema["format"] === "date-time" && !dateTime.test(value)) say(`${value} is no moment`)
  }
  if (Array.isArray(value)) {
    if (typeof schema["minItems"] === "number" && value.length < schema["minItems"]) say("too few")
    if (typeof schema["maxItems"] === "number" && value.length > schema["maxItems"]) say("too many")
    const first = Array.isArray(schema["prefixItems"]) ? schema["prefixItems"] : []
    for (const [index, item] of value.entries())
      out.push(...go(index < first.length ? first[index] : schema["items"], item, `${at}.${index}`))
  }
  if (isObject(value)) {
    const properties = isObject(schema["properties"]) ? schema["properties"] : {}
    for (const name of Array.isArray(schema["required"]) ? schema["required"] : [])
      if (!(String(name) in value)) say(`${String(name)} is missing`)
    for (const [name, held] of Object.entries(value))
      out.push(
        ...go(
          Object.hasOwn(properties, name) ? properties[name] : schema["additionalProperties"],
          held,
          `${at}.${name}`,
        ),
      )
  }
  return out
}
