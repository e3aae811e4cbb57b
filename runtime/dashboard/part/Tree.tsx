/** Folders and files as somebody who logs in would list them. */
import type { ComponentChildren } from "preact"
import * as Format from "../Format.ts"
import type { TreeEntry } from "../Wire.ts"

interface Folder {
  readonly name: string
  readonly path: string
  readonly folders: Map<string, Folder>
  readonly files: Array<TreeEntry>
}

const folder = (name: string, path: string): Folder => ({
  name,
  path,
  folders: new Map(),
  files: [],
})

const isFolder = ({ kind }: TreeEntry): boolean =>
  kind === "directory" || kind === "dir" || kind === "folder"

const built = (entries: ReadonlyArray<TreeEntry>): Folder => {
  const root = folder("/", "")
  const at = (parts: ReadonlyArray<string>): Folder => {
    let here = root
    for (const part of parts) {
      let next = here.folders.get(part)
      if (next === undefined) here.folders.set(part, (next = folder(part, `${here.path}/${part}`)))
      here = next
    }
    return here
  }
  for (const entry of entries) {
    const parts = entry.path.split("/").filter((part) => part !== "")
    if (isFolder(entry)) at(parts)
    else at(parts.slice(0, -1)).files.push(entry)
  }
  return root
}

const countOf = ({ folders, files }: Folder): number =>
  files.length + [...folders.values()].reduce((sum, each) => sum + countOf(each), 0)

/** Chains of folders with nothing else in them stand on one line. */
const joined = (here: Folder): Folder => {
  const [only] = here.folders.values()
  return here.files.length === 0 && here.folders.size === 1 && only !== undefined
    ? joined({ ...only, name: `${here.name}/${only.name}` })
    : here
}

interface Props {
  readonly link: ((entry: TreeEntry) => string) | undefined
  readonly chosen: string | undefined
}

const openMax = 60

const Leaf = ({ entry, link, chosen }: Props & { readonly entry: TreeEntry }) => {
  const name = entry.path.slice(entry.path.lastIndexOf("/") + 1)
  const family = entry.class ? Format.familyOf(entry.class) : ""
  return (
    <li class="leaf">
      <span class="meta wide-only">{Format.mode(entry.mode)}</span>
      <span class="meta owner wide-only">{entry.owner}</span>
      <span class="meta size">{Format.bytes(entry.bytes)}</span>
      <span class="meta date">{Format.time(entry.mtime)}</span>
      <span class={`class ${family}`}>
        {link === undefined ? (
          name
        ) : (
          <a
            href={link(entry)}
            {...(entry.path === chosen ? { "aria-current": "true" as const } : {})}
          >
            {name}
          </a>
        )}
        {entry.touched === true && <em class="warn-text"> touched by somebody</em>}
      </span>
    </li>
  )
}

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const Inside = ({ here, ...props }: Props & { readonly here: Folder }): ComponentChildren => (
  <ul>
    {[...here.folders.values()]
      .map(joined)
      .sort((a, b) => byName(a.name, b.name))
      .map((each) => {
        const count = countOf(each)
        return (
          <li key={each.path}>
            <details open={count <= openMax || props.chosen?.startsWith(`${each.path}/`) === true}>
              <summary>
                <b>{each.name}/</b> <small>{Format.counted(count, "file")}</small>
              </summary>
              <Inside here={each} {...props} />
            </details>
          </li>
        )
      })}
    {[...here.files]
      .sort((a, b) => byName(a.path, b.path))
      .map((entry) => (
        <Leaf key={entry.path} entry={entry} {...props} />
      ))}
  </ul>
)

export const Tree = (props: {
  readonly entries: ReadonlyArray<TreeEntry>
  readonly link?: (entry: TreeEntry) => string
  readonly chosen?: string | undefined
}) =>
  props.entries.length === 0 ? (
    <p class="none">No file of ours lies here yet.</p>
  ) : (
    <div class="tree">
      <Inside here={built(props.entries)} link={props.link} chosen={props.chosen} />
    </div>
  )
