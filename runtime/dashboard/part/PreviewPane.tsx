/** What a draft would do in the next days. */
import * as Format from "../Format.ts"
import type { Preview } from "../Simulation.ts"
import type { Simulated } from "../Wire.ts"
import { HeatMap } from "./HeatMap.tsx"
import { Problem } from "./Problem.tsx"
import { Tile } from "./Tile.tsx"
import { Tree } from "./Tree.tsx"

const treeMax = 80

const Shown = ({ result }: { readonly result: Simulated }) => {
  const { summary, tree, truncated } = result
  const classes = [...summary.files_by_class]
    .filter(({ created }) => created > 0)
    .sort((a, b) => b.created - a.created)
  const files = classes.reduce((sum, { created }) => sum + created, 0)
  return (
    <>
      <ul class="tiles small">
        <Tile value={files} name="new files" />
        <Tile value={summary.mails} name="mails" />
        <Tile value={summary.sessions} name="sessions" />
        <Tile
          value={summary.findings.length}
          name="findings"
          {...(summary.findings.length > 0 ? { tone: "warn" as const } : {})}
        />
      </ul>
      <HeatMap heat={summary.hour_by_weekday} what="Activity in the preview" />
      <dl class="counts">
        {classes.map(({ class: name, created }) => (
          <div key={name} class={`class ${Format.familyOf(name)}`}>
            <dt>
              <i aria-hidden="true" />
              {Format.classOf(name)}
            </dt>
            <dd>{Format.count(created)}</dd>
          </div>
        ))}
      </dl>
      {summary.findings.length > 0 && (
        <details>
          <summary>{Format.counted(summary.findings.length, "finding")}</summary>
          <ul>
            {summary.findings.slice(0, 20).map(({ tell, path, evidence }) => (
              <li key={`${tell} ${path} ${evidence}`}>
                {tell} <code>{path}</code> {evidence}
              </li>
            ))}
          </ul>
        </details>
      )}
      <details>
        <summary>The tree at the end{truncated ? " (the beginning of it)" : ""}</summary>
        <Tree entries={tree.slice(0, treeMax)} />
        {tree.length > treeMax && (
          <p class="soft">and {Format.counted(tree.length - treeMax, "more file", "more files")}</p>
        )}
      </details>
    </>
  )
}

export const PreviewPane = (props: {
  readonly preview: Preview
  readonly title: string
  readonly children?: string
}) => {
  const { percent, result, problem, again } = props.preview
  return (
    <section class="preview" aria-labelledby="preview" aria-busy={percent !== undefined}>
      <h2 id="preview">{props.title}</h2>
      {props.children !== undefined && <p class="soft">{props.children}</p>}
      <progress
        class={percent === undefined ? "idle" : ""}
        max={100}
        value={percent ?? 0}
        aria-label="Progress of the preview"
        aria-hidden={percent === undefined}
      />
      <Problem line={problem} again={again} />
      {result !== undefined ? (
        <Shown result={result} />
      ) : (
        percent !== undefined && (
          <p class="soft" role="status">
            Computing…
          </p>
        )
      )}
    </section>
  )
}
