/** A file's versions: its text at each of them, and what changed since the one before. */
import { useState } from "preact/hooks"
import * as Answer from "../../Answer.ts"
import * as Format from "../../Format.ts"
import { Badge, ClassName } from "../../part/Badge.tsx"
import { DiffView } from "../../part/DiffView.tsx"
import { Loaded } from "../../part/Loaded.tsx"
import { Table } from "../../part/Table.tsx"
import type { File, FileRow, Listed, Version } from "../../Wire.ts"

const Text = ({ text }: { readonly text: string }) => (
  <pre class="text" tabIndex={0} role="region" aria-label="Text of the file">
    {text === "" ? "(empty)" : text}
  </pre>
)

const Body = (props: {
  readonly version: Version
  readonly before: Version | undefined
  readonly isWhole: boolean
}) => {
  const { version, before, isWhole } = props
  if (version.body === null)
    return <p class="none">The text of this version is not kept: it is binary or too long.</p>
  return isWhole || before === undefined || before.body === null ? (
    <Text text={version.body} />
  ) : (
    <DiffView before={before.body} after={version.body} />
  )
}

const Versions = ({ versions }: { readonly versions: ReadonlyArray<Version> }) => {
  const [chosen, setChosen] = useState(versions.length - 1)
  const [isWhole, setWhole] = useState(false)
  const version = versions[chosen]
  if (version === undefined) return <p class="none">No version is kept of this file.</p>
  const before = versions[chosen - 1]
  return (
    <>
      <div class="versions" role="group" aria-label="Versions">
        {versions.map((each, index) => (
          <button
            key={`${each.at} ${index}`}
            type="button"
            aria-pressed={index === chosen}
            onClick={() => setChosen(index)}
          >
            {Format.time(each.at)}
            <small>
              {each.action} · {Format.bytes(each.bytes)}
            </small>
          </button>
        ))}
      </div>
      <label class="check">
        <input
          type="checkbox"
          checked={isWhole}
          onChange={(event) => setWhole(event.currentTarget.checked)}
        />
        <span>Show the whole text instead of the changes</span>
      </label>
      <Body version={version} before={before} isWhole={isWhole} />
    </>
  )
}

const outcomeTone = (outcome: string) => (outcome === "accepted" ? "good" : "plain")

const Wordings = ({ file }: { readonly file: File }) =>
  file.wordings.length === 0 ? null : (
    <details>
      <summary>Asked of a model: {Format.counted(file.wordings.length, "text")}</summary>
      <Table
        caption="Texts asked of a model"
        none=""
        rows={file.wordings}
        keyOf={({ at, outcome }) => `${at} ${outcome}`}
        columns={[
          { head: "When (UTC)", isName: true, cell: ({ at }) => Format.time(at) },
          {
            head: "Outcome",
            cell: ({ outcome }) => <Badge tone={outcomeTone(outcome)}>{outcome}</Badge>,
          },
          { head: "Model", cell: ({ model }) => model },
          { head: "Why", cell: ({ detail }) => detail },
        ]}
      />
    </details>
  )

export const History = ({ row }: { readonly row: FileRow }) => {
  const base = `/realism/synthetic-files/${encodeURIComponent(row.uuid)}`
  const versions = Answer.use<Listed<Version>>(`${base}/versions`)
  const file = Answer.use<File>(base)
  return (
    <>
      <p class="facts soft">
        <ClassName
          name={Format.classOf(row.content_class)}
          family={Format.familyOf(row.content_class)}
        />
        <span>{row.persona === "" ? "the machine" : `by ${row.persona}`}</span>
        <span>
          <code>{Format.mode(row.mode)}</code> {row.owner}
        </span>
        <span>{Format.counted(row.edit_count, "edit")}</span>
        {row.touched && <Badge tone="warn">touched by somebody</Badge>}
      </p>
      <Loaded answer={versions} what="the versions">
        {({ data }) => <Versions versions={data} />}
      </Loaded>
      {file.value !== undefined && <Wordings file={file.value} />}
    </>
  )
}
