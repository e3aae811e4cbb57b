/**
 * PDF files as libraries of business applications write them. Which objects come when, and how they
 * are spelt, tells these apart; a general library's way under another's name would give it away.
 */
import type { Stream } from "../../rng/Rng.ts"
import * as Fpdf from "./Fpdf.ts"
import * as IText from "./IText.ts"
import type { Info } from "./PdfFile.ts"
import type { Layout } from "./PdfLayout.ts"
import * as ReportLab from "./ReportLab.ts"

const producers: ReadonlyArray<(rng: Stream, layout: Layout, info: Info) => Uint8Array> = [
  Fpdf.php,
  Fpdf.python,
  ReportLab.write,
  IText.write,
]

export const write = (rng: Stream, layout: Layout, info: Info): Uint8Array =>
  rng.pick(producers)(rng.within("file"), layout, info)
