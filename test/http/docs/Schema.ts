/** A JSON schema of the document in a few words of Markdown. */

export interface Schema {
  readonly $ref?: string
  readonly type?: string | ReadonlyArray<string>
  readonly enum?: ReadonlyArray<string | null>
  readonly anyOf?: ReadonlyArray<Schema>
  readonly items?: Schema
  readonly prefixItems?: ReadonlyArray<Schema>
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: ReadonlyArray<string>
  readonly description?: string
  readonly format?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
}

export type Schemas = Readonly<Record<string, Schema>>

/** Schemas that stand for a number or a part of a form, and not for a thing. */
const plain = new Set(["Int", "PersistedFile"])

export const named = (schemas: Schemas): ReadonlyArray<readonly [name: string, Schema]> =>
  Object.entries(schemas).filter(([name]) => !plain.has(name))

const refOf = ({ $ref }: Schema): string | undefined => $ref?.split("/").at(-1)

const isNull = ({ type, enum: values }: Schema): boolean =>
  type === "null" || (values !== undefined && values.every((value) => value === null))

const link = (name: string): string => `[${name}](#${name.toLowerCase()})`

/** What platform and library say of a bound where nobody said anything. */
const isUsual = /^(?:an array of at |a number between )/

export const aboutOf = ({ description, anyOf }: Schema): string | undefined => {
  const said = description ?? anyOf?.find((each) => each.description !== undefined)?.description
  return said === undefined || isUsual.test(said) ? undefined : said
}

/** `viewer`, `admin` as `viewer or admin`. */
const either = (words: ReadonlyArray<string>): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`

const partsOf = ({ properties = {} }: Schema): ReadonlyArray<string> => Object.keys(properties)

/** The largest named thing all of whose fields an object has. */
const beginsAs = (schema: Schema, schemas: Schemas): readonly [string, Schema] | undefined => {
  const own = new Set(partsOf(schema))
  return named(schemas)
    .filter(([, each]) => partsOf(each).length > 2 && partsOf(each).every((part) => own.has(part)))
    .sort(([, a], [, b]) => partsOf(b).length - partsOf(a).length)[0]
}

/** Rows of a list, whose other fields are the same everywhere. */
const pageOf = ({ properties = {} }: Schema): Schema | undefined =>
  "next_cursor" in properties ? properties["data"]?.items : undefined

const isPersona = (schema: Schema): boolean => partsOf(schema).includes("tone_custom")

const fieldOf = (name: string, schema: Schema, schemas: Schemas): string => {
  const inner = shapeOf(schema, schemas)
  return inner === "" ? `\`${name}\`` : `\`${name}\` ${inner}`
}

/** What an answer holds: names of fields, with what is inside of lists and objects. */
export const shapeOf = (schema: Schema, schemas: Schemas): string => {
  const ref = refOf(schema)
  if (ref !== undefined) return plain.has(ref) ? "" : link(ref)
  if (schema.anyOf !== undefined)
    return schema.anyOf
      .map((each) => shapeOf(each, schemas))
      .filter((text) => text !== "")
      .join(" or ")
  if (schema.items !== undefined) {
    const inner = shapeOf(schema.items, schemas)
    return inner === "" ? "" : `[${inner}]`
  }
  if (schema.properties === undefined) return ""
  const page = pageOf(schema)
  if (page !== undefined) return `a [page](#lists) of ${shapeOf(page, schemas)}`
  if (isPersona(schema)) return "[persona](personas.md)"
  if (partsOf(schema).length === 0) return ""
  const whole = beginsAs(schema, schemas)
  const left = new Set(whole === undefined ? [] : partsOf(whole[1]))
  const fields = Object.entries(schema.properties)
    .filter(([name]) => !left.has(name))
    .map(([name, each]) => fieldOf(name, each, schemas))
  return whole === undefined
    ? `{${fields.join(", ")}}`
    : [link(whole[0]), ...(fields.length === 0 ? [] : [`with ${fields.join(", ")}`])].join(" ")
}

/** What a field may be, in words. */
export const typeOf = (schema: Schema): string => {
  const ref = refOf(schema)
  if (ref !== undefined) return plain.has(ref) ? "whole number" : link(ref)
  if (schema.anyOf !== undefined) {
    const some = schema.anyOf.filter((each) => !isNull(each))
    const words = some.map((each) => typeOf(each))
    return either(some.length === schema.anyOf.length ? words : [...words, "null"])
  }
  if (schema.enum !== undefined) return either(schema.enum.map((value) => `\`${value ?? "null"}\``))
  if (schema.type === "array") {
    const { items } = schema
    if (items?.prefixItems !== undefined) return "list of pairs"
    const inner = items === undefined ? "" : typeOf(items)
    return `list of ${/^[a-z ]+$/.test(inner) ? `${inner}s` : inner}`
  }
  if (partsOf(schema).length > 0) return `{${partsOf(schema).join(", ")}}`
  if (schema.format === "date-time") return "moment"
  if (Array.isArray(schema.type)) return either(schema.type.map((type) => typeOf({ type })))
  return (
    { string: "text", integer: "whole number", number: "number", boolean: "true or false" }[
      String(schema.type)
    ] ?? (schema.type === "null" ? "null" : "object")
  )
}

/** Bounds that a caller has to keep to. */
export const boundsOf = ({ minimum, maximum }: Schema): string =>
  minimum === undefined || maximum === undefined
    ? ""
    : `${minimum.toLocaleString("en")} to ${maximum.toLocaleString("en")}`
