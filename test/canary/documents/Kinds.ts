/** The generators of documents and dumps, with what a test needs to look into their files. */
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
  /** The file, and its packed parts unpacked. */
  readonly parts: (bytes: Uint8Array) => ReadonlyArray<Uint8Array>
}

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1")

const ofZip = (bytes: Uint8Array): string => {
  const parts = unzipSync(bytes)
  return ["docProps/core.xml", "docProps/app.xml"]
    .map((name) => Buffer.from(parts[name]!).toString("utf8"))
    .join("\n")
}

/** Without the file itself: its directory holds nothing but the names that the format demands. */
const unzipped = (bytes: Uint8Array): ReadonlyArray<Uint8Array> => Object.values(unzipSync(bytes))

export const kinds: ReadonlyArray<Kind> = [
  {
    name: "web page",
    canary: "canary_honeydoc",
    extension: "html",
    generator: Honeydoc.generator,
    metadata: (bytes) => latin(bytes).split(/<body/)[0]!,
    parts: (bytes) => [bytes],
  },
  {
    name: "document",
    canary: "canary_honeydoc_docx",
    extension: "docx",
    generator: HoneydocDocx.generator,
    metadata: ofZip,
    parts: unzipped,
  },
  {
    name: "pdf",
    canary: "canary_honeydoc_pdf",
    extension: "pdf",
    generator: HoneydocPdf.generator,
    metadata: (bytes) => (latin(bytes).match(/\/(Producer|Title|\w+Date) ?\(.*/g) ?? []).join("\n"),
    parts: (bytes) => [bytes],
  },
  {
    name: "workbook",
    canary: "canary_xlsx",
    extension: "xlsx",
    generator: Workbook.generator,
    metadata: ofZip,
    parts: unzipped,
  },
  {
    name: "dump",
    canary: "canary_mysql_dump",
    extension: "sql",
    generator: MysqlDump.generator,
    metadata: (bytes) =>
      (
        latin(bytes).match(/^(-- (MariaDB|MySQL|Host|Server|Dump)|\/\*M!100000 CHANGE).*$/gm) ?? []
      ).join("\n"),
    parts: (bytes) => [bytes],
  },
]

export const sibling = (kind: Kind, [file]: readonly [ArtifactFile, ...unknown[]]): Sibling => ({
  bytes: kind.parts(file.bytes),
  metadata: kind.metadata(file.bytes),
})
