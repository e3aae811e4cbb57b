/** The tables of docs/api.md, made from the OpenAPI document; the words around them are written. */
import * as Document from "../../../runtime/http/Document.ts"
import { Api, prefix } from "../../../runtime/http/Api.ts"
import { aboutOf, boundsOf, named, type Schema, type Schemas, shapeOf, typeOf } from "./Schema.ts"

interface Parameter {
  readonly name: string
  readonly in: "query" | "header" | "path"
  readonly schema: Schema
  readonly description?: string
}

interface Media {
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>
}

interface Operation {
  readonly tags: ReadonlyArray<string>
  readonly summary: string
  readonly description?: string
  readonly security: ReadonlyArray<unknown>
  readonly parameters: ReadonlyArray<Parameter>
  readonly requestBody?: Media
  readonly responses: Readonly<Record<string, Media>>
}

type Item = Readonly<Record<string, Operation>>

interface Spec {
  readonly tags: ReadonlyArray<{ readonly name: string; readonly description: string }>
  readonly paths: Readonly<Record<string, Item>>
  readonly components: { readonly schemas: Schemas }
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ")

const row = (...cells: ReadonlyArray<string>): string => `| ${cells.map(cell).join(" | ")} |`

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

const lower = (text: string): string => text[0]!.toLowerCase() + text.slice(1)

const whoMay = ({ security, responses }: Operation): string =>
  security.length === 0 ? "anybody" : "403" in responses ? "admin" : "viewer"

const paging = new Set(["limit", "offset", "cursor"])

const headerNames: Readonly<Record<string, string>> = {
  "if-match": "If-Match",
  "last-event-id": "Last-Event-ID",
}

const valueOf = (name: string, schema: Schema, says?: string): string => {
  const words = schema.enum === undefined ? boundsOf(schema) : typeOf(schema)
  const value = words === "" ? name : `${name} ${words}`
  const about = says ?? aboutOf(schema)
  return about === undefined ? value : `${value}: ${about}`
}

const queryOf = ({ parameters }: Operation): ReadonlyArray<string> => {
  const shown = parameters.filter((each) => each.in !== "path" && !paging.has(each.name))
  const pages = parameters.filter(({ name }) => paging.has(name)).map(({ name }) => `\`${name}\``)
  return [
    ...(pages.length === 0 ? [] : [pages.join(", ")]),
    ...shown.map(({ name, schema, description, ...parameter }) =>
      parameter.in === "header"
        ? `the header \`${headerNames[name] ?? name}\``
        : valueOf(`\`${name}\``, schema, description),
    ),
  ]
}

const bodyOf = ({ requestBody }: Operation): ReadonlyArray<string> => {
  const content = Object.entries(requestBody?.content ?? {})
  return content.flatMap(([type, { schema }]) => {
    if (type !== "application/json") return [`a body of ${type}`]
    if (schema.properties === undefined)
      return [lower(aboutOf(schema) ?? "fields that GET answers with")]
    return Object.entries(schema.properties).map(([name, each]) =>
      valueOf(schema.required?.includes(name) === true ? `**\`${name}\`**` : `\`${name}\``, each),
    )
  })
}

const takesOf = (operation: Operation): string =>
  [...queryOf(operation), ...bodyOf(operation)].join("; ")

/** Refusals that any route may answer with. */
const usual = new Set(["401", "403", "413", "415", "422", "429", "500", "503"])

const goodOf = ({ responses }: Operation): readonly [string, Media] =>
  Object.entries(responses).find(([status]) => Number(status) < 400)!

const jsonOf = (operation: Operation): Schema | undefined =>
  goodOf(operation)[1].content?.["application/json"]?.schema

/** What the same path answers to GET is not told a second time. */
const likeGet = (schema: Schema, get: Schema | undefined): string | undefined => {
  const before = Object.keys(get?.properties ?? {})
  const own = Object.keys(schema.properties ?? {})
  if (before.length < 4) return undefined
  const more = own.filter((name) => !before.includes(name)).map((name) => `\`${name}\``)
  const less = before.filter((name) => !own.includes(name)).map((name) => `\`${name}\``)
  if (more.length + less.length > 2) return undefined
  return [
    "as GET",
    ...(more.length === 0 ? [] : [`with ${more.join(", ")}`]),
    ...(less.length === 0 ? [] : [`without ${less.join(", ")}`]),
  ].join(" ")
}

const contentOf = (operation: Operation, get: Operation | undefined, schemas: Schemas): string => {
  const content = Object.keys(goodOf(operation)[1].content ?? {})
  const schema = jsonOf(operation)
  if (schema === undefined || content.length > 1) return content.join(", ")
  const before = get === undefined || get === operation ? undefined : jsonOf(get)
  return likeGet(schema, before) ?? shapeOf(schema, schemas)
}

const answersOf = (operation: Operation, get: Operation | undefined, schemas: Schemas): string => {
  const [status] = goodOf(operation)
  const others = Object.keys(operation.responses).filter(
    (each) => Number(each) >= 400 && !usual.has(each),
  )
  const content = contentOf(operation, get, schemas)
  return [
    content === "" ? `${status}` : `${status} ${content}`,
    ...(others.length === 0 ? [] : [others.join(", ")]),
  ].join("; or ")
}

const titles: Readonly<Record<string, string>> = {
  meta: "The API itself",
  realism: "People and settings",
}

const titleOf = (name: string): string => titles[name] ?? name[0]!.toUpperCase() + name.slice(1)

const groupOf = ({ paths, components: { schemas } }: Spec, name: string, says: string): string => {
  const rows = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, { tags }]) => tags.includes(name))
      .map(([method, operation]) =>
        row(
          `\`${method.toUpperCase()} ${path.slice(prefix.length)}\``,
          whoMay(operation),
          [
            operation.summary,
            ...(operation.description === undefined ? [] : [operation.description]),
          ]
            .map(sentence)
            .join(" "),
          takesOf(operation),
          answersOf(operation, item["get"], schemas),
        ),
      ),
  )
  const head = [row("route", "for", "what it does", "takes", "answers"), "|---|---|---|---|---|"]
  return [`### ${titleOf(name)}`, "", sentence(says), "", ...head, ...rows].join("\n")
}

