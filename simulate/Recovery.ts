/**
 * Whether a run in trouble lost, doubled or half did anything: what is recorded is performed once
 * more on paper, and held against what lies on the hosts.
 */
import * as Bytes from "../src/bytes/Bytes.ts"
import * as Gzip from "../src/logs/Gzip.ts"
import type { FileRow } from "../src/ports/SyntheticFiles.ts"
import { isFile, type FileAction, type Mail } from "../src/scheduler/Action.ts"
import * as Instant from "../src/time/Instant.ts"
import type { TreeEntry } from "../src/tells/History.ts"
import type { Run } from "./Run.ts"
import { visitorsLine } from "../src/engine/MemoryHost.ts"
import type { Aftermath } from "./Troubled.ts"

/** A file as the records have it. */
interface Paper {
  readonly parts: ReadonlyArray<Uint8Array>
  readonly isAppended: boolean
}

const onPaper = (files: Map<string, Paper>, action: FileAction): void => {
  switch (action._tag) {
    case "Create":
    case "Edit":
      files.set(action.path, { parts: [action.content], isAppended: false })
      return
    case "Append":
      files.set(action.path, {
        parts: [...(files.get(action.path)?.parts ?? []), action.content],
        isAppended: true,
      })
      return
    case "Rotate": {
      const before = files.get(action.from)
      files.delete(action.from)
      if (before !== undefined) files.set(action.path, before)
      return
    }
    case "Remove":
      files.delete(action.path)
  }
}

const plain = (path: string, bytes: Uint8Array): Uint8Array =>
  path.endsWith(".gz") ? Gzip.decompress(bytes) : bytes

/** The bytes without what visitors added; theirs stays wherever they put it. */
const withoutVisitors = (bytes: Uint8Array): Uint8Array => {
  const parts: Array<Uint8Array> = []
  let rest = bytes
  for (;;) {
    const at = Bytes.indexOf(rest, visitorsLine)
    if (at < 0) return Bytes.concat([...parts, rest])
    parts.push(rest.subarray(0, at))
    rest = rest.subarray(at + visitorsLine.length)
  }
}

const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && Bytes.indexOf(a, b) === 0

const rowProblems = (row: FileRow, entry: TreeEntry | undefined): ReadonlyArray<string> => {
  if (row.touched) return []
  if (entry === undefined) return [`${row.path} has a row and is not there`]
  const bytes = entry.read()
  const problems: Array<string> = []
  if (row.tail === undefined ? bytes.length !== row.bytes : bytes.length < row.bytes)
    problems.push(`${row.path} has ${bytes.length} bytes, its row ${row.bytes}`)
  if (row.body !== undefined && Bytes.sha256(bytes) !== row.sha256)
    problems.push(`${row.path} has other bytes than its row`)
  if (row.mode !== entry.mode || row.owner !== entry.owner || row.group !== entry.group)
    problems.push(`${row.path} has another owner or mode than its row`)
  return problems
}

const mailProblems = (
  mails: ReadonlyArray<Mail>,
  tree: ReadonlyMap<string, TreeEntry>,
): ReadonlyArray<string> => {
  const expected = mails.flatMap(({ copies }) => copies)
  const found = [...tree.keys()].filter((path) => /\/(?:new|cur)\/[^/]+$/.test(path))
  const known = new Set(expected.map(({ path }) => path))
  return [
    ...(known.size === expected.length ? [] : ["a mail was delivered twice"]),
    ...found.filter((path) => !known.has(path)).map((path) => `${path} is on no record`),
    ...expected
      .filter(({ path, content }) => {
        const entry = tree.get(path)
        return entry === undefined || !same(entry.read(), content)
      })
      .map(({ path }) => `${path} is recorded and not there as it was`),
  ]
}

/** One line each; empty where everything is as it should be. */
export const problems = (run: Run, aftermath: Aftermath): ReadonlyArray<string> => {
  const { visits, outcomes, doubled, rows, open } = aftermath
  const found = [
    ...(open > 0 ? [`${open} intents are still open`] : []),
    ...doubled.map((id) => `${id} is recorded twice`),
  ]
  for (const [uuid, host] of run.hosts) {
    const tree = new Map(
      host
        .tree()
        .filter(({ kind }) => kind === "file")
        .map((entry) => [entry.path, entry]),
    )
    const add = (lines: ReadonlyArray<string>): void => {
      found.push(...lines.map((line) => `${uuid}: ${line}`))
    }
    const own = outcomes.filter(({ decky, result }) => decky === uuid && result === "done")
    const paper = new Map<string, Paper>()
    for (const { action } of own) if (isFile(action)) onPaper(paper, action)
    const visited = visits.filter(({ decky }) => decky === uuid)
    const known = new Map((rows.get(uuid) ?? []).map((row) => [row.path, row]))
    for (const row of known.values())
      if (!visited.some(({ path }) => path === row.path)) add(rowProblems(row, tree.get(row.path)))
    for (const [path, { parts, isAppended }] of paper) {
      const row = known.get(path)
      const entry = tree.get(path)
      // found to be a visitor's, or changed since it was last looked at
      const theirs = visited.some((each) => each.path === path)
      if (row?.touched === true || (theirs && !isAppended)) continue
      if (entry === undefined) {
        if (!theirs) add([`${path} is recorded and not there`])
      } else if (!same(withoutVisitors(plain(path, entry.read())), Bytes.concat(parts)))
        add([`${path} is not what its records come to`])
      if (row === undefined) add([`${path} is recorded and has no row`])
    }
    for (const path of tree.keys())
      if (!paper.has(path) && !known.has(path) && !path.startsWith("/var/mail/"))
        add([`${path} is there and on no record`])
    add(
      mailProblems(
        own.flatMap(({ action }) => (action._tag === "Mail" ? [action] : [])),
        tree,
      ),
    )
    for (const { path, removed, at } of visited) {
      const entry = tree.get(path)
      const row = known.get(path)
      // one that was under way when the visitor came cannot know that it had been there before
      const since = own.some(
        ({ action, recordedAt }) => isFile(action) && action.path === path && recordedAt >= at,
      )
      if (removed && entry !== undefined && !since)
        add([`${path} was removed by a visitor at ${Instant.toIso(at)} and is there again`])
      if (!removed && entry !== undefined && row?.touched === true)
        if (Bytes.indexOf(entry.read(), visitorsLine) < 0)
          add([`${path} was changed by a visitor at ${Instant.toIso(at)}, and that is gone`])
    }
  }
  return found
}
