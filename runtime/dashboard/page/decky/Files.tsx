/** The tree as a visitor would see it, and the versions of the file that is chosen there. */
import { useEffect, useState } from "preact/hooks"
import * as Answer from "../../Answer.ts"
import * as Client from "../../Client.ts"
import { Loaded } from "../../part/Loaded.tsx"
import { Problem } from "../../part/Problem.tsx"
import { Tree } from "../../part/Tree.tsx"
import * as Route from "../../Route.ts"
import type { FileRow, Listed, Page, TreeEntry } from "../../Wire.ts"
import { History } from "./History.tsx"

/** Pages of rows that are looked through for a path. */
const pagesMax = 25

const rowOf = async (
  uuid: string,
  path: string,
  signal: AbortSignal,
): Promise<FileRow | undefined> => {
  let cursor: string | null | undefined
  for (let page = 0; page < pagesMax; page++) {
    const found = await Client.read<Page<FileRow>>(
      `/realism/synthetic-files${Client.query({ limit: 200, decky_uuid: uuid, cursor })}`,
      { signal },
    )
    const row = found.data.find((each) => each.path === path)
    cursor = found.next_cursor
    if (row !== undefined || cursor === null || cursor === undefined) return row
  }
  return undefined
}

/** Paths are how a visitor names a file; versions are kept by row. */
const useRow = (uuid: string, path: string | undefined) => {
  const [row, setRow] = useState<FileRow | undefined>(undefined)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  useEffect(() => {
    setRow(undefined)
    setProblem(undefined)
    if (path === undefined) return undefined
    const stop = new AbortController()
    rowOf(uuid, path, stop.signal).then(
      (found) =>
        found === undefined
          ? setProblem("No row is kept of this file: the host makes it by itself.")
          : setRow(found),
      (error: unknown) => {
        if (!Client.isAbort(error)) setProblem(Client.lineOf(error))
      },
    )
    return () => stop.abort()
  }, [uuid, path])
  return { row, problem }
}

export const Files = (props: { readonly uuid: string; readonly path: string | undefined }) => {
  const { uuid, path } = props
  const answer = Answer.use<Listed<TreeEntry>>(`/deckies/${encodeURIComponent(uuid)}/tree`)
  const { row, problem } = useRow(uuid, path)
  return (
    <div class="split files">
      <section aria-labelledby="tree">
        <h2 id="tree">As a visitor sees it</h2>
        <p class="soft">Sizes and times as ls shows them, in UTC. Choose a file to read it.</p>
        <Loaded answer={answer} what="the tree">
          {(value) => (
            <Tree
              entries={value.data}
              chosen={path}
              link={(entry) => Route.to(["deckies", uuid, "files"], { path: entry.path })}
            />
          )}
        </Loaded>
      </section>
      <section
        class={path === undefined ? "file" : "file chosen"}
        aria-labelledby="file"
        aria-live="polite"
      >
        <h2 id="file">{path === undefined ? "No file chosen" : <code>{path}</code>}</h2>
        {path === undefined && (
          <p class="soft">Its versions and what changed between them are shown here.</p>
        )}
        <Problem line={problem} />
        {row !== undefined && <History key={row.uuid} row={row} />}
        {path !== undefined && row === undefined && problem === undefined && (
          <p class="soft" role="status">
            Loading the file…
          </p>
        )}
      </section>
    </div>
  )
}