const fieldsOf = (name: string, { properties = {} }: Schema): string =>
  [
    `#### ${name}`,
    "",
    row("field", "value", "what it is"),
    "|---|---|---|",
    ...Object.entries(properties).map(([field, schema]) =>
      row(`\`${field}\``, typeOf(schema), aboutOf(schema) ?? ""),
    ),
  ].join("\n")

const begin = "<!-- made by `npm run api-docs` from here -->"
const end = "<!-- to here -->"

/** The routes by group, and then the things that several of them answer with. */
export const made = (): string => {
  const spec = Document.of(Api, "") as unknown as Spec
  const { schemas } = spec.components
  return [
    ...spec.tags.map(({ name, description }) => groupOf(spec, name, description)),
    "### Things",
    "What several routes answer with.",
    ...named(schemas).map(([name, schema]) => fieldsOf(name, schema)),
  ].join("\n\n")
}

const between = (text: string): readonly [from: number, to: number] => {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from === -1 || to < from) throw new Error(`docs/api.md has to hold ${begin} and ${end}`)
  return [from + begin.length, to]
}

/** What stands between the marks. */
export const held = (text: string): string => {
  const [from, to] = between(text)
  return text.slice(from, to).trim()
}

/** What people wrote before and behind them. */
export const around = (text: string): string => {
  const [from, to] = between(text)
  return `${text.slice(0, from)}${text.slice(to)}`
}

export const replaced = (text: string): string => {
  const [from, to] = between(text)
  return `${text.slice(0, from)}\n\n${made()}\n\n${text.slice(to)}`
}
