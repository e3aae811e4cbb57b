/** Open Packaging Conventions (ECMA-376 part 2), as far as a relationship is to be added. */
import * as Bytes from "../../bytes/Bytes.ts"
import * as Archive from "./Archive.ts"
import * as Text from "./Text.ts"

const strict = "http://purl.oclc.org/ooxml"
const transitional = "http://schemas.openxmlformats.org"

/** Names of the vocabularies in one of the two dialects. */
export interface Dialect {
  readonly relationship: (name: string) => string
  readonly drawing: (name: string) => string
}

const dialectOf = (text: string): Dialect =>
  text.includes(`${strict}/officeDocument/relationships`)
    ? {
        relationship: (name) => `${strict}/officeDocument/relationships${name}`,
        drawing: (name) => `${strict}/drawingml/${name}`,
      }
    : {
        relationship: (name) => `${transitional}/officeDocument/2006/relationships${name}`,
        drawing: (name) => `${transitional}/drawingml/2006/${name}`,
      }

/** A package with changes that are not written yet. */
export class Package {
  readonly #archive: Archive.Archive
  readonly #changes = new Map<string, Uint8Array>()
  readonly dialect: Dialect

  constructor(archive: Archive.Archive) {
    this.#archive = archive
    this.dialect = dialectOf(this.text("_rels/.rels") ?? "")
  }

  has(name: string): boolean {
    return this.#changes.has(name) || this.#archive.entries.some((entry) => entry.name === name)
  }

  /** Undefined where there is no such part, or it is not UTF-8. */
  text(name: string): string | undefined {
    const bytes = this.#changes.get(name) ?? Archive.part(this.#archive, name)
    if (bytes === undefined) return undefined
    const written = Text.read(bytes)
    return written?.encoding === "utf-8" ? Text.latin(written.mark) + written.text : undefined
  }

  put(name: string, text: string): void {
    // a mark stands in the text as three characters of one byte each
    const marked = text.startsWith("\u00ef\u00bb\u00bf")
    const body = Bytes.ofText(marked ? text.slice(3) : text)
    this.#changes.set(
      name,
      marked ? Bytes.concat([new Uint8Array([0xef, 0xbb, 0xbf]), body]) : body,
    )
  }

  bytes(): Uint8Array {
    return Archive.write(this.#archive, this.#changes)
  }

  /** Adds a relationship of a part; answers its id. */
  relate(part: string, type: string, target: string, isExternal: boolean): string {
    const name = relationshipsOf(part)
    const before =
      this.text(name) ??
      `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="${transitional}/package/2006/relationships"></Relationships>`
    let number = 1
    while (new RegExp(`\\bId=["']rId${number}["']`).test(before)) number++
    const id = `rId${number}`
    const mode = isExternal ? ` TargetMode="External"` : ""
    const element = `<Relationship Id="${id}" Type="${this.dialect.relationship(`/${type}`)}" Target="${attribute(target)}"${mode}/>`
    this.put(name, insertedBefore(before, "Relationships", element))
    return id
  }

  /** Says what a new part is. */
  declare(part: string, contentType: string): void {
    const before = this.text("[Content_Types].xml") ?? ""
    const element = `<Override PartName="/${part}" ContentType="${contentType}"/>`
    this.put("[Content_Types].xml", insertedBefore(before, "Types", element))
  }

  /** What a relationship of a part points to, by its id or by how its type ends. */
  target(
    part: string,
    by: { readonly id: string } | { readonly type: string },
  ): string | undefined {
    const text = this.text(relationshipsOf(part)) ?? ""
    for (const [element] of text.matchAll(/<(?:\w+:)?Relationship\b[^>]*>/g)) {
      const found = (name: string): string | undefined =>
        new RegExp(`\\b${name}=["']([^"']*)["']`).exec(element)?.[1]
      const isIt =
        "id" in by ? found("Id") === by.id : found("Type")?.endsWith(`/${by.type}`) === true
      const target = found("Target")
      if (isIt && target !== undefined && found("TargetMode") !== "External")
        return resolved(part, target)
    }
    return undefined
  }
}

export const attribute = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;")

const relationshipsOf = (part: string): string => {
  const slash = part.lastIndexOf("/") + 1
  return `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`
}

const resolved = (part: string, target: string): string => {
  if (target.startsWith("/")) return target.slice(1)
  const steps = part.split("/").slice(0, -1)
  for (const step of target.split("/"))
    if (step === "..") steps.pop()
    else if (step !== ".") steps.push(step)
  return steps.join("/")
}

/** An XML text with something more at the end of its root; a root without content gets an end. */
export const insertedBefore = (text: string, root: string, added: string): string => {
  const close = new RegExp(`</(?:\\w+:)?${root}\\s*>\\s*$`).exec(text)
  if (close !== null) return text.slice(0, close.index) + added + text.slice(close.index)
  return text.replace(
    new RegExp(`<((?:\\w+:)?${root})\\b([^>]*?)/>\\s*$`),
    (_, name: string, rest: string) => `<${name}${rest}>${added}</${name}>`,
  )
}

/** A linked picture of DrawingML; `id` is the relationship. */
export const blip = (dialect: Dialect, id: string): string =>
  `<a:blip xmlns:r="${dialect.relationship("")}" r:link="${id}"/>`
