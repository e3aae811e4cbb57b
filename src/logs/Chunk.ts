/** What a flush adds to the machine's files. */
import type { HostProfile } from "../host/HostProfile.ts"
import { make, type Instant } from "../time/Instant.ts"
import * as Facts from "./Facts.ts"
import * as LineFormat from "./LineFormat.ts"
import type { FileState, Line } from "./LogState.ts"
import * as Mix from "./Mix.ts"
import * as Wtmp from "./Wtmp.ts"

export interface Chunk {
  readonly path: string
  readonly class: "log_cron" | "log_daemon" | "login_record"
  /** Whole lines, each with its newline; empty for a binary file. */
  readonly text: string
  /** A binary file's records; undefined for text. */
  readonly data: Uint8Array<ArrayBuffer> | undefined
  /** Of `text` in UTF-8, or of `data`. */
  readonly bytes: number
  /** Lines or records. */
  readonly lines: number
  /** Microseconds after the last line, for which it was stamped. */
  readonly mtime: Instant
  readonly mode: number
  readonly owner: string
  readonly group: string
}

export const wtmpPath = "/var/log/wtmp"

/** A line reaches its file within this of its stamp, and not before. */
export const writeMicros = 200

/**
 * When a line that stands in several files is written to each: rsyslog serves its actions one after
 * the other, so no two files share a moment.
 */
export const mtimeOf = (lineMicros: number, fileIndex: number): Instant => {
  const late = 9 + fileIndex * 17 + Mix.below(lineMicros, 20 + fileIndex, 15)
  const micros = lineMicros + late
  const ms = Math.floor(micros / 1000)
  const ns = (micros - ms * 1000) * 1000 + 1 + Mix.below(lineMicros, 40 + fileIndex, 999)
  return make(ms, ns)
}

const grown = (
  before: FileState | undefined,
  bytes: number,
  firstMicros: number,
  lastMicros: number,
  mtime: Instant,
): FileState => ({
  bytes: (before?.bytes ?? 0) + bytes,
  firstMicros: before === undefined || before.bytes === 0 ? firstMicros : before.firstMicros,
  lastMicros,
  generation: before?.generation ?? 0,
  rotatedDay: before?.rotatedDay ?? 0,
  mtime,
  older: before?.older ?? [],
})

export interface Written {
  readonly chunks: ReadonlyArray<Chunk>
  readonly files: Readonly<Record<string, FileState>>
}

const byPath = (a: Chunk, b: Chunk): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)

/** What is due, in order of time, as chunks; files that get nothing are left out. */
export const write = (
  host: HostProfile,
  files: Readonly<Record<string, FileState>>,
  lines: ReadonlyArray<Line>,
  records: ReadonlyArray<Wtmp.Record>,
): Written => {
  const { release } = Facts.of(host)
  const format = LineFormat.formatter(host)
  const routes = LineFormat.routes(release.files)
  const texts = release.files.map(() => "")
  const counts = release.files.map(() => 0)
  const firsts = release.files.map(() => 0)
  const lasts = release.files.map(() => 0)
  for (const line of lines) {
    const text = format(line)
    for (const index of routes[line.facility]) {
      if (texts[index] === "") firsts[index] = line.atMicros
      texts[index] += text
      counts[index] = counts[index]! + 1
      lasts[index] = line.atMicros
    }
  }
  const chunks: Array<Chunk> = []
  const after: Record<string, FileState> = { ...files }
  release.files.forEach((file, index) => {
    const text = texts[index]!
    if (text === "") return
    const bytes = LineFormat.bytesOf(text)
    const mtime = mtimeOf(lasts[index]!, index)
    after[file.path] = grown(after[file.path], bytes, firsts[index]!, lasts[index]!, mtime)
    const { owner, group } = release
    const common = { bytes, lines: counts[index]!, mtime, mode: 0o640, owner, group }
    chunks.push({ path: file.path, class: file.class, text, data: undefined, ...common })
  })
  const first = records[0]
  const last = records.at(-1)
  if (first !== undefined && last !== undefined) {
    const data = Wtmp.encodeAll(records)
    const mtime = mtimeOf(last.atMicros, release.files.length)
    const bytes = data.length
    after[wtmpPath] = grown(after[wtmpPath], bytes, first.atMicros, last.atMicros, mtime)
    const common = { bytes, lines: records.length, mtime, mode: 0o664 }
    const owned = { path: wtmpPath, owner: "root", group: "utmp" }
    chunks.push({ class: "login_record", text: "", data, ...common, ...owned })
  }
  return { chunks: chunks.sort(byPath), files: after }
}
