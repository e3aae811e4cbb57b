/** What every Office Open XML file holds beside its text (ECMA-376): relations, types, properties. */
import * as Bytes from "../../bytes/Bytes.ts"
import * as Instant from "../../time/Instant.ts"
import type { Content } from "./Content.ts"
import type { Part } from "./Zip.ts"

export type Producer = "microsoft" | "libreoffice"

export const escape = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;")

export const declaration = (producer: Producer): string =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>${producer === "microsoft" ? "\r\n" : "\n"}`

export const part = (name: string, text: string): Part => ({ name, bytes: Bytes.ofText(text) })

const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
const openPackage = "http://schemas.openxmlformats.org/package/2006"

export interface Relation {
  /** The last word of its type: `image`. */
  readonly type: string
  readonly target: string
  readonly external?: boolean
}

const typeOf = (type: string): string =>
  type === "core-properties"
    ? `${openPackage}/relationships/metadata/core-properties`
    : `${office}/${type}`

/** Relations are `rId1`, `rId2` in the order given. */
export const relations = (
  producer: Producer,
  name: string,
  items: ReadonlyArray<Relation>,
): Part => {
  const head =
    producer === "microsoft" ? declaration(producer) : `<?xml version="1.0" encoding="UTF-8"?>\n`
  const lines = items.map(
    ({ type, target, external }, at) =>
      `<Relationship Id="rId${at + 1}" Type="${typeOf(type)}" Target="${escape(target)}"${
        external === true ? ` TargetMode="External"` : ""
      }/>`,
  )
  const end = producer === "microsoft" ? "" : "\n"
  return part(
    name,
    `${head}<Relationships xmlns="${openPackage}/relationships">${lines.join("")}${end}</Relationships>`,
  )
}

const relationsType = "application/vnd.openxmlformats-package.relationships+xml"

/** `overrides` are names of parts and what they are, `wordprocessingml.styles`. */
export const types = (
  producer: Producer,
  overrides: ReadonlyArray<readonly [name: string, type: string]>,
  extensions: ReadonlyArray<readonly [extension: string, type: string]> = [],
): Part => {
  const full = (type: string): string =>
    type.includes("/")
      ? type
      : type === "core-properties"
        ? "application/vnd.openxmlformats-package.core-properties+xml"
        : `application/vnd.openxmlformats-officedocument.${type}+xml`
  const defaults: ReadonlyArray<readonly [string, string]> =
    producer === "microsoft"
      ? [["rels", relationsType], ["xml", "application/xml"], ...extensions]
      : [
          ["xml", "application/xml"],
          ["rels", relationsType],
          ["png", "image/png"],
          ["jpeg", "image/jpeg"],
        ]
  const head =
    producer === "microsoft" ? declaration(producer) : `<?xml version="1.0" encoding="UTF-8"?>\n`
  const own: ReadonlyArray<readonly [string, string]> =
    producer === "microsoft" ? [] : [["/_rels/.rels", relationsType]]
  return part(
    "[Content_Types].xml",
    `${head}<Types xmlns="${openPackage}/content-types">${defaults
      .map(([extension, type]) => `<Default Extension="${extension}" ContentType="${type}"/>`)
      .join("")}${[...own, ...overrides]
      .map(([name, type]) => `<Override PartName="${name}" ContentType="${full(type)}"/>`)
      .join("")}${producer === "microsoft" ? "" : "\n"}</Types>`,
  )
}

const stamp = (instant: Instant.Instant): string => `${Instant.toIso(instant.ms).slice(0, 19)}Z`

const coreNamespaces =
  `xmlns:cp="${openPackage}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
  `xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dcmitype="http://purl.org/dc/dcmitype/" ` +
  `xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"`

/** Who wrote it and when; `hasTitle` where the author filled that in. */
export const core = (producer: Producer, content: Content, hasTitle: boolean): Part => {
  const { author, lastAuthor, revision, cast } = content
  const created = `<dcterms:created xsi:type="dcterms:W3CDTF">${stamp(content.created)}</dcterms:created>`
  const modified = `<dcterms:modified xsi:type="dcterms:W3CDTF">${stamp(content.modified)}</dcterms:modified>`
  const title = hasTitle ? escape(content.title) : ""
  const body =
    producer === "microsoft"
      ? `<dc:title>${title}</dc:title><dc:subject></dc:subject><dc:creator>${escape(author)}</dc:creator>` +
        `<cp:keywords></cp:keywords><dc:description></dc:description>` +
        `<cp:lastModifiedBy>${escape(lastAuthor)}</cp:lastModifiedBy><cp:revision>${revision}</cp:revision>` +
        created +
        modified
      : `${created}<dc:creator>${escape(author)}</dc:creator><dc:description></dc:description>` +
        `<dc:language>${cast.region.tag}</dc:language><cp:lastModifiedBy>${escape(lastAuthor)}</cp:lastModifiedBy>` +
        `${modified}<cp:revision>${revision}</cp:revision><dc:subject></dc:subject><dc:title>${title}</dc:title>`
  return part(
    "docProps/core.xml",
    `${declaration(producer)}<cp:coreProperties ${coreNamespaces}>${body}</cp:coreProperties>`,
  )
}

/** Of extended properties: the elements, in order; a value may be markup of its own. */
export const app = (
  producer: Producer,
  elements: ReadonlyArray<readonly [name: string, value: string]>,
): Part =>
  part(
    "docProps/app.xml",
    `${declaration(producer)}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties" ` +
      `xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">${elements
        .map(([name, value]) => `<${name}>${value}</${name}>`)
        .join("")}</Properties>`,
  )

export interface Counts {
  readonly words: number
  /** Without spaces. */
  readonly characters: number
  readonly charactersWithSpaces: number
  readonly paragraphs: number
}

export const count = (paragraphs: ReadonlyArray<string>): Counts => {
  const filled = paragraphs.filter((text) => text !== "")
  const characters = filled.map((text) => [...text.replace(/\s/g, "")].length)
  return {
    words: filled.reduce((sum, text) => sum + text.split(/\s+/).filter(Boolean).length, 0),
    characters: characters.reduce((sum, length) => sum + length, 0),
    charactersWithSpaces: filled.reduce((sum, text) => sum + [...text].length, 0),
    paragraphs: filled.length,
  }
}

/** LibreOffice as desktops of those years had it, with what it calls itself. */
export const libreOffices: ReadonlyArray<readonly [version: string, build: string]> = [
  ["7.0.4.2$Linux_X86_64", "00$Build-2"],
  ["7.3.7.2$Linux_X86_64", "30$Build-2"],
  ["7.4.7.2$Linux_X86_64", "40$Build-2"],
  ["24.2.7.2$Linux_X86_64", "420$Build-2"],
]

/** By the release of the host on which the owner works. */
export const libreOfficeOf = (release: string): string => {
  const [version, build] =
    libreOffices[["debian-11", "ubuntu-22.04", "debian-12", "ubuntu-24.04"].indexOf(release)] ??
    libreOffices[2]!
  return `LibreOffice/${version} LibreOffice_project/${build}`
}
