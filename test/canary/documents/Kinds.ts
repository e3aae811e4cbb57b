/** The generators of documents and dumps, with what a test needs to look into their files. */
import { inflateSync } from "node:zlib"
import { unzipSync } from "fflate"
import type { ArtifactFile, Generator } from "../../../src/canary/Generator.ts"
import * as Honeydoc from "../../../src/canary/documents/Honeydoc.ts"
import * as HoneydocDocx from "../../../src/canary/documents/HoneydocDocx.ts"
import * as HoneydocPdf from "../../../src/canary/documents/HoneydocPdf.ts"
import * as Workbook from "../../../src/canary/documents/Workbook.ts"
import * as MysqlDump from "../../../src/canary/dumps/MysqlDump.ts"
import type { CanaryClass } from "../../../src/taxonomy/ContentClass.ts"
import type { Sibling } from "../Siblings.ts"

export interface Kind {
  readonly name: string
  readonly canary: CanaryClass
  readonly extension: string
  readonly generator: Generator
  /** What a property dialogue shows. */
  readonly metadata: (bytes: Uint8Array) => string
  /** The file, or its packed parts unpacked. */
  readonly parts: (bytes: Uint8Array) => ReadonlyArray<Uint8Array>
  /** What stands in it beside the words that its format and the program that wrote it have. */
  readonly filled: (bytes: Uint8Array) => ReadonlyArray<string>
}

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1")

const ofZip = (bytes: Uint8Array): string => {
  const parts = unzipSync(bytes)
  return ["docProps/core.xml", "docProps/app.xml"]
    .map((name) => Buffer.from(parts[name]!).toString("utf8"))
    .join("\n")
}

const unzipped = (bytes: Uint8Array): ReadonlyArray<Uint8Array> => Object.values(unzipSync(bytes))

/** Names of namespaces, types, parts and fonts. */
const vocabulary =
  /^(https?:\/\/(schemas\.|purl|www\.w3)|urn:|application\/|\/?(word|xl|docProps|theme)\/)/

/** Texts and attributes. */
const filledXml = (bytes: Uint8Array): ReadonlyArray<string> =>
  unzipped(bytes)
    .flatMap((part) => [...latin(part).matchAll(/>([^<]+)<|="([^"]*)"/g)])
    .map(([, text, value]) => text ?? value!)
    .filter((value) => !vocabulary.test(value))

/** Strings, those in packed streams too. */
const filledPdf = (bytes: Uint8Array): ReadonlyArray<string> => {
  const text = latin(bytes)
  const streams = [
    ...text.matchAll(/FlateDecode[^>]*>>\s*stream\n([\s\S]*?)\n?endstream/g),
  ].flatMap(([, stream]) => {
    try {
      return [inflateSync(Buffer.from(stream!, "latin1")).toString("latin1")]
    } catch {
      return []
    }
  })
  return [text, ...streams].flatMap((each) =>
    [...each.matchAll(/[(<]((?:\\.|[^\\()<>])*)[)>]/g)].map(([, value]) => value!),
  )
}

/** Strings and names. */
const filledSql = (bytes: Uint8Array): ReadonlyArray<string> =>
  [...latin(bytes).matchAll(/'((?:\\.|[^'\\\n])*)'|`([^`]*)`|^-- (.*)$/gm)].map(
    ([, text, name, remark]) => text ?? name ?? remark!,
  )

export const kinds: ReadonlyArray<Kind> = [
  {
    name: "web page",
    canary: "canary_honeydoc",
    extension: "html",
    generator: Honeydoc.generator,
    metadata: (bytes) => latin(bytes).split(/<body/)[0]!,
    parts: (bytes) => [bytes],
    filled: (bytes) => [latin(bytes)],
  },
  {
    name: "document",
    canary: "canary_honeydoc_docx",
    extension: "docx",
    generator: HoneydocDocx.generator,
    metadata: ofZip,
    parts: unzipped,
    filled: filledXml,
  },
  {
    name: "pdf",
    canary: "canary_honeydoc_pdf",
    extension: "pdf",
    generator: HoneydocPdf.generator,
    metadata: (bytes) => (latin(bytes).match(/\/(Producer|Title|\w+Date) ?\(.*/g) ?? []).join("\n"),
    parts: (bytes) => [bytes],
    filled: filledPdf,
  },
  {
    name: "workbook",
    canary: "canary_xlsx",
    extension: "xlsx",
    generator: Workbook.generator,
    metadata: ofZip,
    parts: unzipped,
    filled: filledXml,
  },
  {
    name: "dump",
    canary: "canary_mysql_dump",
    extension: "sql",
    generator: MysqlDump.generator,
    metadata: (bytes) =>
      (latin(bytes).match(/^(-- (MariaDB|MySQL|Host|Server|Dump)|CHANGE MASTER).*$/gm) ?? []).join(
        "\n",
      ),
    parts: (bytes) => [bytes],
    filled: filledSql,
  },
]

/** As a listing shows it. */
export const listed = (kind: Kind, file: ArtifactFile): Sibling => ({
  bytes: [file.bytes],
  metadata: kind.metadata(file.bytes),
})

/** As who reads it sees it. */
export const read = (kind: Kind, file: ArtifactFile): Sibling => ({
  bytes: kind.filled(file.bytes).map((text) => Buffer.from(text, "latin1")),
  metadata: "",
})
